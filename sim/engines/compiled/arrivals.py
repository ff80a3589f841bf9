"""Loads the arrival times of open workloads into the kernel's table of numbers."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from sim.engines.compiled.clients import FEW
from sim.engines.compiled.records import State
from sim.workload.open import OpenWorkload
from sim.workload.people import Ints

LOADED = 16 * FEW
"""Arrivals that are loaded at a time."""


class Times:
    """The arrival times of one workload before ``stop`` (ns), taken as many at a time as wanted."""

    def __init__(self, blocks: Iterator[Ints], stop: int) -> None:
        self._blocks = blocks
        self._stop = stop
        self._ahead = np.empty(0, dtype=np.int64)

    def take(self, count: int) -> Ints:
        """The next ``count``; fewer where there are no more."""
        parts = [self._ahead]
        missing = count - len(self._ahead)
        while missing > 0 and (block := next(self._blocks, None)) is not None:
            parts.append(self._before_stop(block))
            missing -= len(parts[-1])
        times = np.concatenate(parts)
        self._ahead = times[count:]
        return times[:count]

    def _before_stop(self, block: Ints) -> Ints:
        end = int(block.searchsorted(self._stop))
        if end < len(block):
            self._blocks = iter(())
        return block[:end]


class Arrivals:
    """The arrivals of all open workloads, each with a stretch of the table of its own."""

    def __init__(self, playables: Sequence[Any]) -> None:
        self._times = {
            id(play): Times(play.arrivals, play.stop)
            for play in playables
            if isinstance(play, OpenWorkload)
        }
        self.size = LOADED * len(self._times)
        self.first = 0

    def start(self, s: State, clients: Sequence[tuple[int, Any]]) -> None:
        """Give every workload its stretch, and load the first arrivals."""
        self._clients = [(n, id(play)) for n, play in clients if id(play) in self._times]
        for place, (n, _) in enumerate(self._clients):
            s.nodes[n].first = self.first + place * LOADED
            s.nodes[n].more = 1
        self.load(s)

    def load(self, s: State) -> None:
        """Load more for every workload that has few ahead."""
        for n, key in self._clients:
            node = s.nodes[n]
            if node.more and node.loaded - node.at < FEW:
                self._load(s, node, key)
        s.run[0].hungry = 0

    def _load(self, s: State, node: Any, key: int) -> None:
        first, at, loaded = int(node.first), int(node.at), int(node.loaded)
        left = s.numbers[first + at : first + loaded].copy()
        times = self._times[key].take(LOADED - len(left))
        s.numbers[first : first + len(left)] = left
        s.numbers[first + len(left) : first + len(left) + len(times)] = times
        node.skipped += at
        node.at, node.loaded = 0, len(left) + len(times)
        node.more = len(left) + len(times) == LOADED
