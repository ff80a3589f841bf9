"""The admin interface: only for those who have the token, and only changes that are in order."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from edge_node import ADMIN_TOKEN, BEARER, edge_node, eventually, request, spawn

from edge.http import MAX_BODY

ROUTES = [
    (method, path)
    for path in ("/admin", "/metrics", "/", "/poll", "/nothing", "/admin/../admin")
    for method in ("GET", "PATCH", "POST", "DELETE", "HEAD", "OPTIONS")
]


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_every_route_wants_the_token(node, method, path):
    """Without a token 401, with a wrong one or a user's ticket 403, whatever the path."""
    ticket = node.click(1)[1]["ticket"]
    url = node.admin + path
    for shown in (ADMIN_TOKEN[:-1], ADMIN_TOKEN + "x", ADMIN_TOKEN.upper(), ticket, "", "é"):
        headers = {"Authorization": f"Bearer {shown}"}
        assert request(method, url, {"stopped": True}, headers)[0] == 403, shown
    for headers in ({}, {"Authorization": "Basic YTpi"}, {"Authorization": ADMIN_TOKEN}):
        status, answered, _ = request(method, url, {"stopped": True}, headers)
        assert (status, answered["www-authenticate"]) == (401, "Bearer")

    assert node.state()["stopped"] is False


def test_the_admin_interface_is_not_where_users_come(node):
    """The public port has no admin and no metrics, with the token or without."""
    for path in ("/admin", "/metrics"):
        assert request("GET", node.url + path, None, BEARER)[0] == 404


def test_a_change_that_is_too_large_closes_the_connection(node):
    """As at the port for users: what is left of it is no request."""
    headers = BEARER | {"Content-Length": str(MAX_BODY + 1), "Expect": "100-continue"}
    status, answered, _ = request("PATCH", node.admin + "/admin", b"", headers)

    assert (status, answered["connection"]) == (413, "close")


def test_the_admin_interface_is_on_loopback(node):
    """Unless told otherwise nobody reaches it from another machine."""
    assert node.admin.startswith("http://127.0.0.1:")


def test_the_probability_changes_while_running(sale, origin):
    """From 0 to 1 and back, without a restart."""
    words = ("--set", "edge.admission={ kind = 'probability', probability = 0.0 }")
    with edge_node(sale, "--origin", origin.url, *words) as node:
        assert node.click(1) == (403, {"outcome": "refused", "kind": "admission"})
        assert node.change(probability=1)[1]["probability"] == 1
        assert node.click(1)[0] == 201
        assert node.change(probability="0 %")[0] == 200
        assert node.click(1)[0] == 403


def test_the_policy_changes_while_running(node):
    """Another policy, with its parameters as a scenario spells them."""
    status, state = node.change(admission={"kind": "quota", "quota": 1})
    clicks = [node.click(user)[0] for user in range(3)]
    node.change(admission="open")

    assert (status, state["admission"]) == (200, "Quota(quota=1)")
    assert clicks == [201, 403, 403]
    assert node.click(3)[0] == 201


def test_whoever_waits_is_decided_about_anew(sale, origin):
    """A room that is replaced by an open door lets everyone in."""
    words = ("--set", "edge.admission={ kind = 'waiting_room', outflow = '1/h' }")
    with (
        edge_node(sale, "--origin", origin.url, *words) as node,
        ThreadPoolExecutor() as pool,
    ):
        clicks = [pool.submit(node.click, user) for user in range(3)]
        assert eventually(lambda: node.state()["lobby"] == 2)
        node.change(admission="open")
        assert [click.result()[0] for click in clicks] == [201] * 3


@pytest.mark.parametrize(("change", "kind"), [("sold_out", 410), ("stopped", 403)])
def test_whoever_waits_goes_home_when_it_is_over(sale, origin, change, kind):
    """Sold out, or stopped by hand: nobody is kept waiting for it."""
    words = ("--set", "edge.admission={ kind = 'waiting_room', outflow = '1/h' }")
    with (
        edge_node(sale, "--origin", origin.url, *words) as node,
        ThreadPoolExecutor() as pool,
    ):
        clicks = [pool.submit(node.click, user) for user in range(3)]
        assert eventually(lambda: node.state()["lobby"] == 2)
        node.change(**{change: True})
        assert sorted(click.result()[0] for click in clicks) == [201, kind, kind]


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"probability": 2}, "probability"),
        ({"probability": 0.5}, "wanted an admission that has one, got Open()"),
        ({"admission": "opne"}, "opne"),
        ({"admission": {"kind": "quota"}}, "quota"),
        ({"admission": {"kind": "quota", "quota": -1}}, "quota"),
        ({"opens_at": "tomorrow"}, "opens_at: wanted a time with its offset"),
        ({"opens_at": "2026-11-27T20:00:00"}, "opens_at: wanted a time with its offset"),
        ({"stopped": "yes"}, "stopped"),
        ({"sold": True}, "sold"),
        ({"stopped": True, "probability": 7}, "probability"),
    ],
)
def test_a_change_that_is_not_in_order_changes_nothing(node, change, line):
    """What was wanted and what came, with status 400; nothing of it is done."""
    before = node.state()
    status, said = node.change(**change)

    assert status == 400
    assert line in said["error"]
    assert {k: v for k, v in node.state().items() if k != "clicks"} == {
        k: v for k, v in before.items() if k != "clicks"
    }


def test_the_opening_time_changes_while_running(node):
    """To an instant, and to a duration from now."""
    assert node.change(opens_at="2100-01-01T01:00:00+01:00")[1]["opens_at"].startswith(
        "2100-01-01T00"
    )
    assert node.get("/poll")[1]["open"] is False
    node.change(opens_at="0 s")
    assert node.get("/poll")[1]["open"] is True


def test_metrics_tell_what_happened(sale, origin):
    """Polls, clicks and how they ended, in Prometheus' text format, and of this node alone."""
    from prometheus_client.parser import text_string_to_metric_families

    with edge_node(sale, "--origin", origin.url) as node:
        for user in range(3):
            node.get(f"/poll?user={user}")
        node.click(0)
        node.click(1, code="1000")
        _, headers, body = request("GET", node.admin + "/metrics", None, BEARER)
    families = text_string_to_metric_families(body.decode())
    values = {
        (sample.name.removeprefix("floodgate_edge_"), *sorted(sample.labels.values())): sample.value
        for family in families
        for sample in family.samples
    }

    assert headers["content-type"].startswith("text/plain; version=0.0.4")
    assert values["polls_total",] == 3
    assert values["clicks_total",] == 2
    assert values["admitted_total",] == 1
    assert values["ends_total", "", "sold"] == values["ends_total", "code", "refused"] == 1
    assert values["people_waiting",] == 1


@pytest.mark.parametrize("variable", ["FLOODGATE_ADMIN_TOKEN", "FLOODGATE_TICKET_SECRET"])
@pytest.mark.parametrize(
    "secret",
    ["", "short", "aaaaaaaaaaaaaaaaaaaa", "changeme-changeme-1234567", "secret1234567890abcdef"],
)
def test_a_node_refuses_a_secret_that_can_be_guessed(sale, variable, secret):
    """It does not start with a default, and does not repeat the secret."""
    process = spawn((sale, "--origin", "http://127.0.0.1:9", "--port", 0), **{variable: secret})
    out, err = process.communicate(timeout=30)

    assert (process.returncode, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"error: {variable}: wanted at least 16 random characters")
    assert not secret or secret not in err


def test_no_secret_is_in_the_log(sale):
    """Whatever is asked and refused, neither secret nor ticket is written to the log."""
    with edge_node(sale, "--origin", "http://127.0.0.1:9") as node:
        said = [node.click(1)[1]]
        request("GET", node.admin + "/admin", None, {"Authorization": f"Bearer x{ADMIN_TOKEN}"})
        request("POST", node.url + "/buy", b"{", BEARER)
        node.change(probability=5)
        node.process.terminate()
        log = node.process.stderr.read() + node.process.stdout.read()

    assert "origin cannot be reached" in log
    for secret in (ADMIN_TOKEN, "q8rj2mz7vk1xw9b3nd5c", said[0]["ticket"]):
        assert secret not in log
    assert json.dumps(said).count(ADMIN_TOKEN) == 0
