"""A call: who asks whom, how long it waits, and whether it asks again."""

from sim.model.retry import Retry
from sim.model.section import Maybe, Name, Section, SomeTime


class Caller(Section):
    """What everything that calls has: the patience of one attempt, and retries."""

    timeout: Maybe[SomeTime] = None
    """How long one attempt may take; none: for ever."""
    retry: Maybe[Retry] = None
    """Whether and how it asks again; none: it does not."""


class Call(Caller):
    """One call to a service, or to the stock."""

    to: Name
    """The name of a service, or "stock" for the row of the sale."""
    deadline: Maybe[SomeTime] = None
    """How long all attempts together may take; none: for ever."""
