"""Whatever becomes of a click, it is one row with one outcome."""

from collections.abc import Iterator

import pytest
from loads import CROWD, SERVICE, scenario, workload
from shop_stub import TOKEN, shop

from edge.load import run
from edge.load.share import STATIONS
from sim.outcomes import Outcome

RETRY = 'retry = { attempts = 3, on = ["failed"] }'


def by(name: str) -> int:
    return STATIONS.index(name)


def test_a_failed_click_is_sent_again() -> None:
    """Every second click fails: nearly all are sold in three attempts, which are counted."""
    again = scenario(SERVICE, workload("50/s", RETRY), duration="3 s")
    with shop(fails=2) as one:
        log = run(again, [one.url], admins=[one.url], token=TOKEN, lag="p99 <= 10 s").requests
        seen = len(one.seen)
    assert len(log) == 50
    assert int(log.attempts.sum()) == seen > 50
    assert log.attempts.max() <= 3


def test_a_server_that_is_gone_fails_everybody_and_loses_nobody() -> None:
    """Clicks that nobody takes have failed, and the client says so.  Without an admin interface
    the start is laid so that the scenario's opening is the shop's."""
    steady = scenario(SERVICE, workload("50/s"), duration="2 s")
    with shop(codes=False, opens_in_ms=5000) as one:
        note = lambda line: one.process.kill()  # noqa: E731
        result = run(steady, [one.url], lag="p99 <= 10 s", note=note)
    failed = result.requests.ended_as([Outcome.FAILED])
    assert failed.all() and len(failed) == 50
    assert (result.requests.by == by("client")).all()


@pytest.fixture(scope="module")
def impatient() -> Iterator[object]:
    """A crowd of whom those who join early have had enough before the sale opens at 300 ms."""
    with shop(codes=False, serves_in_ms=1) as one, shop(codes=False) as two:
        urls = [one.url, two.url]
        crowd = CROWD.replace("weights", 'patience = "150 ms"\nweights')
        yield run(scenario(SERVICE, crowd), urls, admins=urls, token=TOKEN, lag="p99 <= 10 s")


def test_who_leaves_before_the_opening_is_a_row_without_a_click(impatient: object) -> None:
    """She is abandoned 150 ms after she joined; everybody has a row."""
    log = impatient.requests  # type: ignore[attr-defined]
    left = log.attempts == 0
    assert 0 < left.sum() < len(log) == 120
    assert (log.outcome[left] == Outcome.ABANDONED).all()
    assert (log.latency[left] == 150_000_000).all()
