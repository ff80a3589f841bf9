"""A rush on a stock: many orders, each delivered more than once, to origins that share a store."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from edge.stores import Order, Store, Verdict, open_store
from edge.stores.group_commit import GroupCommit
from sim.units import MINUTE

EVENT = "rush"
CONCURRENT = 1_000
"""Deliveries under way at the same time."""


def order(number: int, **other: Any) -> Order:
    """The order of one user, unlike any other's but for what is given."""
    name = f"{number:032x}"
    given: dict[str, Any] = {"ticket": name, "key": name, "body": name, "holder": number}
    given |= {"user": number, "pay_by": time.time_ns() + 15 * MINUTE}
    return Order(**given | other)


@dataclass
class Books:
    """What buyers were told, by ticket: every verdict, in the sequence of the answers."""

    told: dict[str, list[Verdict]]

    def sold(self) -> set[str]:
        """The tickets of those who were told that they have a unit."""
        return {name for name, told in self.told.items() if _orders(told)}

    def contradicted(self) -> list[str]:
        """Those who were told that they have a unit, and something else as well."""
        return [
            name
            for name, told in self.told.items()
            if (orders := _orders(told)) and any(verdict != orders[0] for verdict in told)
        ]


def _orders(told: Sequence[Verdict]) -> list[Order]:
    return [verdict for verdict in told if isinstance(verdict, Order)]


@asynccontextmanager
async def opened(url: str, units: int, origins: int = 1) -> AsyncIterator[list[Store]]:
    """So many stores on one URL, as so many origins have them."""
    stores = [open_store(url) for _ in range(origins)]
    try:
        for store in stores:
            await store.open(EVENT, units)
        yield stores
    finally:
        for store in stores:
            await store.close()


async def rush(
    stores: Sequence[Store], orders: Sequence[Order], copies: int = 1, seed: int = 1
) -> Books:
    """Deliver every order so many times, shuffled, its copies to any of the stores."""
    deliveries = [one for one in orders for _ in range(copies)]
    random.Random(seed).shuffle(deliveries)
    desks = [GroupCommit(store, time.time_ns) for store in stores]
    books = Books({one.ticket: [] for one in orders})
    waiting = iter(deliveries)
    await asyncio.gather(*(_deliver(waiting, desks, books) for _ in range(CONCURRENT)))
    return books


async def _deliver(waiting: Iterator[Order], desks: Sequence[GroupCommit], books: Books) -> None:
    for count, one in enumerate(waiting):
        verdict = await desks[count % len(desks)].order(one)
        books.told[one.ticket].append(verdict)
