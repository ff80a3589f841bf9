"""The timeline turns counts into rates, with the last interval as short as it is."""

from types import ModuleType

import pytest

from sim.results.timeline import Timeline
from sim.units import SECOND


def test_bounds_end_with_the_run(traces: ModuleType) -> None:
    """2.5 s in intervals of 1 s: the third one is half as long."""
    bounds = traces.small_run().timeline.bounds / SECOND
    assert bounds.tolist() == [0.0, 1.0, 2.0, 2.5]


def test_rate_is_per_second(traces: ModuleType) -> None:
    """2, 1 and 1 arrivals in 1, 1 and 0.5 s are 2, 1 and 2 a second."""
    assert traces.small_run().timeline.rate("edge", "arrived").tolist() == [2.0, 1.0, 2.0]


def test_is_a_mapping_of_stations(traces: ModuleType) -> None:
    """Stations come in the trace's order, each with its columns."""
    timeline = traces.small_run().timeline
    assert list(timeline) == ["buy", "edge", "stock"]
    assert len(timeline) == 3
    assert timeline["stock"]["queue"].tolist() == [0, 1, 0]


def test_is_read_only(traces: ModuleType) -> None:
    """A result cannot be changed by looking at it."""
    with pytest.raises(ValueError, match="read-only"):
        traces.small_run().timeline["edge"]["arrived"][0] = 0


def test_to_pandas_is_long(traces: ModuleType) -> None:
    """One row a station and interval, with the interval's start in seconds."""
    frame = traces.small_run().timeline.to_pandas()
    assert len(frame) == 9
    edge = frame[frame["station"] == "edge"]
    assert edge["start_s"].tolist() == [0.0, 1.0, 2.0]
    assert edge["arrived"].tolist() == [2, 1, 1]


def test_to_pandas_without_stations_has_the_columns() -> None:
    """A timeline of nothing is an empty frame that can still be asked for its columns."""
    frame = Timeline({}, SECOND, SECOND).to_pandas()
    assert len(frame) == 0
    assert {"station", "start_s", "arrived", "busy"} <= set(frame.columns)


def test_repr_is_one_line(traces: ModuleType) -> None:
    """The timeline says what it covers."""
    expected = "Timeline(buy, edge, stock: 3 intervals of 1 s)"
    assert repr(traces.small_run().timeline) == expected
