"""Limiters: who may pass now. LIMITERS maps a scenario's `kind` to the class."""

from sim.policies.limiters.base import Limiter
from sim.policies.limiters.concurrency import Concurrency
from sim.policies.limiters.fixed_window import FixedWindow
from sim.policies.limiters.leaky_bucket import LeakyBucket
from sim.policies.limiters.sliding_window import SlidingWindow
from sim.policies.limiters.token_bucket import TokenBucket

LIMITERS: dict[str, type[Limiter]] = {
    "concurrency": Concurrency,
    "fixed_window": FixedWindow,
    "leaky_bucket": LeakyBucket,
    "sliding_window": SlidingWindow,
    "token_bucket": TokenBucket,
}

__all__ = [
    "LIMITERS",
    "Concurrency",
    "FixedWindow",
    "LeakyBucket",
    "Limiter",
    "SlidingWindow",
    "TokenBucket",
]
