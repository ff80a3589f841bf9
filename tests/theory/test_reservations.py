"""Reservations: what is not paid for comes back, and is sold again if anybody still asks."""

import pytest
from intervals import Estimate, agree, binomial
from systems import Play, scenario

from sim import Run, Scenario
from sim.outcomes import Outcome

STOCK = 3_000
UNPAID = 0.3
RATE = 20_000
SEED = 12


def test_unpaid_units_come_back(play: Play) -> None:
    """Where nobody asks twice, a share 0.3 of the stock is back on the shelf in the end.

    Everything is sold in 0.15 s; a second later the unpaid units are free, 0.7 of the stock is
    sold for good, and nobody is there to buy the rest.
    """
    run = play(sale(asking=0.5))
    sold = run.summary["sale"]["sold"]
    assert receipts(run) == STOCK
    assert run.summary["sale"]["unsold"] == STOCK - sold
    agree(binomial(sold, STOCK, 1 - UNPAID))


def test_unpaid_units_are_sold_again(play: Play) -> None:
    """Where buyers keep asking, a unit is handed out until it is paid: 1 + 0.3 + 0.09 in 2.5 s.

    Sales are at 0, 1 and 2 s.  Of a unit's returns R, P(R >= 1) = 0.3 and P(R >= 2) = 0.09, so
    E[R] = 0.39, E[R^2] = 0.3 + 3 * 0.09 = 0.57, and the variance is 0.57 - 0.39^2 = 0.4179.
    """
    run = play(sale(asking=2.5))
    returned = receipts(run) - STOCK
    agree(Estimate(returned, (STOCK * 0.4179) ** 0.5).against(STOCK * 0.39))
    assert run.summary["sale"]["unsold"] == 0
    assert run.summary["sale"]["oversold"] == 0


@pytest.mark.parametrize("unpaid", [0.0, 1.0])
def test_all_or_nothing_is_paid(play: Play, unpaid: float) -> None:
    """If all pay, nothing comes back; if nobody does, everything does."""
    run = play(sale(asking=0.5, unpaid=unpaid))
    assert run.summary["sale"]["sold"] == STOCK * (1 - unpaid)


def receipts(run: Run) -> int:
    """How many buyers were told that they have one."""
    return int((run.requests.outcome == Outcome.SOLD).sum())


def sale(asking: float, unpaid: float = UNPAID) -> Scenario:
    """20,000 buyers a second for so many seconds, and units reserved for one second each."""
    buyers = {"kind": "deterministic", "rate": f"{RATE}/s", "to": "shop", "stop": f"{asking} s"}
    payment = {"unpaid": unpaid, "reserve_for": "1 s"}
    stock = {"stock": STOCK, "opens_at": "0 s", "update_time": "0 s", "payment": payment}
    shop = {"workers": 1_000, "service_time": "0 s", "calls": [{"to": "stock"}]}
    seconds = max(asking, 1.5) + 0.05
    return scenario({"shop": shop}, {"requests": buyers}, seconds, sale=stock, seed=SEED)
