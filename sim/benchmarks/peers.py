"""The peers: Ciw and happysim, where they are installed, on the topologies that they can model."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from time import process_time

from sim.benchmarks.contender import Played

HAPPYSIM = "FLOODGATE_HAPPYSIM"
"""The environment variable with a Python that has happysim, where this one does not: happysim
wants Python 3.13."""


def ciw_missing() -> str | None:
    """Why Ciw cannot be measured, None if it can."""
    return None if find_spec("ciw") else "not installed"


def ciw_queue(requests: int) -> Played:
    """M/M/10 at a load of 0.8."""
    import ciw

    exponential = ciw.dists.Exponential
    return _ciw(requests, [exponential(1000)], [exponential(125)], [10], [[0.0]])


def ciw_stage(requests: int) -> Played:
    """An edge node that lets 2 % through to a gateway."""
    import ciw

    exponential = ciw.dists.Exponential
    services = [ciw.dists.Deterministic(0.0001), exponential(1000)]
    routes = [[0.0, 0.02], [0.0, 0.0]]
    return _ciw(requests, [exponential(40_000), None], services, [8, 4], routes)


def _ciw(
    requests: int,
    arrivals: list[object],
    services: list[object],
    workers: list[int],
    routes: list[list[float]],
) -> Played:
    import ciw

    began = process_time()
    network = ciw.create_network(
        arrival_distributions=arrivals,
        service_distributions=services,
        number_of_servers=workers,
        routing=routes,
    )
    ciw.seed(1)
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_customers(requests, method="Finish")
    return Played(len(simulation.nodes[-1].all_individuals), process_time() - began)


def happysim_missing() -> str | None:
    """Why happysim cannot be measured, None if it can."""
    if find_spec("happysimulator") or os.environ.get(HAPPYSIM):
        return None
    return "not installed"


def happysim(topology: str, requests: int) -> Played:
    """A topology, in a process of its own."""
    python = sys.executable if find_spec("happysimulator") else os.environ[HAPPYSIM]
    program = Path(__file__).with_name("happysim_models.py")
    command = [python, str(program), topology, str(requests)]
    alone = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(command, env=alone, capture_output=True, text=True)
    if done.returncode:
        raise OSError(f"{python} cannot run happysim: {done.stderr.strip().splitlines()[-1]}")
    played, seconds = done.stdout.split()
    return Played(int(played), float(seconds))
