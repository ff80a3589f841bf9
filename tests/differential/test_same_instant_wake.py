"""An edge node that has to be woken, under each engine.

It takes 10 ms to wake, a poll takes the only worker 1 ms, a click 2 ms; the shop takes 1 ms.  Times
are in ns.
"""

import pytest
from engines import Ends, check_same
from plays import ONE_WORKER, SHOP, scenario

from sim.engines.execute import Execute

MS = 1_000_000
SALE = ONE_WORKER + 'wake_time = "10 ms"\n'
BOTS = 'bots = { share = 0.5, reaction = "0 ms" }\n'
ANSWERS = SALE + 'answer_time = "3 ms"\n'


def crowd(users: int, reaction: str = "0 ms") -> str:
    """So many people; of two one is a bot, who clicks at once."""
    return f'[crowd]\nusers = {users}\nreaction = "{reaction}"\n{BOTS}'


def ended(engine: Execute, body: str) -> list[float]:
    """When each click was over, in ms; the bot's first."""
    log = engine(scenario(body, seed=2), None).requests
    finished = (log["start"] + log["latency"]) / MS
    return [float(time) for time in [*finished[log["bot"]], *finished[~log["bot"]]]]


def test_only_the_first_of_two_wakes_it(ends: Ends) -> None:
    """Both click at 1000 ms: the worker is with 0 until 1012, with 1 until 1014."""
    assert ends(SALE + SHOP + crowd(2)) == [
        ("buy", 0, 1013 * MS, "served", "shop"),
        ("buy", 1, 1015 * MS, "served", "shop"),
    ]


def test_one_of_several_workers_at_work_keeps_the_node_awake(ends: Ends) -> None:
    """Two workers: 1 finds the other one busy, so its click is done at 1002."""
    two = SALE.replace("workers = 1", "workers = 2")
    assert ends(two + SHOP + crowd(2)) == [
        ("buy", 1, 1003 * MS, "served", "shop"),
        ("buy", 0, 1013 * MS, "served", "shop"),
    ]


@pytest.mark.parametrize(
    ("reaction", "end"),
    [("11999999 ns", 1015), ("12 ms", 1025), ("12000001 ns", 1025.000001)],
)
def test_who_comes_in_the_instant_of_a_release_wakes_it_again(
    engine: Execute, reaction: str, end: float
) -> None:
    """The bot has the worker until 1012 ms: who clicks a nanosecond before waits for that and finds
    the node awake; then, or later, it is idle."""
    assert ended(engine, SALE + SHOP + crowd(2, reaction)) == [1013, end]


def test_an_answer_wakes_it_too(engine: Execute) -> None:
    """Awake at 1010 ms, decided at 1012, back at 1013, awake at 1023, passed on at 1026."""
    assert ended(engine, ANSWERS + SHOP + crowd(1)) == [1026]


def test_an_answer_that_waits_finds_it_awake(engine: Execute) -> None:
    """The answer to the bot comes at 1013 ms, when the person's click has the worker from 1012 to
    1014: it is passed on at 1017; her own comes at 1015, and is at 1020."""
    assert ended(engine, ANSWERS + SHOP + crowd(2, "1 ms")) == [1017, 1020]


def test_an_answer_of_an_instant_comes_before_the_click_and_wakes_it(engine: Execute) -> None:
    """The bot's answer comes when the person clicks, at 1013 ms: it wakes the node and is done at
    1026, and her click, which waited, at 1028; her answer comes at 1029 and wakes it again."""
    assert ended(engine, ANSWERS + SHOP + crowd(2, "13 ms")) == [1026, 1042]


POLLS = 'poll = { period = "20 ms", rows = true }\n'


@pytest.mark.parametrize(("link", "way"), [("", 0), ('link = { latency = "2 ms" }\n', 4)])
def test_a_poll_wakes_it(engine: Execute, link: str, way: int) -> None:
    """Three ask at 960 ms: the node is awake at 970, and done with them at 971, 972 and 973.  They
    ask again 20 ms later, when it sleeps: 991 to 1002, and a millisecond later each for the others,
    who wait for that.  A way of 2 ms adds 4 ms to each poll."""
    asking = """[crowd]
users = 3
joins_at = "960 ms"
poll = { period = "20 ms", rows = true }
"""
    polls = engine(scenario(SALE + link + SHOP + asking), None).poll_rows
    assert polls is not None
    rows = zip(polls["number"].tolist(), polls["user"].tolist(), polls["latency"], strict=True)
    took = [latency / MS - way for _, _, latency in sorted(rows)]
    assert took == [11, 12, 13, 11, 11, 11]


def test_polls_and_clicks_of_many_people_at_a_node_that_sleeps() -> None:
    """Some hundred polls, clicks and answers with random times: the same under both engines."""
    times = """
poll_time = { kind = "exponential", mean = "1 ms" }
click_time = { kind = "exponential", mean = "2 ms" }
answer_time = { kind = "exponential", mean = "2 ms" }
wake_time = { kind = "gamma", mean = "3 ms", shape = 2.0 }
"""
    edge = f'[edge]\nnodes = 2\nworkers = 2\nadmission = "open"\norigin = "shop"\n{times}'
    sale = '[sale]\nstock = 30\nopens_at = "1 s"\nupdate_time = "0 ms"\n'
    people = '[crowd]\nusers = 60\njoin_window = "500 ms"\npoll = { period = "70 ms" }\n'
    check_same(scenario(sale + edge + SHOP + people + 'reaction = "100 ms"\n', seed=3))
