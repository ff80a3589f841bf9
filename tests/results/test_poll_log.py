"""The poll log reads like the request log, and is there only if it was asked for."""

from types import ModuleType

import pytest

from sim.engines.trace import POLL_COLUMNS, Columns
from sim.outcomes import Outcome
from sim.results import PollLog
from sim.results.run import Run
from sim.units import MILLISECOND


def test_a_run_that_keeps_its_polls_has_a_log_of_them(
    traces: ModuleType, poll_rows: Columns
) -> None:
    """The columns of the trace, one row a poll."""
    run = Run.from_trace(traces.small_trace(poll_rows=poll_rows), traces.identity(), 0.0)
    assert run.polls is not None
    assert len(run.polls) == 2
    assert run.polls.latency.tolist() == poll_rows["latency"].tolist()


def test_a_run_that_counts_them_has_none(traces: ModuleType) -> None:
    """The small run has a histogram of two polls, and no rows."""
    assert traces.small_run().polls is None


def test_columns_are_items_and_attributes(poll_rows: Columns) -> None:
    """A column can be had either way."""
    log = PollLog(poll_rows)
    assert log.columns == tuple(POLL_COLUMNS)
    for column in log.columns:
        assert log[column] is getattr(log, column)


def test_unknown_column_names_the_known_ones(poll_rows: Columns) -> None:
    """A poll has no attempts."""
    with pytest.raises(KeyError, match=r"wanted one of user, number, .* got attempts"):
        PollLog(poll_rows)["attempts"]


def test_is_read_only(poll_rows: Columns) -> None:
    """A result cannot be changed by looking at it."""
    with pytest.raises(ValueError, match="read-only"):
        PollLog(poll_rows).latency[0] = 0


def test_finished_is_start_plus_latency(poll_rows: Columns) -> None:
    """0 + 1 ms, 50 + 3 ms."""
    assert (PollLog(poll_rows).finished // MILLISECOND).tolist() == [1, 53]


def test_counts_and_selects_by_outcome(poll_rows: Columns) -> None:
    """One served, one shed."""
    poll_rows["outcome"][0] = Outcome.SHED
    log = PollLog(poll_rows)
    assert {name: count for name, count in log.counts().items() if count} == {
        "served": 1,
        "shed": 1,
    }
    assert log.ended_as([Outcome.SHED]).tolist() == [True, False]


def test_to_pandas_has_names(poll_rows: Columns) -> None:
    """In a data frame outcomes have become names; all else is as it was."""
    frame = PollLog(poll_rows).to_pandas()
    assert list(frame.columns) == list(POLL_COLUMNS)
    assert frame["outcome"].tolist() == ["served", "served"]
    assert frame["number"].tolist() == [0, 1]


def test_repr_is_one_line(poll_rows: Columns) -> None:
    """The log says how long it is."""
    assert repr(PollLog(poll_rows)) == "PollLog(2 polls)"
