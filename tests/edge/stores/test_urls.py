"""URLs of stores: those that are, and those that are refused with what was wanted."""

import pytest

from edge.stores import StoreURLError, open_store
from edge.stores.gated import Gated
from edge.stores.sqlite import SQLite

REFUSED = [
    "",
    "orders.db",
    "mysql://root@localhost/db",
    "sqlite://",
    "sqlite:///",
    "sqlite:orders.db",
    "postgresql://",
    "postgresql:///db",
    "postgresql://host:port/db",
    "postgresql://host",
    "redis://127.0.0.1:6379/0",
    "redis://127.0.0.1:6379/0+",
    "redis://127.0.0.1:port/0+sqlite:///orders.db",
    "redis://127.0.0.1:6379/0+redis://127.0.0.1:6379/1",
]


@pytest.mark.parametrize("url", REFUSED)
def test_what_is_no_store_is_refused(url: str) -> None:
    """One line says the forms that there are."""
    with pytest.raises(StoreURLError, match=r"wanted sqlite:///PATH or postgresql://"):
        open_store(url)


@pytest.mark.parametrize(
    "url",
    [
        "mysql://root:hunter2@localhost/db",
        "postgresql://root:a/hunter2@localhost/db",
        "postgresql://root:a@hunter2@localhost",
        "postgresql://localhost?password=hunter2",
        "redis://:a/hunter2@localhost/0+postgresql://root:hunter2@localhost",
    ],
)
def test_a_refusal_shows_no_password(url: str) -> None:
    """What goes to a log has no secret in it, also where that is why the URL is none."""
    with pytest.raises(StoreURLError) as caught:
        open_store(url)
    assert "hunter2" not in str(caught.value)


def test_every_store_remembers_that_it_is_sold_out() -> None:
    """The process's own memory stands in front of the ledger."""
    store = open_store("sqlite:///orders.db")
    assert isinstance(store, Gated)
    assert isinstance(store.ledger, SQLite)
