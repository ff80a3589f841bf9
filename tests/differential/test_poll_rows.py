"""Rows of polls: both engines have the same ones, and they are the polls that were counted.

The kernel puts rows aside whenever a slot has no room for more; here it has room for a few.
"""

from dataclasses import replace

import pytest
from differences import difference
from engines import check_same, compiled, examples, fail_if
from plain import play_plain
from plays import EDGE, SALE
from plays import scenario as small
from random_models import ADMISSIONS, models

from sim.engines.compiled import lower
from sim.engines.execute import Execute
from sim.engines.trace import Trace
from sim.model import Scenario
from sim.outcomes import Outcome
from sim.results import conservation
from sim.units import MILLISECOND

FRONT = SALE + EDGE + 'admission = "open"\n'
ROOM = 5
ASKING = {"crowd.poll": {"period": "20 ms", "jitter": 0.5, "rows": True}}
CROWDED = {"crowd.users": 1_000, "edge.nodes": 7, "crowd.weights": [1.0] * 7}


@pytest.fixture(autouse=True)
def _little_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lower, "HEARD_ROOM", ROOM)


def asking(count: int, admission: str | None = None) -> list[Scenario]:
    """Random models whose users poll, and whose polls are kept."""
    found = examples(models(admission=admission, mixtures=False), count)
    return [model.resolve(set=ASKING) for model in found if model.crowd is not None]


def polls(trace: Trace) -> int:
    """How many polls have a row."""
    assert trace.poll_rows is not None
    return len(trace.poll_rows["user"])


def test_polls_are_in_order_of_completion_and_of_users(engine: Execute) -> None:
    """Two users ask at 0, 601 and 1202 ms, and have each answer 1 ms later, in the same instant."""
    crowd = '[crowd]\nusers = 2\npoll = { period = "600 ms", rows = true }\n'
    rows = engine(small(FRONT + crowd), None).poll_rows
    assert rows is not None
    assert rows["user"].tolist() == [0, 1, 0, 1, 0, 1]
    assert rows["number"].tolist() == [0, 0, 1, 1, 2, 2]
    assert (rows["start"] // MILLISECOND).tolist() == [0, 0, 601, 601, 1202, 1202]
    assert rows["latency"].tolist() == [MILLISECOND] * 6
    assert rows["edge"].tolist() == [0] * 6
    assert rows["outcome"].tolist() == [Outcome.SERVED] * 6


def test_polls_of_a_service_have_no_edge_node(engine: Execute) -> None:
    """The edge is there, but the crowd goes round it."""
    crowd = '[crowd]\nusers = 2\nentry = "shop"\npoll = { period = "600 ms", rows = true }\n'
    rows = engine(small(FRONT + crowd), None).poll_rows
    assert rows is not None
    assert rows["edge"].tolist() == [-1] * 6


@pytest.mark.parametrize("admission", ADMISSIONS)
def test_both_engines_keep_the_same_polls_at_every_edge(admission: str) -> None:
    """Users of an edge of each kind, in ten models each."""
    for scenario in asking(10, admission):
        check_same(scenario)


def test_both_engines_keep_the_same_polls_of_any_crowd() -> None:
    """Some of them ask at a service, some lose polls, wait in line for an answer or give up."""
    for scenario in asking(40):
        check_same(scenario)


def test_the_rows_are_the_polls_that_were_counted(engine: Execute) -> None:
    """Each row has one in the histogram and one among the outcomes, and a number of its own."""
    traces = [engine(scenario, None) for scenario in asking(30)]
    for trace in traces:
        conservation.check(trace)
        assert polls(trace) == trace.polls.count
    assert sum(map(polls, traces)) > 50 * ROOM


def test_keeping_polls_changes_nothing_else(engine: Execute) -> None:
    """Without its rows a run is the run that only counts them, with the same fingerprint."""
    for scenario in asking(10, "open"):
        counted = engine(scenario.resolve(set={"crowd.poll.rows": False}), None)
        kept = engine(scenario, None)
        assert counted.poll_rows is None
        fail_if(difference(counted, replace(kept, poll_rows=None), ("counted", "kept")), scenario)


def test_any_number_of_threads_keeps_the_same_polls() -> None:
    """Each puts aside what it has counted, in whatever order; the log has an order of its own."""
    for model in asking(3, "probability"):
        scenario = model.resolve(set=CROWDED)
        one, three = (compiled(scenario, threads=threads) for threads in (1, 3))
        assert polls(one) >= 1_000
        fail_if(difference(one, three, ("1 thread", "3 threads")), scenario)


def test_the_kernel_as_plain_python_keeps_the_same_polls() -> None:
    """Users' numbers are small integers in the kernel, and no row suffers from it."""
    scenarios = asking(10, "open")
    for scenario, plain in zip(scenarios, play_plain(scenarios), strict=True):
        fail_if(difference(plain, compiled(scenario), ("plain", "compiled")), scenario)
