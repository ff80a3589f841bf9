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

GOODS = ("sold", "unsold", "oversold", "clicks", "admitted", "polls")

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
    """What there is to compare, by variant: the sale, the outcomes, the latencies."""
    tables = [sale_table(summaries)] if any(s["sale"] for s in summaries.values()) else []
    return [*tables, outcome_table(summaries), latency_table(summaries)]


def sale_table(summaries: Summaries) -> Table:
    """Goods and load by variant: what was sold, and what the data centre had to bear for it."""
    header = (
        "variant",
        *GOODS,
        "sold out (s)",
        "at data centre",
        "peak (1/s)",
        "buy p99 (ms)",
        "Jain",
    )
    return Table("The sale", header, tuple(_sale_row(name, s) for name, s in summaries.items()))


def _sale_row(name: str, summary: Summary) -> tuple[str, ...]:
    sale, centre, edge = (summary[key] or {} for key in ("sale", "data_centre", "edge"))
    buy = summary["latency_ms"].get("buy", {})
    return (
        name,
        *(number(sale.get(key)) for key in GOODS),
        figures(sale.get("sold_out_at_s")),
        number(centre.get("arrived")),
        number(centre.get("peak_rps")),
        figures(buy.get("p99")),
        number(edge.get("jain"), 3),
    )


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
    """What every station of one run did."""
    header = ("station", *map(_words, PASSAGES), "utilisation", "peak queue")
    rows = tuple(_station_row(name, s) for name, s in summary["stations"].items())
    return Table("Stations", header, rows)


def _station_row(name: str, station: Mapping[str, Any]) -> tuple[str, ...]:
    busy = station["utilisation"]
    passages = (number(station[key]) for key in PASSAGES)
    queue = NOTHING if busy is None else number(station["peak_queue"])
    return (name, *passages, share(busy), queue)


def _words(key: str) -> str:
    return key.replace("_", " ")
