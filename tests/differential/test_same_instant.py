"""The order within one instant, as whole scenarios show it, under each engine.

``tests/stations/test_same_instant.py`` has the same of single stations.  Times are in ns.
"""

from engines import Ends, check_same
from plays import scenario

from sim.engines.execute import Execute
from sim.outcomes import Outcome

MS = 1_000_000
SHOP = """
[services.shop]
service_time = "1 ms"
workers = 5
calls = [{ to = "stock" }]
"""
SALE = """
[sale]
stock = 5
opens_at = "1 s"
update_time = "10 ms"
"""
EDGE = """
[edge]
nodes = 1
workers = 1
poll_time = "1 ms"
click_time = "2 ms"
admission = "open"
origin = "shop"
"""


def workload(name: str = "w", **keys: str) -> str:
    """Requests at equal distances, 10 ms by default."""
    spec = {"kind": "deterministic", "rate": "100/s", "to": "shop"} | keys
    return f"\n[workloads.{name}]\n" + "".join(f'{key} = "{spec[key]}"\n' for key in spec)


def service(time: str, more: str = "") -> str:
    """One worker that works so long."""
    return f'[services.shop]\nservice_time = "{time}"\n{more}\n'


def fault(at: str, lasts: str) -> str:
    """The shop is down for a time."""
    span = f'at = "{at}"\nlasts = "{lasts}"'
    return f'[[faults]]\nkind = "crash"\nservice = "shop"\ninstance = 0\n{span}\n'


def test_users_who_come_together_are_taken_in_the_order_of_their_numbers(ends: Ends) -> None:
    """Three click at 1 s: the worker of the edge node takes 0, one waits, the last is shed.

    0 is at the edge until 1002 ms, in the shop until 1003, holds the row until 1013; 1 follows
    from 1002: in the shop until 1005, behind 0 for the row, 1013 to 1023.
    """
    assert ends(SALE + SHOP + EDGE + "queue = 1\n[crowd]\nusers = 3\n") == [
        ("buy", 2, 1000 * MS, "shed", "edge"),
        ("buy", 0, 1013 * MS, "sold", "stock"),
        ("buy", 1, 1023 * MS, "sold", "stock"),
    ]


def test_clicks_of_several_nodes_come_to_the_data_centre_node_by_node(engine: Execute) -> None:
    """All clicks are decided at 1002 ms; the shop has room for three: both users of node 0 first.

    In the order of their numbers 0, 1 and 2 would have come in.
    """
    shop = service("1 ms", 'queue = 2\ncalls = [{ to = "stock" }]')
    edge = EDGE.replace("nodes = 1", "nodes = 2").replace("workers = 1", "workers = 8")
    log = engine(scenario(SALE + shop + edge + "[crowd]\nusers = 8\n"), None).requests
    inside = log["outcome"] != Outcome.SHED
    assert log["request"][inside].tolist() == [0, 5, 1]
    assert log["edge"][inside].tolist() == [0, 0, 1]


def test_a_worker_that_is_released_serves_who_comes_then(ends: Ends) -> None:
    """A request each 10 ms, each served for 10 ms, no room to wait: all are served."""
    assert ends(workload(stop="30 ms") + service("10 ms", "queue = 0")) == [
        ("w", 0, 10 * MS, "served", "shop"),
        ("w", 1, 20 * MS, "served", "shop"),
        ("w", 2, 30 * MS, "served", "shop"),
    ]


def test_a_worker_that_is_released_a_nanosecond_later_does_not(ends: Ends) -> None:
    """One nanosecond more, and every second request finds the worker busy."""
    assert ends(workload(stop="30 ms") + service("10000001 ns", "queue = 0")) == [
        ("w", 1, 10 * MS, "shed", "shop"),
        ("w", 0, 10 * MS + 1, "served", "shop"),
        ("w", 2, 30 * MS + 1, "served", "shop"),
    ]


def test_workloads_that_send_together_send_in_the_order_of_the_file(ends: Ends) -> None:
    """b stands before a: in every instant its request has the worker."""
    both = workload("b", stop="20 ms") + workload("a", stop="20 ms")
    assert ends(both + service("10 ms", "queue = 0")) == [
        ("a", 0, 0, "shed", "shop"),
        ("b", 0, 10 * MS, "served", "shop"),
        ("a", 1, 10 * MS, "shed", "shop"),
        ("b", 1, 20 * MS, "served", "shop"),
    ]


def test_of_workloads_that_send_together_the_slower_one_goes_first(ends: Ends) -> None:
    """b, whose request of 20 ms was awaited since 0, is served; a's was awaited since 10 only."""
    both = workload("a", stop="30 ms") + workload("b", rate="50/s", start="20 ms", stop="30 ms")
    assert ends(both + service("10 ms", "queue = 0")) == [
        ("a", 0, 10 * MS, "served", "shop"),
        ("a", 1, 20 * MS, "served", "shop"),
        ("a", 2, 20 * MS, "shed", "shop"),
        ("b", 0, 30 * MS, "served", "shop"),
    ]


def test_a_workload_goes_before_the_crowd(ends: Ends) -> None:
    """At 1 s a workload and two users ask the shop: one is served, one waits, the last is shed.

    The worker holds on until the row is updated: 1 + 10 ms for w, then 1 + 10 for user 0.
    """
    one = workload(rate="1/s", start="1 s", stop="2 s")
    crowd = '[crowd]\nusers = 2\nentry = "shop"\n'
    shop = service("1 ms", 'queue = 1\ncalls = [{ to = "stock" }]')
    assert ends(one + SALE + shop + crowd) == [
        ("buy", 1, 1000 * MS, "shed", "shop"),
        ("w", 0, 1011 * MS, "sold", "stock"),
        ("buy", 0, 1022 * MS, "sold", "stock"),
    ]


def test_a_fault_goes_before_who_comes_and_after_what_ends(ends: Ends) -> None:
    """Down from 20 to 40 ms: 1 has just ended, 2 comes too late, 3 finds nobody, 4 is served.

    The fault's end was set at 20 ms, the arrival of 4 at 30.
    """
    assert ends(workload(stop="50 ms") + service("10 ms") + fault("20 ms", "20 ms")) == [
        ("w", 0, 10 * MS, "served", "shop"),
        ("w", 1, 20 * MS, "served", "shop"),
        ("w", 2, 20 * MS, "failed", "shop"),
        ("w", 3, 30 * MS, "failed", "shop"),
        ("w", 4, 50 * MS, "served", "shop"),
    ]


def test_a_fault_that_ends_goes_after_who_was_scheduled_before_it(ends: Ends) -> None:
    """Down from 50 to 110 ms: the arrival at 110 was set at 10, the end of the fault at 50."""
    load = workload(rate="10/s", start="10 ms", stop="300 ms")
    assert ends(load + service("10 ms") + fault("50 ms", "60 ms")) == [
        ("w", 0, 20 * MS, "served", "shop"),
        ("w", 1, 110 * MS, "failed", "shop"),
        ("w", 2, 220 * MS, "served", "shop"),
    ]


def test_a_fault_from_the_start_ends_before_the_next_one_begins(engine: Execute) -> None:
    """One is over at 10 ms, when the next begins: the first set its end before that one came."""
    faults = fault("0 ms", "10 ms") + fault("10 ms", "10 ms")
    events = engine(scenario(workload() + service("1 ms") + faults, "1 s"), None).events
    assert [(event.time, event.kind) for event in events] == [
        (0, "crash"),
        (10 * MS, "recover"),
        (10 * MS, "crash"),
        (20 * MS, "recover"),
    ]


def test_a_limit_in_the_instant_of_a_release_is_kept(ends: Ends) -> None:
    """A timeout of 10 ms for a service of 10 ms: the answer is in time."""
    assert ends(workload(stop="20 ms", timeout="10 ms") + service("10 ms")) == [
        ("w", 0, 10 * MS, "served", "shop"),
        ("w", 1, 20 * MS, "served", "shop"),
    ]


def test_a_limit_in_the_instant_in_which_an_answer_arrives_is_not(ends: Ends) -> None:
    """1 ms there, 8 ms at work, 1 ms back: the timer was set before the answer was sent."""
    far = service("8 ms") + '[services.shop.link]\nlatency = "1 ms"\n'
    assert ends(workload(stop="20 ms", timeout="10 ms") + far) == [
        ("w", 0, 10 * MS, "timed_out", "w.timeout"),
        ("w", 1, 20 * MS, "timed_out", "w.timeout"),
    ]


def test_a_poll_that_is_answered_at_the_opening_says_open(ends: Ends) -> None:
    """Asked at 950 ms, answered at 1000: the click is at once; 2 + 1 + 10 ms later it is sold."""
    edge = EDGE.replace("1 ms", "50 ms")
    crowd = '[crowd]\nusers = 1\njoins_at = "950 ms"\npoll = { period = "100 ms" }\n'
    assert ends(SALE + SHOP + edge + crowd) == [("buy", 0, 1013 * MS, "sold", "stock")]


def test_a_poll_that_is_answered_a_nanosecond_earlier_does_not(ends: Ends) -> None:
    """Answered at 1 s - 1 ns: the next is asked 100 ms later, answered 50 ms after that."""
    edge = EDGE.replace("1 ms", "50 ms")
    crowd = '[crowd]\nusers = 1\njoins_at = "949999999 ns"\npoll = { period = "100 ms" }\n'
    assert ends(SALE + SHOP + edge + crowd) == [("buy", 0, 1163 * MS - 1, "sold", "stock")]


def pushed(reaction: str, click_time: str, link: str = "") -> str:
    """A sale from 500 ms on that is over when the data centre pushes, at 0, 1 and 2 s.

    A buyer takes the only unit at 600 ms; a user clicks ``reaction`` after the opening.
    """
    sale = SALE.replace("stock = 5", "stock = 1").replace("1 s", "500 ms")
    edge = EDGE.replace("2 ms", click_time) + link
    buyer = workload("buyer", rate="1/s", start="600 ms", stop="700 ms")
    crowd = f'[crowd]\nusers = 1\nreaction = "{reaction}"\n[control]\npush_interval = "1 s"\n'
    return sale + SHOP + edge + buyer + crowd


BUYER = ("buyer", 0, 611 * MS, "sold", "stock")


def test_a_click_that_takes_no_time_is_decided_before_the_push(ends: Ends) -> None:
    """Clicked and decided at 1 s, it asks the shop, 1 ms, and the stock: what it seized is
    released before the node hears anything new."""
    assert ends(pushed("500 ms", "0 ms")) == [BUYER, ("buy", 0, 1001 * MS, "sold_out", "stock")]


def test_a_click_that_is_done_in_the_instant_of_the_push_is_decided_before_it(ends: Ends) -> None:
    """Clicked at 990 ms, its 10 ms of work end at 1 s: a release, so it comes first."""
    assert ends(pushed("490 ms", "10 ms")) == [BUYER, ("buy", 0, 1001 * MS, "sold_out", "stock")]


def test_a_click_that_takes_a_nanosecond_longer_is_decided_after_the_push(ends: Ends) -> None:
    """Done at 1 s + 1 ns, it is told so at the edge, and goes no further."""
    assert ends(pushed("500 ms", "1 ns")) == [BUYER, ("buy", 0, 1000 * MS + 1, "sold_out", "edge")]


def test_a_click_that_arrives_in_the_instant_of_the_push_comes_after_it(ends: Ends) -> None:
    """Clicked at 995 ms and 5 ms under way: the node has just heard; 5 ms later she hears too."""
    link = '[edge.link]\nlatency = "5 ms"\n'
    played = ends(pushed("495 ms", "0 ms", link))
    assert played == [BUYER, ("buy", 0, 1005 * MS, "sold_out", "edge")]


def test_a_turn_in_the_instant_in_which_patience_ends_is_not_taken(engine: Execute) -> None:
    """Two are in the waiting room from 1002 ms; the second's turn is 100 ms later.

    She clicked at 1000 ms and waits 102: the timer was set before the turn. Nobody goes in for her.
    """
    room = '{ kind = "waiting_room", outflow = "10/s" }'
    edge = EDGE.replace('"open"', room).replace("workers = 1", "workers = 2")
    crowd = '[crowd]\nusers = 2\npatience = "{}"\njoins_at = "1 s"\n'
    kept = engine(scenario(SALE + SHOP + edge + crowd.format("102 ms")), None)
    longer = engine(scenario(SALE + SHOP + edge + crowd.format("102000001 ns")), None)
    assert kept.sale is not None and longer.sale is not None
    assert (kept.sale.admitted, longer.sale.admitted) == (1, 2)


def test_a_crowd_that_comes_at_once_comes_before_what_it_sets_going() -> None:
    """Five at three nodes begin in one instant in which nothing takes time: all of them reach the
    shop before the calls of the first, which a deadline guards, go on there."""
    shop = '[services.shop]\nservice_time = "0 s"\ncalls = [{ to = "till", timeout = "5 ms" }]\n'
    till = '[services.till]\nservice_time = "0 s"\n'
    edge = EDGE.replace("nodes = 1", "nodes = 3").replace("2 ms", "0 ms")
    check_same(scenario(SALE + edge + shop + till + "[crowd]\nusers = 5\n"))
