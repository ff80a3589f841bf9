"""The edge: the nodes near the users that answer polls and admit clicks."""

from sim.model.call import Caller
from sim.model.distribution import DistributionSpec
from sim.model.link import Link
from sim.model.policy import AdmissionSpec
from sim.model.section import AtLeastOne, Flag, Maybe, Name, SomeTime
from sim.units import Count


class Edge(Caller):
    """Equal edge nodes in front of the data centre; its calls go to the origin."""

    nodes: AtLeastOne
    """How many edge nodes there are."""
    workers: AtLeastOne
    """How many requests one node works on at the same time."""
    queue: Maybe[Count] = None
    """How many requests may wait at one node; none: unbounded."""
    poll_time: DistributionSpec
    """How long a worker is busy with a poll."""
    click_time: DistributionSpec
    """How long a worker is busy with a click."""
    answer_time: Maybe[DistributionSpec] = None
    """How long a worker is busy with passing on the data centre's answer; none: it takes none."""
    wake_time: Maybe[DistributionSpec] = None
    """How much longer a worker is busy with what finds all of them idle; none: no longer."""
    admission: AdmissionSpec
    """Which clicks get past the edge; its parameters are those of one node."""
    link: Maybe[Link] = None
    """The way from the users to a node; none: at no distance."""
    origin: Name
    """The service that admitted clicks go to."""
    deadline: Maybe[SomeTime] = None
    """How long all attempts of a call to the origin may take; none: for ever."""
    sold_out_shortcut: Flag = True
    """Whether a node that was told "sold out" answers so by itself from then on."""
