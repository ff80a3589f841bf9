"""The calibration: how long the real service takes for one click, without the waiting."""

import math
import os
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from edge.validate.sample import Sample, enough
from edge.validate.stretches import Integers
from sim.results.files import read_json, reading, write_json, writing
from sim.units import SECOND
from sim.version import __version__

LAYOUT = 5


@dataclass(frozen=True, slots=True)
class Calibration:
    """Service times for the simulator, all in ns, and where they come from.

    ``click`` are times that a node which is awake is busy with a click that it refuses; ``wake``
    how much longer what finds it idle takes; ``forward`` times from there to the origin's answer;
    ``extra`` is what an admitted click adds to the node's own work, all of it taken as work on that
    answer; ``transport`` is spent between user and node, both ways, whatever the node does.
    """

    click: tuple[int, ...]
    wake: tuple[int, ...]
    forward: tuple[int, ...]
    extra: int
    transport: int
    work: int
    where: Mapping[str, Any]

    @classmethod
    def of(cls, few: Sample, many: Sample, work: int) -> "Calibration":
        """From clicks of which some were refused and some admitted: so ``few`` that a good part
        found nobody, and so ``many`` that most did not.  ValueError for too few of a kind.

        A click that found nobody takes longer than one behind others by the way, and by what it
        costs to wake the node.  Of these only the second is processor time; the rest is the way.
        A noisy machine makes that share uncertain, but little hangs on it: whoever comes while the
        node wakes is held up by it, so that either delays all the clicks of a busy period alike.

        An admitted click of which nobody was in the way woke the node twice: when it came, and
        when its answer did.
        """
        click = enough(many.stretches.plain, "refused clicks that found somebody")
        alone = enough(few.alone, "refused clicks that found nobody")
        admitted = enough(few.admitted, "admitted clicks that met nobody")
        extra = max(0.0, many.stretches.extra())
        cold = max(0.0, alone.mean() - click.mean())
        wake = min(cold, few.per_wake(click.mean(), extra))
        forward = admitted - (alone.mean() + wake + extra)
        return cls(
            click=_times(click),
            wake=_times(wake + _spread(wake, alone, click)),
            forward=_times(np.maximum(0, forward)),
            extra=round(extra),
            transport=round(cold - wake),
            work=work,
            where=whereabouts(),
        )

    def busy(self, probability: float) -> float:
        """The mean time (ns) that a node which is awake is busy with a click of which it admits
        such a share."""
        return sum(self.click) / len(self.click) + probability * self.extra

    def capacity(self, probability: float) -> float:
        """Clicks a second that one node can take at most."""
        return SECOND / self.busy(probability)

    def settings(self) -> dict[str, Any]:
        """Replacements that put these times into a scenario with one worker a node."""
        return {
            "edge.workers": 1,
            "edge.click_time": _measured(self.click),
            "edge.wake_time": _measured(self.wake),
            "edge.answer_time": f"{self.extra} ns",
            "edge.link.latency": f"{self.transport // 2} ns",
            "services.order.service_time": _measured(self.forward),
            "sale.update_time": "0 s",
        }

    def summary(self) -> dict[str, Any]:
        """What a reader wants to know of it, in ms."""
        times = {"click, mean of refused": sum(self.click) / len(self.click)}
        times |= {"more where the node was idle, mean": sum(self.wake) / len(self.wake)}
        times |= {"work on an answer": self.extra, "transport, both ways": self.transport}
        times |= {"origin, mean": sum(self.forward) / len(self.forward)}
        shown = {name: f"{time / 1e6:.3f} ms" for name, time in times.items()}
        found = f"{len(self.wake)} nobody, {len(self.click)} somebody"
        counts = f"refused that found {found}; {len(self.forward)} admitted"
        return {
            **shown,
            "clicks measured": counts,
            "work a click": f"{self.work / 1e6:g} ms",
            **self.where,
        }

    def save(self, path: Path) -> None:
        """Write it to a file.  StorageError where that is not possible."""
        with writing(path.parent):
            write_json(path, {"layout": LAYOUT, **asdict(self)})

    @classmethod
    def load(cls, path: Path) -> "Calibration":
        """The calibration in a file.  StorageError where there is none, or a damaged one."""
        with reading(path):
            saved = read_json(path)
            if saved.pop("layout") != LAYOUT:
                raise ValueError(f"wanted layout {LAYOUT}")
            times = {name: tuple(saved[name]) for name in ("click", "wake", "forward")}
            return cls(**{**saved, **times})


def _spread(wake: float, alone: Integers, click: Integers) -> NDArray[np.float64]:
    """How far times to wake lie from ``wake``, their mean: as far as ``alone`` varies more than
    ``click`` does, and none so far below it that it would be less than 0."""
    around = alone - alone.mean()
    more = math.sqrt(max(0.0, 1 - np.var(click) / max(np.var(around), 1)))
    return np.asarray(min(more, wake / max(-around.min(), 1)) * around)


def _times(values: Any) -> tuple[int, ...]:
    return tuple(np.rint(np.sort(values)).astype(np.int64).tolist())


def whereabouts() -> dict[str, Any]:
    """Where and when something is measured: times of another machine say nothing about this."""
    return {
        "measured": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{platform.machine()}, {os.cpu_count()} processors",
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "floodgate": __version__,
    }


def _measured(times: Any) -> dict[str, Any]:
    return {"kind": "empirical", "values": [f"{time} ns" for time in times]}
