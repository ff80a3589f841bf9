"""A small shop for experiments: a run of it takes milliseconds."""

import pytest

from sim.model import Scenario, loads

SHOP = """
name = "shop"
question = "Does the desk keep up?"
answer = "Yes, and two keep up better."
duration = "20 s"
baseline = "one"

[workloads.visits]
kind = "poisson"
rate = "80/s"
to = "desk"

[services.desk]
service_time = { kind = "exponential", mean = "10 ms" }

[variants.one]

[variants.two]
"services.desk.workers" = 2

[variants.same]
"services.desk.workers" = 1
"""


@pytest.fixture
def shop() -> Scenario:
    """One desk at load 0.8, or two of them."""
    return loads(SHOP)
