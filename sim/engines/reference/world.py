"""The world of a run: every station, workload, controller and fault of a scenario, ready to go."""

from collections.abc import Sequence

from sim.control import faults as control
from sim.control.data_centre import DataCentre as Control
from sim.engines.reference import workloads
from sim.engines.reference.edge import EDGE, Edge
from sim.engines.reference.services import DataCentre
from sim.engines.reference.site import Site
from sim.model.fault import Crash, Cut, FaultSpec
from sim.model.scenario import Scenario
from sim.rng import Stream
from sim.stations.clock import CENTRE, CROWD
from sim.stations.edge_node import EdgeNode
from sim.stations.instance import Instance
from sim.stations.station import Station
from sim.stations.stock import Stock
from sim.stations.wire import Wire
from sim.workload.crowd import Crowd
from sim.workload.recorder import Recorder


class World:
    """Builds everything from a scenario; ``site.env`` then plays it.

    Faults are scheduled first, so that in the instant in which one begins it acts before anything
    that is seized; then workloads in the order of the file; then the controllers.
    """

    def __init__(self, scenario: Scenario, streams: type[Stream] = Stream) -> None:
        self.scenario = scenario
        self.site = Site(scenario.seed, streams)
        poll = scenario.crowd.poll if scenario.crowd else None
        self.recorder = Recorder(keeps_polls=poll is not None and poll.rows)
        self.workloads = workloads.log_order(scenario)
        for name in self.workloads:
            self.site.open_books(name)
        self.centre = DataCentre(self.site, scenario)
        self.edge: Edge | None = None
        self.crowd = self._crowd()
        self.playables = self._playables()
        self.faults = [(spec, fault) for spec in scenario.faults if (fault := self._fault(spec))]
        self.control = self._control()
        self._start()

    @property
    def nodes(self) -> Sequence[EdgeNode]:
        """The edge nodes, none where the crowd does not go through an edge."""
        return self.edge.nodes if self.edge else ()

    @property
    def stock(self) -> Stock | None:
        """The stock, None where no service of this scenario asks it."""
        return self.centre.stock

    def _crowd(self) -> Crowd | None:
        spec = self.scenario.crowd
        if spec is None:
            return None
        self.people = workloads.gather_people(self.scenario, spec, self.site.streams)
        targets = self._targets(spec.entry)
        return workloads.crowd(
            self.site, self.recorder, self.scenario, spec, self.people, targets, 0
        )

    def _targets(self, entry: str) -> Sequence[Station]:
        """What users of each edge node call: their node, or the same service for all."""
        if entry != EDGE:
            nodes = 1 if self.scenario.edge is None else self.scenario.edge.nodes
            return [self.centre.entry(entry)] * nodes
        self.edge = Edge(self.site, self.scenario, self.centre)
        return self.edge.entries

    def _start(self) -> None:
        env, journal = self.site.env, self.site.journal
        for spec, fault in self.faults:
            env.process(control.play(env, journal, spec.at, spec.lasts, fault))
        for playable in self.playables:
            env.place = CROWD if playable is self.crowd else CENTRE
            env.process(playable.run())
        env.place = CENTRE
        if self.control is not None:
            self.control.start()

    def _playables(self) -> list[workloads.Playable]:
        playables: list[workloads.Playable] = [] if self.crowd is None else [self.crowd]
        for name, spec in self.scenario.workloads.items():
            number = self.workloads.index(name)
            target = self.centre.entry(spec.to)
            client = workloads.client(self.site, self.recorder, name, spec, target, number)
            playables.append(workloads.play(self.site, name, spec, client, self.scenario.duration))
        return playables

    def _fault(self, spec: FaultSpec) -> control.Fault | None:
        """A fault of what this variant has; None where it goes round what breaks."""
        if isinstance(spec, Cut):
            wires = self._wires(spec.link)
            return control.Cut(spec.link, wires) if wires else None
        instances = self._instances(spec.service, spec.instance)
        if not instances:
            return None
        if isinstance(spec, Crash):
            return control.Crash(spec.service, instances)
        return control.Slow(spec.service, instances, spec.factor)

    def _wires(self, link: str) -> list[Wire]:
        if link == EDGE:
            return [wire for pair in (self.edge.wires if self.edge else ()) for wire in pair]
        return list(self.centre.wires.get(link, ()))

    def _instances(self, service: str, instance: int | str) -> list[Instance]:
        instances = self.centre.instances.get(service, [])
        return instances if instance == "all" else instances[int(instance) : int(instance) + 1]

    def _control(self) -> Control | None:
        """The loops between the edge and the stock, where this variant has both."""
        if self.edge is None or self.stock is None:
            return None
        spec, edge = self.scenario.control, self.scenario.edge
        assert edge is not None
        return Control(
            self.site.env,
            self.site.journal,
            self.edge.nodes,
            self.stock,
            self.people.joins_by_edge(edge.nodes),
            self.centre.wires.get(edge.origin),
            census_interval=spec.census_interval,
            push_interval=spec.push_interval,
            shortcut=edge.sold_out_shortcut,
        )
