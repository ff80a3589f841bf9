"""Closed forms of queueing theory.  Times are in mean service times of one worker.

``offered`` is the arrival rate times the mean service time (in erlangs), ``load`` that per server.
Sources: Kleinrock, Queueing Systems I and II (1975, 1976); Gross and Harris, Fundamentals of
Queueing Theory; Cobham (1954) for priorities; Reiser and Lavenberg (1980) for mean value analysis;
Welch, Operations Research 12 (1964), and Levy and Kleinrock, Operations Research 34 (1986), for a
server that has to be started.
"""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import exp

from scipy.optimize import brentq

from sim.experiments.verification.closed_forms import (
    Floats,
    attempts,
    birth_death,
    erlang_b,
    erlang_c,
    machine_repair,
    mmc_wait,
    pollaczek_khinchine,
)

__all__ = [
    "attempts",
    "cobham",
    "erlang_b",
    "erlang_c",
    "erlang_m_1",
    "impatient",
    "machine_repair",
    "mean_value_analysis",
    "mmc_wait",
    "mmck",
    "pollaczek_khinchine",
    "starter",
    "welch",
]
"""Those that the package verifies itself by stand in it."""


def mmck(servers: int, room: int, offered: float) -> Floats:
    """The law of the number in an M/M/c/K system, K = servers + room; its last entry is lost."""
    numbers = range(1, servers + room + 1)
    return birth_death([offered] * len(numbers), [min(n, servers) for n in numbers])


def cobham(loads: Sequence[float], second_moment: float, servers: int = 1) -> list[float]:
    """The mean waits of non-preemptive priority classes, the most urgent first.

    One kind of service for all; for several servers it has to be exponential.  Wait of class k =
    residual / ((1 - s(k-1)) (1 - s(k))) where s(k) is the load of the classes up to k.
    """
    total = sum(loads)
    residual = total * second_moment / 2 if servers == 1 else erlang_c(servers, total) / servers
    sums = [0.0, *accumulate(loads)]
    return [residual / ((1 - a) * (1 - b)) for a, b in pairwise(sums)]


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


def welch(load: float, second_moment: float, first: float, first_second_moment: float) -> float:
    """The mean wait of M/G/1 where who finds the server idle has another service time.

    Those have a mean of ``first``; the moments are raw.  A share (1 - load) / (1 - load + load
    first) finds it idle; the rest follows from how the unfinished work grows and shrinks.
    """
    idle = (1 - load) / (1 - load + load * first)
    mixed = (1 - idle) * second_moment + idle * first_second_moment
    return load * mixed / (2 * (1 - load))


def starter(load: float, start: float, second_moment: float) -> float:
    """The mean time that a server adds to each stay in M/G/1 if it has to be started when idle,
    which takes times with this mean and raw second moment, whatever the service takes."""
    return (2 * start + load * second_moment) / (2 * (1 + load * start))
