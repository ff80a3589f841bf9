"""Draws kept by blocks: the same bits as the streams that they come from."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from sim.distributions import Exponential
from sim.rng import Sampler, Stream, Uniforms

STREAM = Stream(11, "service")
SERVICE = Exponential(mean=5_000_000)
KEYS = st.tuples(
    st.integers(0, 5000) | st.integers(0, 2**63 - 1), st.integers(0, 3), st.integers(0, 3)
)


class Counted:
    """A distribution that counts how often a block of it is made."""

    def __init__(self) -> None:
        self.blocks = 0

    def samples(self, us: NDArray[np.float64]) -> NDArray[np.int64]:
        self.blocks += 1
        return SERVICE.samples(us)


@settings(deadline=None)
@given(st.lists(KEYS, max_size=10))
def test_a_sampler_gives_the_bits_of_its_distribution(keys: list[tuple[int, int, int]]) -> None:
    """In any order, for any attempt and index, a sample is that of the scalar way."""
    sampler = Sampler(STREAM, SERVICE)
    for key in keys + keys[::-1]:
        assert sampler(*key) == SERVICE.sample(STREAM.uniform(*key))


@settings(deadline=None)
@given(st.lists(KEYS, max_size=10))
def test_uniforms_give_the_bits_of_their_stream(keys: list[tuple[int, int, int]]) -> None:
    """In any order, for any attempt and index, a uniform is that of the scalar way."""
    uniforms = Uniforms(STREAM)
    for key in keys + keys[::-1]:
        assert uniforms(*key) == STREAM.uniform(*key)


@pytest.mark.parametrize("request_", [0, 1023, 1024, 2**53, 2**63 - 1])
def test_the_edges_of_a_block_are_in_place(request_: int) -> None:
    """First and last request of a block, and the very last request, give their own draw."""
    assert Uniforms(STREAM)(request_) == STREAM.uniform(request_)


def test_draws_are_plain_numbers() -> None:
    """A sample is an int and a uniform a float of Python, not of numpy."""
    assert type(Sampler(STREAM, SERVICE)(5)) is int
    assert type(Uniforms(STREAM)(5)) is float


def test_a_block_is_made_once() -> None:
    """Ten thousand draws of 1024 requests make one block, and one for each other index."""
    counted = Counted()
    sampler = Sampler(STREAM, counted)
    for draw in range(10_000):
        sampler(draw % 1024)
        sampler(draw % 1024, 0, 1)
    assert counted.blocks == 2


def test_the_oldest_block_is_dropped_and_made_again() -> None:
    """After 4096 younger blocks the first one is made again, with the same bits."""
    counted = Counted()
    sampler = Sampler(STREAM, counted)
    first = [sampler(request) for request in range(1024)]
    for block in range(1, 4097):
        sampler(block * 1024)
    assert counted.blocks == 4097
    sampler(4096 * 1024)  # the youngest is still there
    assert counted.blocks == 4097
    assert [sampler(request) for request in range(1024)] == first
    assert counted.blocks == 4098


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((-1,), "request must be >= 0, got -1"),
        ((2**63,), "request must be < 2**63, got 9223372036854775808"),
        ((0, -1), "attempt must be >= 0, got -1"),
        ((0, 0, 2**32), "index must be < 2**32, got 4294967296"),
    ],
)
def test_a_key_out_of_range_is_refused(arguments: tuple[int, ...], message: str) -> None:
    """What a stream refuses its sampler refuses too, and again the second time."""
    sampler = Sampler(STREAM, SERVICE)
    for _ in range(2):
        with pytest.raises(ValueError) as error:
            sampler(*arguments)
        assert str(error.value) == message


def test_they_read_like_their_constructors() -> None:
    """The reprs nest those of stream and distribution."""
    assert repr(Uniforms(STREAM)) == "Uniforms(Stream(seed=11, name='service'))"
    assert repr(Sampler(STREAM, SERVICE)) == (
        "Sampler(Stream(seed=11, name='service'), Exponential(mean=5000000))"
    )
