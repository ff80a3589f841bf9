"""Faults: what breaks, when, and for how long."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import WithJsonSchema
from pydantic.functional_validators import PlainValidator

from sim.model.errors import show
from sim.model.kinds import Kinds
from sim.model.section import Name, Positive, Section, SomeTime
from sim.units import Nanoseconds


def _instance(value: Any) -> int | str:
    whole = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    if not whole and value != "all":
        raise ValueError(f'wanted the number of an instance (from 0) or "all", got {show(value)}')
    return value  # type: ignore[no-any-return]


Instance = Annotated[
    int | Literal["all"],
    PlainValidator(_instance),
    WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 0}, {"const": "all"}]}),
]


class Breakage(Section):
    """What every fault has: a beginning and a length."""

    at: Nanoseconds
    """When it begins."""
    lasts: SomeTime
    """How long it takes until all is well again."""


class Crash(Breakage):
    """An instance dies with everything it holds, and comes back empty."""

    kind: Literal["crash"] = "crash"
    service: Name
    """The service that loses an instance."""
    instance: Instance
    """Which one, from 0, or "all"."""


class Slow(Breakage):
    """An instance serves more slowly."""

    kind: Literal["slow"] = "slow"
    service: Name
    """The service that slows down."""
    instance: Instance
    """Which instance, from 0, or "all"."""
    factor: Positive
    """By what its service times are multiplied."""


class Cut(Breakage):
    """A link loses everything."""

    kind: Literal["cut"] = "cut"
    link: Name
    """The service at the end of the link, or "edge" for the link of the edge nodes."""


FaultSpec = Annotated[Crash | Slow | Cut, Kinds("fault", (Crash, Slow, Cut))]
