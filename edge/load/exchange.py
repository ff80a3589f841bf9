"""An exchange: one request to an edge node and the answer to it, with their instants."""

import json
from dataclasses import dataclass, field
from typing import Any

from gevent.timeout import Timeout

from edge import http
from edge.load.share import CLIENT, EDGE, ORIGIN
from sim.outcomes import Outcome

_OUTCOMES = {outcome.label: outcome for outcome in Outcome}


@dataclass(slots=True)
class Exchange:
    """Times are nanoseconds since the start of the run: when it was to be sent (``due``), when
    it was (``sent``), and when its answer was there (``finished``)."""

    due: int
    sent: int
    finished: int = 0
    outcome: Outcome = Outcome.FAILED
    by: str = CLIENT
    answer: dict[str, Any] = field(default_factory=dict)

    @property
    def open(self) -> bool:
        """Whether the answer said that the sale is open, and something is left."""
        return self.outcome is Outcome.SERVED and self.answer.get("open") is True

    def hear(self, response: Any, error: Exception | None, now: int) -> None:
        """Take what Locust got: an answer, or the error that came instead or in its midst."""
        if isinstance(getattr(error, "original", error), Timeout | TimeoutError):
            self.give_up(now)
            return
        self.finished = now
        if response.content is None:
            return
        self.answer = _read(response.content)
        self.by = ORIGIN if "ticket" in self.answer else EDGE
        self.outcome = self._judged(response.status_code)

    def give_up(self, now: int) -> None:
        """Nobody waits for the answer any longer."""
        self.finished, self.outcome, self.by = now, Outcome.TIMED_OUT, CLIENT

    def _judged(self, status: int) -> Outcome:
        """The outcome that the service names; where it names none, what its status says."""
        if "outcome" not in self.answer:
            if self.answer.get("sold_out") is True:
                return Outcome.SOLD_OUT
            return Outcome.SERVED if status < 400 else Outcome.FAILED
        kind = self.answer.get("kind")
        if kind in http.KINDS:
            self.by = kind
        return _OUTCOMES.get(self.answer["outcome"], Outcome.FAILED)


def _read(content: bytes) -> dict[str, Any]:
    """The object in an answer; an empty one where it holds none."""
    try:
        value = json.loads(content)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
