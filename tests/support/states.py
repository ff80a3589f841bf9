"""States of the kernel that have no more than a test wants."""

from typing import Any

import numpy as np

from sim.engines.compiled.memory import table
from sim.engines.compiled.records import TABLES, State


def state_of(**tables: Any) -> State:
    """A state with these tables; every other one has a single record, of zeros."""
    rest = {
        name: np.zeros((1, width), dtype) if width else table(1, dtype)
        for name, (dtype, width) in TABLES.items()
    }
    return State(**(rest | tables))
