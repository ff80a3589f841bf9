"""The engine that a claim is tried on, runs that several claims share, and the verdict."""

import sys
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pytest

from sim import Run, Scenario, run
from sim.engines.choose import ENGINES
from sim.model import dumps, loads

# Test folders are no packages: this is how the tests beside this file find their helpers.
sys.path.insert(0, str(Path(__file__).parent))

from intervals import WORST, Score

Play = Callable[..., Run]
Agree = Callable[[Score], None]


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Every engine there is: each claim is made of each of them."""
    return str(request.param)


@pytest.fixture
def play(engine: str) -> Play:
    """Runs a scenario on the engine; the same one again is not run again."""

    def play(scenario: Scenario, variant: str | None = None) -> Run:
        return _run(dumps(scenario), variant, engine)

    return play


@lru_cache(maxsize=4)
def _run(text: str, variant: str | None, engine: str) -> Run:
    return run(loads(text), variant=variant, engine=engine)


@pytest.fixture
def agree(record_property: Callable[[str, object], None]) -> Agree:
    """The verdict: |z| < 4.  What was expected and observed goes into the JUnit report."""

    def agree(score: Score) -> None:
        record_property("claim", str(score))
        assert abs(score.z) < WORST, str(score)

    return agree
