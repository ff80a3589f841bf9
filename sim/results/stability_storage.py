"""Storage of a stability map: its cells and its runs as tidy tables."""

from pathlib import Path
from typing import TYPE_CHECKING

from sim.results.intervals import Interval
from sim.results.sweep_storage import Columns, axis_columns, run_columns, write_tables

if TYPE_CHECKING:
    from sim.results.stability import StabilityMap


def write(folder: Path, found: "StabilityMap") -> list[Path]:
    """Write ``runs`` and ``points`` as a sweep does; return the files.

    StorageError (an OSError) for a folder that cannot be written.
    """
    tables = {"runs": run_columns(found.sweep), "points": cell_columns(found)}
    return write_tables(folder, tables)


def cell_columns(found: "StabilityMap") -> Columns:
    """One row a cell: where it stands, its region, P(collapse) and the median time to recover.

    ``counted`` of the ``runs`` kept up before the trigger, and ``collapsed`` of these stayed down.
    Bounds are of the map's confidence; a time is in seconds, inf where it is never, and empty
    where there is none.
    """
    times = [cell.time for cell in found]
    return {
        **axis_columns(found.sweep, [cell.point for cell in found]),
        "region": [str(found.region(cell)) for cell in found],
        "runs": [len(cell.point.runs) for cell in found],
        "counted": [cell.count for cell in found],
        "collapsed": [cell.collapsed for cell in found],
        **_shares("p_overloaded", [cell.overloaded for cell in found]),
        **_shares("p_collapse", [cell.collapse for cell in found]),
        "recovery_s": [time and time.median for time in times],
        "recovery_s_low": [time and time.low for time in times],
        "recovery_s_high": [time and time.high for time in times],
    }


def _shares(name: str, shares: list[Interval | None]) -> Columns:
    return {
        name: [share and share.centre for share in shares],
        f"{name}_low": [share and share.low for share in shares],
        f"{name}_high": [share and share.high for share in shares],
    }
