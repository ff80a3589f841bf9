"""Storage of replications: one file beside the first run of them."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.results.files import StorageError, read_json, reading, write_json, writing
from sim.results.precision import Precision
from sim.results.replication import Replication
from sim.results.storage import LAYOUT, REPLICATIONS

if TYPE_CHECKING:
    from sim.results.replications import Replications


def write(folder: Path, replications: "Replications") -> Path:
    """Write what is left of each run; the first run itself has to be in the folder already."""
    saved = {
        "layout": LAYOUT,
        "warm_up": replications.warm_up,
        "given": replications.given,
        "confidence": replications.confidence,
        "until": None if replications.until is None else str(replications.until),
        "replications": [one.to_json() for one in replications],
    }
    with writing(folder):
        return write_json(folder / REPLICATIONS, saved, indent=None)


def read(folder: Path) -> dict[str, Any]:
    """What was written, as ``Replications`` takes it beside the first run.

    StorageError where there is nothing, or something damaged or of another layout.
    """
    file = folder / REPLICATIONS
    if not file.is_file():
        raise StorageError(f"{folder}: wanted replications, found no {REPLICATIONS} in it")
    with reading(file):
        saved = read_json(file)
        if saved["layout"] != LAYOUT:
            raise StorageError(f"{folder}: wanted layout {LAYOUT}, got {saved['layout']}")
        return {
            "replications": [Replication.from_json(one) for one in saved["replications"]],
            "warm_up": saved["warm_up"],
            "given": saved["given"],
            "confidence": saved["confidence"],
            "until": None if saved["until"] is None else Precision.parse(saved["until"]),
        }
