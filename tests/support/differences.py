"""The first difference between what two engines made of one scenario, in words."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import numpy as np

from sim.engines.trace import Columns, Trace
from sim.outcomes import Outcome
from sim.results.fingerprint import fingerprint

Sides = tuple[str, str]
SIDES: Sides = ("reference", "compiled")
Found = tuple[str, Any, Any]
"""What differs, and its two values."""


def difference(one: Trace, other: Trace, sides: Sides = SIDES) -> str | None:
    """Where two traces differ first, requests before all else; None where they are the same."""
    found = next(_differences(one, other), None)
    if found is not None:
        what, *values = found
        return "\n".join([what, *map("{:>10}: {}".format, sides, values)])
    same = fingerprint(one) == fingerprint(other)
    return None if same else "the fingerprints differ, and nothing else does"


def _differences(one: Trace, other: Trace) -> Iterator[Found]:
    yield from _request_differences(one, other)
    yield from _table_differences("edges", one.edges or {}, other.edges or {})
    yield from _mapping_differences("events", *map(_numbered, (one.events, other.events)))
    yield from _mapping_differences("totals", one.totals, other.totals)
    for station in one.timeline.keys() & other.timeline.keys():
        tables = one.timeline[station], other.timeline[station]
        yield from _table_differences(f"timeline of {station}", *tables)
    yield from _table_differences("poll rows", one.poll_rows or {}, other.poll_rows or {})
    yield from _mapping_differences("poll outcomes", one.poll_outcomes, other.poll_outcomes)
    for name in ("polls", "sale", "in_flight", "stations", "workloads", "end", "interval"):
        values = _plain(getattr(one, name)), _plain(getattr(other, name))
        if values[0] != values[1]:
            yield name, *values


def _request_differences(one: Trace, other: Trace) -> Iterator[Found]:
    """The first row of the log that differs: both rows."""
    sizes = len(one.requests["request"]), len(other.requests["request"])
    for row in range(max(sizes)):
        rows = _row(one, row), _row(other, row)
        if rows[0] != rows[1]:
            request = (rows[0] or rows[1] or {})["request"]
            yield f"request {request} (row {row} of the log)", *rows


def _row(trace: Trace, row: int) -> dict[str, Any] | None:
    """A row of the log, with names for numbers; None after the last."""
    if row >= len(trace.requests["request"]):
        return None
    values = {name: column[row].item() for name, column in trace.requests.items()}
    by = values["by"]
    values["outcome"] = Outcome(values["outcome"]).label
    values["workload"] = trace.workloads[values["workload"]]
    values["by"] = trace.stations[by] if by >= 0 else None
    return values


def _table_differences(what: str, one: Columns, other: Columns) -> Iterator[Found]:
    """The first place of each column at which two tables differ."""
    if one.keys() != other.keys():
        yield f"the columns of {what}", list(one), list(other)
    for name in one.keys() & other.keys():
        a, b = one[name], other[name]
        if a.shape != b.shape:
            yield f"{what}: how many values {name} has", a.shape, b.shape
        elif (a != b).any():
            at = int(np.argmax(a != b))
            yield f"{what}: {name}[{at}]", a[at].item(), b[at].item()


def _mapping_differences(what: str, one: dict[Any, Any], other: dict[Any, Any]) -> Iterator[Found]:
    for key in one | other:
        if one.get(key) != other.get(key):
            yield f"{what}: {key}", one.get(key), other.get(key)


def _numbered(values: list[Any]) -> dict[int, Any]:
    return dict(enumerate(values))


def _plain(value: Any) -> Any:
    """A value that says itself: histograms as their numbers."""
    if hasattr(value, "buckets"):
        return [value.count, value.sum, value.min, value.max, list(value.buckets())]
    return asdict(value) if hasattr(value, "__dataclass_fields__") else value
