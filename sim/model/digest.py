"""The digest of a scenario: a hash of all that a run of it depends on besides its seed."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from sim.model.scenario import Scenario
from sim.model.workload import Curve

DIGEST_BYTES = 16

APART = frozenset(
    {"name", "question", "answer", "variants", "baseline", "compared", "seed", "cost"}
)
"""What no run depends on, and the seed, which stands beside the digest."""


def digest(scenario: Scenario, warm_up: int = 0, back: float | None = None) -> str:
    """The BLAKE2b-128 hash of a scenario, in hexadecimal.

    Scenarios that say the same in other words ("1 s", "1000 ms"), in another order or in another
    folder have the same digest; of a measured curve, what stands in its file counts.  So does how
    much (ns) of each run is left out, and what share of goodput is looked for in it, if any.
    """
    said = {key: value for key, value in scenario.mapping().items() if key not in APART}
    said["workloads"] = said["workloads"] | _curves(scenario)
    asked = [warm_up] if back is None else [warm_up, back]
    text = json.dumps([said, *asked], sort_keys=True, allow_nan=False)
    return hashlib.blake2b(text.encode(), digest_size=DIGEST_BYTES).hexdigest()


def _curves(scenario: Scenario) -> dict[str, Any]:
    """The workloads that follow a curve, with its numbers in place of its path."""
    return {
        name: load.model_dump(mode="json") | {"path": load.requests}
        for name, load in scenario.workloads.items()
        if isinstance(load, Curve)
    }
