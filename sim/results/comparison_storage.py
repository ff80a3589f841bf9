"""Storage of a comparison: a folder with one subfolder a variant, readable while it grows."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

from sim.results import storage
from sim.results.files import StorageError, read_json, reading, write_json, writing
from sim.results.storage import COMPARISON

Result = TypeVar("Result")
Plan = tuple[str, ...]


def begin(folder: Path, planned: Plan, baseline: str | None = None) -> Path:
    """Start a comparison in a folder: say which variants are to come, and hide older ones.

    Runs may then be saved to their ``subfolder`` one by one; whatever is there can be loaded.
    """
    with writing(folder):
        storage.clear(folder)
        for name in planned:
            storage.clear(subfolder(folder, name))
        plan = {"layout": storage.LAYOUT, "baseline": baseline, "planned": planned}
        return write_json(folder / COMPARISON, plan)


def subfolder(folder: Path, variant: str) -> Path:
    """Where a variant's run is kept: its name, with what no file name may hold percent-encoded."""
    return folder / (quote(variant, safe="").replace(".", "%2E") or "%")


def read(
    folder: Path, load: Callable[[Path], Result]
) -> tuple[dict[str, Result], str | None, Plan]:
    """The finished runs or replications, the baseline and the plan.

    StorageError where there is no comparison, or none of its runs is finished.
    """
    if not (folder / COMPARISON).is_file():
        raise StorageError(f"{folder}: wanted the folder of a comparison, found no {COMPARISON}")
    with reading(folder / COMPARISON):
        plan = read_json(folder / COMPARISON)
        planned, baseline = tuple(map(str, plan["planned"])), plan["baseline"]
    finished = [name for name in planned if _is_finished(folder, name)]
    if not finished:
        raise StorageError(f"{folder}: wanted at least 1 finished variant, found none")
    return {name: load(subfolder(folder, name)) for name in finished}, baseline, planned


def _is_finished(folder: Path, variant: str) -> bool:
    return (subfolder(folder, variant) / storage.MANIFEST).is_file()
