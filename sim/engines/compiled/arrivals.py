"""Loads the arrival times of open workloads into the kernel's table of numbers."""

from collections.abc import Sequence
from itertools import islice, takewhile
from typing import Any

import numpy as np

from sim.engines.compiled.clients import FEW
from sim.engines.compiled.records import State
from sim.workload.open import OpenWorkload

LOADED = 16 * FEW
"""Arrivals that are loaded at a time."""


class Arrivals:
    """The arrivals of all open workloads, each with a stretch of the table of its own."""

    def __init__(self, playables: Sequence[Any]) -> None:
        self._times = {
            id(play): takewhile(lambda time, stop=play.stop: time < stop, play.arrivals)  # type: ignore[misc]
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
        times = np.fromiter(islice(self._times[key], LOADED - len(left)), dtype=np.int64)
        s.numbers[first : first + len(left)] = left
        s.numbers[first + len(left) : first + len(left) + len(times)] = times
        node.skipped += at
        node.at, node.loaded = 0, len(left) + len(times)
        node.more = len(left) + len(times) == LOADED
