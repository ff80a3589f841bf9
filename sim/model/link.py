"""A link: the network on the way to an edge node or a service."""

from sim.model.distribution import NO_TIME, DistributionSpec
from sim.model.section import Maybe, Section
from sim.units import BitsPerSecond, Bytes, Share


class Link(Section):
    """A way with a latency, a capacity and losses, in each direction."""

    latency: DistributionSpec = NO_TIME
    """One way's time without queueing."""
    bandwidth: Maybe[BitsPerSecond] = None
    """The capacity of each direction, which all messages share; none: unbounded."""
    loss: Share = 0.0
    """The share of messages that are lost."""
    request_size: Bytes = 1_000
    """How much a request weighs."""
    response_size: Bytes = 1_000
    """How much a response weighs."""
