"""Scenarios from a few lines of TOML, played."""

from typing import Any

from sim.engines.reference.engine import execute
from sim.engines.trace import Trace
from sim.experiments.run import run
from sim.model import Scenario, loads
from sim.outcomes import Outcome
from sim.results import Run
from sim.units import MILLISECOND

SALE = """
[sale]
stock = 2
opens_at = "1 s"
update_time = "10 ms"

[services.shop]
service_time = "1 ms"
workers = 100
calls = [{ to = "stock" }]
"""
"""A sale behind a service."""

EDGE = """
[edge]
nodes = 1
workers = 4
poll_time = "1 ms"
click_time = "2 ms"
origin = "shop"
"""
"""An edge node before it, without an admission."""

ONE_WORKER = (
    '[sale]\nstock = 5\nopens_at = "1 s"\nupdate_time = "0 ms"\n'
    + EDGE.replace("workers = 4", "workers = 1")
    + 'admission = "open"\n'
)
"""A sale at an edge node with one worker, who lets everybody in; more lines go to ``[edge]``."""

SHOP = '[services.shop]\nservice_time = "1 ms"\nworkers = 9\n'
"""A service for it that sells without a stock."""


def scenario(body: str, duration: str = "10 s", **top: Any) -> Scenario:
    """A scenario of which only the body matters."""
    lines = [f"{key} = {value!r}" for key, value in top.items()]
    head = f'name = "test"\nquestion = "?"\nanswer = "!"\nduration = "{duration}"\n'
    return loads(head + "\n".join(lines) + "\n" + body)


def play(body: str, duration: str = "10 s", **top: Any) -> Run:
    """The checked run of such a scenario."""
    return run(scenario(body, duration, **top), engine="reference")


def trace(body: str, duration: str = "10 s", **top: Any) -> Trace:
    """What the reference engine saw of such a scenario."""
    return execute(scenario(body, duration, **top))


def ends(played: Run, workload: str | None = None) -> list[tuple[int, float, str]]:
    """Request, end in ms and outcome of each row of the log, or of one workload, in order."""
    log = played.requests
    rows = zip(log.request, log.finished, log.outcome, log.workload, strict=True)
    return [
        (int(request), int(end) / MILLISECOND, Outcome(int(outcome)).label)
        for request, end, outcome, number in rows
        if workload is None or log.workloads[number] == workload
    ]
