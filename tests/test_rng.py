"""Keyed draws: the same bits by every way, and no relation between any two of them."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from sim.rng import Stream

REQUESTS = st.integers(0, 2**63 - 1)
SMALL = st.integers(0, 2**32 - 1)
STREAM = Stream(2024, "test")
MILLION = np.arange(1_000_000, dtype=np.int64)


@given(st.lists(REQUESTS, max_size=20), SMALL, SMALL, st.integers(0, 2**70), st.text())
def test_an_array_gives_the_bits_of_scalars(
    requests: list[int], attempt: int, index: int, seed: int, name: str
) -> None:
    """Uniforms of an array of requests are those of each request, bit for bit."""
    stream = Stream(seed, name)
    column = stream.uniforms(np.array(requests, np.int64), attempt, index)
    assert column.tolist() == [stream.uniform(r, attempt, index) for r in requests]


def test_known_draws_stay() -> None:
    """Draws are part of every golden result, so these never change."""
    assert Stream(1, "arrivals").bits(0) == 0xD5E281531FAD37F1
    assert Stream(1, "arrivals").bits(10**12, attempt=2, index=3) == 0x2871E2C32417FD10


@given(REQUESTS, SMALL, SMALL)
def test_a_uniform_is_the_upper_52_bits(request: int, attempt: int, index: int) -> None:
    """A uniform is the middle of one of 2**52 equal cells, and never 0 or 1."""
    uniform = STREAM.uniform(request, attempt, index)
    assert uniform == ((STREAM.bits(request, attempt, index) >> 12) + 0.5) / 2**52
    assert 0.0 < uniform < 1.0


def test_uniforms_are_uniform() -> None:
    """A thousand equal cells hold equally many of a million draws, by chi-square."""
    counts = np.histogram(STREAM.uniforms(MILLION), bins=1000, range=(0.0, 1.0))[0]
    assert stats.chisquare(counts).pvalue > 1e-6


def test_pairs_of_neighbours_are_uniform() -> None:
    """Consecutive requests fill the unit square evenly, by chi-square over 32 by 32 cells."""
    x, y = STREAM.uniforms(MILLION).reshape(-1, 2).T
    counts = np.histogram2d(x, y, bins=32, range=[[0, 1], [0, 1]])[0]
    assert stats.chisquare(counts.ravel()).pvalue > 1e-6


def test_every_bit_is_fair() -> None:
    """Each of the 64 bits is set in half of 20,000 draws, within five standard errors of 71."""
    draws = [STREAM.bits(request) for request in range(20_000)]
    for bit in range(64):
        assert abs(sum(draw >> bit & 1 for draw in draws) - 10_000) < 5 * 71


def _draws() -> dict[str, NDArray[np.float64]]:
    requests = MILLION[:100_000]
    return {
        "a stream": STREAM.uniforms(requests),
        "another name": Stream(2024, "test2").uniforms(requests),
        "another seed": Stream(2025, "test").uniforms(requests),
        "the next attempt": STREAM.uniforms(requests, 1),
        "the next index": STREAM.uniforms(requests, 0, 1),
        "attempt and index": STREAM.uniforms(requests, 1, 1),
        "the next request": STREAM.uniforms(requests + 1),
        "distant requests": STREAM.uniforms(requests + 2**32),
        "a digit moved from seed to name": Stream(202, "4test").uniforms(requests),
    }


DRAWS = _draws()


@pytest.mark.parametrize(("one", "other"), list(combinations(DRAWS, 2)))
def test_draws_of_different_keys_are_uncorrelated(one: str, other: str) -> None:
    """100,000 pairs correlate by less than five standard errors of 1 / sqrt(100,000)."""
    correlation = np.corrcoef(DRAWS[one], DRAWS[other])[0, 1]
    assert abs(correlation) < 5 / np.sqrt(100_000)
    assert np.count_nonzero(DRAWS[one] == DRAWS[other]) == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((-1,), "request must be >= 0, got -1"),
        ((2**63,), "request must be < 2**63, got 9223372036854775808"),
        ((0, -1), "attempt must be >= 0, got -1"),
        ((0, 2**32), "attempt must be < 2**32, got 4294967296"),
        ((0, 0, -1), "index must be >= 0, got -1"),
        ((0, 0, 2**32), "index must be < 2**32, got 4294967296"),
    ],
)
def test_a_key_out_of_range_is_refused(arguments: tuple[int, ...], message: str) -> None:
    """A counter word that would wrap, and so repeat another draw, is an error."""
    with pytest.raises(ValueError) as error:
        STREAM.uniform(*arguments)
    assert str(error.value) == message


def test_a_negative_request_in_an_array_is_refused() -> None:
    """One request below 0 refuses the array, and is named."""
    with pytest.raises(ValueError, match=r"^request must be >= 0, got -3$"):
        STREAM.uniforms(np.array([5, -3, 7]))
    with pytest.raises(ValueError, match=r"^attempt must be >= 0, got -1$"):
        STREAM.uniforms(np.array([5]), -1)


def test_no_requests_have_no_draws() -> None:
    """An empty array gives an empty array."""
    assert STREAM.uniforms(np.array([], np.int64)).tolist() == []


@pytest.mark.parametrize("seed", [-1, 1.5, "1"])
def test_a_seed_is_a_whole_number(seed: int) -> None:
    """A seed that is negative or no int is an error that shows it."""
    with pytest.raises(ValueError) as error:
        Stream(seed, "test")
    assert str(error.value) == f"seed must be an int >= 0, got {seed!r}"


def test_a_stream_reads_like_its_constructor() -> None:
    """The repr shows seed and name, and equal ones make equal streams."""
    assert repr(Stream(7, "polls")) == "Stream(seed=7, name='polls')"
    assert Stream(7, "polls") == Stream(7, "polls") != Stream(8, "polls")
