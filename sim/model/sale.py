"""The sale: a stock of one article behind one hot row."""

from sim.model.distribution import NO_TIME, DistributionSpec
from sim.model.section import Flag, Maybe, Section, SomeTime
from sim.units import MINUTE, Count, Nanoseconds, Share


class Payment(Section):
    """What happens to a reserved unit: it is paid, or comes back."""

    unpaid: Share
    """The share of buyers who never pay."""
    reserve_for: SomeTime = 15 * MINUTE
    """How long an unpaid unit stays reserved before it is for sale again."""


class Sale(Section):
    """Units of one article, sold from an hour on, one update of the row at a time."""

    stock: Count
    """How many units there are."""
    opens_at: Nanoseconds
    """When the sale opens."""
    update_time: DistributionSpec
    """How long one buyer holds the lock of the row."""
    cache_time: DistributionSpec = NO_TIME
    """How long the cached answer "sold out" takes."""
    sold_out_cache: Flag = True
    """Whether "sold out" is answered from a cache, without touching the row."""
    queue: Maybe[Count] = None
    """How many buyers may wait for the row; none: unbounded."""
    payment: Maybe[Payment] = None
    """Who pays; none: everyone, at once."""
