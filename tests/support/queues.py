"""Queues of several workers by an exact recursion, and what an engine draws for a queue.

Times are whole nanoseconds, a row a replication and a column a request, in order of arrival.
"""

from zlib import crc32

import numpy as np

from sim.distributions import Exponential
from sim.experiments.verification.queues import MEAN, Times
from sim.rng import Stream
from sim.units import Rate
from sim.workload.arrivals import UNIT


def engine_draws(
    seed: int, rate: Rate, requests: int, workload: str, service: str
) -> tuple[Times, Times]:
    """Arrivals and service times as an engine draws them for a workload and a service, one row."""
    numbers = np.arange(requests, dtype=np.int64)
    unit = Exponential(mean=UNIT).samples(Stream(seed, f"{workload}.arrivals").uniforms(numbers))
    arrivals = [expected * rate.per // (rate.count * UNIT) for expected in np.cumsum(unit).tolist()]
    stream = Stream(seed, f"{service}.service_time")
    base = (crc32(workload.encode()) >> 2 | 1) << 32  # workloads share no number of a request
    services = Exponential(mean=MEAN).samples(stream.uniforms(base + numbers))
    return np.array([arrivals], dtype=np.int64), services[np.newaxis]


def kiefer_wolfowitz(arrivals: Times, services: Times, workers: int) -> Times:
    """Waits at several workers: the next request goes to the one that is free first.

    Source: Kiefer and Wolfowitz, Transactions of the AMS 78, 1955.
    """
    free = np.zeros((len(arrivals), workers), dtype=np.int64)
    rows = np.arange(len(arrivals))
    waits = np.empty_like(services)
    for column, (arrived, takes) in enumerate(zip(arrivals.T, services.T, strict=True)):
        first = free.argmin(axis=1)
        begins = np.maximum(free[rows, first], arrived)
        free[rows, first] = begins + takes
        waits[:, column] = begins - arrived
    return waits
