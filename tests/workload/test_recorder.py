"""The recorder: rows in order, stations by number, polls as a histogram."""

import numpy as np

from sim.outcomes import Outcome
from sim.stations.request import Response
from sim.workload.recorder import BY, FIELDS, POLL_FIELDS, Recorder

STATIONS = ("buy", "edge", "stock")


def row(recorder: Recorder, request: int, by: str) -> None:
    """Record a request that a station decided."""
    response = Response(Outcome.SOLD, by)
    recorder.row(request, 1, 2, True, 3, 4, 5, response, 6)


def test_a_row_has_the_columns_of_the_log() -> None:
    """request, workload, user, bot, edge, start, latency, outcome, by, attempts."""
    recorder = Recorder()
    row(recorder, 0, "edge")
    assert recorder.rows(STATIONS).tolist() == [[0, 1, 2, 1, 3, 4, 5, Outcome.SOLD, 1, 6]]


def test_stations_are_numbered_as_the_run_numbers_them() -> None:
    """Whatever the order in which they were first seen."""
    recorder = Recorder()
    for request, name in enumerate(["stock", "buy", "stock", "edge"]):
        row(recorder, request, name)
    assert recorder.rows(STATIONS)[:, BY].tolist() == [2, 0, 2, 1]


def test_rows_keep_their_order() -> None:
    """First recorded, first in the log."""
    recorder = Recorder()
    for request in (5, 3, 4):
        row(recorder, request, "buy")
    assert recorder.rows(STATIONS)[:, 0].tolist() == [5, 3, 4]


def test_no_rows_are_an_empty_log() -> None:
    """Zero rows of all columns."""
    assert Recorder().rows(STATIONS).shape == (0, FIELDS)


def test_reading_the_rows_does_not_change_them() -> None:
    """Two readings are the same."""
    recorder = Recorder()
    row(recorder, 0, "stock")
    assert recorder.rows(STATIONS).tolist() == recorder.rows(STATIONS).tolist()


def test_polls_reach_the_histogram_once() -> None:
    """Flushing twice counts each poll once."""
    recorder = Recorder()
    for number, latency in enumerate((5, 7)):
        recorder.poll(0, number, 0, latency, Outcome.SERVED)
    recorder.flush()
    recorder.flush()
    assert (recorder.polls.count, recorder.polls.sum) == (2, 12)


def test_polls_have_no_rows_unless_they_are_kept() -> None:
    """A recorder that only counts hands over none."""
    recorder = Recorder()
    recorder.poll(0, 0, 3, 5, Outcome.SERVED)
    assert recorder.take_polls().shape == (0, POLL_FIELDS)


def test_kept_polls_have_a_row_each() -> None:
    """user, number, start, latency, outcome: before and after a flush, and from elsewhere."""
    recorder = Recorder(keeps_polls=True)
    recorder.poll(8, 0, 3, 5, Outcome.SERVED)
    recorder.flush()
    recorder.poll(8, 1, 10, 6, Outcome.SHED)
    recorder.keep(np.array([[9, 0, 1, 2, Outcome.SERVED]]))
    rows = recorder.take_polls().tolist()
    assert sorted(rows) == [[8, 0, 3, 5, 0], [8, 1, 10, 6, Outcome.SHED], [9, 0, 1, 2, 0]]


def test_kept_polls_are_counted_all_the_same() -> None:
    """Two rows, two in the histogram."""
    recorder = Recorder(keeps_polls=True)
    for number in range(2):
        recorder.poll(0, number, 0, 5, Outcome.SERVED)
    assert (len(recorder.take_polls()), recorder.polls.count) == (2, 2)


def test_polls_are_handed_over_once() -> None:
    """The recorder lets go of what it has handed over: there may be a lot of it."""
    recorder = Recorder(keeps_polls=True)
    recorder.poll(0, 0, 0, 5, Outcome.SERVED)
    assert [len(recorder.take_polls()) for _ in range(2)] == [1, 0]


def test_finished_counts_requests_and_polls() -> None:
    """One row and two polls are three, whether flushed or not."""
    recorder = Recorder()
    row(recorder, 0, "buy")
    recorder.poll(0, 0, 0, 5, Outcome.SERVED)
    recorder.flush()
    recorder.poll(0, 1, 0, 5, Outcome.SHED)
    assert recorder.finished == 3
