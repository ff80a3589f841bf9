"""The empirical distribution."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.distributions import Empirical
from sim.rng import Stream

VALUES = st.lists(st.integers(0, 2**53 - 1), min_size=1, max_size=50)


@given(VALUES)
def test_every_value_is_equally_likely(values: list[int]) -> None:
    """Of 64 n evenly spaced draws, every one of n values gets exactly 64."""
    draws = (np.arange(64 * len(values)) + 0.5) / (64 * len(values))
    counts = Counter(Empirical(values=values).samples(draws).tolist())
    assert counts == {value: 64 * times for value, times in Counter(values).items()}


def test_random_draws_have_the_frequencies_of_the_sample() -> None:
    """A million draws of a sample of 100 spread evenly, by chi-square (99 degrees)."""
    draws = Stream(7, "empirical").uniforms(np.arange(1_000_000, dtype=np.int64))
    counts = np.bincount(Empirical(values=range(100)).samples(draws), minlength=100)
    assert stats.chisquare(counts).pvalue > 1e-6


@given(VALUES)
def test_quantiles_are_those_of_numpy(values: list[int]) -> None:
    """The quantile is numpy's ``inverted_cdf``, the inverse of the sample's step function."""
    for u in (0.001, 0.3, 0.5, 0.77, 0.999):
        expected = np.quantile(np.array(values, float), u, method="inverted_cdf")
        assert Empirical(values=values).quantile(u) == expected


@given(VALUES)
def test_moments_are_those_of_the_sample(values: list[int]) -> None:
    """Mean and variance, from exact integer sums, are those of the sample itself."""
    distribution = Empirical(values=values)
    centred = [value - values[0] for value in values]
    assert distribution.mean == pytest.approx(sum(values) / len(values), rel=1e-15)
    assert distribution.variance == pytest.approx(
        np.var(np.array(centred, float)), rel=1e-9, abs=1e-3
    )


def test_the_cdf_counts_what_is_no_longer() -> None:
    """Of 3, 3, 7 and 900 none is below 3, half are at most 3, three quarters below 900."""
    distribution = Empirical(values=[7, 3, 900, 3])
    assert [distribution.cdf(x) for x in (2.9, 3, 899, 900)] == [0.0, 0.5, 0.75, 1.0]


def test_the_order_of_the_values_does_not_matter() -> None:
    """The same sample in another order is an equal distribution."""
    assert Empirical(values=[3, 1, 2]) == Empirical(values=(1, 2, 3))


def test_a_long_sample_is_shown_in_short() -> None:
    """The repr of a thousand values stays on one short line."""
    assert repr(Empirical(values=range(1000))) == "Empirical(values=[0, 1, 2, 3, 4, 5, 6, 7, ...])"
