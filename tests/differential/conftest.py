"""The engine that a claim is made of, and what a few lines of TOML come to on it."""

import pytest
from engines import ENGINES, Ends, ends_of
from plays import scenario

from sim.engines.execute import Execute


@pytest.fixture(params=list(ENGINES.values()), ids=list(ENGINES))
def engine(request: pytest.FixtureRequest) -> Execute:
    """Each engine there is."""
    engine: Execute = request.param
    return engine


@pytest.fixture
def ends(engine: Execute) -> Ends:
    """Plays a body of TOML on the engine: how every request ended, in order of completion."""
    return lambda body: ends_of(engine(scenario(body), None))
