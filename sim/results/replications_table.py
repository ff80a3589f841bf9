"""The tables of replications: figures with their intervals."""

from collections.abc import Mapping

from sim.results.figures import is_headline, short_name
from sim.results.intervals import Interval
from sim.results.table import NOTHING, Table, share

Intervals = Mapping[str, Interval | None]

STATION_COLUMNS = {"arrived": "arrived", "utilisation": "utilisation", "peak_queue": "peak queue"}


def interval_table(intervals: Intervals, counts: Mapping[str, int]) -> Table:
    """Every headline that is not always 0: its interval, and how many replications have it."""
    shown = {
        name: one
        for name, one in intervals.items()
        if is_headline(name) and (_says(one) if one else counts[name])
    }
    levels = dict.fromkeys(f"{100 * one.confidence:g}" for one in shown.values() if one)
    title = f"Figures with {', '.join(levels)} % intervals"
    header = ("figure", "estimate", "from", "to", "±", "runs")
    rows = tuple((*_row(name, one), str(counts[name])) for name, one in shown.items())
    return Table(title, header, rows)


def station_interval_table(intervals: Intervals) -> Table:
    """What each station did, ± the larger distance to a bound."""
    stations = dict.fromkeys(_station(name) for name in intervals if not is_headline(name))
    rows = tuple(
        (name, *(cell(intervals.get(f"stations.{name}.{key}")) for key in STATION_COLUMNS))
        for name in stations
    )
    return Table("Stations, over the whole run", ("station", *STATION_COLUMNS.values()), rows)


def labelled(name: str) -> str:
    """A figure's short name, with its unit where the name does not tell it."""
    return f"{short_name(name)} (ms)" if name.startswith("latency_ms.") else short_name(name)


def cell(interval: Interval | None) -> str:
    """An interval in one cell, or what stands for none."""
    return NOTHING if interval is None else str(interval)


def _says(interval: Interval) -> bool:
    return interval.centre != 0 or interval.half != 0


def _row(name: str, interval: Interval | None) -> tuple[str, ...]:
    if interval is None:
        return (labelled(name), *[NOTHING] * 4)
    bounds = map(interval.rounded, (interval.centre, interval.low, interval.high))
    return (labelled(name), *bounds, share(interval.relative) if interval.centre else NOTHING)


def _station(name: str) -> str:
    return name.removeprefix("stations.").rpartition(".")[0]
