"""A contender: one way to play a topology, and how much of it is played to time it."""

from collections.abc import Callable
from dataclasses import dataclass
from time import process_time
from typing import NamedTuple


class Played(NamedTuple):
    """How many requests were played, and in how many seconds of CPU time."""

    requests: int
    seconds: float

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds


@dataclass(frozen=True)
class Contender:
    """``play`` plays its topology at a size; ``missing`` says why it cannot."""

    name: str
    size: int
    play: Callable[[int], Played]
    missing: str | None = None


@dataclass(frozen=True)
class Case:
    """One topology and its contenders, the first of which is the one to beat."""

    name: str
    contenders: tuple[Contender, ...]


def timed(play: Callable[[int], int]) -> Callable[[int], Played]:
    """A way to play that only counts its requests, with its CPU time."""

    def play_and_time(size: int) -> Played:
        began = process_time()
        return Played(play(size), process_time() - began)

    return play_and_time
