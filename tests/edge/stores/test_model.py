"""Any sequence of orders, payments and sweeps leaves a ledger as a plain model of it says."""

import asyncio
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rush import order

from edge.stores import Order, Refusal, Verdict
from edge.stores.sqlite import SQLite

UNITS = 3
RESERVED = 10
small = st.integers(0, 3)
numbers = st.tuples(st.integers(0, 20), st.integers(0, 20), st.integers(0, 1), small)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("order"), st.lists(numbers, min_size=1, max_size=4)),
        st.tuples(st.just("pay"), st.integers(0, 20)),
        st.tuples(st.just("release"), st.none()),
        st.tuples(st.just("look"), numbers),
        st.tuples(st.just("wait"), st.sampled_from([1, 9, 10])),
    ),
    min_size=10,
    max_size=40,
)


@dataclass
class Model:
    """The ledger as one would tell it a child: a list of orders, and the hour."""

    now: int = 0
    orders: list[Order] = field(default_factory=list)

    def settle(self) -> None:
        """What is overdue is given back."""
        self.orders = [
            replace(one, state="released", holder=None)
            if one.state_at(self.now) == "released"
            else one
            for one in self.orders
        ]

    @property
    def left(self) -> int:
        return UNITS - sum(one.state_at(self.now) != "released" for one in self.orders)

    def known(self, wanted: Order) -> Verdict | None:
        for one in self.orders:
            if one.key == wanted.key:
                return one if one.body == wanted.body else Refusal.OTHER_BODY
        if any(one.ticket == wanted.ticket for one in self.orders):
            return Refusal.TICKET_SPENT
        if any(one.holder == wanted.holder for one in self.orders):
            return Refusal.ONE_PER_USER
        return None

    def order(self, wanted: Order) -> Verdict:
        verdict = self.known(wanted)
        if verdict is None and self.left == 0:
            return Refusal.SOLD_OUT
        if verdict is None:
            self.orders.append(wanted)
        return verdict or wanted

    def state(self, ticket: str) -> str | None:
        return next((one.state_at(self.now) for one in self.orders if one.ticket == ticket), None)

    def pay(self, ticket: str) -> None:
        self.orders = [
            replace(one, state="paid")
            if one.ticket == ticket and one.state_at(self.now) != "released"
            else one
            for one in self.orders
        ]


def wanted(numbers: tuple[int, int, int, int], now: int) -> Order:
    """An order of few possible tickets, keys, bodies and users."""
    ticket, key, body, user = map(str, numbers)
    other = {"ticket": ticket, "key": key, "body": body, "holder": int(user)}
    return order(0, user=int(user), pay_by=now + RESERVED, **other)


def state(order: Order | None, model: Model) -> str | None:
    """How an order stands, if it is one."""
    return None if order is None else order.state_at(model.now)


def same(verdict: Verdict | None, expected: Verdict | None) -> bool:
    """Whether they are alike; when an overdue order is swept is the ledger's business."""
    if isinstance(verdict, Order) and isinstance(expected, Order):
        return (verdict.ticket, verdict.pay_by) == (expected.ticket, expected.pay_by)
    return verdict is expected


async def play(path: Path, script: list[tuple[str, object]]) -> None:
    store, model = SQLite(str(path)), Model()
    await store.open("event", UNITS)
    try:
        for name, argument in script:
            await step(store, model, name, argument)
            assert (await store.look((), model.now)).left == model.left
    finally:
        await store.close()


async def step(store: SQLite, model: Model, name: str, argument: object) -> None:
    match name, argument:
        case "wait", int(time):
            model.now += time
        case "release", _:
            model.settle()
            assert await store.release(model.now) == model.left
        case "pay", int(ticket):
            model.pay(str(ticket))
            assert state(await store.pay(str(ticket), model.now), model) == model.state(str(ticket))
        case "look", tuple(numbers):
            model.settle()
            await store.release(model.now)
            one = wanted(numbers, model.now)
            expected = model.known(one) or (None if model.left else Refusal.SOLD_OUT)
            assert same((await store.look([one], model.now)).verdicts[0], expected)
        case "order", list(many):
            model.settle()
            await store.release(model.now)
            orders = [wanted(numbers, model.now) for numbers in many]
            verdicts = (await store.order(orders, model.now)).verdicts
            expected = [model.order(one) for one in orders]
            assert all(map(same, verdicts, expected))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps)
def test_a_ledger_is_what_a_plain_model_says(script: list[tuple[str, object]]) -> None:
    """Verdicts and units left, after every step of any script."""
    with TemporaryDirectory() as folder:
        asyncio.run(play(Path(folder) / "orders.db", script))
