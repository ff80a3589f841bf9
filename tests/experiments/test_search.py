"""Searches: the right answer with few looks, also where more is not better."""

from itertools import product

import pytest

from sim.experiments.search import cheapest, smallest


class Looks:
    """Judges by a rule and notes what it was asked."""

    def __init__(self, *rules):
        self.rules = rules
        self.asked: list[int] = []

    def __call__(self, index: int) -> list[bool]:
        self.asked.append(index)
        return [rule(index) for rule in self.rules]


@pytest.mark.parametrize("count", [1, 2, 3, 10, 61])
def test_every_threshold_is_found(count):
    """Whatever the smallest value that meets, it is the answer; where none does there is none."""
    for least in range(count + 1):
        looks = Looks(lambda index, least=least: index >= least)
        assert smallest(count, looks) == (least if least < count else None)


def test_few_looks_are_enough():
    """Of 200 values at most 13 are looked at, each once: 8 to bisect, and the probes."""
    for least in range(201):
        looks = Looks(lambda index, least=least: index >= least)
        smallest(200, looks)
        assert len(looks.asked) == len(set(looks.asked)) <= 13


def test_objectives_that_pull_apart():
    """One wants more, the other one less: the smallest value that suits both, if there is one."""
    for low, high in product(range(40), repeat=2):
        looks = Looks(lambda i, low=low: i >= low, lambda i, high=high: i <= high)
        assert smallest(40, looks) == (low if low <= high else None)


def test_what_is_not_decided_proves_nothing():
    """A value whose second objective is open does not show that more is worse."""
    verdicts = {0: (False, True), 1: (False, None), 2: (True, True)}
    asked: list[int] = []

    def judge(index):
        asked.append(index)
        return verdicts.get(index, (True, True))

    assert smallest(50, judge) == 2
    assert len(asked) < 15


@pytest.mark.parametrize("prices", [(1, 1), (1, 3), (5, 1), (1, 100)])
def test_the_cheapest_pair(prices):
    """The same price as the cheapest of all pairs that meet, for many edges of what meets."""
    sizes = (12, 9)

    def price(first, second):
        return prices[0] * first + prices[1] * second

    for need in range(1, 60):

        def meets(first, second, need=need):
            return (first + 1) * (second + 2) >= need

        pairs = [pair for pair in product(*map(range, sizes)) if meets(*pair)]
        found = cheapest(sizes, meets, price)
        assert found in pairs
        assert price(*found) == min(price(*pair) for pair in pairs)


def test_pairs_are_walked_not_tried():
    """Of 40,000 pairs a few hundred are looked at."""
    asked = []

    def meets(first, second):
        asked.append((first, second))
        return (first + 1) * (second + 1) >= 5000

    assert cheapest((200, 200), meets, lambda first, second: first + second) is not None
    assert len(asked) < 400


def test_no_pair_meets():
    """Where the most of both does not meet there is none."""
    assert cheapest((5, 5), lambda first, second: False, lambda first, second: 0.0) is None
