"""The validation: the real service and the simulator under the same people, side by side."""

from collections.abc import Callable
from functools import reduce
from operator import add
from pathlib import Path

import numpy as np

from edge.usual import SHARES, WINDOW
from edge.validate.calibration import Calibration, whereabouts
from edge.validate.level import admitted_share, levels
from edge.validate.play import play_real
from edge.validate.rig import Rig
from edge.validate.sample import Sample
from edge.validate.services import processors
from sim.model import Scenario
from sim.results.validation import Validation

USUAL = Rig()
RUNS = 2
FACTORS = 1, 2
MEASURABLE = 0.1, 0.5
"""Shares of admitted clicks that leave enough of either kind to measure."""

Tell = Callable[[str], None]

__all__ = ["Calibration", "Rig", "calibrate", "validate"]


def calibrate(model: Scenario, rig: Rig, tell: Tell = lambda text: None) -> Calibration:
    """Measure the real service under the scenario's own people, and under twice as many.

    Of the scenario's own many find nobody, which shows what waking costs; of twice as many most
    find somebody, which shows how long a node that is awake is busy.  The node admits the share
    that it will, as its code and its caches are slower for what is rare; only where that leaves too
    few of a kind to measure, more or fewer.  Each run starts the services anew: one process is
    faster than the next by a hundredth or two.  ValueError where there are too few clicks of a kind
    all the same.
    """
    share = float(np.clip(admitted_share(model), *MEASURABLE))
    admitting = model.resolve(set={"edge.admission.probability": share})
    samples: dict[int, list[Sample]] = {factor: [] for factor in FACTORS}
    for run in range(1, RUNS + 1):
        for factor in FACTORS:
            tell(f"calibrating, {run} of {RUNS}, {factor} x the people")
            samples[factor].append(_sample(admitting, factor, model.seed + run, rig))
    few, many = (reduce(add, samples[factor]) for factor in FACTORS)
    return Calibration.of(few, many, rig.work)


def _sample(model: Scenario, factor: int, seed: int, rig: Rig) -> Sample:
    assert model.crowd is not None
    people = {"crowd.users": factor * model.crowd.users}
    played = play_real(model.resolve(None, seed, people), rig)
    return Sample.of(played.log, played.cpu)


def validate(
    model: Scenario,
    *,
    shares: tuple[float, ...] = SHARES,
    window: int = WINDOW,
    calibration: Path | None = None,
    rig: Rig = USUAL,
    tell: Tell = lambda text: None,
) -> Validation:
    """Hold the simulator against the real service at shares of the calibrated capacity.

    ``window`` (ns) is how long people click at each level.  The calibration is read from the file
    of that name, or measured and kept there.  What is calibrated with is never scored: every
    level has services and people of its own.  ValueError for a scenario that is no such question.
    """
    check(model)
    _warn(model, tell)
    measured = _calibration(model, calibration, rig, tell)
    found = []
    for level in levels(list(shares), window):
        tell(f"level {level.name}")
        found.append(level.play(model, measured, rig))
    return Validation(
        scenario=model.name,
        question=model.question,
        seed=model.seed,
        capacity=measured.capacity(admitted_share(model)),
        calibration=measured.summary(),
        levels=found,
    )


def check(model: Scenario) -> None:
    """Refuse (ValueError) a scenario whose crowd the validation cannot put under other loads."""
    admitted_share(model)
    if model.crowd is None or model.sale is None:
        raise ValueError("wanted a scenario with a crowd, a sale and an edge")
    if model.crowd.poll is not None or model.sale.opens_at:
        raise ValueError("wanted people who click without a poll, in a sale that opens at 0 s")


def _warn(model: Scenario, tell: Tell) -> None:
    """The simulator knows nothing of nodes that share a processor with others."""
    nodes, usable = model.edge.nodes if model.edge else 0, len(processors())
    if 0 < usable <= nodes:
        shared = f"{nodes} edge nodes, the origin and the load share {usable} processors"
        tell(f"{shared}: saturation will be lower than the simulator's")


def _calibration(model: Scenario, path: Path | None, rig: Rig, tell: Tell) -> Calibration:
    if path is not None and path.is_file():
        measured = _of_this_rig(Calibration.load(path), path, rig)
        tell(f"calibrated {measured.where['measured']}: {path}")
        return measured
    measured = calibrate(model, rig, tell)
    if path is not None:
        measured.save(path)
    return measured


def _of_this_rig(measured: Calibration, path: Path, rig: Rig) -> Calibration:
    if measured.work != rig.work:
        wanted = f"wanted a calibration of {rig.work:,} ns of work a click"
        raise ValueError(f"{path}: {wanted}, got one of {measured.work:,}")
    here = whereabouts()
    for name in here.keys() - {"measured"}:
        if measured.where.get(name) != here[name]:
            wanted = f"wanted a calibration of this {name}, {here[name]}"
            raise ValueError(f"{path}: {wanted}, got one of {measured.where.get(name)}")
    return measured
