"""The node and the simulator run the same policies: they admit the same users."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from edge_node import SALE, edge_node, eventually, solve
from stub_origin import stub_origin

from edge.draws import draws
from sim import run
from sim.model import loads
from sim.outcomes import Outcome

USERS = 300


def simulated(probability: float, seed: int) -> set[int]:
    """The users whom the simulator's one edge node sends on to the data centre."""
    admission = {"kind": "probability", "probability": probability}
    replaced = {"edge.admission": admission, "crowd.users": USERS, "sale.stock": USERS}
    scenario = loads(SALE).resolve(seed=seed, set=replaced)
    requests = run(scenario, engine="reference").requests
    return {
        int(user)
        for user, outcome in zip(requests.user, requests.outcome, strict=True)
        if outcome == Outcome.SOLD  # sold: there is a unit for everyone who is admitted
    }


@pytest.mark.parametrize("seed", [1, 2])
def test_a_probability_admits_exactly_the_simulators_users(sale, origin, seed):
    """With the same seed, the same users: not only as many."""
    admission = "{ kind = 'probability', probability = 0.3 }"
    words = ("--set", f"edge.admission={admission}", "--seed", seed)
    with edge_node(sale, "--origin", origin.url, *words) as node, ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(lambda user: node.click(user)[0], range(USERS)))
    admitted = {user for user, status in enumerate(statuses) if status == 201}

    assert admitted == simulated(0.3, seed)
    assert 0 < len(admitted) < USERS


def test_an_attempt_has_a_draw_of_its_own():
    """A retry is decided about anew, as in the simulator."""
    from sim.rng import Stream

    draw = draws(7)

    assert draw(5, 2) == Stream(7, "edge.admission").uniform(5, 2)
    assert draw(5, 2) != draw(5, 1)


def test_draws_without_a_seed_are_uniform_and_cannot_be_foretold():
    """They come from the operating system, from the open interval (0, 1)."""
    draw = draws(None)
    values = [draw(1, 0) for _ in range(10_000)]

    assert all(0 < value < 1 for value in values)
    assert len(set(values)) == len(values)
    assert abs(sum(values) / len(values) - 0.5) < 0.02  # 7 standard errors of 0.0029


def test_a_quota_admits_the_first(sale, origin):
    """Of clicks one after the other the first five are admitted."""
    words = ("--set", "edge.admission={ kind = 'quota', quota = 5 }")
    with edge_node(sale, "--origin", origin.url, *words) as node:
        assert [node.click(user)[0] for user in range(8)] == [201] * 5 + [403] * 3


def test_a_token_bucket_admits_a_burst_and_then_a_rate(sale, origin):
    """At once the burst; in a measured time T at most burst + rate * T, and all that is due."""
    words = ("--set", "edge.admission={ kind = 'token_bucket', rate = '20/s', burst = 3 }")
    with edge_node(sale, "--origin", origin.url, *words) as node:
        began = time.monotonic()
        admitted = [node.click(user)[0] for user in range(3)].count(201)
        last = began
        while time.monotonic() < began + 1:
            admitted += node.click(9)[0] == 201
            last = time.monotonic()
        assert 3 < admitted <= 3 + 20 * (last - began) + 1


def test_a_waiting_room_lets_out_at_its_rate_in_order(sale):
    """Ten clicks at once at 20 a second: the last waits nine turns, and all come out."""
    words = ("--set", "edge.admission={ kind = 'waiting_room', outflow = '20/s' }")
    with stub_origin() as origin, edge_node(sale, "--origin", origin.url, *words) as node:
        codes = {user: node.get(f"/code?user={user}")[1] for user in range(10)}
        took = asyncio.run(_click_all(node.url, codes))
        assert sorted(user for user, _ in origin.orders) == list(range(10))
        assert max(took) >= 9 / 20


async def _click_all(url: str, codes: dict[int, dict[str, str]]) -> list[float]:
    import aiohttp

    async def click(session: aiohttp.ClientSession, user: int, asked: dict[str, str]) -> float:
        began = time.monotonic()
        body = {"user": user, "challenge": asked["challenge"], "code": solve(asked)}
        async with session.post(url + "/buy", json=body) as answer:
            assert answer.status == 201
        return time.monotonic() - began

    async with aiohttp.ClientSession() as session:
        return await asyncio.gather(*(click(session, u, c) for u, c in codes.items()))


def test_a_full_waiting_room_refuses(sale, origin):
    """Beyond its capacity nobody waits."""
    room = "edge.admission={ kind = 'waiting_room', outflow = '1/h', capacity = 1 }"
    with (
        edge_node(sale, "--origin", origin.url, "--set", room) as node,
        ThreadPoolExecutor() as pool,
    ):
        assert node.click(0)[0] == 201
        waits = pool.submit(node.click, 1)
        assert eventually(lambda: node.state()["lobby"] == 1)
        assert node.click(2) == (403, {"outcome": "refused", "kind": "admission"})
        node.change(stopped=True)
        assert waits.result()[0] == 403
