"""Blocks of draws: made or not, every request draws what it draws alone."""

from typing import Any

import numba
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from states import state_of

from sim.distributions.base import Distribution
from sim.distributions.constant import Constant
from sim.distributions.empirical import Empirical
from sim.distributions.lognormal import Lognormal
from sim.engines.compiled import blocks
from sim.engines.compiled.draw_table import Draws
from sim.engines.compiled.jit import OPTIONS, WholeCompiler
from sim.engines.compiled.records import State
from sim.rng import Sampler, Stream, Uniforms

STREAM = Stream(7, "durations")
TIMES = Lognormal(mean=15_000_000, cv=0.3)
SIZE = blocks.SIZE
TURN = SIZE * blocks.BLOCKS
"""Requests so far apart share a place."""
NUMBERS = st.builds(
    lambda turn, one: TURN * turn + SIZE + one, st.integers(0, 1), st.integers(-4, 3)
)
"""Requests of two blocks, and of two more that take their places."""
ATTEMPTS, INDEXES = st.sampled_from([0, 0, 0, 1]), st.integers(0, 2)
DRAWS = st.lists(st.tuples(NUMBERS, ATTEMPTS, INDEXES), min_size=40, max_size=80)


@numba.njit(pipeline_class=WholeCompiler, **OPTIONS)
def draw_times(s: Any, count: int) -> None:
    """A duration for each triple in the table of numbers, in place of its first number."""
    for at in range(0, 3 * count, 3):
        s.numbers[at] = blocks.duration(s, 0, s.numbers[at], s.numbers[at + 1], s.numbers[at + 2])


@numba.njit(pipeline_class=WholeCompiler, **OPTIONS)
def draw_uniforms(s: Any, count: int) -> None:
    """A uniform draw for each triple in the table of numbers, into the table of reals."""
    for at in range(0, 3 * count, 3):
        a, b, c = s.numbers[at], s.numbers[at + 1], s.numbers[at + 2]
        s.reals[at // 3] = blocks.uniform(s, 0, a, b, c)


def drawing(draws: Draws, wanted: list[tuple[int, int, int]]) -> State:
    """A state that has nothing but draws, and whose they are."""
    kept = draws.blocks()
    return state_of(
        draws=draws.records(),
        curves=draws.curves(),
        reals=np.concatenate([draws.reals(), np.zeros(len(wanted))]),
        blocks=kept,
        kept=np.zeros(len(kept) * SIZE, dtype=np.int64),
        numbers=np.array([*sum(wanted, ()), 0], dtype=np.int64),
    )


def times_of(distribution: Distribution, wanted: list[tuple[int, int, int]]) -> State:
    """The state after these draws of a sampler that only the data centre has."""
    draws = Draws()
    draws.number(Sampler(STREAM, distribution), central=True)
    state = drawing(draws, wanted)
    draw_times(state, len(wanted))
    return state


@pytest.mark.parametrize("distribution", [TIMES, Constant(value=9), Empirical(values=[1, 4, 4])])
@settings(deadline=None)  # the first draws compile
@given(wanted=DRAWS)
def test_a_duration_is_what_the_sampler_draws(
    distribution: Distribution, wanted: list[tuple[int, int, int]]
) -> None:
    """Whoever draws when, from blocks that take each other's places."""
    found = times_of(distribution, wanted).numbers[: 3 * len(wanted) : 3].tolist()
    assert found == [distribution.sample(STREAM.uniform(*one)) for one in wanted]


@settings(deadline=None)  # the first draws compile
@given(wanted=DRAWS)
def test_a_uniform_draw_is_what_the_stream_draws(wanted: list[tuple[int, int, int]]) -> None:
    """The same of draws that are no durations."""
    draws = Draws()
    draws.number(Uniforms(STREAM), central=True)
    state = drawing(draws, wanted)
    draw_uniforms(state, len(wanted))
    assert state.reals[: len(wanted)].tolist() == [STREAM.uniform(*one) for one in wanted]


def test_the_fourth_draw_of_a_block_makes_it() -> None:
    """Three requests draw for themselves, the last of the second block with all of its block."""
    four = [(SIZE + 6, 0, 0), (SIZE, 0, 0), (SIZE + 36, 0, 0), (2 * SIZE - 1, 0, 0)]
    assert times_of(TIMES, four[:3]).blocks.number.max() == -1
    made = times_of(TIMES, four)
    assert np.flatnonzero(made.blocks.number >= 0).tolist() == [1]
    assert made.blocks.number[1] == 1


def test_who_comes_now_and_then_makes_none() -> None:
    """A request of every second block, and all of them again: nobody draws for the others."""
    rare = [(2 * SIZE * one, 0, 0) for one in range(100)] * 2
    assert times_of(TIMES, rare).blocks.number.max() == -1


@pytest.mark.parametrize("first", [True, False])
def test_what_an_edge_node_draws_from_as_well_has_no_blocks(first: bool) -> None:
    """Threads may play edge nodes at the same time."""
    draws, sampler = Draws(), Sampler(STREAM, TIMES)
    draws.number(sampler, central=first)
    draws.number(sampler, central=not first)
    assert draws.records().blocks.tolist() == [blocks.NO_BLOCKS]
