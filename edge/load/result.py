"""The result of a load: what was asked of the service, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from edge.load.lag import LagBound
from edge.load.share import ADMITTED, STATIONS, Share
from sim.engines.reference.handover import columns, in_order
from sim.engines.reference.workloads import log_order
from sim.histogram import LatencyHistogram
from sim.model import dumps
from sim.model.scenario import Scenario
from sim.outcomes import ANSWERS, Outcome
from sim.results.files import Format, write_columns, write_json, write_text, writing
from sim.results.percentiles import histogram_summary, latency_summary
from sim.results.request_log import RequestLog
from sim.results.storage import clear
from sim.results.table import Table, figures, number
from sim.units import SECOND

_ADMITTED = [STATIONS.index(name) for name in ADMITTED]


@dataclass(frozen=True)
class LoadResult:
    """One load: its requests in the simulator's columns, its polls by latency and outcome.

    ``lag`` has the dispatch lag of every request that was sent, polls and codes too: how long
    after its intended instant it was.  ``in_flight`` clicks had no answer at ``end`` (ns).
    """

    scenario: Scenario
    edges: tuple[str, ...]
    processes: int
    requests: RequestLog
    polls: LatencyHistogram
    poll_outcomes: dict[str, int]
    lag: LatencyHistogram
    in_flight: int
    end: int
    bound: LagBound

    @classmethod
    def gather(
        cls,
        scenario: Scenario,
        edges: tuple[str, ...],
        shares: Sequence[Share],
        end: int,
        bound: LagBound,
    ) -> "LoadResult":
        """One result of what all processes have done."""
        polls, lag = LatencyHistogram(), LatencyHistogram()
        for share in shares:
            polls += share.polls
            lag += share.lag
        asked = np.sum([share.poll_outcomes for share in shares], axis=0).tolist()
        rows = np.concatenate([share.rows for share in shares])
        return cls(
            scenario,
            edges,
            len(shares),
            RequestLog(in_order(columns(rows)), log_order(scenario), STATIONS),
            polls,
            {outcome.label: asked[outcome] for outcome in Outcome},
            lag,
            sum(share.in_flight for share in shares),
            end,
            bound,
        )

    @property
    def valid(self) -> bool:
        """Whether requests were sent on time: if not, this says more about us than about them."""
        return self.problem is None

    @property
    def problem(self) -> str | None:
        """What makes it invalid, in one line."""
        return self.bound.problem(self.lag)

    @cached_property
    def summary(self) -> dict[str, Any]:
        """All figures, as ``load.json`` has them; latencies in ms."""
        return {
            "scenario": self.scenario.name,
            "seed": self.scenario.seed,
            "edges": list(self.edges),
            "processes": self.processes,
            "duration_s": self.end / SECOND,
            "valid": self.valid,
            "lag": histogram_summary(self.lag) | {"bound": str(self.bound)},
            "workloads": {name: self._workload(name) for name in self.requests.workloads},
            "in_flight": self.in_flight,
            "polls": {
                "count": self.polls.count,
                "outcomes": self.poll_outcomes,
                "latency": histogram_summary(self.polls),
            },
            "nodes": [self._node(node) for node in range(len(self.edges))],
        }

    def _workload(self, name: str) -> dict[str, Any]:
        log = self.requests
        rows = log.is_of(name) & log.sent
        answered = rows & log.ended_as(ANSWERS)
        counts = np.bincount(log.outcome[log.is_of(name)], minlength=len(Outcome))
        return {
            "requests": int(rows.sum()),
            "outcomes": {outcome.label: int(counts[outcome]) for outcome in Outcome},
            "throughput": float(rows.sum() * SECOND / self.end),
            "latency": latency_summary(log.latency[rows]),
            "answered": latency_summary(log.latency[answered]),
        }

    def _node(self, node: int) -> dict[str, Any]:
        """How many clicks one edge node got, and how many of them it gave a ticket."""
        log = self.requests
        rows = log.sent & (log.edge == node)
        clicks, admitted = int(rows.sum()), int((rows & np.isin(log.by, _ADMITTED)).sum())
        share = admitted / clicks if clicks else None
        return {"clicks": clicks, "admitted": admitted, "admitted_share": share}

    @property
    def table(self) -> Table:
        """What a terminal shows."""
        summaries = self.summary["workloads"].items()
        rows = [
            _row(name, one["requests"], one["throughput"], one["latency"])
            for name, one in summaries
        ]
        polls = self.summary["polls"]
        rows.append(
            _row("polls", polls["count"], polls["count"] * SECOND / self.end, polls["latency"])
        )
        rows.append(_row("dispatch lag", self.lag.count, None, self.summary["lag"]))
        header = ("", "requests", "per second", "p50 ms", "p90 ms", "p99 ms", "max ms")
        return Table(
            f"{self.scenario.name}: load on {len(self.edges)} edge nodes", header, tuple(rows)
        )

    def save(self, folder: Path, format: Format = "npz") -> None:
        """Write ``load.json``, the scenario, and the requests as a run's are written.

        StorageError for a folder that cannot be written.
        """
        with writing(folder):
            clear(folder)
            (folder / "load.json").unlink(missing_ok=True)
            write_text(folder / "scenario.toml", dumps(self.scenario))
            log = self.requests
            write_columns(folder / "requests", {name: log[name] for name in log.columns}, format)
            write_json(folder / "load.json", self.summary | {"polls_histogram": self.polls.parts()})

    def __str__(self) -> str:
        return str(self.table)

    def __repr__(self) -> str:
        return (
            f"LoadResult({self.scenario.name!r}, requests={len(self.requests)}, valid={self.valid})"
        )


def _row(name: str, count: int, rate: float | None, latency: dict[str, Any]) -> tuple[str, ...]:
    shown = [figures(latency[key]) for key in ("p50", "p90", "p99", "max")]
    return name, number(count), figures(rate), *shown
