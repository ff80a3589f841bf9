"""The data centre's answer that wants a worker of its edge node, under each engine.

A click takes the only worker 2 ms, an answer 3 ms; the shop takes 1 ms.  Times are in ns.
"""

import pytest
from engines import Ends, ends_of
from plays import ONE_WORKER, SHOP, scenario

from sim.engines.execute import Execute
from sim.outcomes import Outcome

MS = 1_000_000
SALE = ONE_WORKER + 'answer_time = "3 ms"\n'
LATER = SHOP.replace("1 ms", "1000001 ns")


def test_it_waits_behind_clicks_that_were_there_before(ends: Ends) -> None:
    """Two click at 1000 ms.  The answer to 0 comes at 1003, when 1 has the worker until 1004: it is
    passed on at 1007, the answer to 1, which came at 1005, at 1010."""
    assert ends(SALE + SHOP + "[crowd]\nusers = 2\n") == [
        ("buy", 0, 1007 * MS, "served", "shop"),
        ("buy", 1, 1010 * MS, "served", "shop"),
    ]


def heard(engine: Execute, reaction: str, shop: str = SHOP, queue: str = "none") -> list[int]:
    """When a bot hears who clicks at 1000 ms, and a person who reacts as late as that."""
    sale = SALE + f'queue = "{queue}"\n'
    crowd = f'reaction = "{reaction}"\nbots = {{ share = 0.5, reaction = "0 ms" }}\n'
    trace = engine(scenario(sale + shop + "[crowd]\nusers = 2\n" + crowd, seed=2), None)
    assert trace.requests["bot"].tolist() == [True, False]
    return [end for _, _, end, _, _ in ends_of(trace)]


def test_a_full_line_never_sheds_it(engine: Execute) -> None:
    """Nobody may wait.  The person has the worker from 1002 to 1004 ms, when the bot's answer comes
    at 1003: it waits all the same, until 1007; her own comes at 1005, and waits until 1010."""
    assert heard(engine, "2 ms", queue="0") == [1007 * MS, 1010 * MS]


def test_it_comes_before_who_clicks_then(engine: Execute) -> None:
    """The bot's answer comes in the instant of the person's click: it has the worker until 1006,
    then the click until 1008; the person's own answer comes at 1009."""
    assert heard(engine, "3 ms") == [1006 * MS, 1012 * MS]


def test_it_comes_after_who_clicks_a_nanosecond_before(engine: Execute) -> None:
    """The click has the worker from 1003 to 1005 ms, and the bot's answer from there to 1008; the
    person's comes at 1006, and has it from 1008 on."""
    assert heard(engine, "3 ms", LATER) == [1008 * MS, 1011 * MS]


@pytest.mark.parametrize(("time", "end"), [("0 ms", 1004), ("none", 1003)])
def test_one_that_takes_no_time_waits_for_its_turn_too(ends: Ends, time: str, end: int) -> None:
    """Where it takes no worker it is passed on at 1003 ms; with 0 ms when click 1 is done."""
    first, _ = ends(SALE.replace("3 ms", time) + SHOP + "[crowd]\nusers = 2\n")
    assert first == ("buy", 0, end * MS, "served", "shop")


TWO_NODES = """
[crowd]
users = 4
reaction = { kind = "empirical", values = ["0 ms", "1 ms", "3 ms"] }
[services.shop]
service_time = "1 ms"
workers = 2
queue = 0
[[faults]]
kind = "slow"
service = "shop"
instance = "all"
factor = 2.0
at = "0 s"
lasts = "1000500 us"
[workloads.w]
kind = "deterministic"
rate = "1/s"
start = "1004500 us"
stop = "1100 ms"
to = "shop"
"""


def test_what_two_nodes_do_with_answers_goes_node_by_node(engine: Execute) -> None:
    """Clicks take no time.  One at node 1 is at the shop from 1000 to 1002 ms, one at node 0 from
    1001 to 1002, when it is as fast again: both answers have their workers until 1005, that of
    node 1 was first.  A second click waits at each since 1003.  Then the shop has room for one,
    since w is there: for that of node 0."""
    sale = SALE.replace("nodes = 1", "nodes = 2").replace("2 ms", "0 ms")
    trace = engine(scenario(sale + TWO_NODES, seed=19), None)
    log = trace.requests
    started = zip(log["start"].tolist(), log["edge"].tolist(), strict=True)
    assert sorted(started) == [
        (1000 * MS, 1),
        (1001 * MS, 0),
        (1003 * MS, 0),
        (1003 * MS, 1),
        (1_004_500_000, -1),
    ]
    shed = log["outcome"] == Outcome.SHED
    assert log["edge"][shed].tolist() == [1]
