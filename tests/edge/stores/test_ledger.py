"""What every ledger does with an order, its key, its ticket, its user and its time to be paid."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from places import Place
from rush import opened, order

from edge.stores import Order, Refusal, Store, StoreMismatchError, Verdict

NOW = 1_000_000_000
LATER = 2_000_000_000
Play = Callable[[Store], Awaitable[object]]


def played(place: Place, units: int, play: Play) -> object:
    """What comes of a play with a store of so many units."""

    async def run() -> object:
        async with opened(place.url, units) as (store,):
            return await play(store)

    return asyncio.run(run())


async def ask(store: Store, *wanted: Order, now: int = NOW) -> list[Verdict | None]:
    """The verdicts on some orders."""
    return list((await store.order(wanted, now)).verdicts)


def test_the_same_key_is_answered_as_it_was(place: Place) -> None:
    """A repeat holds the first order, also where the second wanted another time to pay."""
    first, repeat = order(1, pay_by=LATER), order(1, pay_by=LATER + 5)

    async def play(store: Store) -> None:
        assert await ask(store, first, repeat) == [first, first]
        assert await ask(store, repeat) == [first]

    played(place, 10, play)


def test_the_same_key_with_another_body_is_no_order(place: Place) -> None:
    """Neither in the same transaction nor in a later one."""
    first, other = order(1), order(2, key=order(1).key)

    async def play(store: Store) -> None:
        assert await ask(store, first, other) == [first, Refusal.OTHER_BODY]
        assert await ask(store, other) == [Refusal.OTHER_BODY]

    played(place, 10, play)


def test_a_ticket_is_spent_once(place: Place) -> None:
    """Under another key it is spent, at this origin and at the next."""
    first, replay = order(1), order(2, ticket=order(1).ticket)

    async def play() -> None:
        async with opened(place.url, 10, origins=2) as (here, there):
            assert await ask(here, first, replay) == [first, Refusal.TICKET_SPENT]
            assert await ask(there, replay) == [Refusal.TICKET_SPENT]

    asyncio.run(play())


def test_a_ticket_stays_spent_after_a_restart(place: Place) -> None:
    """The ledger remembers what the process forgets."""
    first, replay = order(1), order(2, ticket=order(1).ticket)
    assert played(place, 10, lambda store: ask(store, first)) == [first]
    assert played(place, 10, lambda store: ask(store, replay)) == [Refusal.TICKET_SPENT]


def test_without_a_holder_a_user_may_have_several(place: Place) -> None:
    """One per user is a matter of the terms."""
    orders = [order(n, user=7, holder=None) for n in range(3)]
    assert played(place, 10, lambda store: ask(store, *orders)) == orders


def test_what_is_not_paid_comes_back(place: Place) -> None:
    """A stock that is sold out has units again at the instant the reservation ends."""
    first, second = order(1, pay_by=LATER), order(2, pay_by=LATER + NOW)

    async def play(store: Store) -> None:
        assert await ask(store, first) == [first]
        assert await ask(store, second, now=LATER - 1) == [Refusal.SOLD_OUT]
        assert (await store.look((), LATER)).left == 1
        assert await ask(store, second, now=LATER) == [second]

    played(place, 1, play)


def test_the_sweeper_puts_back_what_is_not_paid(place: Place) -> None:
    """And only once: the order is released."""
    first = order(1, pay_by=LATER)

    async def play(store: Store) -> None:
        await ask(store, first)
        assert [await store.release(now) for now in (LATER - 1, LATER, LATER)] == [0, 1, 1]
        found = await store.find(first.ticket)
        assert found is not None
        assert found.state == "released"

    played(place, 1, play)


def test_what_is_paid_does_not_come_back(place: Place) -> None:
    """A paid order keeps its unit for ever, and paying twice is paying once."""
    first = order(1, pay_by=LATER)

    async def play(store: Store) -> None:
        await ask(store, first)
        for now in (LATER - 1, LATER + 1):
            paid = await store.pay(first.ticket, now)
            assert paid is not None
            assert paid.state == "paid"
        assert await store.release(LATER) == 0

    played(place, 1, play)


def test_paying_too_late_pays_nothing(place: Place) -> None:
    """Whether or not the sweeper was there, the unit is for sale again."""
    first, second = order(1, pay_by=LATER), order(2, pay_by=LATER + NOW)

    async def play(store: Store) -> None:
        await ask(store, first)
        late = await store.pay(first.ticket, LATER)
        assert late is not None
        assert late.state_at(LATER) == "released"
        assert await ask(store, second, now=LATER) == [second]

    played(place, 1, play)


def test_whose_order_is_released_may_order_again(place: Place) -> None:
    """One per user counts what a user holds; the old key is still answered as it was."""
    first, again = order(1, pay_by=LATER), order(2, user=1, holder=1, pay_by=LATER + NOW)

    async def play(store: Store) -> None:
        await ask(store, first)
        await store.release(LATER)
        assert await ask(store, again, now=LATER) == [again]
        (repeated,) = await ask(store, first, now=LATER)
        assert isinstance(repeated, Order)
        assert (repeated.ticket, repeated.pay_by) == (first.ticket, first.pay_by)

    played(place, 1, play)


def test_sold_out_takes_neither_key_nor_ticket(place: Place) -> None:
    """Who came too late may use the same ticket once a unit is back."""
    first, late = order(1, pay_by=LATER), order(2, pay_by=LATER + NOW)

    async def play(store: Store) -> None:
        assert await ask(store, first, late) == [first, Refusal.SOLD_OUT]
        assert await ask(store, late) == [Refusal.SOLD_OUT]
        await store.release(LATER)
        assert await ask(store, late, now=LATER) == [late]

    played(place, 1, play)


def test_a_copy_of_a_sold_order_is_not_told_sold_out(place: Place) -> None:
    """The cached answer is for those who have nothing, at every origin."""
    first = order(1)

    async def play() -> None:
        async with opened(place.url, 1, origins=2) as (here, there):
            assert await ask(here, first) == [first]
            for store in (here, there):
                assert await ask(store, order(2)) == [Refusal.SOLD_OUT]
                assert await ask(store, first) == [first]

    asyncio.run(play())


def test_another_stock_under_the_same_name_is_refused(place: Place) -> None:
    """Opening a store again with other units is a mistake, and says so."""
    played(place, 10, lambda store: store.find("none"))
    with pytest.raises(StoreMismatchError, match=r"wanted 11 units of rush, got .* 10"):
        played(place, 11, lambda store: store.find("none"))


def test_two_origins_may_start_at_the_same_time(place: Place) -> None:
    """The first to come makes the tables, whoever that is."""

    async def play() -> None:
        stores = [opened(place.url, 10) for _ in range(4)]
        await asyncio.gather(*(store.__aenter__() for store in stores))
        await asyncio.gather(*(store.__aexit__(None, None, None) for store in stores))

    asyncio.run(play())
    assert place.audit().left == 10


def test_events_in_one_database_are_apart(tmp_path: Path) -> None:
    """The stock, the keys and the tickets of one event say nothing about another's."""
    from edge.stores import open_store

    async def play() -> None:
        for event in ("one", "two"):
            store = open_store(f"sqlite:///{tmp_path / 'orders.db'}")
            await store.open(event, 1)
            assert isinstance((await ask(store, order(1)))[0], Order)
            await store.close()

    asyncio.run(play())
