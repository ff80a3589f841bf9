"""Keyed random draws: each is a pure function of (seed, stream, request, attempt, index).

Nothing is consumed, so a draw does not depend on what was drawn before, by whom, or on how many
workers: two variants of a scenario see the same crowd and the same service times.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Generic, Protocol, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.philox import philox, philox_columns

_WORD = 0xFFFFFFFF
_STEP = 2.0**-52  # between two uniforms
_BLOCK_BITS = 10
_IN_BLOCK = (1 << _BLOCK_BITS) - 1
_KEPT_BLOCKS = 4096

_Key: TypeAlias = int | tuple[int, int, int]  # (attempt, index, block), or block where both are 0
_Number = TypeVar("_Number", int, float)


@dataclass(frozen=True, slots=True)
class Stream:
    """One named source of keyed draws, such as the service times of a gateway.

    A draw is one half of Philox4x32-10 of the counter (request, attempt, index // 2) under a key
    that is hashed from seed and name: an even index has the first half, an odd one the second.
    A request is an int from 0 to 2**63 - 1, an attempt and an index are ints
    from 0 to 2**32 - 1, a seed is any int >= 0; what lies outside is a ``ValueError``.
    """

    seed: int
    name: str
    key: tuple[int, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not isinstance(self.seed, int) or self.seed < 0:
            raise ValueError(f"seed must be an int >= 0, got {self.seed!r}")
        digest = blake2b(f"{self.seed}:{self.name}".encode(), digest_size=8).digest()
        key = int.from_bytes(digest, "little")
        object.__setattr__(self, "key", (key & _WORD, key >> 32))

    def bits(self, request: int, attempt: int = 0, index: int = 0) -> int:
        """64 random bits."""
        _check("request", request, 63)
        _check_rest(attempt, index)
        words = philox((request & _WORD, request >> 32, attempt, index >> 1), self.key)
        return words[2] | words[3] << 32 if index & 1 else words[0] | words[1] << 32

    def uniform(self, request: int, attempt: int = 0, index: int = 0) -> float:
        """A uniform draw from the open interval (0, 1), on a grid of 2**52 points."""
        return ((self.bits(request, attempt, index) >> 12) + 0.5) * _STEP

    def uniforms(
        self, requests: NDArray[np.int64], attempt: int = 0, index: int = 0
    ) -> NDArray[np.float64]:
        """``uniform`` of every request of a one-dimensional array, the same bits."""
        if len(requests):
            _check("request", int(requests.min()), 63)
        _check_rest(attempt, index)
        return self._columns(requests, attempt, index)

    def _columns(
        self, requests: NDArray[np.int64], attempt: int, index: int
    ) -> NDArray[np.float64]:
        low, high = (requests & _WORD).astype(np.uint64), (requests >> 32).astype(np.uint64)
        rest = np.array([[attempt], [index >> 1]], np.uint64)
        words = philox_columns((low, high, rest[0], rest[1]), self.key)
        half = words[2:] if index & 1 else words[:2]
        bits = half[0] | half[1] << np.uint64(32)
        return ((bits >> np.uint64(12)).astype(np.float64) + 0.5) * _STEP


class Durations(Protocol):
    """What a sampler needs of a distribution: whole nanoseconds for uniform draws."""

    def samples(self, us: NDArray[np.float64]) -> NDArray[np.int64]: ...


class _Draws(Generic[_Number]):
    """Draws that are made by blocks of consecutive requests, and kept."""

    __slots__ = ("_blocks", "stream")

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self._blocks: dict[_Key, array[_Number]] = {}

    def __call__(self, request: int, attempt: int = 0, index: int = 0) -> _Number:
        block = request >> _BLOCK_BITS
        key = (attempt, index, block) if attempt or index else block
        values = self._blocks.get(key)
        if values is None:
            values = self._blocks[key] = self._block(request, attempt, index)
            self._drop_oldest()
        return values[request & _IN_BLOCK]

    def _block(self, request: int, attempt: int, index: int) -> array[_Number]:
        _check("request", request, 63)
        first = request & ~_IN_BLOCK
        requests = first + np.arange(_IN_BLOCK + 1, dtype=np.int64)
        return self._values(self.stream.uniforms(requests, attempt, index))

    def _values(self, us: NDArray[np.float64]) -> array[_Number]:
        raise NotImplementedError

    def _drop_oldest(self) -> None:
        if len(self._blocks) > _KEPT_BLOCKS:
            del self._blocks[next(iter(self._blocks))]


class Uniforms(_Draws[float]):
    """The uniform draws of a stream for hot paths: ``uniforms(request, attempt, index)``.

    The same bits as ``stream.uniform``, made by blocks of 1024 consecutive requests of which the
    last 4096 are kept: worth it where most requests of a block are drawn.
    """

    __slots__ = ()

    def _values(self, us: NDArray[np.float64]) -> array[float]:
        return array("d", us.tobytes())

    def __repr__(self) -> str:
        return f"Uniforms({self.stream!r})"


class Sampler(_Draws[int]):
    """The durations of a stream for hot paths: ``sampler(request, attempt, index)`` in ns.

    The same bits as ``distribution.sample(stream.uniform(...))``, in blocks as ``Uniforms``.
    """

    __slots__ = ("distribution",)

    def __init__(self, stream: Stream, distribution: Durations) -> None:
        super().__init__(stream)
        self.distribution = distribution

    def _values(self, us: NDArray[np.float64]) -> array[int]:
        return array("q", self.distribution.samples(us).tobytes())

    def __repr__(self) -> str:
        return f"Sampler({self.stream!r}, {self.distribution!r})"


def _check_rest(attempt: int, index: int) -> None:
    _check("attempt", attempt, 32)
    _check("index", index, 32)


def _check(name: str, value: int, bits: int) -> None:
    if not 0 <= value < 1 << bits:
        bound = ">= 0" if value < 0 else f"< 2**{bits}"
        raise ValueError(f"{name} must be {bound}, got {value}")
