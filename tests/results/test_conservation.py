"""A trace that contradicts itself is refused, and the message says where."""

from collections.abc import Callable
from dataclasses import replace
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from sim.engines.trace import Trace
from sim.outcomes import Outcome
from sim.results.conservation import ConservationError, check
from sim.results.run import Run
from sim.units import SECOND

Spoil = Callable[[Trace], Trace]


def test_a_conserved_trace_passes(traces: ModuleType) -> None:
    """The small trace adds up."""
    check(traces.small_trace())


def test_an_empty_run_passes(traces: ModuleType) -> None:
    """A run in which nothing arrived is in order."""
    check(_empty(traces))


def test_a_run_is_never_made_of_a_spoilt_trace(traces: ModuleType) -> None:
    """Run.from_trace checks what it is given."""
    trace = _totals("edge", arrived=5)(traces.small_trace())
    with pytest.raises(ConservationError, match="edge: 5 arrived, but 3 left and 1 are in flight"):
        Run.from_trace(trace, traces.identity(), 0.0)


def _totals(station: str, **changes: int) -> Spoil:
    def spoil(trace: Trace) -> Trace:
        totals = replace(trace.totals[station], **changes)
        return replace(trace, totals=trace.totals | {station: totals})

    return spoil


def _timeline(station: str, column: str, interval: int, value: int) -> Spoil:
    def spoil(trace: Trace) -> Trace:
        trace.timeline[station][column][interval] = value
        return trace

    return spoil


def _row(column: str, row: int, value: int) -> Spoil:
    def spoil(trace: Trace) -> Trace:
        trace.requests[column][row] = value
        return trace

    return spoil


def _sale(**changes: int) -> Spoil:
    def spoil(trace: Trace) -> Trace:
        assert trace.sale is not None
        return replace(trace, sale=replace(trace.sale, **changes))

    return spoil


def _edges(column: str, values: list[int]) -> Spoil:
    def spoil(trace: Trace) -> Trace:
        assert trace.edges is not None
        return replace(trace, edges=trace.edges | {column: np.array(values)})

    return spoil


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (_totals("stock", served=3), "stock: 3 arrived, but 3 left and 1 are in flight"),
        (_totals("edge", in_flight=-1, served=4), "edge: in_flight below 0"),
        (
            _totals("stock", busy_ns=3 * SECOND),
            "stock: busy for 3000000000 worker-ns of a possible",
        ),
        (_timeline("edge", "arrived", 0, 3), "edge: 4 arrived in all, 5 in its timeline"),
        (_timeline("stock", "served", 1, 0), "stock: 2 served in all, 1 in its timeline"),
        (_totals("buy", served=1, timed_out=1), "buy: 1 served in all, 2 in the request log"),
        (_row("outcome", 0, Outcome.SHED), "buy: 0 shed in all, 1 in the request log"),
        (_row("outcome", 0, Outcome.SHED), "buy: 1 refused in all, 0 in the request log"),
        (_row("request", 0, 2), "request log: 1 rows of buy repeat a request"),
        (_row("latency", 2, 2 * SECOND), "finished at 3200000000 ns, after 2500000000 ns"),
        (_row("start", 0, SECOND), "rows are not in order of completion"),
        (_row("latency", 0, -1), "latency from -1 to 40000000, wanted at least 0"),
        (_row("by", 1, 3), "by from 1 to 3, wanted at least -1 and below 3"),
        (_row("edge", 1, 2), "edge from 0 to 2, wanted at least -1 and below 2"),
        (_row("outcome", 1, 8), "outcome from 1 to 8, wanted at least 0 and below 8"),
        (_row("workload", 1, 1), "workload from 0 to 1, wanted at least 0 and below 1"),
        (lambda t: replace(t, in_flight=2), "requests: 2 in flight, their workloads say 1"),
        (lambda t: replace(t, poll_outcomes={"served": 3}), "polls: 3 ended, 2 have a latency"),
        (_sale(sold=1), "sale: 2 requests were answered sold, the stock's books say 1"),
        (_sale(clicks=5), "sale: 5 clicks, but only 4 requests"),
        (_edges("sold", [2, 1]), "edge nodes passed on 3 sold, the stock's books say 2"),
        (_edges("admitted", [3, 2]), "edge node 1: 2 admitted of 1 clicks"),
    ],
)
def test_a_contradiction_is_named(traces: ModuleType, spoil: Spoil, message: str) -> None:
    """Each spoilt number is reported with its place and with the numbers that disagree."""
    with pytest.raises(ConservationError) as error:
        check(spoil(traces.small_trace()))
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda t: _without(t, "bot"), "request log: wanted columns"),
        (lambda t: _shortened(t, "user"), "request log: columns differ in length"),
        (lambda t: replace(t, stations=("buy", "edge")), "stations ['buy', 'edge'] have totals"),
        (lambda t: replace(t, workloads=("sell",)), "workloads ['sell'] have totals for"),
        (lambda t: replace(t, interval=SECOND // 2), "buy: wanted 5 intervals of arrived"),
    ],
)
def test_a_misshapen_trace_is_named(traces: ModuleType, spoil: Spoil, message: str) -> None:
    """What makes a trace unreadable is reported before its numbers are looked at."""
    with pytest.raises(ConservationError) as error:
        check(spoil(traces.small_trace()))
    assert message in str(error.value)


def test_every_problem_is_told_at_once(traces: ModuleType) -> None:
    """A trace with two defects reports both."""
    trace = _sale(sold=1)(_totals("edge", arrived=5)(traces.small_trace()))
    with pytest.raises(ConservationError, match=r"edge: 5 arrived.*; .*books say 1"):
        check(trace)


def test_a_released_unit_may_be_sold_twice(traces: ModuleType) -> None:
    """Two receipts for one unit are in order when it came back in between."""
    check(_sale(sold=1, released=1)(traces.small_trace()))


def _without(trace: Trace, column: str) -> Trace:
    kept = {name: values for name, values in trace.requests.items() if name != column}
    return replace(trace, requests=kept)


def _shortened(trace: Trace, column: str) -> Trace:
    return replace(trace, requests=trace.requests | {column: trace.requests[column][:-1]})


def _empty(traces: ModuleType) -> Any:
    trace = traces.small_trace()
    nothing = traces.StationTotals(0, 0, 0, 0, 0, 0, 0, 0)
    return replace(
        trace,
        requests={name: column[:0] for name, column in trace.requests.items()},
        polls=traces.LatencyHistogram(),
        poll_outcomes={},
        totals=dict.fromkeys(trace.stations, nothing),
        timeline={name: traces.timeline(arrived=[0, 0, 0]) for name in trace.stations},
        events=[],
        sale=None,
        edges=None,
        in_flight=0,
    )
