"""The traces module, as a fixture: test folders are no packages that could import it."""

import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from sim.engines.trace import POLL_COLUMNS, Columns
from sim.outcomes import Outcome
from sim.units import MILLISECOND


@pytest.fixture(scope="session")
def traces() -> ModuleType:
    """Factories of traces, runs and comparisons."""
    path = Path(__file__).with_name("traces.py")
    spec = importlib.util.spec_from_file_location("traces_for_results", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def poll_rows() -> Columns:
    """The two polls of the small trace: user 10 asks at 0 and 50 ms, for 1 and for 3 ms."""
    rows = {
        "user": [10, 10],
        "number": [0, 1],
        "edge": [0, 0],
        "start": [0, 50 * MILLISECOND],
        "latency": [MILLISECOND, 3 * MILLISECOND],
        "outcome": [Outcome.SERVED, Outcome.SERVED],
    }
    return {name: np.array(rows[name], dtype=kind) for name, kind in POLL_COLUMNS.items()}
