"""Control: how often the edge reports and the data centre answers."""

from sim.model.section import Section, SomeTime
from sim.units import SECOND


class Control(Section):
    """The intervals of the loop between the edge nodes and the data centre."""

    census_interval: SomeTime = SECOND
    """How often an edge node reports how many users it has waiting."""
    push_interval: SomeTime = SECOND
    """How often the data centre pushes the admission probability to the edge nodes."""
