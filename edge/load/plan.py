"""The plan of a load: what every one of its processes is told."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

from sim.model.scenario import Scenario

PLAN = "plan.pickle"
"""Where processes find it, in a folder that nobody else may write to."""


@dataclass(frozen=True)
class Plan:
    """A resolved scenario, the addresses of its edge nodes, whether they want a code with a click,
    and which part of the load this is: process ``index`` of ``processes``.

    User n, and request n of a workload, belong to process n mod ``processes``.
    """

    scenario: Scenario
    edges: tuple[str, ...]
    codes: bool
    processes: int
    index: int = 0

    def part(self, index: int) -> "Plan":
        """The plan of one process."""
        return replace(self, index=index)


class Task(NamedTuple):
    """Something to do in a greenlet of its own, which itself waits for its instants.

    ``begins`` is the first of them, ``due`` that of its first poll or its click: a task that is
    due at the end of the run or later is not begun.  Both in ns since the start.  ``is_click``:
    it has to end as a row of the log.
    """

    begins: int
    due: int
    play: Callable[[], object]
    is_click: bool = False
