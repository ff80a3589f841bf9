"""Results: what a run showed, checked, summarised, stored and set side by side."""

from pathlib import Path

from sim.results.comparison import Comparison
from sim.results.conservation import ConservationError
from sim.results.files import StorageError
from sim.results.identity import Identity
from sim.results.intervals import Interval
from sim.results.plan import Plan
from sim.results.poll_log import PollLog
from sim.results.precision import Precision
from sim.results.replications import Replications
from sim.results.request_log import RequestLog
from sim.results.run import Run
from sim.results.stability import StabilityMap
from sim.results.storage import COMPARISON, REPLICATIONS
from sim.results.sweep import Sweep
from sim.results.timeline import Timeline
from sim.results.validation import FILE as VALIDATION
from sim.results.validation import Validation

__all__ = [
    "Comparison",
    "ConservationError",
    "Identity",
    "Interval",
    "Plan",
    "PollLog",
    "Precision",
    "Replications",
    "RequestLog",
    "Run",
    "StabilityMap",
    "StorageError",
    "Sweep",
    "Timeline",
    "Validation",
    "load",
]


def load(folder: str | Path) -> Run | Replications | Comparison | Validation:
    """The comparison, replications, validation or run that a folder holds.

    StorageError where it has none.
    """
    if (Path(folder) / VALIDATION).is_file():
        return Validation.load(folder)
    if (Path(folder) / COMPARISON).is_file():
        return Comparison.load(folder)
    if (Path(folder) / REPLICATIONS).is_file():
        return Replications.load(folder)
    return Run.load(folder)
