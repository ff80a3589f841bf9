"""Replications of one variant: until there are enough, or until they are precise enough."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sim.engines.choose import AUTO, Note, check, say
from sim.experiments.choice import Choice
from sim.experiments.figure_names import figure_names
from sim.experiments.interrupted import Interrupted
from sim.experiments.parallel import Job, Tell, Workers, silent
from sim.experiments.series import Series
from sim.experiments.together import Together
from sim.model.scenario import Scenario
from sim.results.figures import full_name
from sim.results.intervals import CONFIDENCE, check_confidence
from sim.results.precision import Precision
from sim.results.replications import Replications
from sim.units import parse_duration

FIRST = 15
"""So many replications are made before their precision is looked at: of fewer it is a guess, and
whoever stops at a lucky one is wrong too often (after ten, in 8 % of experiments with M/M/1)."""

REPLICATIONS = 10
"""How many there are unless more are asked for."""

MOST = 200
"""How many there are at most for a precision, unless more are asked for."""


def replicate(
    scenario: Scenario,
    n: int | None = None,
    variant: str | None = None,
    *,
    seed: int | None = None,
    set: Mapping[str, Any] | None = None,
    engine: str = AUTO,
    until: str | Precision | None = None,
    warm_up: str | int | None = None,
    confidence: float = CONFIDENCE,
    workers: int | None = None,
    progress: Tell | None = None,
    note: Note = say,
) -> Replications:
    """Run a variant with ``n`` independent seeds (10) and put intervals on what it shows.

    With ``until``, such as "buy.p99 +- 2 %", as many as that precision takes, and at most ``n``
    (200); ``reached`` of the result says whether it did.  ``warm_up`` is how much of each run does
    not count: ns, or text such as "5 s"; None looks for it where the scenario may have a steady
    state, and cuts nothing elsewhere.  The result is the same whatever the number of ``workers``.
    The engine is chosen once, by what all the replications that there may be cost together;
    ``note`` is told of that as in ``run``.  An interruption keeps the replications that are
    finished (Interrupted).  ScenarioError for a scenario that is not in order, ValueError for any
    other argument that is not.
    """
    resolved = scenario.resolve(variant, seed, set or {})
    wanted = check_until(until, resolved)
    check(engine)
    check_confidence(confidence)
    most = check_count(n, MOST if wanted else REPLICATIONS)
    cut = check_warm_up(warm_up, resolved)
    chosen = Choice.of_all(engine, [resolved], most, note).of(resolved)
    series = Series(Job(scenario, variant, resolved.seed, dict(set or {}), chosen), cut)
    try:
        with Workers(workers) as pool:
            _grow(series, wanted, most, confidence, pool, progress or silent)
    except KeyboardInterrupt:
        finished = series.result(confidence, wanted) if series.has_begun else None
        raise Interrupted(finished) from None
    return series.result(confidence, wanted)


def _grow(
    series: Series,
    wanted: Precision | None,
    most: int,
    confidence: float,
    pool: Workers,
    progress: Tell,
) -> None:
    count = most if wanted is None else min(FIRST, most)
    together = Together(series.job.name, count, progress)
    series.grow(count, pool, together)
    while wanted is not None and count < most:
        interval = series.result(confidence).interval(wanted.figure)
        more = wanted.wanted(interval, count, most)
        if more == count:
            break
        count = together.total = more
        series.grow(count, pool, together)


def check_count(n: int | None, default: int) -> int:
    """How many replications: ``n``, or else ``default``.  ValueError for fewer than two."""
    count = default if n is None else n
    if count < 2:
        raise ValueError(f"replications must be >= 2, got {count}: one run tells no scatter")
    return count


def check_until(until: str | Precision | None, resolved: Scenario) -> Precision | None:
    """The precision with its figure's full name.

    ValueError for a text that says none, UnknownFigureError for a figure that there is not.
    """
    if until is None:
        return None
    wanted = Precision.parse(until) if isinstance(until, str) else until
    return replace(wanted, figure=full_name(wanted.figure, figure_names(resolved)))


def check_warm_up(warm_up: str | int | None, resolved: Scenario) -> int | None:
    """A warm-up in ns, if one is given.  ValueError unless it ends within the run."""
    if warm_up is None:
        return None
    time = parse_duration(warm_up) if isinstance(warm_up, str) else warm_up
    if not 0 <= time < resolved.duration:
        raise ValueError(f"warm-up must be >= 0 and below the duration, got {warm_up}")
    return time
