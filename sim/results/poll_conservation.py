"""Conservation of polls: each is counted once, and the rows, where they are kept, agree."""

from collections.abc import Iterator

import numpy as np

from sim.engines.trace import POLL_COLUMNS, Columns, Trace
from sim.histogram import LatencyHistogram
from sim.outcomes import Outcome
from sim.results.log_checks import Ranges, row_problems, shape_problems


def problems(trace: Trace) -> list[str]:
    """Everything in which the numbers of a trace about its polls contradict one another."""
    found = list(_count_problems(trace))
    if trace.poll_rows is not None:
        found += list(shape_problems("poll log", trace.poll_rows, POLL_COLUMNS)) or list(
            _log_problems(trace, trace.poll_rows)
        )
    return found


def _count_problems(trace: Trace) -> Iterator[str]:
    ended = sum(trace.poll_outcomes.values())
    if ended != trace.polls.count:
        yield f"polls: {ended} ended, {trace.polls.count} have a latency"


def _log_problems(trace: Trace, rows: Columns) -> Iterator[str]:
    nodes = None if trace.edges is None else len(trace.edges["users"])
    ranges: Ranges = dict.fromkeys(("user", "number", "start", "latency"), (0, None))
    ranges |= {"edge": (-1, nodes), "outcome": (0, len(Outcome))}
    wrong = list(row_problems("poll log", "poll", rows, ranges, trace.end))
    yield from wrong or _agreement_problems(trace, rows)
    yield from _sequence_problems(rows)


def _agreement_problems(trace: Trace, rows: Columns) -> Iterator[str]:
    """The rows are the polls that were counted: by outcome, and by latency."""
    counts = np.bincount(rows["outcome"], minlength=len(Outcome)).tolist()
    for outcome in Outcome:
        counted = trace.poll_outcomes.get(outcome.label, 0)
        if counts[outcome] != counted:
            yield f"polls: {counted} {outcome.label} in all, {counts[outcome]} in the poll log"
    histogram = LatencyHistogram()
    histogram.record_many(rows["latency"])
    if histogram != trace.polls:
        yield f"polls: {trace.polls} in all, {histogram} in the poll log"


def _sequence_problems(rows: Columns) -> Iterator[str]:
    """Each user's polls follow one another, from number 0 on."""
    order = np.argsort(rows["user"], kind="stable")
    user, number = rows["user"][order], rows["number"][order]
    again = user[1:] == user[:-1]
    wanted = np.zeros_like(number)
    wanted[1:][again] = number[:-1][again] + 1
    for row in np.flatnonzero(number != wanted)[:1]:
        yield f"poll log: number {number[row]} of user {user[row]}, wanted {wanted[row]}"
