"""What every distribution keeps to: bits, order, text, errors and its constructor."""

import inspect
import pickle
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sim.distributions
from sim.distributions import (
    DISTRIBUTIONS,
    BoundedPareto,
    Constant,
    Distribution,
    Empirical,
    Erlang,
    Exponential,
    Gamma,
    Lognormal,
    Mixture,
    Uniform,
    Weibull,
)
from sim.distributions.base import LAST_DRAW, NEAR, Floats
from sim.rng import Stream
from sim.units import MILLISECOND as MS
from sim.units import Nanoseconds

EXAMPLES: list[Distribution] = [
    Constant(value=15 * MS),
    Uniform(low=0, high=9),
    Uniform(low=2 * MS, high=9 * MS),
    Exponential(mean=1),
    Exponential(mean=5 * MS),
    Lognormal(mean=5 * MS, cv=0.01),
    Lognormal(mean=5 * MS, cv=2.0),
    Gamma(mean=5 * MS, shape=0.1),
    Gamma(mean=5 * MS, shape=30.0),
    Erlang(mean=5 * MS, stages=4),
    Weibull(scale=5 * MS, shape=0.5),
    Weibull(scale=5 * MS, shape=4.0),
    BoundedPareto(low=1, high=10**12, alpha=0.5),
    BoundedPareto(low=MS, high=500 * MS, alpha=1.1),
    Empirical(values=[7, 3, 3, 900]),
    Mixture(weights=[1], components=[Constant(value=4)]),
    Mixture(weights=[0.9, 0.1], components=[Exponential(mean=MS), Gamma(mean=90 * MS, shape=2.0)]),
    Mixture(
        weights=[1, 1, 2],
        components=[Constant(value=0), Empirical(values=[2, 9]), Uniform(low=5, high=8)],
    ),
]
each = pytest.mark.parametrize("distribution", EXAMPLES, ids=str)
DRAWS = st.integers(0, 2**52 - 1).map(lambda point: (point + 0.5) * 2.0**-52)
EDGES = [2.0**-53, 0.25, 0.5, 0.75, LAST_DRAW]


def test_every_kind_is_tried_here() -> None:
    """The registry holds no kind that the examples of this file leave out."""
    assert {type(example) for example in EXAMPLES} == set(DISTRIBUTIONS.values())


@each
@settings(max_examples=30, deadline=None)
@given(us=st.lists(DRAWS, max_size=20))
def test_an_array_gives_the_bits_of_scalars(distribution: Distribution, us: list[float]) -> None:
    """Quantiles and samples of an array are those of its elements, bit for bit."""
    draws = np.array(us + EDGES)
    assert distribution.quantiles(draws).tolist() == [
        distribution.quantile(u) for u in draws.tolist()
    ]
    assert distribution.samples(draws).tolist() == [distribution.sample(u) for u in draws.tolist()]


@each
def test_what_numpy_has_sooner_is_as_near_as_promised(distribution: Distribution) -> None:
    """A tenth of the error that samples allow for, over two thousand draws."""
    draws = Stream(7, "near").uniforms(np.arange(2_000))
    exact = distribution.quantiles(draws)
    assert np.all(np.abs(distribution.nearly(draws) - exact) <= NEAR / 10 * exact)


@pytest.mark.parametrize("side", [-1, 1])
def test_a_sample_is_exact_however_numpy_errs(side: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Quantiles that are wrong by nearly as much as is allowed, up or down, change no sample."""

    def wrong(self: Distribution, us: Floats) -> Floats:
        return self.quantiles(us) * (1 + side * 0.9 * NEAR)

    seconds = Exponential(mean=1000 * MS)
    draws = Stream(7, "wrong").uniforms(np.arange(20_000))
    exact = np.rint(seconds.quantiles(draws))
    assert (np.rint(wrong(seconds, draws)) != exact).any()
    monkeypatch.setattr(Exponential, "nearly", wrong)
    assert np.array_equal(seconds.samples(draws), exact)


@each
def test_two_thousand_draws_give_the_bits_of_scalars(distribution: Distribution) -> None:
    """Also where two good logarithms differ, once in hundreds of draws, the bits are the same."""
    draws = Stream(3, "bits").uniforms(np.arange(2000, dtype=np.int64))
    expected = [distribution.quantile(u) for u in draws.tolist()]
    assert distribution.quantiles(draws).tolist() == expected


@each
def test_the_place_in_an_array_does_not_matter(distribution: Distribution) -> None:
    """A draw gives the same sample in an array of ten thousand, where vector code has no rest."""
    draws = (np.arange(10_001) + 0.5) / 10_001
    whole = distribution.samples(draws)
    assert np.array_equal(whole[::-1], distribution.samples(draws[::-1].copy()))
    assert np.array_equal(whole[3:], distribution.samples(draws[3:]))


@each
def test_a_cdf_of_an_array_gives_the_bits_of_scalars(distribution: Distribution) -> None:
    """The CDF of an array is that of its elements, bit for bit."""
    durations = np.concatenate(
        [[-1.0, 0.0, 1.0], distribution.quantiles(np.linspace(0.01, 0.99, 50))]
    )
    assert distribution.cdfs(durations).tolist() == [
        distribution.cdf(x) for x in durations.tolist()
    ]


@each
@given(us=st.lists(DRAWS, min_size=2, max_size=20))
@settings(max_examples=30, deadline=None)
def test_a_larger_draw_is_no_shorter_duration(distribution: Distribution, us: list[float]) -> None:
    """Samples rise with their draws, also between neighbours on the grid of draws."""
    draws = np.array(sorted(us + EDGES + [min(u + 2.0**-52, LAST_DRAW) for u in us]))
    assert np.all(np.diff(distribution.samples(draws)) >= 0)


@each
def test_samples_are_whole_nanoseconds_that_have_passed(distribution: Distribution) -> None:
    """Samples are 64-bit integers, never negative and shorter than 104 days, at the edges too."""
    samples = distribution.samples(np.array(EDGES))
    assert samples.dtype == np.int64
    assert samples.min() >= 0
    assert samples.max() < 2**53
    assert isinstance(distribution.sample(0.5), int)


@each
def test_no_draws_give_no_samples(distribution: Distribution) -> None:
    """An empty array gives an empty array of integers."""
    samples = distribution.samples(np.array([]))
    assert (len(samples), samples.dtype) == (0, np.int64)


@each
def test_moments_are_finite(distribution: Distribution) -> None:
    """Mean and variance are finite and not negative."""
    assert 0 <= distribution.mean < 2.0**53
    assert 0 <= distribution.variance < float("inf")


@each
def test_the_repr_is_the_constructor(distribution: Distribution) -> None:
    """What is shown, on one line, can be evaluated to an equal distribution."""
    shown = repr(distribution)
    assert "\n" not in shown
    assert eval(shown, vars(sim.distributions)) == distribution


@each
def test_it_can_be_sent_to_another_process(distribution: Distribution) -> None:
    """Pickling keeps it equal, and its hash with it."""
    copy = pickle.loads(pickle.dumps(distribution))
    assert copy == distribution
    assert hash(copy) == hash(distribution)
    assert copy.sample(0.3) == distribution.sample(0.3)


@each
def test_it_cannot_be_changed(distribution: Distribution) -> None:
    """A distribution is a value: setting an attribute is an error."""
    with pytest.raises(AttributeError):
        distribution.mean = 1.0


@pytest.mark.parametrize("kind", DISTRIBUTIONS)
def test_what_a_scenario_gives_is_keyword_only(kind: str) -> None:
    """Every parameter is keyword-only, annotated and described by the class's docstring."""
    signature = inspect.signature(DISTRIBUTIONS[kind], eval_str=True)
    for parameter in signature.parameters.values():
        assert parameter.kind is parameter.KEYWORD_ONLY
        assert parameter.annotation is not parameter.empty
    assert inspect.getdoc(DISTRIBUTIONS[kind])


def test_a_duration_parameter_carries_its_unit() -> None:
    """A spec that is derived from a signature knows that a mean is a duration."""
    parameters = inspect.signature(Lognormal, eval_str=True).parameters
    assert parameters["mean"].annotation == Nanoseconds
    assert parameters["cv"].annotation is float


def test_distributions_load_scipy_only_where_it_is_needed() -> None:
    """Importing the distributions, and drawing exponentials, loads neither scipy nor pydantic."""
    code = (
        "import sys; from sim.distributions import Exponential; Exponential(mean=5).sample(0.5);"
        "print([m for m in ('scipy', 'pydantic', 'simpy', 'numba') if m in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (result.stdout, result.stderr) == ("[]\n", "")
