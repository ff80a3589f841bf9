"""The origin's census: what nodes report, the share that follows, and the pushes."""

from collections.abc import Callable

import pytest
from admin_stub import AdminStub, admin_stub
from origins import BEARER, OriginProcess, until

from edge.nodes import FORGOTTEN_AFTER, Nodes, Report
from edge.terms import Terms
from sim.model import load
from sim.policies.admission import Census

Start = Callable[..., OriginProcess]
CENSUS = ("flash_sale", "--variant", "census", "--event", "sale")
OTHER = ("flash_sale", "--variant", "probability", "--event", "sale")


def last(stub: AdminStub) -> dict[str, object]:
    """What a node was told last."""
    return stub.pushes[-1] if stub.pushes else {}


def test_the_answer_holds_the_stock_and_the_share(origin: Start) -> None:
    """The simulator's own policy computes it from what is left and who waits at all nodes."""
    shop = origin(*CENSUS)
    shop.census(node="a", waiting=300)
    said = shop.census(node="b", waiting=700).body
    assert said == {
        "stock": 100,
        "sold_out": False,
        "probability": Census(target=1.3).share(100, 1_000),
    }


def test_the_last_report_of_a_node_counts(origin: Start) -> None:
    """Not the sum of all it ever sent."""
    shop = origin(*CENSUS)
    for waiting in (1_000, 500, 130):
        said = shop.census(node="a", waiting=waiting).body
    assert said["probability"] == 1.0


def test_every_node_is_told(origin: Start) -> None:
    """Each at its own admin interface, with the token, as long as it reports."""
    shop = origin(*CENSUS)
    with admin_stub() as one, admin_stub() as two:
        for name, stub in (("a", one), ("b", two)):
            shop.census(node=name, admin=stub.url, waiting=520)
        wanted = {"sold_out": False, "probability": 0.125}
        until(lambda: last(one) == last(two) == wanted)
        assert set(one.tokens) == {BEARER["Authorization"]}
        assert shop.end()[0] == 0


def test_nodes_hear_sold_out_and_that_it_is_over(origin: Start) -> None:
    """Without a census admission there is nothing else to tell."""
    shop = origin(*OTHER, "--stock", "1", "--reserve-for", "4 s")
    with admin_stub() as stub:
        shop.census(admin=stub.url)
        until(lambda: last(stub) == {"sold_out": False})
        assert shop.order(1).status == 201
        until(lambda: last(stub) == {"sold_out": True})
        until(lambda: last(stub) == {"sold_out": False})
        assert shop.end()[0] == 0


def test_a_node_that_is_gone_is_no_failure_of_the_origin(origin: Start) -> None:
    """It is counted, the others are told, and orders go on."""
    shop = origin("--stock", "10")
    with admin_stub() as stub:
        shop.census(node="gone", admin="http://127.0.0.1:1")
        shop.census(node="nonsense", admin="no address")
        shop.census(node="here", admin=stub.url)
        until(lambda: last(stub) == {"sold_out": False})
        until(lambda: "push_failures 0.0" not in shop.get("/metrics").text)
        assert shop.order(1).status == 201
        assert shop.end()[0] == 0


@pytest.mark.parametrize(
    "report", [{"waiting": -1}, {"waiting": "many"}, {"node": 7}, {"admin": None}]
)
def test_a_report_that_is_none_is_400(
    origin_at_rest: OriginProcess, report: dict[str, object]
) -> None:
    """One line says which part of it."""
    reply = origin_at_rest.census(**report)
    assert reply.status == 400
    assert next(iter(report)) in reply.body["error"]


def test_a_node_that_is_silent_is_forgotten() -> None:
    """Who waited there has long gone elsewhere."""
    terms = Terms("sale", 10, census_interval=10)
    nodes = Nodes(terms, "token")
    nodes.hear("gone", Report("http://a", 5, 0))
    nodes.hear("here", Report("http://b", 3, 10 * FORGOTTEN_AFTER))
    assert nodes.waiting == 8
    nodes.hear("here", Report("http://b", 3, 10 * FORGOTTEN_AFTER + 1))
    assert nodes.waiting == 3


def test_the_terms_are_those_of_the_scenario() -> None:
    """Stock, intervals, shortcut and policies are read where the simulator reads them."""
    changes = {
        "services.gateway.limiter": {"kind": "token_bucket", "rate": "10/s", "burst": 5},
        "sale.payment": {"unpaid": 0.1, "reserve_for": "2 min"},
    }
    scenario = load("flash_sale").resolve("census", set=changes)
    terms = Terms.of(scenario)
    assert (terms.event, terms.stock) == ("flash_sale", 100)
    assert (terms.census_interval, terms.push_interval) == (500_000_000, 200_000_000)
    assert terms.reserve_for == 120_000_000_000
    assert repr(terms.limiter) == "TokenBucket(rate=Rate(count=1, per=100000000), burst=5)"
    assert repr(terms.census) == "Census(target=1.3, initial=0.0)"
