"""Traces for tests: a small one to be worked by hand, and a flash sale of any size."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.control.event import ControlEvent
from sim.engines.trace import (
    REQUEST_COLUMNS,
    TIMELINE_COLUMNS,
    SaleTotals,
    StationTotals,
    Trace,
)
from sim.histogram import LatencyHistogram
from sim.outcomes import ANSWERS, Outcome
from sim.results import Comparison, Identity, Run
from sim.units import MILLISECOND, SECOND

PASSAGES = TIMELINE_COLUMNS[:-2]
VARIANTS = ("no_edge", "probability", "census", "quota", "token_bucket", "waiting_room")


def small_trace(**changes: Any) -> Trace:
    """Four clicks on two edge nodes for two units, in a run of 2.5 s with intervals of 1 s.

    Clicks 0..3 start at 0.0, 0.1, 1.2 and 2.0 s.  Click 1 is refused by its edge node after
    2 ms; clicks 0 and 2 are sold after 20 and 40 ms; click 3 is still in flight at the end.
    """
    requests = {
        "request": [1, 0, 2],
        "workload": [0, 0, 0],
        "user": [11, 10, 12],
        "bot": [False, False, True],
        "edge": [1, 0, 0],
        "start": [100 * MILLISECOND, 150 * MILLISECOND, 1200 * MILLISECOND],
        "latency": [2 * MILLISECOND, 20 * MILLISECOND, 40 * MILLISECOND],
        "outcome": [Outcome.REFUSED, Outcome.SOLD, Outcome.SOLD],
        "by": [1, 2, 2],
        "attempts": [1, 1, 2],
    }
    polls = LatencyHistogram()
    polls.record_many(np.array([MILLISECOND, 3 * MILLISECOND]))
    trace = Trace(
        end=2500 * MILLISECOND,
        interval=SECOND,
        stations=("buy", "edge", "stock"),
        workloads=("buy",),
        requests={name: np.array(requests[name], dtype=REQUEST_COLUMNS[name]) for name in requests},
        polls=polls,
        poll_outcomes={"served": 2},
        totals={
            "buy": StationTotals(4, 2, 1, 0, 0, 0, 0, 1),
            "edge": StationTotals(4, 2, 1, 0, 0, 0, 0, 1),
            "stock": StationTotals(3, 2, 0, 0, 0, 0, 0, 1, 1, 500 * MILLISECOND, 1),
        },
        timeline={
            "buy": timeline(arrived=[2, 1, 1], served=[1, 1, 0], refused=[1, 0, 0]),
            "edge": timeline(arrived=[2, 1, 1], served=[1, 1, 0], refused=[1, 0, 0]),
            "stock": timeline(arrived=[1, 1, 1], served=[1, 1, 0], queue=[0, 1, 0]),
        },
        events=[ControlEvent(SECOND, "push", "edge", 0.5)],
        sale=SaleTotals(stock=2, sold=2, released=0, sold_out_at=SECOND, clicks=4, admitted=3),
        edges={
            "users": np.array([3, 1]),
            "clicks": np.array([3, 1]),
            "admitted": np.array([3, 0]),
            "sold": np.array([2, 0]),
        },
        in_flight=1,
    )
    return replace(trace, **changes)


def timeline(**columns: list[int]) -> dict[str, NDArray[np.int64]]:
    """A timeline with zeros where nothing is given."""
    length = len(next(iter(columns.values())))
    return {
        name: np.array(columns.get(name, [0] * length), dtype=np.int64) for name in TIMELINE_COLUMNS
    }


def identity(**changes: Any) -> Identity:
    """Who asked for the small trace."""
    known: dict[str, Any] = {
        "scenario": "flash_sale",
        "variant": "probability",
        "seed": 7,
        "engine": "reference",
        "version": "0.1.0",
        "front": "stock",
        "question": "Who gets a phone?",
        "answer": "Those who are let in.",
        "scenario_toml": 'name = "flash_sale"\n',
    }
    return Identity(**known | changes)


def small_run(**changes: Any) -> Run:
    """The small trace as a run of the given identity."""
    return Run.from_trace(small_trace(), identity(**changes), wall_s=0.25)


def flash_sales(users: int = 20_000, nodes: int = 20, stock: int = 100) -> Comparison:
    """One flash sale under six architectures, made up but conserved, in the same way each time."""
    runs = {name: flash_sale(name, users, nodes, stock) for name in VARIANTS}
    return Comparison(runs, baseline="no_edge")


def flash_sale(variant: str, users: int, nodes: int, stock: int) -> Run:
    """One variant of it: 30 s, the sale opening at 1 s."""
    crowd = _crowd(variant, users, nodes, stock)
    who = identity(
        variant=variant,
        seed=1,
        front="gateway",
        question=f"{users:,} people press buy in the same second for {stock} phones: "
        "what stands up, what falls over, and who gets a phone?",
        answer="Whatever lets about the stock past the edge keeps the data centre idle.",
        scenario_toml=SCENARIO.format(users=users, nodes=nodes, stock=stock),
    )
    return Run.from_trace(_trace(crowd, variant, nodes, stock), who, wall_s=12.5)


SCENARIO = """\
name = "flash_sale"
duration = "30 s"

[crowd]
users = {users}
reaction = {{ kind = "lognormal", mean = "900 ms", cv = 0.4 }}

[sale]
stock = {stock}
opens_at = "1 s"
update_time = {{ kind = "exponential", mean = "2 ms" }}

[edge]
nodes = {nodes}
admission = {{ kind = "probability", probability = "0.02 %" }}
"""


@dataclass
class _Crowd:
    """Each user's click: when, where, whether let in, how it ended, after how long."""

    start: NDArray[np.int64]
    edge: NDArray[np.int64]
    admitted: NDArray[np.bool_]
    outcome: NDArray[np.uint8]
    latency: NDArray[np.int64]


def _crowd(variant: str, users: int, nodes: int, stock: int) -> _Crowd:
    draw = np.random.default_rng(1)
    start = SECOND + (draw.lognormal(-0.2, 0.4, users) * SECOND).astype(np.int64)
    edge = np.arange(users) % nodes
    admitted = _admitted(variant, draw, start, edge, users, nodes, stock)
    outcome = np.full(users, Outcome.REFUSED, dtype=np.uint8)
    latency = (draw.lognormal(0.5, 0.5, users) * MILLISECOND).astype(np.int64) + MILLISECOND
    inside = np.flatnonzero(admitted)
    inside = inside[np.argsort(start[inside], kind="stable")]
    latency[inside] += (draw.lognormal(3, 0.8, len(inside)) * MILLISECOND).astype(np.int64)
    outcome[inside] = Outcome.SOLD_OUT
    outcome[inside[:stock]] = Outcome.SOLD
    if variant == "no_edge":
        _overload(draw, outcome, latency, inside, stock)
    if variant == "waiting_room":
        turns = np.arange(len(inside)) * (12 * SECOND // max(1, len(inside)))
        latency[inside] += turns
        latency[~admitted] += 13 * SECOND
    return _Crowd(start, edge, admitted, outcome, latency)


def _admitted(
    variant: str,
    draw: np.random.Generator,
    start: NDArray[np.int64],
    edge: NDArray[np.int64],
    users: int,
    nodes: int,
    stock: int,
) -> NDArray[np.bool_]:
    if variant == "no_edge":
        return np.ones(users, dtype=np.bool_)
    if variant in ("probability", "census"):
        expected = 2.0 if variant == "probability" else 1.3
        return np.asarray(draw.random(users) < expected * stock / users)
    each = {"quota": 1, "token_bucket": 3, "waiting_room": 5}[variant] * stock // nodes
    admitted = np.zeros(users, dtype=np.bool_)
    for node in range(nodes):
        there = np.flatnonzero(edge == node)
        admitted[there[np.argsort(start[there])[: max(1, each)]]] = True
    return admitted


def _overload(
    draw: np.random.Generator,
    outcome: NDArray[np.uint8],
    latency: NDArray[np.int64],
    inside: NDArray[np.int64],
    stock: int,
) -> None:
    late = inside[stock:]
    ends = [Outcome.SHED, Outcome.TIMED_OUT, Outcome.SOLD_OUT]
    outcome[late] = draw.choice(ends, size=len(late), p=[0.7, 0.2, 0.1])
    slow = late[outcome[late] == Outcome.SOLD_OUT]
    latency[late[outcome[late] == Outcome.TIMED_OUT]] = 5 * SECOND
    latency[slow] += draw.integers(0, 4000, size=len(slow)) * MILLISECOND


def _trace(crowd: _Crowd, variant: str, nodes: int, stock: int) -> Trace:
    end, interval = 30 * SECOND, SECOND // 4
    with_edge = variant != "no_edge"
    stations = ("buy", *(["edge"] if with_edge else []), "gateway", "stock")
    order = np.argsort(crowd.start + crowd.latency, kind="stable")
    by = np.where(crowd.admitted, len(stations) - 1, 1)
    by[np.isin(crowd.outcome, [Outcome.SHED, Outcome.TIMED_OUT])] = 1
    columns: Mapping[str, Any] = {
        "request": np.arange(len(order)),
        "workload": np.zeros(len(order)),
        "user": np.arange(len(order)),
        "bot": np.zeros(len(order)),
        "edge": crowd.edge if with_edge else np.full(len(order), -1),
        "start": crowd.start,
        "latency": crowd.latency,
        "outcome": crowd.outcome,
        "by": by,
        "attempts": np.ones(len(order)),
    }
    reach = {
        "buy": np.ones(len(order), dtype=np.bool_),
        "edge": np.ones(len(order), dtype=np.bool_),
        "gateway": crowd.admitted,
        "stock": crowd.admitted & np.isin(crowd.outcome, [Outcome.SOLD, Outcome.SOLD_OUT]),
    }
    lines = {name: _passages(crowd, reach[name], end, interval) for name in stations}
    return Trace(
        end,
        interval,
        stations,
        workloads=("buy",),
        requests={n: columns[n][order].astype(REQUEST_COLUMNS[n]) for n in REQUEST_COLUMNS},
        polls=LatencyHistogram(),
        poll_outcomes={},
        totals={name: _totals(line, name, end) for name, line in lines.items()},
        timeline=lines,
        events=[ControlEvent(0, "push", "edge", 0.0002)] if with_edge else [],
        sale=_sale(crowd, stock),
        edges=_edges(crowd, nodes) if with_edge else None,
        in_flight=0,
    )


def _sale(crowd: _Crowd, stock: int) -> SaleTotals:
    buyers = crowd.start[crowd.outcome == Outcome.SOLD]
    sold_out_at = int(buyers.max()) if len(buyers) == stock else -1
    admitted = int(crowd.admitted.sum())
    return SaleTotals(stock, len(buyers), 0, sold_out_at, len(crowd.start), admitted)


def _passages(
    crowd: _Crowd, reached: NDArray[np.bool_], end: int, interval: int
) -> dict[str, NDArray[np.int64]]:
    intervals = -(-end // interval)
    line = timeline(arrived=[0] * intervals)
    arrived = crowd.start[reached] // interval
    left = (crowd.start + crowd.latency)[reached] // interval
    line["arrived"] = np.bincount(arrived, minlength=intervals)
    for outcome in Outcome:
        name = "served" if outcome in ANSWERS else outcome.label
        line[name] = line[name] + np.bincount(
            left[crowd.outcome[reached] == outcome], minlength=intervals
        )
    inside = np.cumsum(line["arrived"]) - np.cumsum(sum(line[name] for name in PASSAGES[1:]))
    return line | {"queue": np.maximum(inside - 64, 0), "busy": np.minimum(inside, 64)}


def _totals(line: dict[str, NDArray[np.int64]], name: str, end: int) -> StationTotals:
    sums = {column: int(line[column].sum()) for column in PASSAGES}
    if name in ("buy", "edge"):
        return StationTotals(**sums, in_flight=0)
    busy = int(line["busy"].sum()) * SECOND // 4
    peak = int(line["queue"].max())
    return StationTotals(**sums, in_flight=0, workers=64, busy_ns=busy, peak_queue=peak)


def _edges(crowd: _Crowd, nodes: int) -> dict[str, NDArray[np.int64]]:
    everybody = np.bincount(crowd.edge, minlength=nodes)
    sold = crowd.outcome == Outcome.SOLD
    return {
        "users": everybody,
        "clicks": everybody,
        "admitted": np.bincount(crowd.edge[crowd.admitted], minlength=nodes),
        "sold": np.bincount(crowd.edge[sold], minlength=nodes),
    }
