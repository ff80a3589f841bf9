"""Storage of a run: a folder of plain files, from which the identical run comes back."""

from collections.abc import Iterator
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.control.event import ControlEvent
from sim.engines.trace import (
    TIMELINE_COLUMNS,
    Columns,
    SaleTotals,
    StationTotals,
    Trace,
)
from sim.histogram import LatencyHistogram
from sim.results.files import (
    FORMATS,
    Format,
    StorageError,
    read_columns,
    read_json,
    reading,
    write_columns,
    write_json,
    write_text,
    writing,
)
from sim.results.fingerprint import fingerprint
from sim.results.identity import Identity

if TYPE_CHECKING:
    from sim.results.run import Run

MANIFEST = "run.json"
"""Written last, removed first: a folder that has it has everything that it lists."""

COMPARISON = "comparison.json"
"""What makes a folder that of a comparison instead."""

REPLICATIONS = "replications.json"
"""What a folder has beside its run where that run is the first of several."""

LAYOUT = 1
"""The version of the layout; a folder of another one is refused."""


def write(folder: Path, run: "Run", format: Format = "npz") -> list[Path]:
    """Write a run; the files are returned, the manifest last.

    StorageError for a folder that cannot be written; ValueError for an unknown format;
    ModuleNotFoundError for Parquet without pyarrow.
    """
    check_format(format)
    with writing(folder):
        _clear(folder)
        files = list(_write_parts(folder, run, format))
        names = [path.name for path in files]
        return [*files, write_json(folder / MANIFEST, _manifest(run, format, names))]


def read(folder: Path) -> tuple[Trace, Identity, float]:
    """The trace, identity and wall time that were written.

    StorageError where there is no run, or where its files no longer give its fingerprint.
    """
    if not (folder / MANIFEST).is_file():
        raise StorageError(f"{folder}: wanted the folder of a run, found no {MANIFEST} in it")
    with reading(folder):
        manifest = read_json(folder / MANIFEST)
        if manifest["layout"] != LAYOUT:
            raise StorageError(f"{folder}: wanted layout {LAYOUT}, got {manifest['layout']}")
        trace = _read_trace(folder, manifest)
        found = fingerprint(trace)
        if found != manifest["fingerprint"]:
            raise StorageError(
                f"{folder} is damaged: wanted fingerprint {manifest['fingerprint']}, got {found}"
            )
        return trace, Identity(**manifest["identity"]), float(manifest["wall_s"])


def clear(folder: Path) -> None:
    """Hide the results in a folder, if there are any: what follows replaces them."""
    (folder / MANIFEST).unlink(missing_ok=True)
    (folder / COMPARISON).unlink(missing_ok=True)
    (folder / REPLICATIONS).unlink(missing_ok=True)


def check_format(format: str) -> None:
    """Refuse a format that there is not (ValueError), or Parquet without pyarrow."""
    if format not in FORMATS:
        raise ValueError(f"format must be one of {', '.join(FORMATS)}, got {format}")
    if format == "parquet" and find_spec("pyarrow") is None:
        raise ModuleNotFoundError('Parquet needs pyarrow: pip install "floodgate[data]"')


def _clear(folder: Path) -> None:
    """Remove what an earlier run left that this one might not overwrite."""
    clear(folder)
    for stem in ("requests", "timeline", "edges", "polls"):
        for format in FORMATS:
            (folder / f"{stem}.{format}").unlink(missing_ok=True)


def _write_parts(folder: Path, run: "Run", format: Format) -> Iterator[Path]:
    trace = run.trace
    yield write_text(folder / "scenario.toml", run.identity.scenario_toml)
    yield write_json(folder / "summary.json", run.summary)
    yield write_json(folder / "events.json", [event._asdict() for event in trace.events])
    yield write_columns(folder / "requests", trace.requests, format)
    yield write_columns(folder / "timeline", _stacked(trace), format)
    if trace.edges is not None:
        yield write_columns(folder / "edges", trace.edges, format)
    if trace.poll_rows is not None:
        yield write_columns(folder / "polls", trace.poll_rows, format)


def _manifest(run: "Run", format: Format, files: list[str]) -> dict[str, Any]:
    trace = run.trace
    return {
        "layout": LAYOUT,
        "fingerprint": run.fingerprint,
        "format": format,
        "files": files,
        "wall_s": run.wall_s,
        "identity": asdict(run.identity),
        "end": trace.end,
        "interval": trace.interval,
        "stations": trace.stations,
        "workloads": trace.workloads,
        "polls": trace.polls.parts(),
        "poll_outcomes": trace.poll_outcomes,
        "totals": {name: asdict(totals) for name, totals in trace.totals.items()},
        "sale": asdict(trace.sale) if trace.sale else None,
        "in_flight": trace.in_flight,
    }


def _read_trace(folder: Path, manifest: dict[str, Any]) -> Trace:
    format, stations = manifest["format"], tuple(manifest["stations"])
    sale = manifest["sale"]

    def optional(stem: str) -> Columns | None:
        written = f"{stem}.{format}" in manifest["files"]
        return read_columns(folder / stem, format) if written else None

    return Trace(
        end=manifest["end"],
        interval=manifest["interval"],
        stations=stations,
        workloads=tuple(manifest["workloads"]),
        requests=read_columns(folder / "requests", format),
        polls=LatencyHistogram.restore(**manifest["polls"]),
        poll_outcomes=manifest["poll_outcomes"],
        totals={name: StationTotals(**totals) for name, totals in manifest["totals"].items()},
        timeline=_unstacked(read_columns(folder / "timeline", format), stations),
        events=[ControlEvent(**event) for event in read_json(folder / "events.json")],
        sale=SaleTotals(**sale) if sale else None,
        edges=optional("edges"),
        in_flight=manifest["in_flight"],
        poll_rows=optional("polls"),
    )


def _stacked(trace: Trace) -> Columns:
    """All stations' timelines under one another; ``station`` indexes the run's stations."""
    intervals = -(-trace.end // trace.interval)
    order = np.arange(len(trace.stations), dtype=np.int16)
    stacked: Columns = {"station": np.repeat(order, intervals)}
    for column in TIMELINE_COLUMNS:
        parts = [trace.timeline[name][column] for name in trace.stations]
        stacked[column] = np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)
    return stacked


def _unstacked(stacked: Columns, stations: tuple[str, ...]) -> dict[str, Columns]:
    station: NDArray[Any] = stacked["station"]
    return {
        name: {column: stacked[column][station == index] for column in TIMELINE_COLUMNS}
        for index, name in enumerate(stations)
    }
