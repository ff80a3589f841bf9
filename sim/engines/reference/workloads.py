"""Builds the workloads: the crowd, and whatever else arrives."""

from collections.abc import Iterator, Sequence
from zlib import crc32

from sim.engines.reference.guards import guard, time_limit
from sim.engines.reference.site import Site
from sim.model.crowd import Crowd as CrowdSpec
from sim.model.derive import build
from sim.model.scenario import Scenario
from sim.model.workload import Arrivals, Closed, Curve, Poisson, WorkloadSpec
from sim.outcomes import Outcome
from sim.rng import Stream
from sim.stations.request import NEVER
from sim.stations.station import Station
from sim.units import MINUTE, Rate
from sim.workload.arrivals import UNIT, curve, deterministic, poisson
from sim.workload.client import Client
from sim.workload.closed import ClosedWorkload
from sim.workload.crowd import Crowd
from sim.workload.open import OpenWorkload
from sim.workload.people import Ints, People, gather
from sim.workload.recorder import Recorder

BUY = "buy"
"""What the crowd's workload is called, in results too."""

Playable = Crowd | OpenWorkload | ClosedWorkload


def gather_people(scenario: Scenario, spec: CrowdSpec, streams: type[Stream] = Stream) -> People:
    """Draw the people of a crowd."""
    nodes = 1 if scenario.edge is None else scenario.edge.nodes
    return gather(
        scenario.seed,
        spec.users,
        joins_at=spec.joins_at,
        window=spec.join_window,
        weights=list(spec.weights or [1.0] * nodes),
        reaction=build(spec.reaction),
        bot_share=0.0 if spec.bots is None else spec.bots.share,
        bot_reaction=None if spec.bots is None else build(spec.bots.reaction),
        streams=streams,
    )


def crowd(
    site: Site,
    recorder: Recorder,
    scenario: Scenario,
    spec: CrowdSpec,
    people: People,
    targets: Sequence[Station],
    workload: int,
) -> Crowd:
    """The crowd in front of ``targets``, one per edge node."""
    assert scenario.sale is not None
    click = guard(site, BUY, spec, spec.patience, Outcome.ABANDONED)
    poll = time_limit(site, "poll.timeout", spec.timeout if spec.poll else None)
    return Crowd(
        site.env,
        recorder,
        site.open_books(BUY),
        people,
        [click(target) for target in targets],
        [poll(target) for target in targets],
        workload=workload,
        opens_at=scenario.sale.opens_at,
        period=None if spec.poll is None else spec.poll.period,
        jitter=0.0 if spec.poll is None else spec.poll.jitter,
        jitter_draw=site.uniforms("crowd.jitter"),
        patience=NEVER if spec.patience is None else spec.patience,
        via_edge=spec.entry == "edge",
    )


def client(
    site: Site, recorder: Recorder, name: str, spec: Arrivals, target: Station, workload: int
) -> Client:
    """The client of a named workload; its requests are numbered in a range of their own."""
    books = site.open_books(name)
    station = guard(site, name, spec, spec.deadline)(target)
    base = first_key(name)
    return Client(
        site.env, recorder, books, station, workload=workload, base=base, priority=spec.priority
    )


def first_key(name: str) -> int:
    """What is added to the request numbers of a workload, so that no two share a random draw."""
    return (crc32(name.encode()) >> 2 | 1) << 32


def play(site: Site, name: str, spec: WorkloadSpec, client: Client, end: int) -> Playable:
    """The workload that sends a client's requests, until it stops or the run ends."""
    stop = stops_at(spec, end)
    if isinstance(spec, Closed):
        think_time = site.sampler(f"{name}.think_time", spec.think_time)
        return ClosedWorkload(client, spec.users, think_time, spec.start, stop)
    return OpenWorkload(client, arrivals(site.stream(f"{name}.arrivals"), spec), stop)


def stops_at(spec: WorkloadSpec, end: int) -> int:
    """When (ns) a workload sends no more, in a run that ends at ``end``."""
    return end if spec.stop is None else min(spec.stop, end)


def arrivals(stream: Stream, spec: WorkloadSpec) -> Iterator[Ints]:
    """The times (ns) at which an open workload's requests arrive, in blocks, whatever its stop."""
    if isinstance(spec, Curve):
        counts = [round(count * spec.scale * UNIT) for count in spec.requests]
        return curve(counts, round(MINUTE / spec.speed), spec.start, stream)
    assert not isinstance(spec, Closed)
    rate: Rate = spec.rate
    if isinstance(spec, Poisson):
        return poisson(rate, spec.start, stream)
    return deterministic(rate, spec.start)


def log_order(scenario: Scenario) -> tuple[str, ...]:
    """The names of all workloads, numbered as the request log numbers them."""
    return (*([BUY] if scenario.crowd is not None else []), *scenario.workloads)
