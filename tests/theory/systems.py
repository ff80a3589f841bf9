"""Systems that queueing theory has formulas for, as scenarios, and what to read off their runs.

The mean service time is 10 ms in all of them, and times come back in units of it.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim import Run, Scenario
from sim.outcomes import Outcome

MEAN_MS = 10
UNIT = MEAN_MS * 1_000_000
"""One mean service time in ns."""
PER_SECOND = 1_000 // MEAN_MS
"""What one worker serves in a second."""
EXPONENTIAL = {"kind": "exponential", "mean": f"{MEAN_MS} ms"}
CONSTANT = f"{MEAN_MS} ms"
DRAIN = 20
"""Seconds after the last arrival in which everything inside is served: no request is censored."""

Play = Callable[..., Run]
"""What the fixture ``play`` gives: a function of a scenario (and a variant)."""
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def scenario(
    services: dict[str, Any], workloads: dict[str, Any], seconds: float, **sections: Any
) -> Scenario:
    """A scenario of ``seconds``, of services and workloads as a file would give them."""
    return Scenario(
        name="theory",
        question="What does theory say?",
        answer="The same.",
        duration=f"{seconds} s",
        services=services,
        workloads=workloads,
        **sections,
    )


def queue(
    load: float,
    requests: int,
    *,
    workers: int = 1,
    instances: int = 1,
    service_time: Any = EXPONENTIAL,
    interval: str = "1 s",
    call: dict[str, Any] | None = None,
    seed: int,
    **service: Any,
) -> Scenario:
    """Poisson arrivals at a service: about ``requests`` in all, ``load`` of what it can serve."""
    rate = round(load * workers * instances * PER_SECOND)
    stop = requests // rate
    spec = {"workers": workers, "instances": instances, "service_time": service_time}
    return scenario(
        {"service": spec | service},
        {"requests": open_workload(rate, stop, **(call or {}))},
        stop + DRAIN,
        interval=interval,
        seed=seed,
    )


def open_workload(rate: int, stop: float, to: str = "service", **more: Any) -> dict[str, Any]:
    """Poisson arrivals at ``rate`` per second until ``stop`` (s)."""
    return {"kind": "poisson", "rate": f"{rate}/s", "to": to, "stop": f"{stop} s"} | more


def passages(run: Run, workload: str = "requests") -> tuple[Integers, Integers]:
    """Arrivals and departures (ns) of the requests that were served, in order of arrival."""
    log = run.requests
    chosen = log.is_of(workload) & (log.outcome == Outcome.SERVED)
    starts, ends = log.start[chosen], log.finished[chosen]
    order = np.lexsort((log.request[chosen], starts))
    return starts[order], ends[order]


def sojourns(run: Run, workload: str = "requests") -> Floats:
    """The time of each served request in the system, in order of arrival."""
    starts, ends = passages(run, workload)
    return (ends - starts) / UNIT


def waits(run: Run, workers: int = 1) -> Floats:
    """How long each request waited, of a FIFO queue that serves all, in order of arrival.

    The k-th to come is served from the moment when all but ``workers`` - 1 of those before her
    have left; the log has that moment, so no knowledge of her service time is needed.
    """
    starts, ends = passages(run)
    turn = np.concatenate([np.zeros(workers, dtype=np.int64), np.sort(ends)])[: len(starts)]
    return np.maximum(turn - starts, 0) / UNIT


def settled(values: Floats, share: float = 0.05) -> Floats:
    """The values without the first ``share`` of them, in which the system fills."""
    return values[int(share * len(values)) :]
