"""Workloads: what arrives besides the crowd, open or closed."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import PrivateAttr, ValidationInfo, model_validator

from sim.model.call import Call
from sim.model.csv_file import read_curve
from sim.model.distribution import NO_TIME, DistributionSpec
from sim.model.errors import at_key
from sim.model.kinds import Kinds
from sim.model.paths import folder_of
from sim.model.section import AtLeastOne, Maybe, Positive, Text, Whole
from sim.units import Frequency, Nanoseconds, format_duration


class Arrivals(Call):
    """What every workload has: when it starts and stops, and how urgent it is."""

    start: Nanoseconds = 0
    """When it begins."""
    stop: Maybe[Nanoseconds] = None
    """When it ends; none: with the run."""
    priority: Whole = 0
    """How urgent its requests are in a priority queue: lower goes first."""

    @model_validator(mode="after")
    def _check_stop(self) -> Arrivals:
        if self.stop is not None and self.stop <= self.start:
            start, stop = format_duration(self.start), format_duration(self.stop)
            with at_key("stop"):
                raise ValueError(f"must be > start = {start}, got {stop}")
        return self


class Poisson(Arrivals):
    """An open workload: independent arrivals at a constant rate."""

    kind: Literal["poisson"] = "poisson"
    rate: Frequency
    """The mean rate of arrivals."""


class Deterministic(Arrivals):
    """An open workload: arrivals at equal distances."""

    kind: Literal["deterministic"] = "deterministic"
    rate: Frequency
    """The rate of arrivals."""


class Curve(Arrivals):
    """An open workload: Poisson arrivals that follow a measured curve of requests a minute."""

    kind: Literal["curve"] = "curve"
    path: Text
    """A CSV file with the columns minute and requests, beside the scenario or absolute."""
    speed: Positive = 1.0
    """How much faster than measured time passes; the number of requests stays."""
    scale: Positive = 1.0
    """By what the measured number of requests is multiplied."""
    method: Literal["inversion"] = "inversion"
    """How arrival times are made from the curve."""
    _requests: tuple[int, ...] = PrivateAttr(default=())

    @property
    def requests(self) -> tuple[int, ...]:
        """The measured requests of each minute, as read from the file."""
        return self._requests

    @model_validator(mode="after")
    def _read(self, info: ValidationInfo) -> Curve:
        with at_key("path"):
            self._requests = read_curve(self.path, folder_of(info))
        return self


class Closed(Arrivals):
    """A closed workload: users who think, ask, and wait for the answer before they think again."""

    kind: Literal["closed"] = "closed"
    users: AtLeastOne
    """How many users there are."""
    think_time: DistributionSpec = NO_TIME
    """The time between an answer and the same user's next request."""


WorkloadSpec = Annotated[
    Poisson | Deterministic | Curve | Closed,
    Kinds("workload", (Poisson, Deterministic, Curve, Closed)),
]
