"""Backoffs: when to try again. BACKOFFS maps a scenario's `kind` to the class."""

from sim.policies.backoff.base import Backoff
from sim.policies.backoff.decorrelated_jitter import DecorrelatedJitter
from sim.policies.backoff.equal_jitter import EqualJitter
from sim.policies.backoff.exponential import Exponential
from sim.policies.backoff.full_jitter import FullJitter
from sim.policies.backoff.none import NoBackoff

BACKOFFS: dict[str, type[Backoff]] = {
    "decorrelated_jitter": DecorrelatedJitter,
    "equal_jitter": EqualJitter,
    "exponential": Exponential,
    "full_jitter": FullJitter,
    "none": NoBackoff,
}

__all__ = [
    "BACKOFFS",
    "Backoff",
    "DecorrelatedJitter",
    "EqualJitter",
    "Exponential",
    "FullJitter",
    "NoBackoff",
]
