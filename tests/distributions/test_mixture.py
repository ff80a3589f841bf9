"""The mixture, and the inversion beneath it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from sim.distributions import Constant, Empirical, Exponential, Gamma, Lognormal, Mixture
from sim.distributions.inversion import invert
from sim.units import MILLISECOND as MS

DRAWS = (np.arange(2000) + 0.5) / 2000


def test_constants_are_mixed_by_weight() -> None:
    """Of 2000 evenly spaced draws, weights 3 and 1 give 1500 short durations and 500 long ones."""
    mixture = Mixture(weights=[3, 1], components=[Constant(value=10), Constant(value=70)])
    assert mixture.samples(DRAWS).tolist() == [10] * 1500 + [70] * 500


def test_the_order_of_the_components_does_not_matter() -> None:
    """Quantiles are those of the whole: long component first or last, a sample is the same."""
    parts = [Constant(value=70), Exponential(mean=40)]
    one = Mixture(weights=[0.25, 0.75], components=parts)
    other = Mixture(weights=[0.75, 0.25], components=parts[::-1])
    assert np.array_equal(one.samples(DRAWS), other.samples(DRAWS))


@pytest.mark.parametrize(
    "part", [Exponential(mean=5 * MS), Gamma(mean=3, shape=2.0), Empirical(values=[4, 9, 9, 11])]
)
def test_a_mixture_of_one_thing_is_that_thing(part: Exponential | Gamma | Empirical) -> None:
    """Mixed with itself a distribution keeps every sample, rounded alike."""
    mixture = Mixture(weights=[0.5, 0.5], components=[part, part])
    assert np.array_equal(mixture.samples(DRAWS), part.samples(DRAWS))


def test_a_mixture_may_hold_a_mixture() -> None:
    """Halves of a half are quarters."""
    inner = Mixture(weights=[1, 1], components=[Constant(value=1), Constant(value=2)])
    outer = Mixture(weights=[1, 1], components=[inner, Constant(value=3)])
    assert outer.samples(DRAWS).tolist() == [1] * 500 + [2] * 500 + [3] * 1000


def test_moments_are_those_of_the_mixed_population() -> None:
    """Of 10 (3 times) and 70 (once) the mean is 25 and the variance 3/4 15**2 + 1/4 45**2 = 675."""
    mixture = Mixture(weights=[3, 1], components=[Constant(value=10), Constant(value=70)])
    assert (mixture.mean, mixture.variance) == (25.0, 675.0)


def test_a_sample_is_the_quantile_rounded() -> None:
    """Half a nanosecond to either side of a sample lies the draw's own share."""
    mixture = Mixture(
        weights=[0.95, 0.05], components=[Exponential(mean=20), Lognormal(mean=300, cv=0.3)]
    )
    samples = mixture.samples(DRAWS).astype(float)
    assert np.all(mixture.cdfs(samples - 0.5) < DRAWS)
    assert np.all(mixture.cdfs(samples + 0.5) >= DRAWS)


Steps = st.lists(st.integers(1, 10**15), min_size=1, max_size=8, unique=True).map(sorted)


@settings(deadline=None)
@given(Steps, st.lists(st.floats(0.001, 0.999), min_size=1, max_size=8))
def test_inversion_finds_every_jump(steps: list[int], us: list[float]) -> None:
    """Of a step function, the worst case for interpolation, the step that is wanted is found."""
    column, draws = np.array(steps, float), np.array(us)

    def cdfs(durations: NDArray[np.float64]) -> NDArray[np.float64]:
        return column.searchsorted(durations, "right") / len(steps)

    bounds = np.zeros(len(us), np.int64) - 1, np.full(len(us), steps[-1])
    expected = column[np.searchsorted(np.arange(1, len(steps) + 1) / len(steps), draws)]
    assert invert(cdfs, draws, *bounds).tolist() == expected.tolist()


@pytest.mark.parametrize(("jump", "most"), [(False, 20), (True, 44)])
def test_inversion_takes_few_steps(jump: bool, most: int) -> None:
    """Of 2**40 candidates a smooth function needs half of bisection, a jump two more."""
    width, calls = 2**40, 0

    def cdfs(durations: NDArray[np.float64]) -> NDArray[np.float64]:
        nonlocal calls
        calls += 1
        return np.where(durations > 0.618 * width, 1.0, 0.0) if jump else (durations / width) ** 2

    invert(cdfs, np.array([0.3]), np.array([-1]), np.array([width]))
    assert calls <= most
