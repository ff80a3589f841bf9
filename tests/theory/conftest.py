"""The engine that a claim is tried on, and runs that several claims share."""

import sys
from functools import lru_cache
from pathlib import Path

import pytest

from sim import Run, Scenario, run
from sim.engines.choose import ENGINES
from sim.model import dumps, loads

# Test folders are no packages: this is how the tests beside this file find their helpers.
sys.path.insert(0, str(Path(__file__).parent))

from systems import Play


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Every engine there is: each claim is made of each of them."""
    return str(request.param)


@pytest.fixture
def play(engine: str) -> Play:
    """Runs a scenario on the engine; one that was run just now is not run again."""

    def play(scenario: Scenario, variant: str | None = None) -> Run:
        return _run(dumps(scenario), variant, engine)

    return play


@lru_cache(maxsize=4)
def _run(text: str, variant: str | None, engine: str) -> Run:
    return run(loads(text), variant=variant, engine=engine)
