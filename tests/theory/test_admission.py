"""Admission with a probability: how many get past the edge, where, and whether all is sold."""

from functools import lru_cache

import numpy as np
import pytest
from intervals import agree, binomial, chi_square, independent
from scipy import stats
from systems import Integers, Play, scenario

from sim import Scenario
from sim.policies.admission.probability import Probability, passes
from sim.rng import Stream
from sim.workload.people import choose_edge

MILLION = 1_000_000
NODES = 100
PROBABILITY = 0.0002
SEEDS = range(1, 101)
BLOCK = 10_000
"""Draws are made in blocks that stay in the processor's cache."""

STOCK = 100
FEW = 10_000
REPLICATIONS = 20_000
UNSOLD = {100: 0.487, 110: 0.158, 120: 0.028, 130: 0.0028}
"""Expected arrivals, and P(not all 100 sold) with a million users."""


def edge_alone(seed: int, users: int, probability: float) -> Integers:
    """The users whom the edge admits: the rule and the keyed draws of a run, without the run."""
    stream = Stream(seed, "edge.admission")
    blocks = np.arange(users, dtype=np.int64).reshape(-1, min(users, BLOCK))
    admitted = [block[passes(stream.uniforms(block), probability)] for block in blocks]
    return np.concatenate(admitted)


def edges_of(seed: int, users: Integers) -> Integers:
    """The edge node of each of some users, all nodes of the same weight."""
    return choose_edge(Stream(seed, "crowd.edge").uniforms(users), [1.0] * NODES)


@lru_cache
def admitted_by_edge() -> Integers:
    """How many each node admits of a million users, one row a seed: shape (100, 100)."""
    rows = [edges_of(seed, edge_alone(seed, MILLION, PROBABILITY)) for seed in SEEDS]
    return np.array([np.bincount(row, minlength=NODES) for row in rows])


@lru_cache
def replicated() -> Integers:
    """How many of 10,000 users the edge admits for each of UNSOLD, shape (4, replications)."""
    users = np.arange(FEW, dtype=np.int64)
    draws = (Stream(seed, "edge.admission").uniforms(users) for seed in range(REPLICATIONS))
    shares = [arrivals / FEW for arrivals in UNSOLD]
    return np.array([[passes(draw, share).sum() for share in shares] for draw in draws]).T


def test_admitted_of_a_million_are_binomial() -> None:
    """At p = 0.0002 Binomial(10^6, p) of a million get past: 200, with the variance of 200.

    A hundred seeds, each with a million keyed draws: their sum, and their scatter.
    """
    counts = admitted_by_edge().sum(axis=1)
    agree(binomial(int(counts.sum()), len(counts) * MILLION, PROBABILITY))
    agree(chi_square(counts, [MILLION * PROBABILITY * (1 - PROBABILITY)] * len(counts)))


def test_nodes_that_admit_nobody() -> None:
    """Of 100 nodes (1 - p / 100)^1,000,000 = 13.5 % admit nobody, where 2 are expected at each."""
    expected = (1 - PROBABILITY / NODES) ** MILLION
    assert expected == pytest.approx(0.135, abs=5e-4)
    agree(independent((admitted_by_edge() == 0).mean(axis=1)).against(expected))


def test_admitted_at_each_node_are_poisson() -> None:
    """The number admitted at one node is Poisson of mean 2, to within the millionth of a share."""
    numbers = np.arange(8)
    counts = np.bincount(np.minimum(admitted_by_edge(), 8).ravel(), minlength=9)
    shares = np.append(stats.poisson.pmf(numbers, 2.0), stats.poisson.sf(7, 2.0))
    agree(chi_square(counts, counts.sum() * shares, fitted=1))


@pytest.mark.parametrize("arrivals", UNSOLD)
def test_not_all_sold(arrivals: int) -> None:
    """Not all 100 are sold with 0.487, 0.158, 0.028, 0.0028 for 100, 110, 120, 130 arrivals.

    These are P(Binomial(10^6, arrivals / 10^6) < 100).  20,000 replications of the edge alone with
    10,000 users meet the same formula for 10,000.
    """
    million = stats.binom.cdf(STOCK - 1, MILLION, arrivals / MILLION)
    assert million == pytest.approx(UNSOLD[arrivals], rel=0.02)
    counts = replicated()[list(UNSOLD).index(arrivals)]
    expected = float(stats.binom.cdf(STOCK - 1, FEW, arrivals / FEW))
    agree(binomial(int((counts < STOCK).sum()), REPLICATIONS, expected))


def test_policy_is_its_rule() -> None:
    """The policy that an edge node asks decides as the rule that these replications use."""
    policy = Probability(probability=PROBABILITY)
    draws = Stream(1, "edge.admission").uniforms(np.arange(50_000))
    decided = [policy.decide(0, draw) == 0 for draw in draws.tolist()]
    assert decided == passes(draws, PROBABILITY).tolist()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_run_is_the_edge_alone(play: Play, seed: int) -> None:
    """A whole run of 5,000 users admits exactly those users, at those nodes, and sells to them."""
    admitted = edge_alone(seed, 5_000, 0.02)
    run = play(flash(seed, 5_000, 0.02))
    log, edges = run.requests, run.trace.edges
    assert edges is not None
    passed = log.by != run.trace.stations.index("edge")
    assert np.array_equal(np.sort(log.user[passed]), admitted)
    nodes = np.bincount(edges_of(seed, admitted), minlength=NODES)
    assert np.array_equal(edges["admitted"], nodes)
    assert run.summary["sale"]["sold"] == min(STOCK, len(admitted))


def test_admitted_in_a_run_are_binomial(play: Play) -> None:
    """A run with 100,000 users at p = 0.002 admits Binomial(100,000, p), 13.5 % of nodes nobody."""
    run = play(flash(4, 100_000, 0.002))
    assert run.trace.edges is not None
    admitted = run.trace.edges["admitted"]
    assert run.summary["sale"]["clicks"] == 100_000
    assert run.summary["sale"]["admitted"] == admitted.sum()
    agree(binomial(int(admitted.sum()), 100_000, 0.002))
    agree(binomial(int((admitted == 0).sum()), NODES, (1 - 0.002 / NODES) ** 100_000))


def flash(seed: int, users: int, probability: float) -> Scenario:
    """A crowd that clicks at the opening, through 100 nodes that know nothing but p."""
    edge = {
        "nodes": NODES,
        "workers": 100,
        "poll_time": "0 s",
        "click_time": "10 us",
        "origin": "shop",
        "admission": {"kind": "probability", "probability": probability},
        "sold_out_shortcut": False,
    }
    return scenario(
        {"shop": {"workers": 1_000, "service_time": "1 ms", "calls": [{"to": "stock"}]}},
        {},
        10,
        crowd={"users": users},
        sale={"stock": STOCK, "opens_at": "1 s", "update_time": "1 us"},
        edge=edge,
        seed=seed,
    )
