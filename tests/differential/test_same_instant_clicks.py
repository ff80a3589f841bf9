"""A click that an edge node sends on, and what the data centre does in that instant.

A workload asks the shop, which has one worker and no room to wait, at 1000 and 1010 ms, for 1 ms.
Clicks take no time at the edge.  Times are in ns.
"""

from engines import Ends

MS = 1_000_000
SALE = """
[sale]
stock = 5
opens_at = "990 ms"
update_time = "10 ms"

[services.shop]
service_time = "1 ms"
queue = 0

[workloads.w]
kind = "deterministic"
rate = "100/s"
to = "shop"
start = "1 s"
stop = "1015 ms"
"""
EDGE = """
[edge]
nodes = 1
workers = 1
poll_time = "0 ms"
click_time = "0 ms"
origin = "shop"
"""
OPEN = EDGE + 'admission = "open"\n'
FIRST, SECOND = ("w", 0, 1001 * MS, "served", "shop"), ("w", 1, 1011 * MS, "served", "shop")
LATE = ("buy", 0, 1000 * MS, "shed", "shop")


def test_a_user_who_clicks_then_comes_second(ends: Ends) -> None:
    """She reacts 10 ms after the opening, at 1000 ms: the crowd comes after the data centre."""
    assert ends(SALE + OPEN + '[crowd]\nusers = 1\nreaction = "10 ms"\n') == [LATE, FIRST, SECOND]


def test_a_user_who_has_learned_of_the_opening_comes_second(ends: Ends) -> None:
    """Told at 990 ms by a poll, she clicks at 1000 ms, on a timer of the edge node's place."""
    crowd = '[crowd]\nusers = 1\njoins_at = "990 ms"\nreaction = "10 ms"\n'
    played = ends(SALE + OPEN + crowd + 'poll = { period = "1 s" }\n')
    assert played == [LATE, FIRST, SECOND]


def test_a_click_that_arrives_over_a_link_then_comes_second(ends: Ends) -> None:
    """Clicked at 995 ms, at the node at 1000, back at 1005."""
    link = '[edge.link]\nlatency = "5 ms"\n'
    assert ends(SALE + OPEN + link + '[crowd]\nusers = 1\nreaction = "5 ms"\n') == [
        FIRST,
        ("buy", 0, 1005 * MS, "shed", "shop"),
        SECOND,
    ]


def test_a_turn_that_comes_then_comes_second(ends: Ends) -> None:
    """Two in a waiting room: one goes at 990 ms, the other at 1000, and finds the shop busy."""
    room = 'admission = { kind = "waiting_room", outflow = "100/s" }\n'
    assert ends(SALE + EDGE + room + "[crowd]\nusers = 2\n") == [
        ("buy", 0, 991 * MS, "served", "shop"),
        ("buy", 1, 1000 * MS, "shed", "shop"),
        FIRST,
        SECOND,
    ]


def test_a_second_try_then_comes_second(ends: Ends) -> None:
    """A token each 10 ms: user 1 is refused at 990 ms, and let in at 1000, when she asks again."""
    bucket = 'admission = { kind = "token_bucket", rate = "100/s", burst = 1 }\n'
    backoff = '{ kind = "exponential", base = "10 ms", cap = "10 ms" }'
    retry = f'retry = {{ attempts = 2, on = ["refused"], backoff = {backoff} }}\n'
    assert ends(SALE + EDGE + bucket + "[crowd]\nusers = 2\n" + retry) == [
        ("buy", 0, 991 * MS, "served", "shop"),
        ("buy", 1, 1000 * MS, "shed", "shop"),
        FIRST,
        SECOND,
    ]


def test_a_click_whose_work_ends_then_comes_first(ends: Ends) -> None:
    """Its 10 ms at the edge end in a release, before anything new is seized: it is w that waits
    for nothing."""
    edge = OPEN.replace('click_time = "0 ms"', 'click_time = "10 ms"')
    assert ends(SALE + edge + "[crowd]\nusers = 1\n") == [
        ("w", 0, 1000 * MS, "shed", "shop"),
        ("buy", 0, 1001 * MS, "served", "shop"),
        SECOND,
    ]
