"""The nearest path: what somebody may have meant who named a path that there is not."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from sim.model.errors import ScenarioError, show
from sim.model.scenario import FIXED, Scenario
from sim.model.short import leaves


def nearest(scenario: Scenario, paths: Iterable[str], option: str) -> ScenarioError | None:
    """An error that names the nearest path for the first of these that a scenario does not have.

    None where it has them all, or where nothing is near.
    """
    known = dotted_paths(scenario)
    for path in paths:
        if path not in known and (near := _near(path, known)):
            text = f"unknown path {show(path)}, did you mean {show(near)}?"
            return ScenarioError([f"{option}: {text}"])
    return None


def dotted_paths(scenario: Scenario) -> list[str]:
    """Where a scenario has values: what may be replaced."""
    return [path for path in leaves(scenario.mapping()) if not path.startswith(FIXED)]


def _near(path: str, known: list[str]) -> str | None:
    """A path that ends alike, or else one that is spelt alike, or whose end is."""
    last = path.rpartition(".")[2]
    ends = [full for full in known if full.rpartition(".")[2] == last]
    found = get_close_matches(path, ends, 1, 0.0) or get_close_matches(path, known, 1)
    if found:
        return found[0]
    by_end = {full.rpartition(".")[2]: full for full in reversed(known)}
    return next((by_end[end] for end in get_close_matches(path, by_end, 1)), None)
