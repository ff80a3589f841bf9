"""The fingerprint sees everything that happened, and nothing else."""

from dataclasses import replace
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from sim.control.event import ControlEvent
from sim.engines.trace import POLL_COLUMNS, REQUEST_COLUMNS, TIMELINE_COLUMNS, Columns, Trace
from sim.histogram import LatencyHistogram
from sim.results.fingerprint import fingerprint


def test_known_value(traces: ModuleType) -> None:
    """The small trace has this fingerprint for ever: another one breaks saved runs."""
    assert fingerprint(traces.small_trace()) == "b0223109a186c406d7a45f8512b1250b"


@pytest.mark.parametrize("column", REQUEST_COLUMNS)
def test_sees_every_request_column(traces: ModuleType, column: str) -> None:
    """One changed value in any column of the request log changes the fingerprint."""
    trace = traces.small_trace()
    changed = traces.small_trace()
    changed.requests[column][1] ^= 1
    assert fingerprint(changed) != fingerprint(trace)


@pytest.mark.parametrize("column", TIMELINE_COLUMNS)
def test_sees_every_timeline_column(traces: ModuleType, column: str) -> None:
    """One changed value in any column of a timeline changes the fingerprint."""
    changed = traces.small_trace()
    changed.timeline["stock"][column][2] += 1
    assert fingerprint(changed) != fingerprint(traces.small_trace())


@pytest.mark.parametrize("column", POLL_COLUMNS)
def test_sees_every_column_of_polls(traces: ModuleType, poll_rows: Columns, column: str) -> None:
    """One changed value in any column of the poll log changes the fingerprint."""
    changed = {name: values.copy() for name, values in poll_rows.items()}
    changed[column][1] ^= 1
    one, other = (traces.small_trace(poll_rows=rows) for rows in (poll_rows, changed))
    assert fingerprint(one) != fingerprint(other)


def test_sees_whether_polls_are_kept(traces: ModuleType, poll_rows: Columns) -> None:
    """None, no rows and two rows are three traces."""
    none = {name: column[:0] for name, column in poll_rows.items()}
    kept = [traces.small_trace(poll_rows=rows) for rows in (None, none, poll_rows)]
    assert len(set(map(fingerprint, kept))) == 3


def test_sees_every_field_of_the_trace(traces: ModuleType) -> None:
    """Each part of a trace, changed alone, gives a fingerprint of its own."""
    trace = traces.small_trace()
    variants = [trace, *(replace(trace, **change) for change in _changes(trace))]
    assert len({fingerprint(variant) for variant in variants}) == len(variants)


def _changes(trace: Trace) -> list[dict[str, Any]]:
    assert trace.sale is not None and trace.edges is not None
    polls = LatencyHistogram()
    polls.record(5)
    stock = replace(trace.totals["stock"], busy_ns=1)
    return [
        {"end": trace.end + 1},
        {"interval": trace.interval + 1},
        {"stations": trace.stations[::-1]},
        {"workloads": ("sell",)},
        {"polls": polls},
        {"poll_outcomes": {"served": 1, "refused": 1}},
        {"totals": trace.totals | {"stock": stock}},
        {"events": []},
        {"events": [ControlEvent(*trace.events[0][:3], value=0.25)]},
        {"sale": None},
        {"sale": replace(trace.sale, clicks=5)},
        {"edges": None},
        {"edges": trace.edges | {"sold": np.array([1, 1])}},
        {"in_flight": 2},
    ]


def test_ignores_the_order_of_mappings(traces: ModuleType) -> None:
    """Totals, timelines and columns may come in any order."""
    trace = traces.small_trace()
    shuffled = replace(
        trace,
        requests=dict(reversed(trace.requests.items())),
        totals=dict(reversed(trace.totals.items())),
        timeline={n: dict(reversed(c.items())) for n, c in reversed(trace.timeline.items())},
    )
    assert fingerprint(shuffled) == fingerprint(trace)


def test_ignores_byte_order_and_width(traces: ModuleType) -> None:
    """Big-endian or wider integers, or strided arrays, are the same numbers."""
    trace = traces.small_trace()
    swapped = {name: column.astype(">i8") for name, column in trace.requests.items()}
    swapped["start"] = np.repeat(trace.requests["start"], 2)[::2]
    assert fingerprint(replace(trace, requests=swapped)) == fingerprint(trace)


def test_whole_event_values_are_like_floats(traces: ModuleType) -> None:
    """A census of 3 and one of 3.0 are the same event."""
    whole, real = (
        traces.small_trace(events=[ControlEvent(0, "census", "edge", value)]) for value in (3, 3.0)
    )
    assert fingerprint(whole) == fingerprint(real)


def test_names_are_kept_apart(traces: ModuleType) -> None:
    """Neighbouring names do not run together: ("ab", "c") is not ("a", "bc")."""
    first, second = (
        traces.small_trace(events=[ControlEvent(0, kind, target, 0.0)])
        for kind, target in (("ab", "c"), ("a", "bc"))
    )
    assert fingerprint(first) != fingerprint(second)


def test_refuses_what_it_cannot_hash(traces: ModuleType) -> None:
    """A value of an unknown kind is an error, never silently left out."""
    with pytest.raises(TypeError, match="wanted a value that a trace can hold"):
        fingerprint(traces.small_trace(in_flight=1j))
