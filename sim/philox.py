"""Philox4x32-10: a counter-based generator, a keyed function from 128 bits to 128 bits.

Source: Salmon, Moraes, Dror and Shaw, Parallel Random Numbers: As Easy as 1, 2, 3, SC 2011.
A counter and its result are four 32-bit words, a key is two.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Words: TypeAlias = tuple[int, int, int, int]
Column: TypeAlias = NDArray[np.uint64]

_ROUNDS = 10
_MULTIPLIERS = (0xD2511F53, 0xCD9E8D57)
_WEYL = (0x9E3779B9, 0xBB67AE85)
_WORD = 0xFFFFFFFF


def philox(counter: Words, key: tuple[int, int]) -> Words:
    """The four words of one counter under one key."""
    c0, c1, c2, c3 = counter
    for k0, k1 in _round_keys(key):
        p0, p1 = _MULTIPLIERS[0] * c0, _MULTIPLIERS[1] * c2
        c0, c1, c2, c3 = p1 >> 32 ^ c1 ^ k0, p1 & _WORD, p0 >> 32 ^ c3 ^ k1, p0 & _WORD
    return c0, c1, c2, c3


def philox_columns(
    counters: tuple[Column, Column, Column, Column], key: tuple[int, int]
) -> tuple[Column, Column, Column, Column]:
    """The four words of every counter: columns of 32-bit words, held in uint64, broadcast."""
    c0, c1, c2, c3 = counters
    m0, m1 = np.uint64(_MULTIPLIERS[0]), np.uint64(_MULTIPLIERS[1])
    word, half = np.uint64(_WORD), np.uint64(32)
    for k0, k1 in _round_keys(key):
        p0, p1 = m0 * c0, m1 * c2
        c0, c1 = p1 >> half ^ c1 ^ np.uint64(k0), p1 & word
        c2, c3 = p0 >> half ^ c3 ^ np.uint64(k1), p0 & word
    return c0, c1, c2, c3


def _round_keys(key: tuple[int, int]) -> list[tuple[int, int]]:
    k0, k1 = key
    return [(k0 + i * _WEYL[0] & _WORD, k1 + i * _WEYL[1] & _WORD) for i in range(_ROUNDS)]
