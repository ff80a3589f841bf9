"""Runs a load: starts the processes, sets the opening, waits, and gathers what they did."""

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic_ns

from edge.address import check_address
from edge.load.fleet import Fleet
from edge.load.lag import DEFAULT_LAG, LagBound
from edge.load.opening import open_at, start_before, wants_codes
from edge.load.plan import Plan
from edge.load.result import LoadResult
from sim.engines.execute import Progress
from sim.model.scenario import Scenario
from sim.units import format_duration

Note = Callable[[str], None]
"""Told what happens, a line at a time."""


class Interrupted(KeyboardInterrupt):
    """Ctrl-C while a load ran: ``finished`` has what was answered by then."""

    def __init__(self, finished: LoadResult) -> None:
        super().__init__()
        self.finished = finished


def run(
    scenario: Scenario,
    edges: Sequence[str],
    out: Path | None = None,
    *,
    processes: int = 1,
    admins: Sequence[str] = (),
    token: str = "",
    lag: str = DEFAULT_LAG,
    progress: Progress = lambda done, expected: None,
    note: Note = lambda line: None,
) -> LoadResult:
    """Send a resolved scenario's people and arrivals to ``edges``, one address for each node.

    Nodes whose ``admins`` (their admin interfaces, opened by ``token``) are given are told to
    open when the sale does; others are taken to have been told, and the start follows them.
    ``progress`` is told how many requests are finished, and how many are expected.
    ``out`` is a folder for the result.  A result may be invalid: see ``LoadResult.valid``.
    ValueError for arguments that do not fit, LoadError for a load that fails, Interrupted for
    Ctrl-C.
    """
    bound = LagBound.parse(lag)
    plan = _plan(scenario, edges, processes)
    addresses = [check_address(admin) for admin in admins]
    result = _played(plan, addresses, token, bound, progress, note)
    if out is not None:
        result.save(out)
    return result


def _plan(scenario: Scenario, edges: Sequence[str], processes: int) -> Plan:
    if processes < 1:
        raise ValueError(f"wanted processes >= 1, got {processes}")
    check_scenario(scenario, len(edges))
    addresses = tuple(check_address(edge) for edge in edges)
    return Plan(scenario, addresses, wants_codes(addresses[0]), processes)


def check_scenario(scenario: Scenario, edges: int) -> None:
    """Refuse (ValueError) a scenario that cannot be sent to so many edge nodes."""
    if scenario.crowd is None and not scenario.workloads:
        raise ValueError("wanted a scenario with a crowd or workloads, got one without")
    if scenario.crowd is not None and scenario.crowd.entry != "edge":
        raise ValueError(f'wanted a crowd that enters at "edge", got "{scenario.crowd.entry}"')
    nodes = 1 if scenario.edge is None else scenario.edge.nodes
    if edges < 1 or (scenario.crowd is not None and edges != nodes):
        raise ValueError(f"wanted an address for each of {nodes} edge nodes, got {edges}")


def _played(
    plan: Plan,
    admins: Sequence[str],
    token: str,
    bound: LagBound,
    progress: Progress,
    note: Note,
) -> LoadResult:
    scenario = plan.scenario
    with TemporaryDirectory(prefix="floodgate-load-") as name:
        fleet = Fleet(plan, Path(name))
        try:
            fleet.wait_ready()
            opens_at = scenario.sale.opens_at if scenario.sale else 0
            start = (
                open_at(admins, token, opens_at) if admins else start_before(plan.edges, opens_at)
            )
            fleet.start(start)
            note(f"{scenario.name}: {format_duration(scenario.duration)} of load begin")
            return _waited(plan, fleet, start, bound, progress)
        finally:
            fleet.stop()


def _waited(
    plan: Plan, fleet: Fleet, start: int, bound: LagBound, progress: Progress
) -> LoadResult:
    scenario = plan.scenario
    try:
        fleet.wait(start, progress)
    except KeyboardInterrupt:
        fleet.stop()
        end = max(1, min(monotonic_ns() - start, scenario.duration))
        finished = LoadResult.gather(scenario, plan.edges, fleet.shares(), end, bound)
        raise Interrupted(finished) from None
    return LoadResult.gather(scenario, plan.edges, fleet.shares(), scenario.duration, bound)
