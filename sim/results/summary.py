"""The summary: one JSON object that says how a run went."""

from typing import Any

import numpy as np

from sim.engines.trace import SaleTotals, StationTotals, Trace
from sim.outcomes import Outcome
from sim.results.fairness import jain
from sim.results.identity import Identity
from sim.results.percentiles import LatencySummary, histogram_summary, latency_summary
from sim.results.request_log import RequestLog
from sim.results.timeline import Timeline
from sim.units import SECOND

Summary = dict[str, Any]

POLL = "poll"
"""What the polls of a crowd are called among the workloads."""


def summarise(
    trace: Trace, identity: Identity, log: RequestLog, timeline: Timeline, fingerprint: str
) -> Summary:
    """What a run was and how it went; a section that does not apply to the model is None."""
    return {
        "scenario": identity.scenario,
        "variant": identity.variant,
        "seed": identity.seed,
        "engine": identity.engine,
        "version": identity.version,
        "fingerprint": fingerprint,
        "outcomes": log.counts() | {"in_flight": trace.in_flight},
        "sale": _sale(trace.sale, log, trace.polls.count),
        "latency_ms": _latencies(trace, log),
        "edge": _edge(trace),
        "data_centre": _data_centre(identity.front, trace, timeline),
        "stations": {name: _station(trace.totals[name], trace.end) for name in trace.stations},
    }


def _sale(sale: SaleTotals | None, log: RequestLog, polls: int) -> Summary | None:
    if sale is None:
        return None
    return {
        "stock": sale.stock,
        "sold": sale.sold,
        "oversold": _oversold(sale, log),
        "unsold": max(0, sale.stock - sale.sold),
        "admitted": sale.admitted,
        "clicks": sale.clicks,
        "polls": polls,
        "sold_out_at_s": None if sale.sold_out_at < 0 else sale.sold_out_at / SECOND,
    }


def _oversold(sale: SaleTotals, log: RequestLog) -> int:
    """Promises beyond the stock, counted from what buyers were told, not from the stock's books."""
    receipts = int(np.count_nonzero(log.outcome == Outcome.SOLD))
    return max(0, receipts - sale.released - sale.stock)


def _latencies(trace: Trace, log: RequestLog) -> dict[str, LatencySummary]:
    """Each workload's latencies, whatever the outcome; polls where the model has a sale."""
    rows = {name: log.is_of(name) & log.sent for name in log.workloads}
    latencies = {name: latency_summary(log.latency[rows[name]]) for name in log.workloads}
    if trace.sale is not None:
        latencies[POLL] = histogram_summary(trace.polls)
    return latencies


def _edge(trace: Trace) -> Summary | None:
    """Jain's index of the goods sold through each edge node."""
    if trace.edges is None:
        return None
    return {"nodes": len(trace.edges["sold"]), "jain": jain(trace.edges["sold"])}


def _data_centre(front: str | None, trace: Trace, timeline: Timeline) -> Summary | None:
    """What reached the front station of the data centre; the peak is of its busiest interval."""
    if front is None:
        return None
    peak = float(timeline.rate(front, "arrived").max(initial=0.0))
    return {"arrived": trace.totals[front].arrived, "peak_rps": peak}


def _station(totals: StationTotals, end: int) -> Summary:
    """A station's totals; utilisation is None for a station that is not a pool of workers."""
    possible = totals.workers * end
    return {
        "arrived": totals.arrived,
        "served": totals.served,
        "refused": totals.refused,
        "shed": totals.shed,
        "timed_out": totals.timed_out,
        "failed": totals.failed,
        "abandoned": totals.abandoned,
        "in_flight": totals.in_flight,
        "utilisation": totals.busy_ns / possible if possible else None,
        "peak_queue": totals.peak_queue,
    }
