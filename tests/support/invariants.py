"""What must hold after any run of any scenario, beyond the books of each station.

``violations(scenario, trace)`` names everything that does not: it reads the scenario and the
trace, and asks nothing of the engine that made it.
"""

from collections.abc import Iterator

import numpy as np
from flows import flow_problems

from sim.engines.trace import StationTotals, Trace
from sim.model import Scenario
from sim.model.workload import Closed, Deterministic, WorkloadSpec
from sim.outcomes import Outcome
from sim.units import SECOND

LEFT = ("served", "refused", "shed", "timed_out", "failed", "abandoned")


def violations(scenario: Scenario, trace: Trace) -> list[str]:
    """Everything about a run that cannot be."""
    return [
        *_sent(scenario, trace),
        *_crowd(scenario, trace),
        *_patience(scenario, trace),
        *_pools(scenario, trace),
        *_sale(scenario, trace),
        *_admission(scenario, trace),
        *_events(trace),
        *flow_problems(scenario, trace),
    ]


def _rows(trace: Trace, name: str) -> np.ndarray:
    return trace.requests["workload"] == trace.workloads.index(name)


def _sent(scenario: Scenario, trace: Trace) -> Iterator[str]:
    """Log rows and requests in flight are the requests that were sent, each once."""
    for name, spec in scenario.workloads.items():
        numbers = trace.requests["request"][_rows(trace, name)]
        sent = trace.totals[name].arrived
        if len(numbers) + trace.totals[name].in_flight != sent:
            yield f"{name}: {len(numbers)} rows, {sent} sent: {trace.totals[name]}"
        if isinstance(spec, Closed):
            yield from _rounds(name, spec, numbers, trace.totals[name])
        elif len(numbers) and numbers.max() >= sent:
            yield f"{name}: number {numbers.max()} of {sent} sent"
        if isinstance(spec, Deterministic) and sent != _scheduled(scenario, spec):
            yield f"{name}: {sent} sent, {_scheduled(scenario, spec)} scheduled"


def _scheduled(scenario: Scenario, spec: Deterministic) -> int:
    """How many n have n * per / count before the stop: the ceiling of span * count / per."""
    stop = scenario.duration if spec.stop is None else min(spec.stop, scenario.duration)
    return max(0, -(-(stop - spec.start) * spec.rate.count // spec.rate.per))


def _rounds(name: str, spec: Closed, numbers: np.ndarray, totals: StationTotals) -> Iterator[str]:
    """Each user asks in rounds, without a gap, and has at most one request in flight."""
    for user in range(spec.users):
        rounds = sorted(numbers[numbers % spec.users == user] // spec.users)
        if rounds != list(range(len(rounds))):
            yield f"{name}: user {user} has finished rounds {rounds}"
    if totals.in_flight > spec.users:
        yield f"{name}: {totals.in_flight} in flight of {spec.users} users"


def _crowd(scenario: Scenario, trace: Trace) -> Iterator[str]:
    """Every user is in the log at most once, and clicks at most once."""
    if scenario.crowd is None:
        return
    totals, users = trace.totals["buy"], scenario.crowd.users
    clicked = int((trace.requests["attempts"][_rows(trace, "buy")] > 0).sum())
    if totals.arrived > users:
        yield f"buy: {totals.arrived} of {users} users"
    if trace.sale and trace.sale.clicks != clicked + totals.in_flight:
        yield f"buy: {trace.sale.clicks} clicks, {clicked} logged, {totals.in_flight} in flight"
    if trace.edges is not None and int(trace.edges["users"].sum()) != users:
        yield f"edge: {trace.edges['users']} of {users} users"


def _patience(scenario: Scenario, trace: Trace) -> Iterator[str]:
    """Nobody waits longer, or asks more often, than she may."""
    callers: dict[str, tuple[WorkloadSpec | object, int | None]] = {
        name: (spec, spec.deadline) for name, spec in scenario.workloads.items()
    }
    if scenario.crowd:
        callers["buy"] = scenario.crowd, scenario.crowd.patience
    for name, (spec, limit) in callers.items():
        asked = _rows(trace, name) & (trace.requests["attempts"] > 0)
        limits = [limit, None if spec.retry else spec.timeout]  # type: ignore[attr-defined]
        most = min((one for one in limits if one is not None), default=None)
        latency = int(trace.requests["latency"][asked].max(initial=0))
        tries = int(trace.requests["attempts"][asked].max(initial=1))
        if most is not None and latency > most:
            yield f"{name}: waited {latency} of at most {most} ns"
        if tries > (spec.retry.attempts if spec.retry else 1):  # type: ignore[attr-defined]
            yield f"{name}: {tries} attempts"


def _pools(scenario: Scenario, trace: Trace) -> Iterator[str]:
    """No more busy than there are workers, no more in line than there is room, none idle."""
    crashed = {fault.service for fault in scenario.faults if fault.kind == "crash"}
    for name, (pools, workers, room) in _sizes(scenario, trace).items():
        line, totals = trace.timeline[name], trace.totals[name]
        if totals.workers != pools * workers or (line["busy"] > pools * workers).any():
            yield f"{name}: {line['busy'].max()} busy of {pools * workers}"
        if room is not None and (totals.peak_queue > room or (line["queue"] > pools * room).any()):
            yield f"{name}: {totals.peak_queue} in line, room for {room}"
        if pools == 1 and ((line["queue"] > 0) & (line["busy"] < workers)).any():
            yield f"{name}: somebody waits although a worker is free"
        inside = line["arrived"].cumsum() - sum(line[column].cumsum() for column in LEFT)
        held = line["queue"] + line["busy"]
        exact = name in scenario.services and name not in crashed
        if (held > inside).any() or (exact and (held < inside).any()):
            yield f"{name}: {held} at workers or in line, {inside} inside"


def _sizes(scenario: Scenario, trace: Trace) -> dict[str, tuple[int, int, int | None]]:
    """For each station with workers: how many pools, how many workers and room in each."""
    sizes: dict[str, tuple[int, int, int | None]] = {
        name: (spec.instances, spec.workers, spec.queue)
        for name, spec in scenario.services.items()
        if name in trace.totals
    }
    if scenario.sale and "stock" in trace.totals:
        sizes["stock"] = 1, 1, scenario.sale.queue
    if scenario.edge and "edge" in trace.totals:
        edge = scenario.edge
        room = edge.queue if edge.answer_time is None else None  # answers wait past the bound
        sizes["edge"] = edge.nodes, edge.workers, room
    return sizes


def _sale(scenario: Scenario, trace: Trace) -> Iterator[str]:
    """Nothing is sold that is not there, before it is for sale, or twice."""
    sale, spec = trace.sale, scenario.sale
    if sale is None or spec is None:
        return
    given = sale.sold + sale.released
    sold = trace.requests["outcome"] == Outcome.SOLD
    finished = trace.requests["start"] + trace.requests["latency"]
    if not 0 <= sale.sold <= spec.stock or sale.released < 0:
        yield f"stock: {sale.sold} sold and {sale.released} released of {spec.stock}"
    if not int(sold.sum()) <= given <= trace.totals["stock"].served:
        yield f"stock: gave {given}, {int(sold.sum())} rows, {trace.totals['stock']}"
    if sold.any() and int(finished[sold].min()) < spec.opens_at:
        yield f"stock: sold at {finished[sold].min()}, opens at {spec.opens_at}"
    if not (sale.sold_out_at == -1 or spec.opens_at <= sale.sold_out_at < trace.end):
        yield f"stock: sold out at {sale.sold_out_at}"
    is_gone = sale.sold == spec.stock > 0
    if spec.payment is None and (sale.released or is_gone != (sale.sold_out_at >= 0)):
        yield f"stock: {sale}, nobody may return anything"


def _admission(scenario: Scenario, trace: Trace) -> Iterator[str]:
    """Each node admits no more than its policy ever may."""
    if trace.edges is None or scenario.edge is None or scenario.sale is None:
        return
    columns = [trace.edges[name] for name in ("sold", "admitted", "clicks")]
    if (np.diff(columns, axis=0) < 0).any():
        yield f"edge: sold, admitted, clicks: {columns}"
    most = _most(scenario, max(0, trace.end - scenario.sale.opens_at))
    if most is not None and int(trace.edges["admitted"].max()) > most:
        yield f"edge: {trace.edges['admitted']} admitted, at most {most} each"


def _most(scenario: Scenario, time: int) -> float | None:
    """How many clicks a node may admit in ``time`` ns; None where that has no bound."""
    spec = scenario.edge.admission  # type: ignore[union-attr]
    match spec.kind:  # type: ignore[attr-defined]
        case "quota":
            return spec.quota  # type: ignore[attr-defined]
        case "token_bucket":
            return spec.burst + spec.rate.per_second * time / SECOND + 1  # type: ignore[attr-defined]
        case "waiting_room":
            return 1 + spec.outflow.per_second * time / SECOND  # type: ignore[attr-defined]
        case "probability" if spec.probability == 0:  # type: ignore[attr-defined]
            return 0
    return None


def _events(trace: Trace) -> Iterator[str]:
    """The journal is in order of time, within the run."""
    times = [event.time for event in trace.events]
    if times != sorted(times) or any(not 0 <= time < trace.end for time in times):
        yield f"journal: {times}"
