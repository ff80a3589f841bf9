"""The journal of one process: what became of its requests, and how late each was sent."""

from array import array

import numpy as np

from edge.load.exchange import Exchange
from edge.load.sender import Sender
from edge.load.share import STATIONS, Share
from sim.histogram import LatencyHistogram
from sim.stations.request import Response
from sim.workload.recorder import Recorder


class Journal:
    """Written by everyone in a process; requests are numbered as in the simulator.

    What is over after ``until`` (ns) is not written: it was in flight when the run ended.
    """

    def __init__(self, until: int) -> None:
        self._until = until
        self._recorder = Recorder()
        self._lags = array("q")
        self._planned: list[int] = []
        self._begun = self._ended = 0

    def sent(self, exchange: Exchange) -> None:
        """Note how much later than it was due a request was sent."""
        self._lags.append(max(0, exchange.sent - exchange.due))

    def poll(self, user: int, number: int, exchange: Exchange) -> None:
        """Count the ``number``-th poll of a user."""
        if exchange.finished > self._until:
            return
        latency = exchange.finished - exchange.due
        self._recorder.poll(user, number, exchange.due, latency, exchange.outcome)

    def plan(self, due: int) -> None:
        """Note that a click is to begin at an instant, whatever happens until then."""
        self._planned.append(due)

    def begin(self) -> None:
        """Note that a click begins that nobody had planned."""
        self._begun += 1

    def end(self, sender: Sender, start: int, end: int, response: Response, tries: int) -> None:
        """Write the row of a click that began at ``start`` and is over."""
        if end <= self._until:
            self._ended += 1
            self._write(sender, start, end, response, tries)

    def leave(self, sender: Sender, joined: int, end: int, response: Response) -> None:
        """Write the row of a user who goes without a click."""
        self._write(sender, joined, end, response, 0)

    def _write(self, sender: Sender, start: int, end: int, response: Response, tries: int) -> None:
        who = sender.number, sender.workload, sender.user, sender.bot, sender.edge
        self._recorder.row(*who, start, end - start, response, tries)

    @property
    def finished(self) -> int:
        """How many requests are written, polls among them."""
        return self._recorder.finished

    def share(self, now: int) -> Share:
        """What was written by ``now``; a click that was to begin and has no row is in flight."""
        self._recorder.flush()
        lag = LatencyHistogram()
        lag.record_many(np.array(self._lags, dtype=np.int64))
        recorder = self._recorder
        begun = self._begun + sum(due <= now for due in self._planned)
        rows, in_flight = recorder.rows(STATIONS), begun - self._ended
        return Share(rows, recorder.polls, recorder.poll_outcomes, lag, in_flight)

    def __repr__(self) -> str:
        return f"Journal(requests={len(self._lags)}, ended={self._ended})"
