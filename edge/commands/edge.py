"""``floodgate serve edge``: one edge node of a scenario in front of an origin."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from edge.commands.address import not_free
from edge.commands.duration import read_duration
from edge.commands.needing import needing
from edge.commands.secrets import secrets
from edge.options import (
    AdminHost,
    AdminPort,
    Beside,
    ClickWork,
    DrawSeed,
    Event,
    Grace,
    Host,
    MaxConnections,
    OpensAt,
    Origin,
    Port,
    TicketLife,
)
from sim.cli.errors import RequestError
from sim.cli.options import Name, Set, Variant

if TYPE_CHECKING:
    from edge.clock import Clock
    from edge.setup import Setup
    from sim.model import Scenario


def serve_edge(
    scenario: Name,
    origin: Origin,
    variant: Variant = None,
    set: Set = None,
    host: Host = "127.0.0.1",
    port: Port = 8000,
    admin_host: AdminHost = "127.0.0.1",
    admin_port: AdminPort = 0,
    beside: Beside = False,
    opens_at: OpensAt = None,
    ticket_life: TicketLife = "5 min",
    grace: Grace = "2 s",
    max_connections: MaxConnections = 15_000,
    seed: DrawSeed = None,
    work: ClickWork = "0 s",
    event: Event = None,
) -> None:
    """Start one edge node of a scenario in front of an origin.

    FLOODGATE_TICKET_SECRET signs tickets and FLOODGATE_ADMIN_TOKEN opens the admin interface:
    at least 16 random characters each, the same at the origin.  SIGTERM drains the node.

    Examples:

    \b
      floodgate serve edge flash_sale --origin http://127.0.0.1:9000
      floodgate serve edge flash_sale --variant census --origin http://127.0.0.1:9000 --port 0
      floodgate serve edge my_sale.toml --origin http://10.0.0.2:9000 --opens-at '10 s'
      floodgate serve edge my_sale.toml --origin http://10.0.0.2:9000 --beside
    """
    from edge.clock import Clock
    from edge.secrets import ADMIN_TOKEN, TICKET_SECRET
    from edge.setup import Setup

    clock, model = Clock(), _scenario(scenario, variant, set)
    setup = Setup(
        scenario=model,
        origin=_address("--origin", origin),
        event=event or model.name,
        address=(host, port),
        admin_address=(admin_host, admin_port),
        beside=beside,
        opens_at=_opening(opens_at, clock, model),
        ticket_life=_ticket_life(ticket_life),
        grace=read_duration("--grace", grace),
        most_connections=max_connections,
        seed=seed,
        work=read_duration("--work", work),
        ticket_secrets=secrets(TICKET_SECRET),
        admin_tokens=secrets(ADMIN_TOKEN),
    )
    with needing("the edge node", "edge"):
        _run_edge(setup, clock)


def _run_edge(setup: Setup, clock: Clock) -> None:
    from edge.service import Service

    try:
        service = Service(setup, clock)
    except OSError as error:
        raise not_free("--host, --port, --admin-host, --admin-port", error) from None
    asyncio.run(service.run())


def _scenario(name: str, variant: str | None, texts: Sequence[str] | None) -> Scenario:
    """The scenario that was asked for, which has an edge."""
    from sim.model import load, parse_assignments

    model = load(name).resolve(variant, None, parse_assignments(texts or ()))
    if model.edge is None or model.sale is None:
        raise RequestError(f"{name}: wanted a scenario with an edge and a sale, got one without")
    return model


def _opening(text: str | None, clock: Clock, model: Scenario) -> int:
    """When the sale opens (ns since the epoch): as was typed, or as the scenario says, from now."""
    from edge.instant import parse_instant

    if text is None:
        assert model.sale is not None
        return clock.now() + model.sale.opens_at
    try:
        return parse_instant(text, clock.now())
    except ValueError as error:
        raise RequestError(f"--opens-at: {error}") from None


def _ticket_life(text: str) -> int:
    life = read_duration("--ticket-life", text)
    if life < 1:
        raise RequestError(f"--ticket-life: wanted more than 0 s, got {text}")
    return life


def _address(option: str, text: str) -> str:
    from edge.address import check_address

    try:
        return check_address(text)
    except ValueError as error:
        raise RequestError(f"{option}: {error}") from None
