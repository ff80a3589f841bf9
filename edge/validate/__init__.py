"""The validation: the real service and the simulator under the same people, side by side."""

from collections.abc import Callable
from pathlib import Path

from edge.usual import SHARES, WINDOW
from edge.validate.alone import Alone, behind_somebody, found_nobody, met_nobody
from edge.validate.calibration import Calibration, whereabouts
from edge.validate.level import admitted_share, levels
from edge.validate.play import play_real
from edge.validate.rig import Rig
from edge.validate.services import processors
from sim.model import Scenario
from sim.results.validation import Validation

USUAL = Rig()

Tell = Callable[[str], None]

__all__ = ["Calibration", "Rig", "calibrate", "validate"]


def calibrate(model: Scenario, rig: Rig) -> Calibration:
    """Measure the real service under the scenario's own people: so few that many meet nobody, and
    so many that others do not.

    Two runs: all of them refused, then all of them admitted.  A refused click is the node's alone
    once it has begun; the origin's answer to an admitted one may have to wait for the node, so
    only those that met nobody at all count.  ValueError where there are too few of a kind.
    """
    refused = play_real(model.resolve(set={"edge.admission.probability": 0.0}), rig)
    admitted = play_real(model.resolve(set={"edge.admission.probability": 1.0}), rig)
    return Calibration.of(
        Alone.of(refused.log, refused.cpu, found_nobody(refused.log)),
        behind_somebody(refused.log),
        Alone.of(admitted.log, admitted.cpu, met_nobody(admitted.log)),
        rig.work,
    )


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
    tell("calibrating")
    measured = calibrate(model, rig)
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
