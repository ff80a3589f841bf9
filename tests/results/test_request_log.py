"""The request log reads like columns, and cannot be changed."""

from types import ModuleType

import pytest

from sim.engines.trace import REQUEST_COLUMNS
from sim.outcomes import ANSWERS, Outcome
from sim.units import MILLISECOND


def test_columns_are_items_and_attributes(traces: ModuleType) -> None:
    """A column can be had either way, and the length is that of the columns."""
    log = traces.small_run().requests
    assert len(log) == 3
    assert log.columns == tuple(REQUEST_COLUMNS)
    for column in log.columns:
        assert log[column] is getattr(log, column)


def test_unknown_column_names_the_known_ones(traces: ModuleType) -> None:
    """Asking for a column that is none says which there are."""
    with pytest.raises(KeyError, match=r"wanted one of request, workload, .* got stations"):
        traces.small_run().requests["stations"]


def test_is_read_only(traces: ModuleType) -> None:
    """A result cannot be changed by looking at it."""
    with pytest.raises(ValueError, match="read-only"):
        traces.small_run().requests.latency[0] = 0


def test_finished_is_start_plus_latency(traces: ModuleType) -> None:
    """0.1 s + 2 ms, 0.15 s + 20 ms, 1.2 s + 40 ms."""
    finished = traces.small_run().requests.finished
    assert (finished // MILLISECOND).tolist() == [102, 170, 1240]


def test_selects_by_outcome_and_workload(traces: ModuleType) -> None:
    """Row masks pick out how requests ended and where they came from."""
    log = traces.small_run().requests
    assert log.ended_as(ANSWERS).tolist() == [False, True, True]
    assert log.ended_as([Outcome.REFUSED]).tolist() == [True, False, False]
    assert log.is_of("buy").all()


def test_unknown_workload_names_the_known_ones(traces: ModuleType) -> None:
    """Asking for a workload that the run has not says which it has."""
    with pytest.raises(ValueError, match="wanted one of the workloads buy, got sell"):
        traces.small_run().requests.is_of("sell")


def test_to_pandas_has_names(traces: ModuleType) -> None:
    """In a data frame codes have become names, and -1 a missing value."""
    trace = traces.small_trace()
    trace.requests["by"][0] = -1
    frame = traces.Run.from_trace(trace, traces.identity(), 0.0).requests.to_pandas()
    assert frame["outcome"].tolist() == ["refused", "sold", "sold"]
    assert frame["workload"].tolist() == ["buy"] * 3
    assert frame["by"].isna().tolist() == [True, False, False]
    assert frame["by"].tolist()[1:] == ["stock", "stock"]
    assert frame["latency"].tolist() == trace.requests["latency"].tolist()


def test_repr_is_one_line(traces: ModuleType) -> None:
    """The log says how long it is and of what."""
    assert repr(traces.small_run().requests) == "RequestLog(3 requests of buy)"
