"""What one station hands on is what the next one sees: callers and callees, all along the way."""

from collections.abc import Iterator
from typing import NamedTuple

from sim.engines.trace import StationTotals, Trace
from sim.model import Scenario, Service
from sim.model.call import Caller

LEFT = ("served", "refused", "shed", "timed_out", "failed", "abandoned")


class Flow(NamedTuple):
    """Calls of one caller to one callee: the name of its guards, and how many it may have made."""

    guards: str
    to: str
    spec: Caller
    deadline: int | None
    least: int
    most: int


def flow_problems(scenario: Scenario, trace: Trace) -> Iterator[str]:
    """Every place where what was handed on is not what arrived."""
    flows = list(_flows(scenario, trace))
    for flow in flows:
        yield from _guard_problems(flow, trace)
    yield from _entry_problems(scenario, flows, trace)
    for name in [*scenario.services, "edge"]:
        if name in trace.totals:
            yield from _way_problems(scenario, name, trace)


def _flows(scenario: Scenario, trace: Trace) -> Iterator[Flow]:
    """Who calls whom, and how often."""
    totals = trace.totals
    for name, load in scenario.workloads.items():
        sent = totals[name].arrived
        yield Flow(name, load.to, load, load.deadline, sent, sent)
    if scenario.crowd:
        clicks, crowd = _clicks(trace), scenario.crowd
        yield Flow("buy", crowd.entry, crowd, crowd.patience, clicks, clicks)
        yield from _polls(scenario, trace)
    if scenario.edge and trace.edges is not None:
        admitted, edge = int(trace.edges["admitted"].sum()), scenario.edge
        yield Flow(f"edge.{edge.origin}", edge.origin, edge, edge.deadline, admitted, admitted)
    for name, service in scenario.services.items():
        if name in totals:
            yield from _calls(name, service, totals[name].arrived)


def _clicks(trace: Trace) -> int:
    """The users who sent something: those in flight, and those who did not just leave."""
    rows = trace.requests["workload"] == trace.workloads.index("buy")
    sent = trace.requests["attempts"][rows] > 0
    return int(sent.sum()) + trace.totals["buy"].in_flight


def _calls(name: str, service: Service, arrived: int) -> Iterator[Flow]:
    """The calls of a service.  Two to the same callee share their guards: taken as one, without."""
    for to in {call.to for call in service.calls}:
        calls = [call for call in service.calls if call.to == to]
        if len(calls) == 1:
            yield Flow(f"{name}.{to}", to, calls[0], calls[0].deadline, 0, arrived)
        else:
            attempts = sum(call.retry.attempts if call.retry else 1 for call in calls)
            yield Flow(f"{name}.{to}", to, Caller(), None, 0, attempts * arrived)


def _polls(scenario: Scenario, trace: Trace) -> Iterator[Flow]:
    crowd = scenario.crowd
    assert crowd is not None
    if crowd.poll is not None:
        asked = trace.polls.count
        spec = Caller(timeout=None if crowd.timeout is None else f"{crowd.timeout} ns")  # type: ignore[arg-type]
        yield Flow("poll", crowd.entry, spec, None, asked, asked + crowd.users)


def _guard_problems(flow: Flow, trace: Trace) -> Iterator[str]:
    """Deadline(Retry(Timeout(station))): each passes on what came to it, a retry up to so often."""
    low, high = flow.least, flow.most
    for kind, attempts in _guards(flow):
        arrived = trace.totals[f"{flow.guards}.{kind}"].arrived
        if not low <= arrived <= high:
            yield f"{flow.guards}.{kind}: {arrived} arrived, wanted {low} to {high}"
        low, high = arrived, attempts * arrived


def _guards(flow: Flow) -> Iterator[tuple[str, int]]:
    """The guards of a flow, outermost first, and how often each may pass a request on."""
    if flow.deadline is not None:
        yield "deadline", 1
    if flow.spec.retry is not None:
        yield "retry", flow.spec.retry.attempts
    if flow.spec.timeout is not None:
        yield "timeout", 1


def _handed_on(flow: Flow, trace: Trace) -> tuple[int, int]:
    """How many requests the innermost guard of a flow has handed on: at least, at most."""
    low, high = flow.least, flow.most
    for kind, attempts in _guards(flow):
        low = trace.totals[f"{flow.guards}.{kind}"].arrived
        high = attempts * low
    return low, high


def _entry_problems(scenario: Scenario, flows: list[Flow], trace: Trace) -> Iterator[str]:
    """What all callers of a station handed on is what arrived at its door."""
    for name in {flow.to for flow in flows}:
        handed = {flow.guards: _handed_on(flow, trace) for flow in flows if flow.to == name}
        low, high = (sum(counts) for counts in zip(*handed.values(), strict=True))
        arrived = trace.totals[_door(name, trace)].arrived
        if not low <= arrived <= high:
            yield f"{name}: {arrived} arrived, its callers handed on {low} to {high}: {handed}"


def _door(name: str, trace: Trace) -> str:
    """The first station on the way into a service: its link, its limiter, or itself."""
    doors = (f"{name}.link", f"{name}.limiter", name)
    return next(door for door in doors if door in trace.totals)


def _way_problems(scenario: Scenario, name: str, trace: Trace) -> Iterator[str]:
    """A limiter hands on what it does not refuse; a link what it does not lose or still carries."""
    inner = trace.totals[name]
    limiter = trace.totals.get(f"{name}.limiter")
    if limiter is not None:
        own = limiter.refused - inner.refused
        if own < 0 or limiter.arrived - own != inner.arrived or not _same(limiter, inner):
            yield f"{name}: limiter {limiter}, behind it {inner}"
    link = trace.totals.get(f"{name}.link")
    if link is not None:
        yield from _link_problems(scenario, name, link, limiter or inner)


def _same(limiter: StationTotals, inner: StationTotals) -> bool:
    """Whether all but the limiter's own refusals passed it unchanged."""
    columns = [column for column in (*LEFT, "in_flight") if column != "refused"]
    return all(getattr(limiter, column) == getattr(inner, column) for column in columns)


def _link_problems(
    scenario: Scenario, name: str, link: StationTotals, inner: StationTotals
) -> Iterator[str]:
    if link.arrived < inner.arrived:
        yield f"{name}: {link.arrived} took the link, {inner.arrived} arrived"
    for column in LEFT:
        told, said = getattr(link, column), getattr(inner, column)
        if told > said:
            yield f"{name}: {said} {column}, {told} of them came back"
    if _is_ideal(scenario, name) and (link.arrived != inner.arrived or link.left != inner.left):
        yield f"{name}: an ideal link lost something: {link}, {inner}"


def _is_ideal(scenario: Scenario, name: str) -> bool:
    """Whether a link takes no time and loses nothing, so that it never holds a message."""
    part = scenario.edge if name == "edge" else scenario.services[name]
    if any(fault.kind == "cut" and fault.link == name for fault in scenario.faults):
        return False
    spec = part.link if part else None
    if spec is None or spec.loss or spec.bandwidth is not None:
        return False
    return spec.latency.parameters == {"value": 0}
