"""Builds the edge: its nodes, and the link from the users to each."""

from collections.abc import Callable

from sim.engines.reference.guards import Wires, guard, linked, wire_maker
from sim.engines.reference.services import DataCentre
from sim.engines.reference.site import Site
from sim.model.derive import build
from sim.model.distribution import DistributionSpec
from sim.model.edge import Edge as EdgeSpec
from sim.model.link import Link as LinkSpec
from sim.model.scenario import Scenario
from sim.rng import Sampler
from sim.stations.clock import EDGE as EDGE_PLACE
from sim.stations.edge_node import EdgeNode
from sim.stations.line import Fifo
from sim.stations.pool import WorkerPool
from sim.stations.station import Station

EDGE = "edge"
LINK = "edge.link"


class Edge:
    """The edge nodes, and ``entries``: what a user of each node calls."""

    def __init__(self, site: Site, scenario: Scenario, centre: DataCentre) -> None:
        assert scenario.edge is not None and scenario.sale is not None
        spec = scenario.edge
        cut = any(fault.kind == "cut" and fault.link == EDGE for fault in scenario.faults)
        link = LinkSpec() if spec.link is None and cut else spec.link
        self.wires: list[Wires] = []
        if link is not None:
            site.open_books(LINK)
        make = _node_maker(site, spec, scenario.sale.opens_at, centre)
        self.nodes = [make(EDGE_PLACE + number) for number in range(spec.nodes)]
        self.entries: list[Station] = list(self.nodes)
        if link is not None:
            self.entries = self._link(site, link)

    def _link(self, site: Site, link: LinkSpec) -> list[Station]:
        make = wire_maker(site, LINK, link)
        self.wires = [make() for _ in self.nodes]
        pairs = zip(self.wires, self.nodes, strict=True)
        return [linked(site, LINK, link, pair, node) for pair, node in pairs]


def _node_maker(
    site: Site, spec: EdgeSpec, opens_at: int, centre: DataCentre
) -> Callable[[int], EdgeNode]:
    """A function that makes the node at a place; all of them share books and draws."""
    env, books = site.env, site.open_books(EDGE)
    origin = guard(site, f"{EDGE}.{spec.origin}", spec, spec.deadline)(centre.entry(spec.origin))
    poll_time = site.sampler("edge.poll_time", spec.poll_time)
    click_time = site.sampler("edge.click_time", spec.click_time)
    answer_time = _maybe(site, "edge.answer_time", spec.answer_time)
    wake_time = _maybe(site, "edge.wake_time", spec.wake_time)
    draw = site.uniforms("edge.admission")

    def make(place: int) -> EdgeNode:
        return EdgeNode(
            env,
            books,
            WorkerPool(env, spec.workers, Fifo(), room=spec.queue),
            origin,
            build(spec.admission),
            opens_at=opens_at,
            poll_time=poll_time,
            click_time=click_time,
            answer_time=answer_time,
            wake_time=wake_time,
            draw=draw,
            place=place,
        )

    return make


def _maybe(site: Site, name: str, spec: DistributionSpec | None) -> Sampler | None:
    return None if spec is None else site.sampler(name, spec)
