"""The origin over HTTP: orders, tickets, keys, users, payments and what it says of itself."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from origins import BEARER, OriginProcess, Reply, call, sign, until

from edge.http import MAX_BODY

Start = Callable[..., OriginProcess]
SERIAL = bytes(range(16))


def kind(reply: Reply) -> tuple[int, str]:
    """The status of a refusal, and what refused."""
    return reply.status, reply.body.get("kind", "")


def test_an_order_takes_a_unit(origin: Start) -> None:
    """201 with the order's name and the time to pay by; one unit fewer is left."""
    shop = origin("--stock", "10")
    sold = shop.order(1)
    assert sold.status == 201
    assert sold.body["outcome"] == "sold"
    assert {"order", "pay_by"} <= sold.body.keys()
    assert shop.get("/health").body == {"up": True, "stock": 9}


def test_a_repeat_is_answered_byte_for_byte(origin: Start) -> None:
    """The same key with the same body, however that is spelled."""
    shop = origin("--stock", "10")
    first = shop.order(1, SERIAL)
    assert shop.order(1, SERIAL).text == first.text
    assert shop.order(1, SERIAL, body=b'{ "user" : 1 }').text == first.text
    assert shop.get("/health").body["stock"] == 9


def test_the_same_key_with_another_body_is_a_conflict(origin: Start) -> None:
    """409, and the first order stands."""
    shop = origin("--stock", "10")
    first = shop.order(1, SERIAL)
    assert shop.order(1, SERIAL, body={"user": 1, "colour": "red"}).status == 409
    assert shop.order(2, key=SERIAL.hex()).status == 409
    assert shop.get(f"/orders/{first.body['order']}").body["state"] == "reserved"


def test_a_replayed_ticket_is_refused_everywhere(origin: Start) -> None:
    """At the same origin, at another one over the same store, and after a restart."""
    here, there = origin("--stock", "10"), origin("--stock", "10")
    assert here.order(1, SERIAL).status == 201
    assert kind(here.order(1, SERIAL, key="another")) == (403, "ticket")
    assert kind(there.order(1, SERIAL, key="another")) == (403, "ticket")
    assert here.end()[0] == 0
    again = origin("--stock", "10", "--no-one-per-user")
    assert kind(again.order(1, SERIAL, key="another")) == (403, "ticket")


def test_copies_at_the_same_time_are_one_order(origin: Start) -> None:
    """Fifty copies through two origins: one answer, one unit."""
    shops = origin("--stock", "10"), origin("--stock", "10")
    with ThreadPoolExecutor(16) as people:
        told = list(people.map(lambda n: shops[n % 2].order(1, SERIAL).text, range(50)))
    assert len(set(told)) == 1
    assert shops[0].get("/health").body["stock"] == 9


def test_tickets_that_are_none_are_refused(origin: Start) -> None:
    """Unsigned, expired, for another event, another user's, or missing: 403, and nothing taken."""
    shop = origin("--stock", "10")
    good = sign(1, SERIAL)
    bad = {
        "flipped": ("A" if good[-2] != "A" else "B").join((good[:-2], good[-1])),
        "expired": sign(1, SERIAL, expires=time.time_ns() - 1),
        "other event": sign(1, SERIAL, event="another"),
        "other user": sign(2, SERIAL),
        "none": "",
    }
    for name, ticket in bad.items():
        assert kind(shop.order(1, SERIAL, ticket=ticket)) == (403, "ticket"), name
    assert shop.get("/health").body["stock"] == 10


def test_a_second_order_of_one_user_is_refused(origin: Start) -> None:
    """403 of its own kind; with --no-one-per-user it is sold."""
    shop = origin("--stock", "10")
    assert shop.order(1).status == 201
    assert kind(shop.order(1)) == (403, "one_per_user")
    other = origin("--stock", "10", "--event", "sale", "--no-one-per-user")
    assert other.order(7).status == other.order(7).status == 201


def test_sold_out_ends_when_a_unit_comes_back(origin: Start) -> None:
    """410 from the cache; an unpaid unit is sold again, a paid one is not."""
    shop = origin("--stock", "2", "--reserve-for", "4 s")
    paid, unpaid = shop.order(1).body["order"], shop.order(2).body["order"]
    assert shop.pay(paid).body["state"] == "paid"
    until(lambda: shop.order(3).status == 201)
    assert shop.get(f"/orders/{unpaid}").body["state"] == "released"
    assert shop.pay(unpaid).status == 410
    assert shop.get(f"/orders/{paid}").body["state"] == "paid"


def test_whose_reservation_is_over_may_order_again(origin: Start) -> None:
    """Also while others could still buy: a sweep lets go of the user, whose unit nobody needs."""
    shop = origin("--stock", "10", "--reserve-for", "100 ms")
    assert shop.order(1).status == 201
    until(lambda: shop.order(1).status == 201)


def test_sold_out_is_410(origin: Start) -> None:
    """To everyone but those who have a unit."""
    shop = origin("--stock", "1")
    first = shop.order(1, SERIAL)
    assert [shop.order(user).status for user in (2, 3)] == [410, 410]
    assert shop.order(2).body == {"outcome": "sold_out"}
    assert shop.order(1, SERIAL).text == first.text


def test_a_payment_of_no_order_is_404(origin: Start) -> None:
    """A name that none has, for reading and for paying."""
    shop = origin("--stock", "1")
    assert shop.get("/orders/ff").status == shop.pay("ff").status == 404


def test_a_limiter_answers_429(origin: Start) -> None:
    """With Retry-After, its own kind and the header that says that limiting is on."""
    limit = '{kind = "fixed_window", limit = 2, window = "1 h"}'
    shop = origin("--stock", "10", "--limit", limit)
    assert [shop.order(user).status for user in (1, 2)] == [201, 201]
    limited = shop.order(3)
    assert kind(limited) == (429, "limiter")
    assert 1 <= int(limited.headers["Retry-After"]) <= 3600
    assert limited.headers["X-Limited"] == "limiter"


def test_a_limiter_of_orders_in_flight_is_given_back(origin: Start) -> None:
    """A concurrency limit is one of orders under way, however they end."""
    shop = origin("--stock", "1", "--limit", '{kind = "concurrency", limit = 1}')
    told = [shop.order(1).status, shop.order(2).status, shop.order(3, ticket="").status]
    assert told == [201, 410, 403]
    assert shop.order(4, body=b"none").status == 400
    assert shop.order(5).status == 410


@pytest.mark.parametrize(
    ("headers", "status"),
    [({}, 401), ({"Authorization": "Basic x"}, 401), ({"Authorization": "Bearer x"}, 403)],
)
def test_the_census_wants_the_admin_token(
    origin: Start, headers: dict[str, str], status: int
) -> None:
    """401 without one, 403 with another; nothing is heard."""
    shop = origin("--stock", "1")
    assert shop.census(headers, waiting=5).status == status
    assert "floodgate_origin_waiting 0.0" in shop.get("/metrics").text


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (b"", "JSON"),
        (b"[1]", "object"),
        (b"[" * 50_000, "JSON"),
        ({}, "user: wanted a whole number"),
        ({"user": "1"}, "user: wanted a whole number"),
        ({"user": True}, "user: wanted a whole number"),
        ({"user": -1}, "user: wanted a whole number"),
        ({"user": 2**63}, "user: wanted a whole number"),
        ({"user": 1.0}, "user: wanted a whole number"),
    ],
)
def test_a_body_that_is_no_order_is_400(
    origin_at_rest: OriginProcess, body: object, wanted: str
) -> None:
    """One line says what was wanted and what came."""
    reply = origin_at_rest.order(1, body=body)
    assert reply.status == 400
    assert wanted in reply.body["error"]


@pytest.mark.parametrize("key", ["", "x" * 256, "ü"])
def test_a_key_that_is_none_is_400(origin_at_rest: OriginProcess, key: str) -> None:
    """Missing, too long, or of other characters."""
    reply = origin_at_rest.order(1, key=key)
    assert reply.status == 400
    assert reply.body["error"].startswith("Idempotency-Key: wanted 1 to 255 characters")


def test_other_paths_and_methods_are_told_apart(origin_at_rest: OriginProcess) -> None:
    """404 names the paths, 405 the method."""
    assert origin_at_rest.get("/nothing").status == 404
    assert origin_at_rest.get("/orders/a/b").status == 404
    wrong = origin_at_rest.get("/orders")
    assert (wrong.status, wrong.headers["Allow"]) == (405, "POST")


def test_a_large_body_is_refused_before_it_is_read(origin_at_rest: OriginProcess) -> None:
    """413 to whoever announces more than 64 KiB."""
    headers = {"Content-Length": str(MAX_BODY + 1), "Expect": "100-continue"}
    reply = call("POST", f"{origin_at_rest.url}/orders", b"", headers)
    assert reply.status == 413


def test_metrics_count_every_answer(origin: Start) -> None:
    """By outcome and kind, with what is left."""
    shop = origin("--stock", "1")
    shop.order(1)
    shop.order(2)
    shop.order(3, ticket="")
    text = shop.get("/metrics").text
    for line in (
        'floodgate_origin_orders_total{kind="",outcome="sold"} 1.0',
        'floodgate_origin_orders_total{kind="",outcome="sold_out"} 1.0',
        'floodgate_origin_orders_total{kind="ticket",outcome="refused"} 1.0',
    ):
        assert line in text
    shop.get("/health")
    assert "floodgate_origin_stock_left 0.0" in shop.get("/metrics").text


def test_the_ready_line_says_where_and_who(origin: Start) -> None:
    """One line of JSON, with the process's own identity."""
    shop = origin("--stock", "1")
    assert shop.ready["ready"] is True
    assert shop.ready["pid"] == shop.process.pid
    assert shop.ready["identity"].endswith(f":{shop.process.pid}")


def test_no_secret_is_in_anything_it_says(origin: Start) -> None:
    """Neither in the metrics nor in the log, also where it cannot push."""
    shop = origin("--stock", "1")
    shop.census()
    shop.order(1, ticket=sign(1, SERIAL))
    said = shop.get("/metrics").text + shop.get("/health").text
    until(lambda: "push_failures 0.0" not in shop.get("/metrics").text)
    status, log = shop.end()
    assert status == 0
    for secret in ("q8Zr3vX0pLk29sTbWm41", BEARER["Authorization"].split()[1]):
        assert secret not in said + log
