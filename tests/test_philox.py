"""Philox4x32-10 against its published vectors and against itself."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.philox import philox, philox_columns

WORD = st.integers(0, 2**32 - 1)
ONES = 0xFFFFFFFF

# From the known-answer tests (kat_vectors) of Random123, the authors' own library.
VECTORS = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((ONES,) * 4, (ONES,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),  # the digits of pi
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


@pytest.mark.parametrize(("counter", "key", "words"), VECTORS)
def test_the_published_vectors_come_out(
    counter: tuple[int, int, int, int], key: tuple[int, int], words: tuple[int, int, int, int]
) -> None:
    """The three vectors of the authors' library are reproduced."""
    assert philox(counter, key) == words


@given(st.lists(st.tuples(WORD, WORD, WORD, WORD), min_size=1, max_size=20), st.tuples(WORD, WORD))
def test_columns_give_the_bits_of_scalars(
    counters: list[tuple[int, int, int, int]], key: tuple[int, int]
) -> None:
    """A column of counters gives, row by row, the words of the scalar function."""
    c0, c1, c2, c3 = np.array(counters, np.uint64).T
    rows = np.array(philox_columns((c0, c1, c2, c3), key)).T
    assert [tuple(row) for row in rows.tolist()] == [philox(c, key) for c in counters]


def test_words_that_all_counters_share_may_be_given_once() -> None:
    """A column of one element is broadcast over the others."""
    many, one = np.arange(5, dtype=np.uint64), np.array([7], np.uint64)
    rows = np.array(philox_columns((many, one, one, one), (1, 2))).T
    assert [tuple(row) for row in rows.tolist()] == [philox((i, 7, 7, 7), (1, 2)) for i in range(5)]


@given(st.tuples(WORD, WORD, WORD, WORD), st.integers(0, 127), st.tuples(WORD, WORD))
def test_one_bit_of_the_counter_changes_about_half_of_all(
    counter: tuple[int, int, int, int], bit: int, key: tuple[int, int]
) -> None:
    """Of 128 bits 64 change on average, with a standard deviation of 5.7; here 25 to 103 do."""
    other = list(counter)
    other[bit // 32] ^= 1 << bit % 32
    one, two = philox(counter, key), philox((other[0], other[1], other[2], other[3]), key)
    changed = sum((a ^ b).bit_count() for a, b in zip(one, two, strict=True))
    assert 25 <= changed <= 103
