"""The constant."""

import numpy as np

from sim.distributions import Constant


def test_every_draw_is_the_value() -> None:
    """A thousand draws are a thousand times the same duration."""
    draws = (np.arange(1000) + 0.5) / 1000
    assert Constant(value=15).samples(draws).tolist() == [15] * 1000


def test_the_longest_constant_is_exact() -> None:
    """2**53 - 1 ns comes through the floats of a quantile unharmed."""
    longest = Constant(value=2**53 - 1)
    assert longest.sample(0.5) == 2**53 - 1


def test_a_constant_has_no_variance() -> None:
    """The mean is the value and the variance nothing."""
    assert (Constant(value=15).mean, Constant(value=15).variance) == (15.0, 0.0)


def test_the_cdf_is_a_step() -> None:
    """Nothing is shorter than the value, and nothing longer."""
    assert [Constant(value=15).cdf(x) for x in (14.9, 15.0, 15.1)] == [0.0, 1.0, 1.0]
