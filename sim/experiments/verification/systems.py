"""Systems that there is a theory of, as scenarios, with a mean service time of 10 ms."""

from collections.abc import Mapping
from typing import Any

from sim.experiments.replicate import replicate
from sim.experiments.verification.claim import CONFIDENCE
from sim.model.load import load
from sim.model.scenario import Scenario
from sim.results.intervals import Interval
from sim.results.replications import Replications

EXPONENTIAL = {"kind": "exponential", "mean": "10 ms"}
PER_SECOND = 100
"""What one worker serves in a second."""

SEED = 1


def open_queue(
    load: float, seconds: int, *, workers: int = 1, instances: int = 1, **service: Any
) -> Scenario:
    """Poisson arrivals at a service for so many seconds, ``load`` of what it can serve."""
    rate = round(load * workers * instances * PER_SECOND)
    spec = {"workers": workers, "instances": instances, "service_time": EXPONENTIAL} | service
    return _scenario(seconds, spec, {"kind": "poisson", "rate": f"{rate}/s"})


def closed_queue(users: int, think_ms: int, seconds: int) -> Scenario:
    """Users who think for an exponential time, ask one worker, and wait for the answer."""
    think = {"kind": "exponential", "mean": f"{think_ms} ms"}
    workload = {"kind": "closed", "users": users, "think_time": think}
    return _scenario(seconds, {"service_time": EXPONENTIAL}, workload)


def lossy_link(failure: float, attempts: int, seconds: int) -> Scenario:
    """Requests whose attempts are lost on the way with probability ``failure``, and retried."""
    loss = 1 - (1 - failure) ** 0.5  # there or back
    service = {"workers": 1_000, "service_time": "0 s", "link": {"loss": loss}}
    retries = {"timeout": "100 ms", "retry": {"attempts": attempts}}
    return _scenario(seconds, service, {"kind": "poisson", "rate": "500/s"} | retries)


def replicated(scenario: Scenario, n: int) -> Replications:
    """Replications, in this process, of a system that fills first."""
    return replicate(scenario, n, workers=1, confidence=CONFIDENCE)


def observed(replications: Replications, figure: str) -> Interval:
    """A figure that every replication has."""
    interval = replications.interval(figure)
    assert interval is not None, f"{replications!r} has too few requests for {figure}"
    return interval


def admitted(users: int, probability: float, n: int) -> Interval:
    """How many of a flash sale's crowd an edge admits that flips a coin for each."""
    changes: Mapping[str, Any] = {
        "crowd.users": users,
        "edge.admission.probability": probability,
    }
    sale = replicate(
        load("flash_sale"), n, "probability", set=changes, workers=1, confidence=CONFIDENCE
    )
    return observed(sale, "sale.admitted")


def _scenario(seconds: int, service: dict[str, Any], workload: dict[str, Any]) -> Scenario:
    spec = {
        "name": "verification",
        "question": "What does theory say?",
        "answer": "The same.",
        "seed": SEED,
        "duration": f"{seconds} s",
        "services": {"service": service},
        "workloads": {"requests": workload | {"to": "service"}},
    }
    return Scenario.model_validate(spec)
