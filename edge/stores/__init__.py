"""Stores: where the stock and the orders are kept, chosen by URL."""

from collections.abc import Callable

from edge.stores.base import (
    Order,
    Refusal,
    Settled,
    Store,
    StoreDownError,
    StoreMismatchError,
    Verdict,
)
from edge.stores.gated import Gated, Memory
from edge.stores.sqlite import SQLite

LEDGERS: dict[str, Callable[[str], Store]] = {
    "sqlite": lambda url: SQLite(url.removeprefix("sqlite:///")),
}
"""What makes the ledger of a URL, by its scheme."""

WANTED = "sqlite:///PATH, postgresql://USER@HOST:PORT/DATABASE, or redis://HOST:PORT/0+ before one"


def open_store(url: str) -> Store:
    """The store of a URL, not yet connected; a ValueError says what was wanted.

    ``sqlite:///orders.db``, ``postgresql://user@host/database``, and a Redis counter in front of
    either: ``redis://host:6379/0+sqlite:///orders.db``.  In front of all of it the process
    remembers that the stock is sold out.
    """
    return Gated(_ledger(url), Memory())


def _ledger(url: str) -> Store:
    scheme, separator, rest = url.partition("://")
    if scheme not in LEDGERS or not separator or not rest.strip("/"):
        raise ValueError(f'wanted {WANTED}, got "{url}"')
    return LEDGERS[scheme](url)


__all__ = [
    "LEDGERS",
    "Order",
    "Refusal",
    "Settled",
    "Store",
    "StoreDownError",
    "StoreMismatchError",
    "Verdict",
    "open_store",
]
