"""A small shop for experiments: a run of it takes milliseconds."""

import pytest
from shops import DESKS

from sim.model import Scenario, loads


@pytest.fixture
def shop() -> Scenario:
    """One desk at load 0.8, or two of them."""
    return loads(DESKS)
