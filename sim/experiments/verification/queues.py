"""Queues of one worker by an exact recursion: for claims that take many millions of requests.

Times are whole nanoseconds, a row a replication and a column a request, in order of arrival.
"""

import numpy as np
from numpy.typing import NDArray

MEAN = 10_000_000
"""The mean service time, in ns."""

Times = NDArray[np.int64]


def draws(
    seed: int, experiment: int, load: float, replications: int, requests: int, workers: int = 1
) -> tuple[Times, Times]:
    """Arrivals and service times of M/M/c, a pure function of seed and experiment."""
    generator = np.random.Generator(np.random.Philox(key=[seed, experiment]))
    shape = (replications, requests)
    gaps = generator.standard_exponential(shape) * (MEAN / (load * workers))
    services = generator.standard_exponential(shape) * MEAN
    return np.cumsum(gaps.astype(np.int64), axis=1), services.astype(np.int64)


def lindley(arrivals: Times, services: Times) -> Times:
    """Waits at one worker: the unfinished work is a walk above its lowest point so far.

    Source: Lindley, Proc. Cambridge Philosophical Society 48, 1952.
    """
    waits = np.zeros_like(services)
    np.cumsum(services[:, :-1] - np.diff(arrivals, axis=1), axis=1, out=waits[:, 1:])
    waits -= np.minimum.accumulate(waits, axis=1)
    return waits
