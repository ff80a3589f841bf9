"""One level played in one of the two worlds."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from edge import load
from edge.validate.rig import Rig
from edge.validate.services import Service, away_from, shop
from sim.experiments.run import run
from sim.model import Scenario, save
from sim.results import RequestLog
from sim.units import SECOND


@dataclass(frozen=True, slots=True)
class Played:
    """What the real service gave: the log of its clicks, how late the load was at p99 (ns), and
    the processor time (ns) of all edge nodes together."""

    log: RequestLog
    lag_p99: int
    cpu: int


def play_real(scenario: Scenario, rig: Rig) -> Played:
    """Start the services anew, and let the scenario's people at them.

    OSError where a service does not come up, or where the load was too late to be believed.
    """
    assert scenario.edge is not None
    with tempfile.TemporaryDirectory(prefix="floodgate-") as name:
        file = Path(name) / "scenario.toml"
        save(scenario, file)
        with shop(file, ["--seed", str(scenario.seed)], scenario.edge.nodes, rig.work) as running:
            before = sum(map(_busy, running.nodes))
            with away_from(len(running.nodes)):
                result = load.run(
                    scenario,
                    [node.url for node in running.nodes],
                    Path(name) / "load",
                    admins=[node.admin for node in running.nodes],
                    token=running.token,
                    processes=rig.processes,
                    lag=rig.lag,
                )
            cpu = sum(map(_busy, running.nodes)) - before
    if result.problem is not None:
        raise OSError(f"load: {result.problem}")
    return Played(result.requests, result.lag.percentile(99), cpu)


def _busy(service: Service) -> int:
    """The processor time (ns) that a process has used."""
    times = psutil.Process(service.pid).cpu_times()
    return round(float(times.user + times.system) * SECOND)


def play_simulated(
    scenario: Scenario, settings: Mapping[str, Any], seed: int | None = None
) -> RequestLog:
    """The log of the same people in the simulator, with the times of a calibration."""
    return run(scenario, seed=seed, set=dict(settings)).requests
