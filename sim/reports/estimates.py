"""The section of a report that says how sure its numbers are: intervals and differences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from sim.reports.intervals import differences, levels
from sim.reports.plot import Plot
from sim.results.comparison import Comparison
from sim.results.differences import Difference, compared
from sim.results.figures import short_name
from sim.results.replications import Replications
from sim.results.replications_table import labelled
from sim.results.table import Table

MEANINGS = "a green dot is better, an orange cross worse, a grey diamond no difference seen"


@dataclass(frozen=True)
class Estimates:
    """What replications say together: sentences, tables and plots, and how many there are."""

    count: int
    confidence: float
    sentences: list[str]
    tables: list[Markup]
    plots: list[Plot]


def estimates(result: Replications | Comparison) -> Estimates | None:
    """The section of a report; None for a comparison of single runs."""
    if isinstance(result, Replications):
        return _section({result.name: result}, [level(result)], result.tables, _levels(result))
    if not result.replications:
        return None
    found = result.differences
    return _section(result.replications, sentences(found), result.tables, _differences(result))


def level(replicated: Replications) -> str:
    """A sentence with the compared figures and how far each may be from the truth."""
    told = [
        f"{labelled(figure)} {interval}"
        for figure in compared(replicated)
        if (interval := replicated.interval(figure)) is not None
    ]
    return f"In {len(replicated)} runs: {'; '.join(told)}."


def sentences(found: Sequence[Difference]) -> list[str]:
    """A sentence a variant: in what it is better than the baseline, worse, or neither."""
    by_variant: dict[str, list[Difference]] = {}
    for one in found:
        by_variant.setdefault(one.variant, []).append(one)
    return [_sentence(name, differences) for name, differences in by_variant.items()]


def _sentence(variant: str, found: Sequence[Difference]) -> str:
    baseline = found[0].baseline
    words = {f"{variant} is better": "better", f"{baseline} is better": "worse"}
    parts: dict[str, list[str]] = {}
    for one in sorted(found, key=_rank):
        how = words.get(one.verdict, one.verdict)
        parts.setdefault(how, []).append(short_name(one.figure))
    told = "; ".join(f"{how} in {', '.join(names)}" for how, names in parts.items())
    return f"{variant} against {baseline}: {told}."


def _rank(one: Difference) -> tuple[bool, bool, bool]:
    """Better goes first, then worse, then what was not seen, then what is the same."""
    return one.is_none, one.better is None, one.better != one.variant


def _section(
    replicated: Mapping[str, Replications],
    told: list[str],
    tables: Sequence[Table],
    plots: list[Plot],
) -> Estimates:
    return Estimates(
        count=min(map(len, replicated.values())),
        confidence=next(iter(replicated.values())).confidence,
        sentences=told,
        tables=[Markup(table.to_html()) for table in tables],
        plots=plots,
    )


def _levels(replications: Replications) -> list[Plot]:
    """One plot a figure that scatters."""
    plots = []
    for figure in compared(replications):
        interval = replications.interval(figure)
        if interval is not None and interval.half > 0:
            text = f"{short_name(figure)} of each run, and its interval"
            plots.append(Plot.of(levels(replications, figure), f"levels {figure}", text, text))
    return plots


def _differences(comparison: Comparison) -> list[Plot]:
    """One plot a figure in which anything differs."""
    figures = dict.fromkeys(one.figure for one in comparison.differences if not one.is_none)
    plots = []
    for figure in figures:
        text = f"{short_name(figure)}: difference to the baseline, with its interval; {MEANINGS}"
        plots.append(Plot.of(differences(comparison, figure), f"difference {figure}", text, text))
    return plots
