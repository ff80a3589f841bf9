"""The names of figures, before anything has run."""

import pytest

from sim import load, run
from sim.experiments.figure_names import figure_names
from sim.results.figures import numbers

SIZES = {
    "flash_sale": {"crowd.users": 500},
    "metastable": {"workloads.calls.rate": "20/s", "duration": "31 s"},
    "world_cup": {"workloads.visitors.scale": 0.00001},
    "balancers": {"duration": "100 ms"},
}


@pytest.mark.parametrize("name", SIZES)
def test_they_are_those_of_a_run(name: str) -> None:
    """In every variant of every shipped scenario: all of them, in the same order."""
    scenario = load(name)
    for variant in scenario.variants:
        made = run(scenario, variant, set=SIZES[name])
        expected = tuple(numbers(made.summary))
        assert figure_names(scenario.resolve(variant, set=SIZES[name])) == expected
