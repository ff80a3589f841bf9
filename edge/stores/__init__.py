"""Stores: where the stock and the orders are kept, chosen by URL."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from edge.stores.base import (
    Order,
    Refusal,
    Settled,
    Store,
    StoreDownError,
    StoreMismatchError,
    Verdict,
)
from edge.stores.gated import Gate, Gated, Memory
from edge.stores.sqlite import SQLite


class StoreURLError(ValueError):
    """A URL of no store; ``str`` says what was wanted and what came."""


def _sqlite(url: str) -> Store:
    path = url.removeprefix("sqlite:///")
    if path in ("", url):
        raise StoreURLError(_wanted(url))
    return SQLite(path)


def _postgres(url: str) -> Store:
    from edge.stores.postgres import Postgres

    try:
        parts = urlsplit(url)
        good = parts.hostname and parts.port != 0 and parts.path.strip("/")
    except ValueError:
        good = False
    if not good:
        raise StoreURLError(_wanted(url))
    return Postgres(url)


LEDGERS: dict[str, Callable[[str], Store]] = {
    "sqlite": _sqlite,
    "postgresql": _postgres,
    "postgres": _postgres,
}
"""What makes the ledger of a URL, by its scheme."""


def open_store(url: str) -> Store:
    """The store of a URL, not yet connected; StoreURLError says what was wanted.

    ``sqlite:///orders.db`` (``sqlite:////var/orders.db`` from the root),
    ``postgresql://user@host/database``, and a Redis counter in front of either:
    ``redis://host:6379/0+sqlite:///orders.db``.  In front of all of it the process remembers
    that the stock is sold out.
    """
    counter, plus, ledger = url.partition("+") if url.startswith("redis") else ("", "", url)
    if counter and not plus:
        raise StoreURLError(f"a counter needs a ledger behind it: {_wanted(url)}")
    behind = _ledger(ledger)
    return Gated(Gated(behind, _counter(counter)) if counter else behind, Memory())


def _counter(url: str) -> Gate:
    from edge.stores.redis import Counter

    try:
        return Counter(url)
    except ValueError:
        raise StoreURLError(_wanted(url)) from None


def _ledger(url: str) -> Store:
    scheme, separator, rest = url.partition("://")
    if scheme not in LEDGERS or not separator or not rest:
        raise StoreURLError(_wanted(url))
    return LEDGERS[scheme](url)


def _wanted(url: str) -> str:
    ledgers = "sqlite:///PATH or postgresql://USER@HOST:PORT/DATABASE"
    return f"wanted {ledgers}, with redis://HOST:PORT/0+ before it or not, got {_show(url)}"


def _show(url: str) -> str:
    """A URL without its password, whatever is in that, and without what follows a question mark."""
    return re.sub(r"//.*@", "//...@", url.partition("?")[0], flags=re.DOTALL)


__all__ = [
    "LEDGERS",
    "Order",
    "Refusal",
    "Settled",
    "Store",
    "StoreDownError",
    "StoreMismatchError",
    "StoreURLError",
    "Verdict",
    "open_store",
]
