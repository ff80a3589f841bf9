"""Retries: how much they save, and how much they ask for."""

from typing import Any

import numpy as np
import pytest
from closed_forms import attempts
from intervals import Estimate, agree, binomial, chi_square, independent
from systems import Play, open_workload, scenario

from sim import Run, Scenario
from sim.outcomes import Outcome

FAILURE = 0.5
LOSS = 1 - FAILURE**0.5
"""Lost on the way there or back: an attempt succeeds with (1 - LOSS)^2 = 0.5."""
MOST = 4
"""Three retries."""
RATE, SECONDS = 500, 80
TIMEOUT_MS = 1_000
SEED = 10


def test_success(play: Play) -> None:
    """Attempts that fail with 0.5 and three retries: 0.9375 of the requests succeed."""
    share = attempts(FAILURE, MOST)[0]
    assert share == 0.9375
    log = play(lossy()).requests
    agree(binomial(int((log.outcome == Outcome.SERVED).sum()), len(log), share))


def test_amplification(play: Play) -> None:
    """They cost 1.875 attempts a request, as clients count and as the link and the service see."""
    mean = attempts(FAILURE, MOST)[1]
    assert mean == 1.875
    run = play(lossy())
    tries = run.requests.attempts
    agree(independent(tries).against(mean))
    assert run.summary["stations"]["service.link"]["arrived"] == tries.sum()
    heard = int(run.summary["stations"]["service"]["arrived"])
    agree(binomial(heard, int(tries.sum()), FAILURE**0.5))


def test_attempts_are_geometric(play: Play) -> None:
    """One, two, three and four attempts have shares 1/2, 1/4, 1/8 and 1/8."""
    counts = np.bincount(play(lossy()).requests.attempts, minlength=MOST + 1)[1:]
    agree(chi_square(counts, counts.sum() * np.array([0.5, 0.25, 0.125, 0.125]), fitted=1))


def test_full_jitter_waits_half(play: Play) -> None:
    """Full jitter waits half of 100, 200 and 400 ms on average before the three retries.

    A request pays a timeout of 1 s for each attempt that fails, the k-th with probability 2^-k,
    and after the first three the pause: 0.5 * 1,050 + 0.25 * 1,100 + 0.125 * 1,200 + 0.0625 *
    1,000 = 1,012.5 ms.
    """
    backoff = {"kind": "full_jitter", "base": "100 ms", "cap": "10 s"}
    run = play(lossy(backoff=backoff))
    agree(independent(run.requests.latency / 1e6).against(1_012.5))


def test_budget_bounds_retries(play: Play) -> None:
    """A budget of a tenth allows 0.1 retries a request and the reserve, where 0.875 are wanted.

    Each attempt that it allows succeeds with 0.5, so the served are half of all attempts.
    """
    run = play(lossy(budget={"ratio": 0.1, "reserve": 10}))
    log = run.requests
    tries = int(log.attempts.sum())
    assert 0.1 * len(log) - 100 <= tries - len(log) <= 0.1 * len(log) + 10
    agree(binomial(int((log.outcome == Outcome.SERVED).sum()), tries, 1 - FAILURE))


@pytest.mark.parametrize("most", [2, 3])
def test_served_in_a_hurry(play: Play, most: int) -> None:
    """A deadline of 2.5 timeouts cuts four attempts down to three; that of 1.5, to two.

    The last attempt has half a timeout left, which is enough where the way takes no time.
    """
    run = play(lossy(deadline_ms=round((most - 0.5) * TIMEOUT_MS)))
    share, mean = attempts(FAILURE, most)
    log = run.requests
    agree(binomial(int((log.outcome == Outcome.SERVED).sum()), len(log), share))
    agree(attempts_of(run).against(mean))


def attempts_of(run: Run) -> Estimate:
    """The mean attempts of a request."""
    return independent(run.requests.attempts)


def lossy(deadline_ms: int | None = None, **retry: Any) -> Scenario:
    """Requests that travel a lossy link to a service that is never busy."""
    service = {"workers": 1_000, "service_time": "0 s", "link": {"loss": LOSS}}
    call: dict[str, Any] = {"timeout": f"{TIMEOUT_MS} ms", "retry": {"attempts": MOST} | retry}
    if deadline_ms is not None:
        call["deadline"] = f"{deadline_ms} ms"
    workload = open_workload(RATE, SECONDS, **call)
    return scenario({"service": service}, {"requests": workload}, SECONDS + 10, seed=SEED)
