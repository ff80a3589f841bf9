"""Closed forms of queueing theory.  Times are in mean service times of one worker.

``offered`` is the arrival rate times the mean service time (in erlangs), ``load`` that per server.
Sources: Kleinrock, Queueing Systems I and II (1975, 1976); Gross and Harris, Fundamentals of
Queueing Theory; Cobham (1954) for priorities; Reiser and Lavenberg (1980) for mean value analysis.
"""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import exp, factorial

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

Floats = NDArray[np.float64]


def birth_death(births: Sequence[float], deaths: Sequence[float]) -> Floats:
    """The stationary law of 0, 1, ..., n: ``births`` leave 0 to n - 1, ``deaths`` leave 1 to n."""
    ratios = np.array(births, dtype=np.float64) / np.array(deaths, dtype=np.float64)
    weights = np.concatenate([[1.0], np.cumprod(ratios)])
    return weights / weights.sum()


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


def mmck(servers: int, room: int, offered: float) -> Floats:
    """The law of the number in an M/M/c/K system, K = servers + room; its last entry is lost."""
    numbers = range(1, servers + room + 1)
    return birth_death([offered] * len(numbers), [min(n, servers) for n in numbers])


def pollaczek_khinchine(load: float, second_moment: float) -> float:
    """The mean wait of M/G/1; ``second_moment`` of the service time whose mean is 1."""
    return load * second_moment / (2 * (1 - load))


def cobham(loads: Sequence[float], second_moment: float, servers: int = 1) -> list[float]:
    """The mean waits of non-preemptive priority classes, the most urgent first.

    One kind of service for all; for several servers it has to be exponential.  Wait of class k =
    residual / ((1 - s(k-1)) (1 - s(k))) where s(k) is the load of the classes up to k.
    """
    total = sum(loads)
    residual = total * second_moment / 2 if servers == 1 else erlang_c(servers, total) / servers
    sums = [0.0, *accumulate(loads)]
    return [residual / ((1 - a) * (1 - b)) for a, b in pairwise(sums)]


def machine_repair(users: int, think: float, servers: int) -> tuple[float, float]:
    """Throughput and mean response of M/M/c//N: users who think, ask, and wait for the answer."""
    births = [(users - n) / think for n in range(users)]
    law = birth_death(births, [min(n, servers) for n in range(1, users + 1)])
    throughput = float(law @ np.minimum(np.arange(users + 1), servers))
    return throughput, users / throughput - think


def mean_value_analysis(users: int, think: float) -> tuple[float, float]:
    """The same of one server by the arrival theorem: an arriving user sees one user fewer."""
    queue = throughput = response = 0.0
    for number in range(1, users + 1):
        response = 1 + queue
        throughput = number / (think + response)
        queue = throughput * response
    return throughput, response


def erlang_m_1(stages: int, load: float) -> float:
    """The mean time in an E_k/M/1 system, 1 / (1 - s), where s = (k load / (k load + 1 - s))^k."""
    rate = stages * load
    root = brentq(lambda s: (rate / (rate + 1 - s)) ** stages - s, 0.0, 1 - 1e-9, xtol=1e-14)
    return 1 / (1 - float(root))


def impatient(load: float, patience: float) -> float:
    """The share of M/M/1+D that gives up: whose wait would be ``patience`` or longer.

    The unfinished work has density P0 load e^{-(1 - load) x} below the patience; above it nobody
    joins, so it decays as e^{-x}.  (Barrer 1957; Baccelli, Boyer and Hebuterne 1984.)
    """
    slack = 1 - load
    below = load * (1 - exp(-slack * patience)) / slack if slack else patience
    above = load * exp(-slack * patience)
    return above / (1 + below + above)


def attempts(failure: float, most: int) -> tuple[float, float]:
    """P(success) and mean attempts of at most ``most`` that fail independently."""
    share = 1 - failure**most
    return share, share / (1 - failure)
