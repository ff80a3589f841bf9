"""A service: instances with workers and a queue each, behind a balancer."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Literal

from annotated_types import Le, MaxLen
from pydantic import model_validator

from sim.model.call import Call
from sim.model.derive import PolicySpec, build
from sim.model.distribution import DistributionSpec
from sim.model.errors import at_key
from sim.model.link import Link
from sim.model.policy import ROUND_ROBIN, BalancerSpec, LimiterSpec
from sim.model.section import AtLeastOne, Flag, Many, Maybe, Section
from sim.units import Count, Nanoseconds

MOST_POINTS = 1_000_000  # of a consistent-hash ring, all instances together


class Service(Section):
    """What answers requests: it works for a service time, and may call others meanwhile."""

    service_time: DistributionSpec
    """How long a worker is busy with one request, its own calls not counted."""
    instances: Annotated[AtLeastOne, Le(10_000)] = 1
    """How many instances there are."""
    workers: AtLeastOne = 1
    """How many requests one instance works on at the same time."""
    queue: Maybe[Count] = None
    """How many requests may wait at one instance; none: unbounded."""
    discipline: Literal["fifo", "lifo", "priority"] = "fifo"
    """Who is next in the queue."""
    drop_expired: Flag = False
    """Whether a request whose caller has given up is dropped when its turn comes."""
    expiry_margin: Nanoseconds = 0
    """With ``drop_expired``: the time its caller must still have left for it to be worth serving.

    Without a margin a full FIFO queue serves what is just about to expire, and finishes too late.
    """
    balancer: BalancerSpec = ROUND_ROBIN
    """Which instance a request goes to."""
    limiter: Maybe[LimiterSpec] = None
    """What refuses requests before they are queued; none: nothing."""
    link: Maybe[Link] = None
    """The way to the service; none: at no distance."""
    calls: Annotated[Many[Call], MaxLen(1_000)] = ()
    """What it calls, one after the other, while the worker is held."""

    @model_validator(mode="after")
    def _check_balancer(self) -> Service:
        with at_key("balancer"):
            _check_built(self.balancer, self.instances)
        return self


@lru_cache(maxsize=256)
def _check_built(balancer: PolicySpec, instances: int) -> None:
    points = instances * balancer.parameters.get("points", 0)
    if points > MOST_POINTS:
        raise ValueError(f"points times instances must be <= {MOST_POINTS}, got {points}")
    build(balancer, instances)
