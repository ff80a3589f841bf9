"""The trigger of a scenario: what befalls it in the midst of a run, and is over before its end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sim.model.scenario import Scenario
from sim.units import format_duration


class Trigger(NamedTuple):
    """When (ns) the first of its parts begins, and the last one is over."""

    begins: int
    ends: int


def trigger_of(scenario: Scenario) -> Trigger:
    """The trigger of a (resolved) scenario: its faults, and workloads that come late and go early.

    A workload is part of it where it starts after the run does and stops before it.  ValueError
    where there is no trigger, or one that leaves nothing of the run before it or after it.
    """
    parts = [*_faults(scenario), *_surges(scenario)]
    if not parts:
        wanted = "a trigger: a fault, or a workload that starts late and stops early"
        raise ValueError(f"wanted {wanted}, got none")
    begins, ends = min(begin for begin, _ in parts), max(end for _, end in parts)
    if not 0 < begins < ends < scenario.duration:
        wanted = f"a trigger within the run of {format_duration(scenario.duration)}"
        got = f"one from {format_duration(begins)} to {format_duration(ends)}"
        raise ValueError(f"wanted {wanted}, got {got}")
    return Trigger(begins, ends)


def _faults(scenario: Scenario) -> Iterator[tuple[int, int]]:
    return ((fault.at, fault.at + fault.lasts) for fault in scenario.faults)


def _surges(scenario: Scenario) -> Iterator[tuple[int, int]]:
    """The workloads that are there for a while only."""
    for load in scenario.workloads.values():
        if load.start > 0 and load.stop is not None and load.stop < scenario.duration:
            yield load.start, load.stop
