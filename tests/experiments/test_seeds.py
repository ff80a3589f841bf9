"""Seeds of replications: many out of one, and never the same twice."""

from itertools import pairwise

from sim.experiments.seeds import replication_seed
from sim.rng import Stream


def test_the_first_is_the_seed_itself() -> None:
    """A single run is the first of its replications."""
    assert [replication_seed(seed, 0) for seed in (0, 1, 2**63 - 1)] == [0, 1, 2**63 - 1]


def test_they_are_what_they_were() -> None:
    """Published results name them: BLAKE2b of "replication 1 of seed 1", its upper 63 bits."""
    assert [replication_seed(1, index) for index in (1, 2)] == [
        3438772471988598720,
        4116181396301703581,
    ]


def test_no_two_are_alike() -> None:
    """Of a hundred seeds with a hundred replications each: 10,000 seeds, all valid."""
    seeds = {replication_seed(seed, index) for seed in range(100) for index in range(100)}
    assert len(seeds) == 10_000
    assert all(0 <= seed < 2**63 for seed in seeds)


def test_draws_of_two_replications_are_not_related() -> None:
    """Over 400 pairs of replications the first draws of one tell nothing of the other's.

    The correlation of 400 independent pairs is below 4 / sqrt(400) = 0.2.
    """
    draws = [Stream(replication_seed(7, index), "x").uniform(0) - 0.5 for index in range(401)]
    products = [a * b for a, b in pairwise(draws)]
    assert abs(sum(products) / 400) < 0.2 / 12
