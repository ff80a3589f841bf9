"""Conservation: whatever entered a run has left it or is still inside, and the books agree."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from sim.engines.trace import REQUEST_COLUMNS, TIMELINE_COLUMNS, StationTotals, Trace
from sim.outcomes import ANSWERS, Outcome
from sim.results import poll_conservation
from sim.results.log_checks import Ranges, row_problems, shape_problems

COUNTS = tuple(column for column in TIMELINE_COLUMNS if column not in ("queue", "busy"))
"""The columns of a timeline that count passages, and so add up to a station's totals."""


class ConservationError(Exception):
    """A run whose numbers contradict one another: a defect of the engine, never of the scenario."""


def check(trace: Trace) -> None:
    """Raise ConservationError, naming every place and its numbers, unless the trace adds up."""
    problems = list(_shape_problems(trace)) or list(_number_problems(trace))
    problems += poll_conservation.problems(trace)
    if problems:
        raise ConservationError("; ".join(problems))


def _shape_problems(trace: Trace) -> Iterator[str]:
    """What makes the trace unreadable, so that checking its numbers would be pointless."""
    yield from shape_problems("request log", trace.requests, REQUEST_COLUMNS)
    if not set(trace.stations) == set(trace.totals) == set(trace.timeline):
        yield (
            f"stations {sorted(trace.stations)} have totals for {sorted(trace.totals)} "
            f"and timelines for {sorted(trace.timeline)}"
        )
    if not set(trace.workloads) <= set(trace.totals):
        yield f"workloads {list(trace.workloads)} have totals for {sorted(trace.totals)} only"
    intervals = -(-trace.end // trace.interval)
    for name, columns in trace.timeline.items():
        for column in TIMELINE_COLUMNS:
            if column not in columns or len(columns[column]) != intervals:
                yield f"{name}: wanted {intervals} intervals of {column} in its timeline"


def _number_problems(trace: Trace) -> Iterator[str]:
    for name in trace.stations:
        totals = trace.totals[name]
        yield from _station_problems(name, totals)
        yield from _pool_problems(name, totals, trace)
        yield from _timeline_problems(name, totals, trace)
    yield from _log_problems(trace)
    yield from _workload_problems(trace)
    yield from _sale_problems(trace)


def _station_problems(name: str, totals: StationTotals) -> Iterator[str]:
    """arrived = served + refused + shed + timed out + failed + abandoned + in flight."""
    negative = [field for field in (*COUNTS, "in_flight") if getattr(totals, field) < 0]
    if negative:
        yield f"{name}: {', '.join(negative)} below 0"
    if totals.arrived != totals.left + totals.in_flight:
        yield (
            f"{name}: {totals.arrived} arrived, but {totals.left} left and "
            f"{totals.in_flight} are in flight, together {totals.left + totals.in_flight}"
        )


def _pool_problems(name: str, totals: StationTotals, trace: Trace) -> Iterator[str]:
    """Workers cannot have been busy for longer than there was."""
    possible = totals.workers * trace.end
    if not 0 <= totals.busy_ns <= possible:
        yield f"{name}: busy for {totals.busy_ns} worker-ns of a possible {possible}"


def _timeline_problems(name: str, totals: StationTotals, trace: Trace) -> Iterator[str]:
    for column in COUNTS:
        total = int(trace.timeline[name][column].sum())
        if total != getattr(totals, column):
            yield f"{name}: {getattr(totals, column)} {column} in all, {total} in its timeline"


def _log_problems(trace: Trace) -> Iterator[str]:
    """Each request is in the log at most once, in order of completion, within the run."""
    yield from row_problems("request log", "request", trace.requests, _ranges(trace), trace.end)


def _workload_problems(trace: Trace) -> Iterator[str]:
    """A workload is where requests start and end: its totals are the log, and those in flight."""
    in_flight = sum(trace.totals[name].in_flight for name in trace.workloads)
    if in_flight != trace.in_flight:
        yield f"requests: {trace.in_flight} in flight, their workloads say {in_flight}"
    for index, name in enumerate(trace.workloads):
        rows = trace.requests["workload"] == index
        repeated = int(rows.sum()) - len(np.unique(trace.requests["request"][rows]))
        if repeated:
            yield f"request log: {repeated} rows of {name} repeat a request"
        counts = np.bincount(trace.requests["outcome"][rows], minlength=len(Outcome))
        for column, logged in _logged(counts.tolist()).items():
            booked = getattr(trace.totals[name], column)
            if booked != logged:
                yield f"{name}: {booked} {column} in all, {logged} in the request log"


def _logged(counts: list[int]) -> dict[str, int]:
    """Counts by outcome as a station's totals have them: answers are served."""
    logged = dict.fromkeys(COUNTS[1:], 0)
    for outcome in Outcome:
        logged["served" if outcome in ANSWERS else outcome.label] += counts[outcome]
    return logged


def _ranges(trace: Trace) -> Ranges:
    return {
        "workload": (0, len(trace.workloads)),
        "outcome": (0, len(Outcome)),
        "by": (-1, len(trace.stations)),
        "edge": (-1, _nodes(trace)),
        "start": (0, None),
        "latency": (0, None),
        "attempts": (0, None),
    }


def _sale_problems(trace: Trace) -> Iterator[str]:
    """Nobody holds more than the stock gave out; goods and clicks are counted alike everywhere."""
    sale = trace.sale
    if sale is None:
        return
    given = sale.sold + sale.released
    receipts = int(np.count_nonzero(trace.requests["outcome"] == Outcome.SOLD))
    if receipts > given:
        yield f"sale: {receipts} requests were answered sold, the stock's books say {given}"
    possible = len(trace.requests["request"]) + trace.in_flight
    if sale.clicks > possible:
        yield f"sale: {sale.clicks} clicks, but only {possible} requests in the log or in flight"
    if trace.edges is not None:
        yield from _edge_problems(trace.edges, given)


def _edge_problems(edges: dict[str, Any], given: int) -> Iterator[str]:
    sold = int(edges["sold"].sum())
    if sold > given:
        yield f"sale: edge nodes passed on {sold} sold, the stock's books say {given}"
    over = np.flatnonzero(edges["admitted"] > edges["clicks"])
    if len(over):
        node = int(over[0])
        admitted, clicks = edges["admitted"][node], edges["clicks"][node]
        yield f"edge node {node}: {admitted} admitted of {clicks} clicks"


def _nodes(trace: Trace) -> int | None:
    return None if trace.edges is None else len(trace.edges["users"])
