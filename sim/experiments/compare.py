"""A comparison: several variants of one scenario, on the same crowd."""

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from sim.engines.choose import AUTO, choose
from sim.experiments.interrupted import Interrupted
from sim.experiments.parallel import Job, play
from sim.model.scenario import Scenario
from sim.results.comparison import Comparison
from sim.results.comparison_storage import begin, subfolder
from sim.results.files import Format
from sim.results.run import Run
from sim.results.storage import check_format

Progress = Callable[[str, int, int], None]
"""Told a variant, how many requests its run has finished, and how many are expected."""


def compare(
    scenario: Scenario,
    variants: Sequence[str] | None = None,
    *,
    seed: int | None = None,
    set: Mapping[str, Any] | None = None,
    engine: str = AUTO,
    workers: int | None = None,
    out: str | Path | None = None,
    format: Format = "npz",
    progress: Progress | None = None,
) -> Comparison:
    """Run variants of a scenario and set them side by side.

    Without ``variants`` they are those that the scenario says are compared, or all of them.  Each
    is checked before the first one runs.  Up to ``workers`` processes run side by side (None: one
    a processor); results do not depend on how many.  With ``out`` each run is saved as soon as it
    is finished, so that an interruption keeps what there is (Interrupted).
    """
    names = tuple(variants or scenario.compared or scenario.variants)
    choose(engine)
    check_format(format)
    for name in names:
        scenario.resolve(variant=name, seed=seed, set=set or {})
    jobs = [Job(scenario, name, seed, dict(set or {}), engine) for name in names]
    if out is not None:
        begin(Path(out), names, _baseline(scenario, names))
    runs: dict[str, Run] = {}
    try:
        with closing(_finished(jobs, workers, progress)) as finished:
            for run in finished:
                if out is not None:
                    run.save(subfolder(Path(out), run.name), format)
                runs[run.name] = run
    except KeyboardInterrupt:
        raise Interrupted(_side_by_side(scenario, names, runs) if runs else None) from None
    return _side_by_side(scenario, names, runs)


def _side_by_side(
    scenario: Scenario, names: tuple[str, ...], runs: Mapping[str, Run]
) -> Comparison:
    finished = {name: runs[name] for name in names if name in runs}
    return Comparison(finished, _baseline(scenario, names), names)


def _finished(
    jobs: list[Job], workers: int | None, progress: Progress | None
) -> Generator[Run, None, None]:
    return play(jobs, workers, progress or (lambda variant, done, expected: None))


def _baseline(scenario: Scenario, names: Sequence[str]) -> str | None:
    return scenario.baseline if scenario.baseline in names else None
