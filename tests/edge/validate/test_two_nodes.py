"""Two edge nodes in front of one origin, and the simulator's two."""

import numpy as np
import pytest

from edge.validate import Rig
from edge.validate.play import play_real, play_simulated
from sim import load
from sim.model import Scenario
from sim.results import RequestLog
from sim.results.level import Figures, binomial_interval
from sim.units import MICROSECOND, SECOND

WINDOW = 3 * SECOND
PEOPLE = {
    "edge.nodes": 2,
    "crowd.weights": [1.0, 2.0],
    "crowd.users": 300,
    "crowd.join_window": f"{WINDOW} ns",
    "duration": "4 s",
}
RIG = Rig(work=100 * MICROSECOND, lag="p99 <= 2 s")


@pytest.fixture(scope="module")
def model() -> Scenario:
    """A third of the people come through the first node, the others through the second."""
    return load("edge_validation").resolve(set=PEOPLE)


@pytest.fixture(scope="module")
def logs(model: Scenario) -> tuple[RequestLog, RequestLog]:
    """What became of the same people at the real service, and in the simulator."""
    return play_real(model, RIG).log, play_simulated(model, {})


def by_user(log: RequestLog) -> list[list[int]]:
    """The edge node and the outcome of everybody's click."""
    order = np.argsort(log.user)
    return [log.edge[order].tolist(), log.outcome[order].tolist()]


def test_everybody_goes_where_the_simulator_sends_her(logs: tuple[RequestLog, RequestLog]) -> None:
    """Person by person: the same node, and the same answer, since every node draws alike."""
    real, simulated = logs
    assert by_user(real) == by_user(simulated)
    assert np.bincount(real.edge).tolist() == [99, 201]


def test_every_node_admits_its_share(logs: tuple[RequestLog, RequestLog]) -> None:
    """A fifth, within the exact 99.9 % interval of each node's own clicks."""
    figures = Figures.of(logs[0], 2, WINDOW)
    for decided, admitted in zip(figures.decided, figures.admitted, strict=True):
        low, high = binomial_interval(decided, 0.2)
        assert low <= admitted <= high
    assert figures.failed == 0
