"""The site: what all builders share while a scenario is turned into stations."""

from sim.control.journal import Journal
from sim.model.derive import build
from sim.model.distribution import DistributionSpec
from sim.rng import Sampler, Stream, Uniforms
from sim.stations.clock import Clock
from sim.stations.station import Books


class Site:
    """The clock, the seed, the books of every station by name, and the journal.

    An engine may have ``streams`` of its own, which draw the same numbers in another way.

    Draws are named after the place that makes them (``order.service_time``), so that nothing that
    is added, removed or changed elsewhere changes them.
    """

    def __init__(self, seed: int, streams: type[Stream] = Stream) -> None:
        self.env = Clock()
        self.seed = seed
        self.streams = streams
        self.journal = Journal(self.env)
        self.books: dict[str, Books] = {}

    def open_books(self, name: str) -> Books:
        """The books of a station: one set a name, listed in the order of first opening."""
        return self.books.setdefault(name, Books(name))

    def stream(self, name: str) -> Stream:
        return self.streams(self.seed, name)

    def uniforms(self, name: str) -> Uniforms:
        return Uniforms(self.stream(name))

    def sampler(self, name: str, spec: DistributionSpec) -> Sampler:
        return Sampler(self.stream(name), build(spec))

    def __repr__(self) -> str:
        return f"Site(seed={self.seed}, stations={list(self.books)})"
