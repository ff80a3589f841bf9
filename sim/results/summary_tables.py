"""The tables of summaries: one row a variant, or one row a station."""

from collections.abc import Mapping
from typing import Any

from sim.outcomes import Outcome
from sim.results.summary import Summary
from sim.results.table import NOTHING, Table, figures, number, share

Summaries = Mapping[str, Summary]

LATENCIES = {
    "p50": "p50",
    "p90": "p90",
    "p99": "p99",
    "p999": "p99.9",
    "mean": "mean",
    "max": "max",
}

PASSAGES = (
    "arrived",
    "served",
    "refused",
    "shed",
    "timed_out",
    "failed",
    "abandoned",
    "in_flight",
)


def summary_tables(summaries: Summaries) -> list[Table]:
    """What there is to compare, by variant: the sale, the load, the outcomes, the latencies."""
    is_sale = any(summary["sale"] for summary in summaries.values())
    sale = [sale_table(summaries)] if is_sale else []
    return [*sale, load_table(summaries), outcome_table(summaries), latency_table(summaries)]


def sale_table(summaries: Summaries) -> Table:
    """Who got the goods, by variant; Jain's index is of the goods by edge node."""
    header = ("variant", "stock", "sold", "unsold", "oversold", "sold out (s)", "Jain")
    return Table("The sale", header, tuple(_sale_row(name, s) for name, s in summaries.items()))


def _sale_row(name: str, summary: Summary) -> tuple[str, ...]:
    sale, edge = summary["sale"] or {}, summary["edge"] or {}
    goods = (number(sale.get(key)) for key in ("stock", "sold", "unsold", "oversold"))
    return (name, *goods, figures(sale.get("sold_out_at_s")), number(edge.get("jain"), 3))


def load_table(summaries: Summaries) -> Table:
    """What had to be borne for it, by variant; the peak is of the busiest interval."""
    crowd = ["clicks", "polls", "admitted"] if any(s["sale"] for s in summaries.values()) else []
    header = ("variant", *crowd, "at data centre", "peak (1/s)")
    rows = tuple(_load_row(name, summary, crowd) for name, summary in summaries.items())
    return Table("The load", header, rows)


def _load_row(name: str, summary: Summary, crowd: list[str]) -> tuple[str, ...]:
    sale, centre = summary["sale"] or {}, summary["data_centre"] or {}
    load = (centre.get("arrived"), centre.get("peak_rps"))
    return (name, *(number(sale.get(key)) for key in crowd), *map(number, load))


def outcome_table(summaries: Summaries) -> Table:
    """How the requests ended, by variant; only outcomes that occurred get a column."""
    keys = [*(outcome.label for outcome in Outcome), "in_flight"]
    seen = [key for key in keys if any(s["outcomes"][key] for s in summaries.values())]
    header = ("variant", "requests", *map(_words, seen))
    return Table(
        "How requests ended", header, tuple(_outcome_row(n, s, seen) for n, s in summaries.items())
    )


def _outcome_row(name: str, summary: Summary, seen: list[str]) -> tuple[str, ...]:
    outcomes: dict[str, int] = summary["outcomes"]
    return (name, number(sum(outcomes.values())), *(number(outcomes[key]) for key in seen))


def latency_table(summaries: Summaries) -> Table:
    """Latencies by variant and workload, whatever the outcome; a workload without any is left."""
    rows = [
        (name, workload, *(figures(latency[key]) for key in LATENCIES))
        for name, summary in summaries.items()
        for workload, latency in summary["latency_ms"].items()
        if latency["max"] is not None
    ]
    header = ("variant", "workload", *LATENCIES.values())
    return Table("Latency from the intended send time, all outcomes (ms)", header, tuple(rows))


def station_table(summary: Summary) -> Table:
    """What every station of one run did; only what occurred at any of them gets a column."""
    stations: dict[str, Any] = summary["stations"]
    seen = [key for key in PASSAGES if any(station[key] for station in stations.values())]
    header = ("station", *map(_words, seen), "utilisation", "peak queue")
    rows = tuple(_station_row(name, station, seen) for name, station in stations.items())
    return Table("Stations", header, rows)


def _station_row(name: str, station: Mapping[str, Any], seen: list[str]) -> tuple[str, ...]:
    busy = station["utilisation"]
    queue = NOTHING if busy is None else number(station["peak_queue"])
    return (name, *(number(station[key]) for key in seen), share(busy), queue)


def _words(key: str) -> str:
    return key.replace("_", " ")
