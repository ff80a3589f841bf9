"""Results: what a run showed, checked, summarised, stored and set side by side."""

from pathlib import Path

from sim.results.comparison import Comparison
from sim.results.conservation import ConservationError
from sim.results.files import StorageError
from sim.results.identity import Identity
from sim.results.poll_log import PollLog
from sim.results.request_log import RequestLog
from sim.results.run import Run
from sim.results.storage import COMPARISON
from sim.results.timeline import Timeline

__all__ = [
    "Comparison",
    "ConservationError",
    "Identity",
    "PollLog",
    "RequestLog",
    "Run",
    "StorageError",
    "Timeline",
    "load",
]


def load(folder: str | Path) -> Run | Comparison:
    """The comparison or run that was saved to a folder.  StorageError where there is neither."""
    if (Path(folder) / COMPARISON).is_file():
        return Comparison.load(folder)
    return Run.load(folder)
