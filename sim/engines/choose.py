"""The engines by name, and the choice between them."""

import sys
from collections.abc import Callable
from functools import partial

from sim.engines.execute import Execute
from sim.model.cost import estimate
from sim.model.scenario import Scenario

ENGINES = ("reference", "compiled")
AUTO = "auto"

Note = Callable[[str], None]
"""Told, in one line, what whoever asked for a run ought to know before it starts."""

VISITS = 100_000
"""How many visits of stations the reference engine plays in about a second."""
BEGINNING = 0.02
"""About how many seconds the compiled engine takes longer than the other to begin a run."""
LOADING, COMPILING = 0.5, 10.0
"""About how many seconds it takes until the compiled engine can start: where its kernel was kept
from an earlier run, and where it was not."""

_READINESS = "sim.engines.compiled.readiness"


def say(line: str) -> None:
    """Note something where nobody said how: one line on standard error."""
    print(line, file=sys.stderr, flush=True)


def silent(line: str) -> None:
    """Note nothing: somebody else has said what there is to say."""


def check(engine: str) -> None:
    """Refuse, with ValueError, an engine that there is not."""
    if engine not in (AUTO, *ENGINES):
        raise ValueError(f"engine must be one of {', '.join((AUTO, *ENGINES))}, got {engine!r}")


def choose(engine: str, scenario: Scenario, note: Note = say, visits: float | None = None) -> str:
    """The name of the engine that plays a resolved scenario.

    "auto" takes the compiled engine, but the reference engine for a run that is over before the
    compiled one could begin it, or where all runs are over before that one could be loaded, and,
    with a note, for a model that it does not know.  ``visits`` are how often all runs that are
    asked for together visit stations (None: there is only this one).  UnsupportedError (a
    ValueError) where "compiled" was asked for such a model.
    """
    check(engine)
    if engine == "reference":
        return engine
    if engine == AUTO and _is_small(scenario, visits):
        return "reference"
    from sim.engines.compiled.support import unsupported
    from sim.engines.compiled.unsupported import UnsupportedError

    unknown = unsupported(scenario)
    if unknown is None:
        return "compiled"
    text = f"{scenario.name}: the compiled engine does not know {unknown}"
    if engine != AUTO:
        raise UnsupportedError(f"{text}; the reference engine does")
    note(f"{text}: the reference engine plays it")
    return "reference"


def ready(engine: str, note: Note = say, threads: int | None = None) -> Execute:
    """The engine of that name, ready to start; the compiled one plays on up to ``threads``
    threads (None: one a processor) and says so where it has to be compiled first."""
    if engine == "reference":
        from sim.engines.reference.engine import execute

        return execute
    from sim.engines.compiled.engine import execute as play
    from sim.engines.compiled.readiness import prepare

    prepare(note)
    return partial(play, threads=threads or 0)


def _is_small(scenario: Scenario, visits: float | None) -> bool:
    """Whether the reference engine is done before the compiled one could start."""
    one = estimate(scenario).visits
    if one < BEGINNING * VISITS:
        return True
    seconds = (one if visits is None else visits) / VISITS
    if seconds >= COMPILING or _is_loaded():
        return False
    return seconds < LOADING or not _is_kept()


def _is_loaded() -> bool:
    """Whether the kernel was loaded before; it is not loaded only to find out."""
    return _READINESS in sys.modules and bool(sys.modules[_READINESS].is_loaded())


def _is_kept() -> bool:
    from sim.engines.compiled.readiness import is_kept

    return is_kept()
