"""The tables of a replicated comparison: levels side by side, and differences to the baseline."""

from collections.abc import Mapping, Sequence

from sim.results.differences import Difference, Replicated, compared
from sim.results.replications_table import cell, labelled
from sim.results.table import NOTHING, Table


def level_table(replicated: Replicated) -> Table:
    """The compared figures by variant, each ± the larger distance to a bound."""
    figures = dict.fromkeys(name for one in replicated.values() for name in compared(one))
    rows = tuple(
        (labelled(figure), *(cell(one.intervals.get(figure)) for one in replicated.values()))
        for figure in figures
        if any(one.intervals.get(figure) for one in replicated.values())
    )
    return Table("Levels", ("figure", *replicated), rows)


def difference_tables(differences: Sequence[Difference]) -> list[Table]:
    """A table a variant: how far it is from the baseline, and who is better."""
    by_variant: dict[str, list[Difference]] = {}
    for one in differences:
        by_variant.setdefault(one.variant, []).append(one)
    return [_table(name, found) for name, found in by_variant.items()]


def difference_objects(differences: Sequence[Difference]) -> list[Mapping[str, object]]:
    """The same for JSON."""
    return [
        {
            "figure": one.figure,
            "variant": one.variant,
            "baseline": one.baseline,
            "low": one.interval.low,
            "centre": one.interval.centre,
            "high": one.interval.high,
            "confidence": one.interval.confidence,
            "p": one.p,
            "better": one.better,
        }
        for one in differences
    ]


def _table(variant: str, differences: Sequence[Difference]) -> Table:
    title = f"{variant} less {differences[0].baseline}, run by run"
    header = ("figure", "difference", "from", "to", "verdict")
    return Table(title, header, tuple(map(_row, differences)))


def _row(one: Difference) -> tuple[str, ...]:
    interval = one.interval
    if one.is_none:
        return (labelled(one.figure), "0", NOTHING, NOTHING, one.verdict)
    bounds = (interval.centre, interval.low, interval.high)
    return (labelled(one.figure), *map(interval.rounded, bounds), one.verdict)
