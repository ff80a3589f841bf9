"""One run: one variant of a scenario, with one seed, on one engine."""

from collections.abc import Mapping
from time import perf_counter
from typing import Any

from sim.engines.choose import AUTO, Note, check, choose, ready, say, silent
from sim.engines.execute import Progress
from sim.model.load import dumps
from sim.model.scenario import Scenario
from sim.model.shipped import shipped
from sim.results.identity import Identity
from sim.results.run import Run
from sim.version import __version__


def run(
    scenario: Scenario,
    variant: str | None = None,
    *,
    seed: int | None = None,
    set: Mapping[str, Any] | None = None,
    engine: str = AUTO,
    progress: Progress | None = None,
    note: Note = say,
    threads: int | None = None,
) -> Run:
    """Execute a scenario once and return what happened.

    ``variant`` names one of its variants (None: as the file has it), ``seed`` and the dotted
    replacements of ``set`` go on top, with the same checks as the file.  ``progress`` is told how
    many requests are finished and how many are expected, ``note`` (by default, a line on standard
    error) if the kernel is to be compiled first, or cannot play this model.  ``threads`` is how
    many the compiled engine may use (None: one a processor); no result depends on it.
    ScenarioError for a scenario that is not in order; ValueError for an unknown engine, or one
    that cannot play it.
    """
    check(engine)
    resolved = scenario.resolve(variant=variant, seed=seed, set=set or {})
    chosen = choose(engine, resolved, note)
    who = identity(scenario, resolved, variant, set or {}, chosen)
    return made(resolved, who, progress, note, threads)


def identity(
    scenario: Scenario,
    resolved: Scenario,
    variant: str | None,
    set: Mapping[str, Any],
    engine: str,
) -> Identity:
    """The identity of a run of a scenario, on the engine of that name."""
    return Identity(
        scenario=resolved.name,
        variant=variant,
        seed=resolved.seed,
        engine=engine,
        version=__version__,
        front=front(resolved),
        question=resolved.question,
        answer=resolved.answer,
        source=_source(scenario),
        settings=dict(set),
        scenario_toml=dumps(resolved),
    )


def made(
    resolved: Scenario,
    who: Identity,
    progress: Progress | None = None,
    note: Note = silent,
    threads: int | None = None,
) -> Run:
    """The run of a resolved scenario, on the engine that its identity names; as ``run``."""
    execute = ready(who.engine, note, threads)
    began = perf_counter()
    trace = execute(resolved, progress)
    return Run.from_trace(trace, who, perf_counter() - began)


def front(scenario: Scenario) -> str:
    """The station where the data centre begins: its first service, or the limiter before it."""
    if scenario.crowd is None:
        service = next(iter(scenario.workloads.values())).to
    elif scenario.crowd.entry == "edge":
        assert scenario.edge is not None
        service = scenario.edge.origin
    else:
        service = scenario.crowd.entry
    limited = service in scenario.services and scenario.services[service].limiter is not None
    return f"{service}.limiter" if limited else service


def _source(scenario: Scenario) -> str:
    """What the command calls a scenario: its name where it is shipped, else its path."""
    if scenario.file is None or scenario.file in shipped().values():
        return scenario.name
    return str(scenario.file)
