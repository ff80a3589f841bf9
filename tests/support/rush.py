"""A rush on a stock: many orders, each delivered more than once, to origins that share a store."""

import asyncio
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from edge.stores import Order, Refusal, Store, Verdict
from edge.stores.group_commit import GroupCommit
from sim.units import MINUTE

CONCURRENT = 1_000
"""Deliveries under way at the same time."""


def order(number: int, **other: object) -> Order:
    """The order of one user, unlike any other's."""
    name = f"{number:032x}"
    given = {"ticket": name, "key": name, "body": name, "user": number, "holder": number}
    return Order(**given | {"pay_by": time.time_ns() + 15 * MINUTE} | other)  # type: ignore[arg-type]


@dataclass
class Books:
    """What buyers were told: every verdict on every order, in the sequence of the answers."""

    told: dict[str, list[Verdict]]

    @property
    def sold(self) -> list[str]:
        """The tickets of those that were told that they have a unit."""
        return [name for name, told in self.told.items() if isinstance(told[-1], Order)]

    @property
    def contradicted(self) -> list[str]:
        """Those that were told first that they have a unit, and then something else."""
        return [name for name, told in self.told.items() if _contradicts(told)]


def _contradicts(told: Sequence[Verdict]) -> bool:
    orders = [verdict for verdict in told if isinstance(verdict, Order)]
    return bool(orders) and any(verdict != orders[0] for verdict in told)


async def rush(stores: Sequence[Store], attempts: int, copies: int = 3, seed: int = 1) -> Books:
    """Deliver every order so many times, shuffled, each copy to any of the stores."""
    draw = random.Random(seed)
    orders = [order(number) for number in range(attempts)]
    deliveries = [one for one in orders for _ in range(copies)]
    draw.shuffle(deliveries)
    desks = [GroupCommit(store, time.time_ns) for store in stores]
    books = Books({one.ticket: [] for one in orders})
    waiting = iter(deliveries)
    work = (_deliver(waiting, desks, books) for _ in range(CONCURRENT))
    await asyncio.gather(*work)
    return books


async def _deliver(waiting: Iterator[Order], desks: Sequence[GroupCommit], books: Books) -> None:
    for count, one in enumerate(waiting):
        verdict = await desks[count % len(desks)].order(one)
        books.told[one.ticket].append(verdict)


def is_sold_out(verdict: Verdict) -> bool:
    return verdict is Refusal.SOLD_OUT
