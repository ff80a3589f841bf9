"""The traces module, as a fixture: test folders are no packages that could import it."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def traces() -> ModuleType:
    """Factories of traces, runs and comparisons."""
    path = Path(__file__).with_name("traces.py")
    spec = importlib.util.spec_from_file_location("traces_for_results", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
