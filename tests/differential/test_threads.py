"""Edge nodes may be played by any number of threads: nobody can tell."""

import pytest
from differences import difference
from engines import compiled, examples, fail_if
from random_models import ADMISSIONS, models

from sim.engines.trace import Trace
from sim.model import Scenario

CROWDED = {"crowd.users": 3_000, "edge.nodes": 7, "crowd.weights": [1.0] * 7}
"""So many people that the nodes' memory grows while others play."""


def play(scenario: Scenario, threads: int) -> Trace:
    """What the compiled engine makes of a scenario with so many threads."""
    return compiled(scenario, threads=threads)


@pytest.mark.parametrize("admission", ADMISSIONS)
def test_one_thread_says_the_same_as_two_and_three(admission: str) -> None:
    """Crowded edges of each kind, each of them in three runs."""
    for model in examples(models(admission=admission, mixtures=False), 5):
        scenario = model.resolve(set=CROWDED)
        one = play(scenario, 1)
        for threads in (2, 3):
            sides = ("1 thread", f"{threads} threads")
            fail_if(difference(one, play(scenario, threads), sides), scenario)
