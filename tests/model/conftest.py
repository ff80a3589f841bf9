"""A small whole scenario, as text and as a file, for the tests of the model."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.model import Scenario, ScenarioError, loads
from sim.model.paths import Reading

TEXT = """
name = "small"
question = "Does it load?"
answer = "Yes."
duration = "30 s"

[crowd]
users = 1000
poll = { period = "1 s", jitter = "10 %" }

[sale]
stock = 10
opens_at = "5 s"
update_time = "2 ms"

[edge]
nodes = 4
workers = 8
poll_time = "50 us"
click_time = "100 us"
admission = { kind = "probability", probability = 0.02 }
origin = "gateway"

[services.gateway]
service_time = { kind = "exponential", mean = "1 ms" }
calls = [{ to = "order" }]

[services.order]
instances = 3
service_time = { kind = "lognormal", mean = "10 ms", cv = 0.5 }
calls = [{ to = "stock" }]

[workloads.browse]
kind = "poisson"
rate = "20/s"
to = "gateway"

[variants.no_edge]
crowd.entry = "gateway"

[variants.quota]
"edge.admission" = { kind = "quota", quota = 3 }
"""

Problems = Callable[..., list[str]]


@pytest.fixture
def text() -> str:
    """The TOML text of the small scenario."""
    return TEXT


@pytest.fixture
def scenario() -> Scenario:
    """The small scenario."""
    return loads(TEXT, Reading(source="small.toml"))


@pytest.fixture
def problems(tmp_path: Path) -> Problems:
    """The lines of the error of the small scenario with some of its text replaced."""

    def find(old: str = "", new: str = "") -> list[str]:
        assert old in TEXT
        with pytest.raises(ScenarioError) as caught:
            loads(TEXT.replace(old, new, 1), Reading(tmp_path, "small.toml"))
        return str(caught.value).splitlines()

    return find
