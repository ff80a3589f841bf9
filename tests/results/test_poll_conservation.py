"""A trace whose rows of polls contradict the rest of it is refused, and the message says where."""

from types import ModuleType

import numpy as np
import pytest

from sim.engines.trace import Columns
from sim.outcomes import Outcome
from sim.results.conservation import ConservationError, check
from sim.units import MILLISECOND, SECOND


def test_rows_that_agree_pass(traces: ModuleType, poll_rows: Columns) -> None:
    """The two polls of the small trace."""
    check(traces.small_trace(poll_rows=poll_rows))


def test_no_polls_are_no_rows(traces: ModuleType, poll_rows: Columns) -> None:
    """A run that keeps its polls may have had none."""
    none = {name: column[:0] for name, column in poll_rows.items()}
    nothing = traces.LatencyHistogram()
    check(traces.small_trace(poll_rows=none, polls=nothing, poll_outcomes={}))


def told(traces: ModuleType, rows: Columns) -> str:
    """What is said of the small trace with these rows."""
    with pytest.raises(ConservationError) as error:
        check(traces.small_trace(poll_rows=rows))
    return str(error.value)


@pytest.mark.parametrize(
    ("column", "row", "value", "message"),
    [
        ("latency", 1, 2 * MILLISECOND, "polls: LatencyHistogram(count=2, min=1000000, max=3"),
        ("latency", 1, 3 * SECOND, "a poll finished at 3050000000 ns, after 2500000000 ns"),
        ("latency", 0, -1, "poll log: latency from -1 to 3000000, wanted at least 0"),
        ("start", 0, SECOND, "poll log: rows are not in order of completion"),
        ("outcome", 0, Outcome.SHED, "polls: 2 served in all, 1 in the poll log"),
        ("outcome", 0, Outcome.SHED, "polls: 0 shed in all, 1 in the poll log"),
        ("outcome", 0, 8, "outcome from 0 to 8, wanted at least 0 and below 8"),
        ("edge", 0, 2, "edge from 0 to 2, wanted at least -1 and below 2"),
        ("user", 0, -3, "user from -3 to 10, wanted at least 0"),
        ("user", 1, 11, "poll log: number 1 of user 11, wanted 0"),
        ("number", 1, 0, "poll log: number 0 of user 10, wanted 1"),
        ("number", 1, 2, "poll log: number 2 of user 10, wanted 1"),
        ("number", 0, 1, "poll log: number 1 of user 10, wanted 0"),
    ],
)
def test_a_contradiction_is_named(
    traces: ModuleType, poll_rows: Columns, column: str, row: int, value: int, message: str
) -> None:
    """Each spoilt number is reported with what it disagrees with."""
    poll_rows[column][row] = value
    assert message in told(traces, poll_rows)


def test_a_row_that_is_missing_is_named(traces: ModuleType, poll_rows: Columns) -> None:
    """Two polls were counted, one is there."""
    one = {name: column[:1] for name, column in poll_rows.items()}
    assert "polls: 2 served in all, 1 in the poll log" in told(traces, one)


def test_a_misshapen_log_is_named(traces: ModuleType, poll_rows: Columns) -> None:
    """A column too many, and one that is too short."""
    assert "poll log: wanted columns" in told(traces, poll_rows | {"bot": np.zeros(2)})
    short = poll_rows | {"edge": poll_rows["edge"][:1]}
    assert "poll log: columns differ in length" in told(traces, short)
