"""Golden results: what every variant of every shipped scenario gave, to the last digit.

    python tests/golden/golden.py [SCENARIO ...]

writes them anew.  A change here is a change of results that users see: it wants a reason in the
commit, and a line in the CHANGELOG.
"""

import json
import sys
from pathlib import Path
from typing import Any

from sim import load, run
from sim.model import shipped

FOLDER = Path(__file__).parent
SMALLER: dict[str, dict[str, Any]] = {
    "flash_sale": {"crowd.users": 20_000},
    "singles_day": {"crowd.users": 20_000},
}
"""Scenarios that are held to their golden result at a smaller size, to save time."""
RUN_SPECIFIC = ("wall_s", "version", "engine")


def result(scenario: str, variant: str, engine: str = "reference") -> dict[str, Any]:
    """The summary of a run, without what differs from run to run, as JSON gives it back."""
    made = run(load(scenario), variant, set=SMALLER.get(scenario), engine=engine)
    summary = {key: value for key, value in made.summary.items() if key not in RUN_SPECIFIC}
    return json.loads(json.dumps(summary))


def golden(scenario: str) -> dict[str, Any]:
    """The committed results of a scenario: variant to summary."""
    return json.loads((FOLDER / f"{scenario}.json").read_text())["variants"]


def variants() -> list[tuple[str, str]]:
    """Every variant of every shipped scenario."""
    return [(name, variant) for name in shipped() for variant in load(name).variants]


def write(scenario: str) -> None:
    """Make the golden result of a scenario."""
    results = {variant: result(scenario, variant) for variant in load(scenario).variants}
    document = {"set": SMALLER.get(scenario, {}), "variants": results}
    (FOLDER / f"{scenario}.json").write_text(json.dumps(document, indent=1) + "\n")


if __name__ == "__main__":
    for name in sys.argv[1:] or shipped():
        write(name)
