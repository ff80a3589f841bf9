"""The flash crowd: users who wait for the sale, poll, and click."""

from __future__ import annotations

from pydantic import model_validator

from sim.model.call import Caller
from sim.model.distribution import NO_TIME, DistributionSpec
from sim.model.section import AtLeastOne, Flag, Many, Maybe, Name, Section, SomeTime, Weight
from sim.units import Nanoseconds, Share


class Poll(Section):
    """The question "has it started?", asked over and over until it has."""

    period: SomeTime
    """The time between two polls of one user."""
    jitter: Share = 0.0
    """The share of the period by which a poll comes earlier or later at random."""
    rows: Flag = False
    """Whether every poll is kept as a row of its own, or only counted by latency and outcome."""


class Bots(Section):
    """Users who are programs: a share of the crowd with a reaction of their own."""

    share: Share
    """The share of the users who are bots."""
    reaction: DistributionSpec
    """The time a bot takes from knowing that the sale is open to its click."""


class Crowd(Caller):
    """Users who join, poll until the sale is open, react, and click "buy" once."""

    users: AtLeastOne
    """How many people there are."""
    entry: Name = "edge"
    """Where polls and clicks go: "edge", or the name of a service."""
    joins_at: Nanoseconds = 0
    """When the first users may join."""
    join_window: Nanoseconds = 0
    """The time after ``joins_at`` during which users join, uniformly."""
    weights: Maybe[Many[Weight]] = None
    """The relative number of users at each edge node; none: even."""
    poll: Maybe[Poll] = None
    """How they learn that the sale is open; none: they know the hour and click by themselves."""
    reaction: DistributionSpec = NO_TIME
    """The time from knowing that the sale is open to the click."""
    patience: Maybe[SomeTime] = None
    """How long a user polls or waits from the join, and waits for the answer from the click."""
    bots: Maybe[Bots] = None
    """The share of the crowd that are programs; none: all are people."""

    @model_validator(mode="after")
    def _check_weights(self) -> Crowd:
        if self.weights is not None and not 0 < sum(self.weights) < float("inf"):
            raise ValueError(f"weights must have a finite sum > 0, got {sum(self.weights)}")
        return self
