"""Request logs of clicks, for tests of what is computed from them."""

from collections.abc import Sequence

import numpy as np

from sim.engines.trace import REQUEST_COLUMNS
from sim.outcomes import Outcome
from sim.results import RequestLog
from sim.units import MILLISECOND

Click = tuple[float, float, Outcome, int]
"""When it was to be sent and how long it took, both in ms, what became of it, and its edge node."""


def clicks(*rows: Click) -> RequestLog:
    """A log of these clicks, one user each."""
    return RequestLog(columns(rows), ("buy",), ("edge",))


def columns(rows: Sequence[Click]) -> dict[str, np.ndarray]:
    """The columns of these clicks, as a log and a file hold them."""
    start, latency, outcome, edge = zip(*rows, strict=True)
    told = {
        "request": range(len(rows)),
        "user": range(len(rows)),
        "edge": edge,
        "start": [round(time * MILLISECOND) for time in start],
        "latency": [round(time * MILLISECOND) for time in latency],
        "outcome": outcome,
        "attempts": [1] * len(rows),
    }
    zeros = [0] * len(rows)
    return {
        name: np.array(list(told.get(name, zeros)), dtype=kind)
        for name, kind in REQUEST_COLUMNS.items()
    }
