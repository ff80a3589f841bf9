"""People who poll: until the sale opens, and not a moment longer."""

from collections.abc import Iterator

import pytest
from loads import CROWD, SERVICE, scenario, simulated
from shop_stub import TOKEN, shop

from edge.load import LoadResult, run
from sim.engines.reference.workloads import gather_people

POLLS = 'poll = { period = "100 ms", jitter = 0.2 }\n'
SCENARIO = scenario(SERVICE, CROWD.replace("joins_at", POLLS + "joins_at"), duration="3 s")
OPENS_AT = 300_000_000


@pytest.fixture(scope="module")
def result() -> Iterator[LoadResult]:
    with shop() as one, shop() as two:
        urls = [one.url, two.url]
        yield run(SCENARIO, urls, admins=urls, token=TOKEN, lag="p99 <= 10 s")


def test_everybody_clicks_once(result: LoadResult) -> None:
    """There is one row a user, and every one got a unit."""
    assert sorted(result.requests.user.tolist()) == list(range(120))
    assert result.requests.counts()["sold"] == 120


def test_nobody_clicks_before_the_sale_and_her_reaction(result: LoadResult) -> None:
    """A click is due the simulator's reaction time after an answer that says it is open."""
    assert SCENARIO.crowd is not None
    log, people = result.requests, gather_people(SCENARIO, SCENARIO.crowd)
    assert (log.start - people.reaction[log.user] >= OPENS_AT).all()


def test_polls_are_counted_and_timed(result: LoadResult) -> None:
    """As many polls as in the simulator, but for those that a slow answer puts off."""
    trace = simulated(SCENARIO)
    assert len(trace) == 120
    assert result.poll_outcomes["served"] == result.polls.count
    assert 120 < result.polls.count <= 120 * 8
    assert result.summary["polls"]["latency"]["p50"] > 0


def test_every_request_has_its_lag(result: LoadResult) -> None:
    """Polls, codes and clicks: each was sent once, and how late is known."""
    assert result.lag.count == result.polls.count + 2 * 120
