"""Lowers the data centre's control of the edge to the kernel's tables."""

import numpy as np

from sim.control.data_centre import DataCentre
from sim.engines.compiled.memory import table
from sim.engines.compiled.records import CONTROL, NOTE, TELLING, Array
from sim.engines.compiled.stations_table import Stations
from sim.engines.reference.world import World
from sim.policies.admission.census import Census
from sim.stations.clock import CENTRE


def control_tables(world: World, to: Stations) -> dict[str, Array]:
    """The two loops, what the data centre knows, and room for all that they will say."""
    control, none = world.control, np.zeros(1, dtype=np.int64)
    joins = [] if control is None else list(control.joins)
    ticks = _ticks(control, world.scenario.duration)
    return {
        "control": _record(control, to),
        "joined": np.concatenate([*joins, none]),
        "joined_from": np.cumsum([0, *map(len, joins)], dtype=np.int64),
        "known": np.zeros(max(1, len(world.nodes)), dtype=np.int64),
        "pushes": table(ticks, TELLING),
        "notes": table(3 * ticks, NOTE),
    }


def _record(control: DataCentre | None, to: Stations) -> Array:
    record = table(1, CONTROL)
    record.there = record.back = -1
    if control is None:
        return record
    record.census_interval = control.census_interval
    record.push_interval = control.push_interval
    record.shortcut = control.shortcut
    record.stock = to.number(control.stock)
    record.nodes = len(control.nodes)
    record.target = _target(control)
    record.first = to.store([to.number(node) for node in control.nodes])
    if control.wires is not None:
        record.there, record.back = (to.wire(wire, CENTRE) for wire in control.wires)
    return record


def _target(control: DataCentre) -> float:
    policy = control._policy
    return policy.target if isinstance(policy, Census) else 0.0


def _ticks(control: DataCentre | None, end: int) -> int:
    """At least as many as both loops will make."""
    if control is None:
        return 1
    return 4 + end // control.census_interval + end // control.push_interval
