"""The calibration: how long the real service takes for one click where nobody waits."""

import os
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.results import RequestLog
from sim.results.files import read_json, reading, write_json, writing
from sim.units import SECOND
from sim.version import __version__

LAYOUT = 3
LEAST = 50
"""Clicks that met nobody: fewer say too little about a distribution."""


@dataclass(frozen=True, slots=True)
class Alone:
    """One measurement: the latencies (ns) of clicks that waited for nobody, sorted, and the
    processor time (ns) that the edge node used for a click."""

    latencies: tuple[int, ...]
    cpu: int

    @classmethod
    def of(cls, log: RequestLog, cpu: int, alone: NDArray[np.bool_]) -> "Alone":
        """From a log of all clicks, the processor time that they took together, and which of them
        were alone.  ValueError where too few were.
        """
        latencies = np.sort(log.latency[alone])
        if len(latencies) < LEAST:
            raise ValueError(f"wanted >= {LEAST} clicks that met nobody, got {len(latencies)}")
        return cls(tuple(latencies.tolist()), cpu // len(log))

    @property
    def mean(self) -> int:
        """The mean latency, in ns."""
        return sum(self.latencies) // len(self.latencies)


def found_nobody(log: RequestLog) -> NDArray[np.bool_]:
    """Which requests were sent when all earlier ones were over: those waited for nobody."""
    order = np.argsort(log.start, kind="stable")
    before = np.maximum.accumulate(log.finished[order])[:-1]
    alone = np.empty(len(order), dtype=np.bool_)
    alone[order] = log.start[order] > np.concatenate([[-1], before])
    return alone


def met_nobody(log: RequestLog) -> NDArray[np.bool_]:
    """Those of them that were over, too, when the next was sent.

    Long ones are rarer among these than among all: for what the next cannot hold up,
    ``found_nobody`` is the fair sample.
    """
    order = np.argsort(log.start, kind="stable")
    after = np.append(log.start[order][1:], np.iinfo(np.int64).max)
    undisturbed = np.empty(len(order), dtype=np.bool_)
    undisturbed[order] = log.finished[order] < after
    return found_nobody(log) & undisturbed


@dataclass(frozen=True, slots=True)
class Calibration:
    """Service times for the simulator, all in ns, and where they come from.

    ``click`` are times that a node is busy with a click that it refuses; ``forward`` times from
    there to the origin's answer; ``extra`` is what an admitted click adds to the node's own work,
    taken as the work on that answer, which is most of it; ``transport`` is spent between user and
    node, both ways, whatever the node does.
    """

    click: tuple[int, ...]
    forward: tuple[int, ...]
    extra: int
    transport: int
    work: int
    where: Mapping[str, Any]

    @classmethod
    def of(cls, refused: Alone, admitted: Alone, work: int) -> "Calibration":
        """From clicks that were all refused, and clicks that were all admitted.

        What a refused click takes beyond the node's processor time is transport; what an
        admitted one takes beyond a refused one is the way to the origin and back, and the
        node's work on the answer.
        """
        transport = max(0, refused.mean - refused.cpu)
        extra = max(0, admitted.cpu - refused.cpu)
        known = refused.mean + extra
        return cls(
            click=tuple(max(0, latency - transport) for latency in refused.latencies),
            forward=tuple(max(0, latency - known) for latency in admitted.latencies),
            extra=extra,
            transport=transport,
            work=work,
            where=whereabouts(),
        )

    def busy(self, probability: float) -> float:
        """The mean time (ns) that a node is busy with a click of which it admits such a share."""
        return sum(self.click) / len(self.click) + probability * self.extra

    def capacity(self, probability: float) -> float:
        """Clicks a second that one node can take at most."""
        return SECOND / self.busy(probability)

    def settings(self) -> dict[str, Any]:
        """Replacements that put these times into a scenario with one worker a node."""
        return {
            "edge.workers": 1,
            "edge.click_time": _measured(self.click),
            "edge.answer_time": f"{self.extra} ns",
            "edge.link.latency": f"{self.transport // 2} ns",
            "services.order.service_time": _measured(self.forward),
            "sale.update_time": "0 s",
        }

    def summary(self) -> dict[str, Any]:
        """What a reader wants to know of it, in ms."""
        times = {"click, mean of refused": sum(self.click) / len(self.click)}
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
            times = {name: tuple(saved[name]) for name in ("click", "forward")}
            return cls(**{**saved, **times})


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
