"""Closed forms of queueing theory.  Times are in mean service times of one worker.

``offered`` is the arrival rate times the mean service time (in erlangs), ``load`` that per server.
Sources: Kleinrock, Queueing Systems I and II (1975, 1976); Gross and Harris, Fundamentals of
Queueing Theory.
"""

from collections.abc import Sequence
from math import factorial

import numpy as np

from sim.results.intervals import Floats


def birth_death(births: Sequence[float], deaths: Sequence[float]) -> Floats:
    """The stationary law of 0, 1, ..., n: ``births`` leave 0 to n - 1, ``deaths`` leave 1 to n."""
    ratios = np.array(births, dtype=np.float64) / np.array(deaths, dtype=np.float64)
    weights = np.concatenate([[1.0], np.cumprod(ratios)])
    law: Floats = weights / weights.sum()
    return law


def erlang_b(servers: int, offered: float) -> float:
    """The share of arrivals that an M/G/c/c system loses: (a^c / c!) / sum of a^k / k!."""
    terms = [offered**k / factorial(k) for k in range(servers + 1)]
    return terms[-1] / sum(terms)


def erlang_c(servers: int, load: float) -> float:
    """P(wait) of M/M/c: B / (1 - load (1 - B)) with the Erlang B of the same servers."""
    lost = erlang_b(servers, servers * load)
    return lost / (1 - load * (1 - lost))


def mmc_wait(servers: int, load: float) -> float:
    """The mean wait of M/M/c: C / (c (1 - load))."""
    return erlang_c(servers, load) / (servers * (1 - load))


def pollaczek_khinchine(load: float, second_moment: float) -> float:
    """The mean wait of M/G/1; ``second_moment`` of the service time whose mean is 1."""
    return load * second_moment / (2 * (1 - load))


def machine_repair(users: int, think: float, servers: int) -> tuple[float, float]:
    """Throughput and mean response of M/M/c//N: users who think, ask, and wait for the answer."""
    births = [(users - n) / think for n in range(users)]
    law = birth_death(births, [min(n, servers) for n in range(1, users + 1)])
    throughput = float(law @ np.minimum(np.arange(users + 1), servers))
    return throughput, users / throughput - think


def attempts(failure: float, most: int) -> tuple[float, float]:
    """P(success) and mean attempts of at most ``most`` that fail independently."""
    share = 1 - failure**most
    return share, share / (1 - failure)
