"""The edge node as its users see it: polls, codes, clicks, tickets, health."""

import json

import pytest
from edge_node import ADMIN_TOKEN, TICKET_SECRET, request, solve

from edge.http import IDEMPOTENCY_KEY, TICKET
from edge.tickets import Tickets


def test_a_poll_of_an_open_sale_names_the_path_to_click(node):
    """Once it is open, a poll says so and where to click."""
    said = {"open": True, "opens_in_ms": 0, "sold_out": False, "buy": "/buy"}

    assert node.get("/poll?user=1") == (200, said)


def test_a_poll_before_the_opening_counts_down(node):
    """Before the opening a poll says how long it is, and has no path to click."""
    node.change(opens_at="60 s")
    status, said = node.get("/poll")
    node.change(opens_at="0 s")

    assert status == 200
    assert said["open"] is False and "buy" not in said
    assert 0 < said["opens_in_ms"] <= 60_000


def test_a_click_is_sold_and_answered_with_its_ticket(node, origin):
    """The node takes the order to the origin at once; the answer holds the order and the ticket."""
    status, said = node.click(7)
    ticket = Tickets("small", TICKET_SECRET.encode()).verify(said["ticket"], 0)

    assert status == 201
    assert said["outcome"] == "sold" and said["order"].startswith("order-")
    assert ticket.user == 7
    assert origin.orders[-1] == (7, ticket.serial.hex())
    ordered = [headers for headers in origin.headers if "x-ticket" in headers]
    assert ordered[-1]["x-limited"] == "open"


def test_an_order_is_repeated_with_its_ticket(node, origin):
    """Whoever lost the answer repeats the order with the ticket and gets the same one."""
    _, first = node.click(8)
    headers = {TICKET: first["ticket"]}
    status, _, body = request("POST", node.url + "/orders", {"user": 8}, headers)

    assert status == 201
    assert json.loads(body)["order"] == first["order"]
    assert origin.orders[-1] == origin.orders[-2]


def test_a_ticket_of_another_user_orders_nothing(node, origin):
    """A ticket is its user's alone."""
    _, first = node.click(9)
    before = len(origin.orders)
    status, _, body = request("POST", node.url + "/orders", {"user": 10}, {TICKET: first["ticket"]})

    assert (status, json.loads(body)["kind"]) == (403, "ticket")
    assert len(origin.orders) == before


def test_no_ticket_orders_nothing(node):
    """An order without a ticket, or with a forged one, is refused at the edge."""
    for headers in ({}, {TICKET: "x"}, {TICKET: "A" * 86}, {TICKET: "é" * 86}):
        status, _, body = request("POST", node.url + "/orders", {"user": 1}, headers)
        assert (status, json.loads(body)["kind"]) == (403, "ticket")


@pytest.mark.parametrize("key", ["", "x" * 256, "é"])
def test_a_key_that_is_none_is_400(node, key):
    """Whoever sends it has made a mistake, and not the origin."""
    headers = {TICKET: node.click(5)[1]["ticket"], IDEMPOTENCY_KEY: key}
    status, _, said = request("POST", node.url + "/orders", {"user": 5}, headers)

    assert status == 400
    assert json.loads(said)["error"].startswith("Idempotency-Key: wanted 1 to 255 characters")


def test_a_wrong_code_is_refused(node):
    """A click with another number is refused, and says that it was the code."""
    assert node.click(11, code="1000") == (403, {"outcome": "refused", "kind": "code"})


def test_the_code_of_another_user_is_refused(node):
    """A challenge is one user's."""
    _, asked = node.get("/code?user=12")
    body = {"user": 13, "challenge": asked["challenge"], "code": solve(asked)}
    status, _, said = request("POST", node.url + "/buy", body)

    assert (status, json.loads(said)["kind"]) == (403, "code")


def test_a_click_before_the_opening_is_refused(node):
    """Nobody buys before the hour."""
    node.change(opens_at="60 s")
    status, said = node.click(14)
    node.change(opens_at="0 s")

    assert (status, said) == (403, {"outcome": "refused", "kind": "closed"})


def test_a_sale_that_is_stopped_refuses_and_goes_on(node):
    """A stop by hand closes the sale to polls and clicks until it is lifted."""
    node.change(stopped=True)
    stopped, poll = node.click(15), node.get("/poll")[1]
    node.change(stopped=False)

    assert stopped == (403, {"outcome": "refused", "kind": "stopped"})
    assert poll["open"] is False
    assert node.click(15)[0] == 201


def test_an_announced_sold_out_needs_no_origin(node, origin):
    """A node that was told "sold out" says so by itself."""
    before = len(origin.orders)
    origin.says["sold_out"] = True
    node.change(sold_out=True)
    poll, click = node.get("/poll")[1], node.click(16)
    origin.says.clear()
    node.change(sold_out=False)

    assert poll["sold_out"] is True
    assert click == (410, {"outcome": "sold_out"})
    assert len(origin.orders) == before


def test_a_limiter_at_the_origin_answers_for_itself(node, origin):
    """A 429 of the origin comes back with its kind and its Retry-After, and with the ticket."""
    origin.status = 429
    _, asked = node.get("/code?user=17")
    body = {"user": 17, "challenge": asked["challenge"], "code": solve(asked)}
    status, headers, said = request("POST", node.url + "/buy", body)
    origin.status = None

    assert status == 429
    assert headers["retry-after"] == "7"
    assert json.loads(said)["kind"] == "limiter" and "ticket" in json.loads(said)


def test_health_tells_who_it_is(node):
    """The identity is ip:port:start:pid."""
    status, said = node.get("/health")
    ip, port, start, pid = said["identity"].split(":")

    assert (status, said["up"]) == (200, True)
    assert (ip, int(port), int(pid)) == ("127.0.0.1", node.port, node.process.pid)
    assert int(start) > 1_700_000_000
    assert said["identity"] == node.identity


def test_a_path_that_there_is_not_is_404_and_a_wrong_method_405(node):
    """What is not there, and what is there but not for this method."""
    assert request("GET", node.url + "/nothing")[0] == 404
    status, headers, _ = request("GET", node.url + "/buy")

    assert (status, headers["allow"]) == (405, "POST")
    assert request("DELETE", node.url + "/poll")[0] == 405


def test_a_body_that_is_not_in_order_is_one_line(node):
    """What was wanted and what came, with status 400."""
    for body, line in (
        (b"{", "wanted a body in JSON"),
        (b"[" * 10_000, "wanted a body in JSON"),
        (b"[]", "wanted an object, got list"),
        (b'{"user": -1}', "user: wanted a whole number"),
        (b'{"user": 1.5}', "got 1.5"),
        (b'{"user": true}', "got True"),
        (b'{"user": 1, "challenge": 5, "code": "1"}', "challenge: wanted text, got 5"),
        (b'{"user": NaN}', "user: wanted a whole number"),
        (b"\xff", "wanted a body in JSON"),
    ):
        status, _, said = request("POST", node.url + "/buy", body)
        assert status == 400, body
        assert line in json.loads(said)["error"]


def test_a_lone_surrogate_is_only_a_wrong_code(node):
    """Text that no encoding knows is compared as any other."""
    _, asked = node.get("/code?user=1")
    body = rb'{"user": 1, "challenge": "%s", "code": "\ud800"}' % asked["challenge"].encode()
    assert request("POST", node.url + "/buy", body)[0] == 403
    body = rb'{"user": 1, "challenge": "\ud800", "code": "1"}'
    assert request("POST", node.url + "/buy", body)[0] == 403


def test_no_secret_is_told_to_anybody(node):
    """Neither secret stands in a page, an answer, a metric or the admin's state."""
    bearer = {"Authorization": f"Bearer {ADMIN_TOKEN}"}
    told = [request("GET", node.url + path)[2] for path in ("/", "/page.js", "/poll", "/health")]
    told += [request("GET", node.admin + path, None, bearer)[2] for path in ("/admin", "/metrics")]
    told += [json.dumps(node.click(18)).encode()]

    for body in told:
        assert TICKET_SECRET.encode() not in body
        assert ADMIN_TOKEN.encode() not in body
