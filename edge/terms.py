"""The terms of a sale: what a scenario says about it, as the origin needs it."""

from __future__ import annotations

from dataclasses import dataclass

from sim.model import Scenario, build
from sim.policies.admission import Census
from sim.policies.limiters import Limiter
from sim.units import MINUTE, SECOND


@dataclass(frozen=True)
class Terms:
    """What is sold under which conditions; times in ns.

    limiter: refuses orders before anything else is done about them; None: nothing.
    census: the admission whose probability the origin computes; None: another admission.
    shortcut: whether the nodes are told that the stock is sold out.
    """

    event: str
    stock: int
    reserve_for: int = 15 * MINUTE
    one_per_user: bool = True
    limiter: Limiter | None = None
    census: Census | None = None
    shortcut: bool = True
    push_interval: int = SECOND
    census_interval: int = SECOND

    @classmethod
    def of(cls, scenario: Scenario) -> Terms:
        """What a scenario with a sale says."""
        assert scenario.sale is not None
        payment = scenario.sale.payment
        return cls(
            event=scenario.name,
            stock=scenario.sale.stock,
            reserve_for=payment.reserve_for if payment else cls.reserve_for,
            limiter=_limiter(scenario),
            census=_census(scenario),
            shortcut=scenario.edge.sold_out_shortcut if scenario.edge else True,
            push_interval=scenario.control.push_interval,
            census_interval=scenario.control.census_interval,
        )


def _limiter(scenario: Scenario) -> Limiter | None:
    """The limiter of the service that admitted clicks go to, as in the simulator."""
    if scenario.edge is None:
        return None
    service = scenario.services.get(scenario.edge.origin)
    if service is None or service.limiter is None:
        return None
    limiter: Limiter = build(service.limiter)
    return limiter


def _census(scenario: Scenario) -> Census | None:
    policy = build(scenario.edge.admission) if scenario.edge else None
    return policy if isinstance(policy, Census) else None
