"""Joining the shorter of some queues: what is known exactly, in the limit, and in between."""

from itertools import combinations, combinations_with_replacement
from math import comb

import numpy as np
from scipy.linalg import solve, solve_continuous_lyapunov
from scipy.sparse import csr_array, diags_array
from scipy.sparse.linalg import spsolve


def mean_field(load: float) -> float:
    """The mean time in the system with two choices, for infinitely many servers.

    The sum of load^(2^i - 2), i = 1, 2, ... (Mitzenmacher 1996; Vvedenskaya et al. 1996).
    """
    return sum(load ** (2**i - 2) for i in range(1, 12))


def first_order(load: float, levels: int = 9) -> float:
    """What n servers add to the mean time, times n, up to O(1/n): the refined mean field.

    Let s_i be the share of servers with at least i requests; s_i = load^(2^i - 1) at the fixed
    point of ds_i/dt = load (s_{i-1}^2 - s_i^2) - (s_i - s_{i+1}).  Fluctuations W around it solve
    the Lyapunov equation A W + W A' + Q = 0; they shift the mean by V/n with A V + C + B W / 2 = 0
    (Gast and Van Houdt, SIGMETRICS 2017).  The two servers here are different ones: both have i
    or more with probability s_i^2 - s_i (1 - s_i) / (n - 1), which is the term C.
    """
    tail = load ** (2.0 ** np.arange(levels + 2) - 1)
    here, before, after = tail[1:-1], tail[:-2], tail[2:]
    jacobian = np.diag(-2 * load * here - 1) + np.diag(np.ones(levels - 1), 1)
    jacobian += np.diag(2 * load * here[:-1], -1)
    noise = np.diag(2 * (here - after))
    spread = np.diag(solve_continuous_lyapunov(jacobian, -noise))
    curvature = load * (np.concatenate([[0.0], spread[:-1]]) - spread)
    distinct = load * (here * (1 - here) - before * (1 - before))
    return float(solve(jacobian, -(curvature + distinct)).sum()) / load


def shortest_of(choices: int, servers: int, load: float, room: int = 30) -> float:
    """The mean time with so many different choices among few servers, from the Markov chain.

    A state is the sorted tuple of queue lengths.  Each is cut off at ``room``, which holds all but
    about load^(servers * room) of the probability.
    """
    states = list(combinations_with_replacement(range(room + 1), servers))
    number = {state: row for row, state in enumerate(states)}
    rates = csr_array((len(states), len(states)), dtype=np.float64).todok()
    for state, row in number.items():
        for to, rate in _moves(state, choices, load * servers, room):
            rates[row, number[to]] += rate
    flow = rates.tocsr()
    generator = (flow - diags_array(flow.sum(axis=1))).T.tolil()
    generator[0, :] = 1.0  # the law sums to 1, instead of one equation that the others imply
    law = spsolve(generator.tocsc(), np.eye(len(states))[0])
    return float(law @ [sum(state) for state in states]) / (load * servers)


def _moves(
    state: tuple[int, ...], choices: int, arrivals: float, room: int
) -> list[tuple[tuple[int, ...], float]]:
    """Where a state goes and at what rate; sorted queues: the first of those drawn is shortest."""
    ways = comb(len(state), choices)
    shortest = [drawn[0] for drawn in combinations(range(len(state)), choices)]
    joins = [(_changed(state, one, +1), arrivals / ways) for one in shortest if state[one] < room]
    return joins + [(_changed(state, one, -1), 1.0) for one, n in enumerate(state) if n]


def _changed(state: tuple[int, ...], server: int, by: int) -> tuple[int, ...]:
    return tuple(sorted((*state[:server], state[server] + by, *state[server + 1 :])))
