"""The commands that the real service adds to floodgate: serve, load and validate."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.errors import RequestError
from sim.cli.options import Set, Variant

if TYPE_CHECKING:
    from edge.terms import Terms

serve = typer.Typer(
    help="Start the real service: the origin, or an edge node in front of it.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Scenario = Annotated[
    str | None,
    typer.Argument(
        metavar="SCENARIO",
        help="Where stock, limiter, admission and intervals come from; without it, --stock.",
        show_default=False,
    ),
]


@serve.callback()
def _serve() -> None:
    """Start the real service: the origin, or an edge node in front of it."""


@serve.command()
def origin(
    scenario: Scenario = None,
    variant: Variant = None,
    set: Set = None,
    stock: Annotated[int | None, typer.Option(metavar="N", min=0, help="Units for sale.")] = None,
    event: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="What tickets are for; without it, the scenario's name."),
    ] = None,
    store: Annotated[
        str, typer.Option(metavar="URL", help="Where stock and orders are kept.")
    ] = "sqlite:///orders.db",
    limit: Annotated[
        str | None, typer.Option(metavar="LIMITER", help="What refuses orders, as in a scenario.")
    ] = None,
    reserve_for: Annotated[
        str | None, typer.Option(metavar="TIME", help="How long a unit waits to be paid for.")
    ] = None,
    one_per_user: Annotated[bool, typer.Option(help="Whether each user may hold one unit.")] = True,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Where to listen.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(metavar="N", min=0, max=65535, help="The port; 0: any free one.")
    ] = 8081,
) -> None:
    """Start the origin: it holds the stock and takes each order once.

    Tickets are signed with FLOODGATE_TICKET_SECRET; FLOODGATE_ADMIN_TOKEN is what nodes and
    origin show to one another.  Both come from the environment, at least 16 random characters.
    Once ready it prints one line of JSON with its address.  SIGTERM ends it when what is in
    flight is done.

    Examples:

    \b
      floodgate serve origin flash_sale --variant census
      floodgate serve origin --stock 1000 --store postgresql://postgres@127.0.0.1/floodgate
      floodgate serve origin --stock 1000 --store redis://127.0.0.1:6379/0+sqlite:///orders.db
      floodgate serve origin flash_sale --limit '{kind="token_bucket", rate="1k/s", burst=50}'
      floodgate serve origin --stock 10 --reserve-for '2 min' --no-one-per-user --port 0
    """
    from edge.stores import StoreMismatchError

    terms = _terms(scenario, variant, set)
    given = {"stock": stock, "event": event, "one_per_user": one_per_user}
    given |= {"limiter": _limiter(limit), "reserve_for": _duration(reserve_for)}
    terms = replace(terms, **{name: value for name, value in given.items() if value is not None})
    try:
        _serve_origin(terms, store, host, port)
    except StoreMismatchError as error:
        raise RequestError(f"--store: {error}") from None


def _serve_origin(terms: Terms, url: str, host: str, port: int) -> None:
    from edge.origin import Origin, origin_app
    from edge.secrets import ADMIN_TOKEN, TICKET_SECRET, SecretError, read_secrets
    from edge.serving import serve_forever
    from edge.stores import open_store
    from edge.tickets import Tickets

    try:
        tickets = Tickets(terms.event, *read_secrets(TICKET_SECRET))
        tokens = read_secrets(ADMIN_TOKEN)
    except SecretError as error:
        raise RequestError(str(error)) from None
    try:
        store = open_store(url)
    except ValueError as error:
        raise RequestError(f"--store: {error}") from None
    serve_forever(origin_app(Origin(terms, store, tickets, tokens)), host, port)


def _terms(name: str | None, variant: str | None, texts: list[str] | None) -> Any:
    from edge.terms import Terms
    from sim.model import load, parse_assignments

    if name is None:
        return Terms("sale", 0)
    scenario = load(name).resolve(variant, None, parse_assignments(texts or ()))
    try:
        return Terms.of(scenario)
    except ValueError as error:
        raise RequestError(str(error)) from None


def _limiter(text: str | None) -> Any:
    from pydantic import TypeAdapter, ValidationError

    from sim.model import build, parse_value
    from sim.model.policy import LimiterSpec

    if text is None:
        return None
    try:
        return build(TypeAdapter(LimiterSpec).validate_python(parse_value(text)))
    except ValidationError as error:
        raise RequestError(f"--limit: {error.errors()[0]['msg']}") from None


def _duration(text: str | None) -> int | None:
    from sim.units import parse_duration

    try:
        return None if text is None else parse_duration(text)
    except ValueError as error:
        raise RequestError(f"--reserve-for: {error}") from None
