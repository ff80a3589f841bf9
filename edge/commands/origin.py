"""``floodgate serve origin``: the data centre behind the edge nodes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from edge.commands.address import not_free
from edge.commands.needing import needing
from edge.commands.secrets import secrets
from edge.options import Event
from edge.origin_options import (
    Host,
    Limit,
    OnePerUser,
    Port,
    ReserveFor,
    Scenario,
    Stock,
    StoreURL,
)
from sim.cli.errors import RequestError
from sim.cli.options import Set, Variant

if TYPE_CHECKING:
    from edge.terms import Terms


def serve_origin(
    scenario: Scenario = None,
    variant: Variant = None,
    set: Set = None,
    stock: Stock = None,
    event: Event = None,
    store: StoreURL = "sqlite:///orders.db",
    limit: Limit = None,
    reserve_for: ReserveFor = None,
    one_per_user: OnePerUser = True,
    host: Host = "127.0.0.1",
    port: Port = 9000,
) -> None:
    """Start the origin: it holds the stock and takes each order once.

    FLOODGATE_TICKET_SECRET verifies tickets and FLOODGATE_ADMIN_TOKEN is what nodes and origin
    show to one another: at least 16 random characters each.  SIGTERM ends it when what is in
    flight is done.

    Examples:

    \b
      floodgate serve origin flash_sale --variant census
      floodgate serve origin --stock 1000 --store postgresql://postgres@127.0.0.1/floodgate
      floodgate serve origin --stock 1000 --store redis://127.0.0.1:6379/0+sqlite:///orders.db
      floodgate serve origin flash_sale --limit '{kind="token_bucket", rate="1k/s", burst=50}'
      floodgate serve origin --stock 10 --reserve-for '2 min' --no-one-per-user --port 0
    """
    from edge.origin_setup import SetupError, read_limiter, read_reservation, read_terms
    from edge.stores import StoreMismatchError, StoreURLError

    try:
        terms = read_terms(
            scenario,
            variant,
            set,
            stock=stock,
            event=event,
            limiter=read_limiter(limit),
            reserve_for=read_reservation(reserve_for),
            one_per_user=one_per_user,
        )
        with needing("the origin", "edge"):
            _run_origin(terms, store, host, port)
    except SetupError as error:
        raise RequestError(str(error)) from None
    except (StoreURLError, StoreMismatchError) as error:
        raise RequestError(f"--store: {error}") from None


def _run_origin(terms: Terms, url: str, host: str, port: int) -> None:
    from edge.clock import Clock
    from edge.listener import listen
    from edge.origin import Origin
    from edge.origin_service import serve
    from edge.secrets import ADMIN_TOKEN, TICKET_SECRET
    from edge.stores import open_store
    from edge.tickets import Tickets

    tickets = Tickets(terms.event, *secrets(TICKET_SECRET))
    origin = Origin(Clock(), terms, open_store(url), tickets, secrets(ADMIN_TOKEN))
    try:
        listener = listen(host, port)
    except OSError as error:
        raise not_free("--host, --port", error) from None
    with listener:
        asyncio.run(serve(origin, listener))
