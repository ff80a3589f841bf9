"""A comparison: several variants of one scenario, on the same crowd or the same crowds."""

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from sim.engines.choose import AUTO, Note, check, say
from sim.experiments.choice import Choice
from sim.experiments.interrupted import Interrupted
from sim.experiments.parallel import Job, Workers, play, silent
from sim.experiments.replicate import check_count, check_warm_up
from sim.experiments.series import Series
from sim.experiments.together import Together
from sim.model.scenario import Scenario
from sim.results.comparison import Comparison
from sim.results.comparison_storage import begin, subfolder
from sim.results.files import Format
from sim.results.intervals import CONFIDENCE, check_confidence
from sim.results.replications import Replications
from sim.results.run import Run
from sim.results.storage import check_format

Result = Run | Replications
Results = Generator[Run, None, None] | Generator[Replications, None, None]

Progress = Callable[[str, int, int], None]
"""Told a variant, how many requests its run has finished, and how many are expected."""


def compare(
    scenario: Scenario,
    variants: Sequence[str] | None = None,
    *,
    seed: int | None = None,
    set: Mapping[str, Any] | None = None,
    engine: str = AUTO,
    replications: int | None = None,
    warm_up: str | int | None = None,
    confidence: float = CONFIDENCE,
    workers: int | None = None,
    out: str | Path | None = None,
    format: Format = "npz",
    progress: Progress | None = None,
    note: Note = say,
) -> Comparison:
    """Run variants of a scenario and set them side by side.

    Without ``variants`` they are those that the scenario says are compared, or all of them.  Each
    is checked, and its engine chosen by what all runs cost together, before the first one runs;
    ``note`` is told of that as in ``run``.  With ``replications`` each is run with so many seeds,
    the same for all, and differences have intervals; ``warm_up`` and ``confidence`` are as in
    ``replicate``.  Up to ``workers`` processes run side by side (None: one a processor); results
    do not depend on how many.  With ``out`` each variant is saved as soon as it is finished, so
    that an interruption keeps what there is (Interrupted).
    """
    names = tuple(variants or scenario.compared or scenario.variants)
    check(engine)
    check_format(format)
    check_confidence(confidence)
    if replications is None and warm_up is not None:
        raise ValueError(f"a warm-up wants replications, got {warm_up} for single runs")
    count = None if replications is None else check_count(replications, replications)
    resolved = [scenario.resolve(variant=name, seed=seed, set=set or {}) for name in names]
    cut = {check_warm_up(warm_up, one) for one in resolved}.pop()
    choice = Choice.of_all(engine, resolved, count or 1, note)
    jobs = [
        Job(scenario, name, seed, dict(set or {}), choice.of(one))
        for name, one in zip(names, resolved, strict=True)
    ]
    if out is not None:
        begin(Path(out), names, _baseline(scenario, names))
    results: Results
    if count is None:
        results = play(jobs, workers, progress or silent)
    else:
        results = _replicated(jobs, count, cut, confidence, workers, progress or silent)
    made: dict[str, Result] = {}
    try:
        _keep(results, made, out, format)
    except KeyboardInterrupt:
        raise Interrupted(_side_by_side(scenario, names, made) if made else None) from None
    return _side_by_side(scenario, names, made)


def _keep(
    results: Results, made: dict[str, Result], out: str | Path | None, format: Format
) -> None:
    """Note, and save, each result as soon as it is there; an error stops the rest."""
    with closing(results) as finished:
        for result in finished:
            if out is not None:
                result.save(subfolder(Path(out), result.name), format)
            made[result.name] = result


def _replicated(
    jobs: list[Job],
    count: int,
    warm_up: int | None,
    confidence: float,
    workers: int | None,
    tell: Progress,
) -> Generator[Replications, None, None]:
    """Replications of one variant after the other, each of them by all workers."""
    with Workers(workers) as pool:
        for job in jobs:
            series = Series(job, warm_up)
            series.grow(count, pool, Together(job.name, count, tell))
            yield series.result(confidence)


def _side_by_side(
    scenario: Scenario, names: tuple[str, ...], made: Mapping[str, Result]
) -> Comparison:
    finished = {name: made[name] for name in names if name in made}
    return Comparison(finished, _baseline(scenario, names), names)


def _baseline(scenario: Scenario, names: Sequence[str]) -> str | None:
    return scenario.baseline if scenario.baseline in names else None
