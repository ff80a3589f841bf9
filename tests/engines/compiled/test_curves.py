"""Curves: what the kernel draws is what the distribution says, to the nanosecond."""

from typing import Any

import numba
import numpy as np
import pytest
from states import state_of

from sim.distributions.base import Distribution
from sim.distributions.bounded_pareto import BoundedPareto
from sim.distributions.constant import Constant
from sim.distributions.empirical import Empirical
from sim.distributions.exponential import Exponential
from sim.distributions.gamma import Erlang, Gamma
from sim.distributions.lognormal import Lognormal
from sim.distributions.uniform import Uniform
from sim.distributions.weibull import Weibull
from sim.engines.compiled import curves
from sim.engines.compiled.draw_table import Draws
from sim.engines.compiled.draws import duration
from sim.engines.compiled.jit import OPTIONS, WholeCompiler
from sim.engines.compiled.records import State
from sim.rng import Sampler, Stream

COUNT = 200_000
STREAM = Stream(7, "durations")
SMOOTH = [
    Exponential(mean=10_000_000),
    Lognormal(mean=15_000_000, cv=0.3),
    Lognormal(mean=15_000_000, cv=1.5),
    Gamma(mean=10_000_000, shape=0.7),
    Erlang(mean=10_000_000, stages=3),
    Weibull(scale=10_000_000, shape=0.8),
    BoundedPareto(low=1_000_000, high=300_000_000, alpha=1.2),
]
OTHERS = [
    Exponential(mean=3),
    Exponential(mean=100_000_000_000),
    Gamma(mean=10_000_000, shape=0.001),
    Constant(value=50_000),
    Uniform(low=5, high=20),
    Empirical(values=[1, 5, 5, 1_000_000]),
]


@numba.njit(pipeline_class=WholeCompiler, **OPTIONS)
def draw_all(s: Any, count: int, index: int) -> None:
    """The durations of requests 0, 1, ... into the table of numbers."""
    for request in range(count):
        s.numbers[request] = duration(s, 0, request, 0, index)


def drawing(distribution: Distribution) -> State:
    """A state that has nothing but the draws of one distribution."""
    draws = Draws()
    draws.number(Sampler(STREAM, distribution))
    made = {"draws": draws.records(), "curves": draws.curves(), "reals": draws.reals()}
    return state_of(**made, numbers=np.zeros(COUNT, dtype=np.int64))


@pytest.mark.parametrize("distribution", [*SMOOTH, *OTHERS], ids=repr)
@pytest.mark.parametrize("index", [2, 3])
def test_the_kernel_draws_what_the_sampler_draws(distribution: Distribution, index: int) -> None:
    """Of 200,000 draws none differs, from either half of a Philox block."""
    state = drawing(distribution)
    draw_all(state, COUNT, index)
    wanted = distribution.samples(STREAM.uniforms(np.arange(COUNT), 0, index))
    assert np.array_equal(state.numbers, wanted)


@pytest.mark.parametrize("distribution", SMOOTH, ids=repr)
def test_smooth_quantiles_have_a_curve(distribution: Distribution) -> None:
    """The distributions of services and links are looked up, not computed."""
    assert curves.fit(distribution.quantiles) is not None


def test_a_quantile_function_that_jumps_has_none() -> None:
    """Where no polynomial fits, the kernel computes."""
    assert curves.fit(Empirical(values=[1_000, 9_000]).quantiles) is None
