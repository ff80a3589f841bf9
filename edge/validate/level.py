"""Levels: loads as shares of a calibrated capacity, made from one scenario, and their bounds."""

from dataclasses import dataclass
from typing import Any

from edge.validate.calibration import Calibration
from edge.validate.play import play_real, play_simulated
from edge.validate.rig import Rig
from sim.model import Scenario
from sim.results.level import Figures
from sim.results.level import Level as Result
from sim.units import MILLISECOND, SECOND

STEADY = {"throughput": 0.05, "p50": 0.10, "p99": 0.20}
SATURATED = {"throughput": 0.10}
CHANCES = 20
"""Other seeds that the simulator plays at each level: what chance alone does."""
OVERLOAD = 1.3
BURST = 200 * MILLISECOND
DRAIN = 30 * SECOND
"""How long the last clicks have to be answered; nobody waits longer than they take.  Whoever is
admitted waits for the origin, too: without the slow ones each node would seem to admit fewer."""


@dataclass(frozen=True, slots=True)
class Level:
    """Clicks at ``share`` of the capacity for ``window`` ns, and how near both worlds must be."""

    name: str
    share: float
    window: int
    bounds: dict[str, float]

    def scenario(self, model: Scenario, capacity: float) -> Scenario:
        """The scenario with as many people as that is, evenly spread over the window."""
        users = max(1, round(self.share * capacity * self.window / SECOND))
        return model.resolve(
            set={
                "crowd.users": users,
                "crowd.join_window": f"{self.window} ns",
                "duration": f"{self.window + DRAIN} ns",
            }
        )

    def play(self, model: Scenario, calibration: Calibration, rig: Rig) -> Result:
        """Both worlds under it; the simulator only once the real service is done."""
        probability = admitted_share(model)
        assert model.edge is not None
        nodes, capacity = model.edge.nodes, calibration.capacity(probability) * model.edge.nodes
        scenario, settings = self.scenario(model, capacity), calibration.settings()
        real = play_real(scenario, rig)

        def figures(log: Any) -> Figures:
            return Figures.of(log, nodes, self.window)

        seeds = range(scenario.seed + 1, scenario.seed + 1 + CHANCES)
        return Result(
            name=self.name,
            share=self.share,
            offered=self.share * capacity,
            real=figures(real.log),
            simulated=figures(play_simulated(scenario, settings)),
            chances=tuple(figures(play_simulated(scenario, settings, seed)) for seed in seeds),
            probability=probability,
            lag_p99_ms=real.lag_p99 / MILLISECOND,
            bounds=self.bounds,
        )


def levels(shares: list[float], window: int) -> list[Level]:
    """A level a share, each for ``window`` ns, then saturation and a burst."""
    steady = [Level(f"{share:.0%} load", share, window, STEADY) for share in shares]
    saturated = Level("saturation", OVERLOAD, window // 2, SATURATED)
    # As much as takes one second to work off, within a fifth of one.
    burst = Level("burst", SECOND / BURST, BURST, {"p50": 0.10, "p99": 0.20})
    return [*steady, saturated, burst]


def admitted_share(model: Scenario) -> float:
    """The probability of the scenario's admission.  ValueError for another one."""
    admission = model.edge.admission if model.edge else None
    probability = getattr(admission, "probability", None)
    if probability is None:
        raise ValueError("edge.admission: wanted a probability, which both worlds can be held to")
    return float(probability)
