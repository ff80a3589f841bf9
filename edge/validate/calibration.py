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

from edge.validate.alone import Alone
from sim.results.files import read_json, reading, write_json, writing
from sim.units import SECOND
from sim.version import __version__

LAYOUT = 4


@dataclass(frozen=True, slots=True)
class Calibration:
    """Service times for the simulator, all in ns, and where they come from.

    ``click`` are times that a node which is awake is busy with a click that it refuses; ``wake``
    how much longer what finds it idle takes; ``forward`` times from there to the origin's answer;
    ``extra`` is what an admitted click adds to the node's own work, taken as the work on that
    answer, which is most of it; ``transport`` is spent between user and node, both ways, whatever
    the node does.
    """

    click: tuple[int, ...]
    wake: tuple[int, ...]
    forward: tuple[int, ...]
    extra: int
    transport: int
    work: int
    where: Mapping[str, Any]

    @classmethod
    def of(
        cls, refused: Alone, behind: tuple[int, ...], admitted: Alone, work: int
    ) -> "Calibration":
        """From clicks that were all refused, with the service times of those of them that came
        ``behind`` others, and from clicks that were all admitted.

        A click that found nobody takes longer than one behind others by the way, and by what it
        costs to wake the node.  Of these only the second is processor time, which is spent again
        by as large a share of the clicks as the time is in which the node is idle (who comes at
        random finds it as it is on average); the rest is the way.  A noisy machine makes that share
        uncertain, but little hangs on it: whoever comes while the node wakes is held up by it, so
        that either delays all the clicks of a busy period alike.

        An admitted click of which nobody was in the way woke the node twice: when it came, and
        when its answer did.
        """
        warm = sum(behind) // len(behind)
        cold = max(0, refused.mean - warm)
        wake = min(cold, _per_wake(refused, warm))
        extra = _extra(refused, admitted, wake)
        known = refused.mean + wake + extra
        return cls(
            click=behind,
            wake=_spread(wake, refused, behind),
            forward=tuple(max(0, latency - known) for latency in admitted.latencies),
            extra=extra,
            transport=cold - wake,
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
        counts = f"{len(self.click)} refused, {len(self.forward)} admitted"
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


def _per_wake(refused: Alone, warm: int) -> int:
    """The processor time beyond that of a warm click, for each that found the node idle."""
    return max(0, round((refused.cpu - warm) / refused.idle)) if refused.idle else 0


def _spread(wake: int, refused: Alone, behind: tuple[int, ...]) -> tuple[int, ...]:
    """Times whose mean is ``wake``, and which vary by what clicks that found nobody vary more than
    others; none is below 0."""
    cold = np.array(refused.latencies) - refused.mean
    more = math.sqrt(max(0.0, 1 - np.var(behind) / max(np.var(cold), 1)))
    share = min(more, wake / max(-int(cold.min()), 1))
    return tuple((wake + np.rint(share * cold).astype(int)).tolist())


def _extra(refused: Alone, admitted: Alone, wake: int) -> int:
    """What an admission adds to the processor time of a click, besides that the node wakes oftener.

    An answer, too, comes at random, as far as the node can tell.
    """
    wakes = 2 * admitted.idle - refused.idle
    return max(0, round(admitted.cpu - refused.cpu - wake * wakes))


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
