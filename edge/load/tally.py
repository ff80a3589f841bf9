"""The tally: how many requests the processes of a load have finished, as they say themselves."""

import os
from collections.abc import Sequence
from selectors import EVENT_READ, DefaultSelector
from typing import IO

INTERVAL = 0.5
"""Seconds between two numbers that a process says."""
PIPE = 65536
"""Bytes that a pipe holds: whoever reads as many reads whole lines."""


class Tally:
    """Reads a number a line from each of these outputs, until it ends: the last one counts."""

    def __init__(self, outputs: Sequence[IO[str]]) -> None:
        self._selector = DefaultSelector()
        self._counts = [0] * len(outputs)
        for index, output in enumerate(outputs):
            self._selector.register(output, EVENT_READ, index)

    @property
    def finished(self) -> int:
        """How many requests all of them together have finished."""
        return sum(self._counts)

    def hear(self, seconds: float) -> bool:
        """Wait so long for somebody to say something; False once all outputs have ended."""
        for key, _ in self._selector.select(seconds):
            said = os.read(key.fd, PIPE).split()
            if said:
                self._counts[key.data] = int(said[-1])
            else:
                self._selector.unregister(key.fileobj)
        return bool(self._selector.get_map())

    def close(self) -> None:
        """Hear nobody any more."""
        self._selector.close()

    def __repr__(self) -> str:
        return f"Tally(finished={self.finished})"
