"""The kernel's streams: their columns are those of any stream, bit for bit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engines.compiled.streams import KernelStream
from sim.rng import Stream

WORD = st.integers(0, 2**32 - 1)
REQUESTS = st.lists(st.integers(0, 2**63 - 1), max_size=40)


@settings(deadline=None)  # the first column compiles
@given(seed=st.integers(0, 99), requests=REQUESTS, attempt=WORD, index=WORD)
def test_a_column_has_the_bits_of_the_stream(
    seed: int, requests: list[int], attempt: int, index: int
) -> None:
    """Whatever seed, requests, attempt and index are."""
    ids = np.array(requests, dtype=np.int64)
    wanted = Stream(seed, "a").uniforms(ids, attempt, index)
    assert np.array_equal(KernelStream(seed, "a").uniforms(ids, attempt, index), wanted)


def test_requests_may_be_a_view_that_nobody_may_write_to() -> None:
    """Every other one of a range, read-only."""
    ids = np.arange(20)[::2]
    ids.flags.writeable = False
    assert np.array_equal(KernelStream(1, "a").uniforms(ids), Stream(1, "a").uniforms(ids))


def test_what_a_stream_refuses_it_refuses() -> None:
    """A request below 0, in the same words."""
    with pytest.raises(ValueError, match="request must be >= 0, got -1"):
        KernelStream(1, "a").uniforms(np.array([-1]))
