"""The traces module of the results' tests, and a made-up flash sale, as fixtures."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from sim.results import Comparison


@pytest.fixture(scope="session")
def traces() -> ModuleType:
    """Factories of traces, runs and comparisons."""
    path = Path(__file__).parents[1] / "results" / "traces.py"
    spec = importlib.util.spec_from_file_location("traces_for_reports", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def sales(traces: ModuleType) -> Comparison:
    """A flash sale of 20,000 people on 20 edge nodes under six architectures."""
    comparison: Comparison = traces.flash_sales()
    return comparison
