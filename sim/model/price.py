"""Prices: what a scenario's parts cost to run."""

from __future__ import annotations

from typing import Annotated

from annotated_types import MaxLen
from pydantic import Field

from sim.model.section import Maybe, Name, Section, Text, Weight


class Price(Section):
    """What one kind of instance costs, by time and by use."""

    per_hour: Weight = 0.0
    """The price of one instance for an hour, busy or not."""
    per_million: Weight = 0.0
    """The price of a million requests that arrive, at all instances together."""


class Prices(Section):
    """The prices of services and edge nodes; what is not named costs nothing."""

    currency: Text = "USD"
    """What prices are in: a name to show."""
    services: Annotated[dict[Name, Price], MaxLen(1_000)] = Field(default_factory=dict)
    """By the name of the service: the price of its instances."""
    edge: Maybe[Price] = None
    """The price of an edge node; none: nothing."""
