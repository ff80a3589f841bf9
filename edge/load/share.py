"""A share: what one process of a load has done and hands over."""

from dataclasses import dataclass
from pathlib import Path

from edge import http
from sim.histogram import LatencyHistogram
from sim.workload.people import Ints

CLIENT, EDGE, ORIGIN = "client", "edge", "origin"
STATIONS = (CLIENT, EDGE, ORIGIN, *http.KINDS)
"""What can decide an outcome: the client, who waits no longer or could not connect; an edge node;
the origin, of whoever has a ticket; or, where one of them refuses, the kind of refusal."""
ADMITTED = (ORIGIN, "ticket", "limiter", "one_per_user")
"""Those of them that only decide about clicks that were admitted."""


@dataclass(frozen=True, slots=True)
class Share:
    """Rows in the order of the request log's columns, polls counted by latency and outcome, the
    dispatch lag of every request (ns), and how many clicks have no answer yet."""

    rows: Ints
    polls: LatencyHistogram
    poll_outcomes: list[int]
    lag: LatencyHistogram
    in_flight: int


def share_of(folder: Path, index: int) -> Path:
    """Where a process leaves what it has done."""
    return folder / f"share-{index}.pickle"
