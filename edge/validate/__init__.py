"""The validation: the real service and the simulator under the same people, side by side."""

from collections.abc import Callable
from pathlib import Path

from edge.validate.calibration import Alone, Calibration
from edge.validate.level import admitted_share, levels
from edge.validate.play import play_real
from sim.model import Scenario
from sim.results.validation import Validation
from sim.units import SECOND

SHARES = (0.3, 0.5, 0.65, 0.8)
WINDOW = 15 * SECOND
WORK = 16_000
"""Hash rounds that an edge node does for a click, so that it is a node's processor that limits."""

Tell = Callable[[str], None]

__all__ = ["Calibration", "calibrate", "validate"]


def calibrate(model: Scenario, work: int = WORK, processes: int = 1) -> Calibration:
    """Measure the real service under the scenario's own people: few enough that most meet nobody.

    Two runs: all of them refused, then all of them admitted.  ValueError where too few are alone.
    """
    alone = []
    for probability in (0.0, 1.0):
        scenario = model.resolve(set={"edge.admission.probability": probability})
        played = play_real(scenario, work, processes)
        alone.append(Alone.of(played.log, played.cpu))
    return Calibration.of(alone[0], alone[1], work)


def validate(
    model: Scenario,
    *,
    shares: tuple[float, ...] = SHARES,
    window: int = WINDOW,
    calibration: Path | None = None,
    work: int = WORK,
    processes: int = 1,
    tell: Tell = lambda text: None,
) -> Validation:
    """Hold the simulator against the real service at shares of the calibrated capacity.

    ``window`` (ns) is how long people click at each level.  The calibration is read from the file
    of that name, or measured and kept there.  What is calibrated with is never scored: every
    level has services and people of its own.  ValueError for a scenario that is no such question.
    """
    check(model)
    measured = _calibration(model, calibration, work, processes, tell)
    found = []
    for level in levels(list(shares), window):
        tell(f"level {level.name}")
        found.append(level.play(model, measured, processes))
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


def _calibration(
    model: Scenario, path: Path | None, work: int, processes: int, tell: Tell
) -> Calibration:
    if path is not None and path.is_file():
        return Calibration.load(path)
    tell("calibrating")
    measured = calibrate(model, work, processes)
    if path is not None:
        measured.save(path)
    return measured
