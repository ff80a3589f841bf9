"""The HTML report: one file that needs nothing else, of a run or of a comparison."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from sim.outcomes import ANSWERS
from sim.reports.fairness import goods_by_node, lorenz_curves, sold_by_node
from sim.reports.findings import findings
from sim.reports.latency import latencies
from sim.reports.sale import peak_bars, sale_bars
from sim.reports.style import new_axes
from sim.reports.svg import svg
from sim.reports.timeline import timelines
from sim.results.comparison import Comparison
from sim.results.files import write_text, writing
from sim.results.run import Run
from sim.results.summary_tables import station_table, summary_tables

Runs = Mapping[str, Run]


@dataclass(frozen=True)
class Plot:
    """A drawn plot, as the template shows it: ``svg`` is markup, ``caption`` plain text."""

    svg: Markup
    caption: str


def html(result: Run | Comparison) -> str:
    """The report as text; the same result gives the same text."""
    runs: Runs = result if isinstance(result, Comparison) else {result.name: result}
    missing = result.missing if isinstance(result, Comparison) else ()
    environment = Environment(
        loader=PackageLoader("sim.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html.j2").render(
        who=next(iter(runs.values())).identity,
        command=result.command if isinstance(result, Comparison) else result.identity.command,
        runs=runs,
        missing=missing,
        findings=findings(runs),
        tables=_tables(runs),
        stations={name: Markup(station_table(r.summary).to_html()) for name, r in runs.items()},
        plots=_plots(runs),
    )


def write_html(result: Run | Comparison, path: str | Path) -> Path:
    """Write the report to a file.  StorageError (an OSError) where that is not possible."""
    target = Path(path)
    with writing(target.parent):
        return write_text(target, html(result))


def _tables(runs: Runs) -> list[Markup]:
    tables = summary_tables({name: run.summary for name, run in runs.items()})
    return [Markup(table.to_html()) for table in tables]


def _plots(runs: Runs) -> dict[str, list[Plot]]:
    """The plots of each section of the report; a section that does not apply has none."""
    return {
        "sale": _sale(runs),
        "timelines": _timelines(runs),
        "latencies": _latencies(runs),
        "lorenz": _lorenz(runs),
        "nodes": _nodes(runs),
    }


def _sale(runs: Runs) -> list[Plot]:
    plots = []
    if any(run.summary["sale"] for run in runs.values()):
        text = "Units sold, unsold and oversold, by variant"
        plots.append(_plot(svg(sale_bars(runs), "sale", text), text))
    if any(run.summary["data_centre"] for run in runs.values()):
        text = "Requests a second in the busiest interval of the data centre, by variant"
        plots.append(_plot(svg(peak_bars(runs), "peaks", text), text))
    return plots


def _timelines(runs: Runs) -> list[Plot]:
    """A figure a run, so that the page can put them side by side or under one another."""
    panels = [new_axes() for _ in runs]
    timelines(runs, panels)
    return [
        _plot(svg(panel, f"timeline {name}", text), text)
        for name, panel in zip(runs, panels, strict=True)
        for text in [f"Rates over time: {name}"]
    ]


def _latencies(runs: Runs) -> list[Plot]:
    """Each workload twice: all requests, and those that got an answer where not all did."""
    workloads = dict.fromkeys(name for run in runs.values() for name in run.requests.workloads)
    plots = []
    for workload in workloads:
        text = f"Latency of {workload}, whatever the outcome, by percentile"
        plots.append(_plot(svg(latencies(runs, workload), f"latency {workload}", text), text))
        if _some_unanswered(runs):
            text = f"Latency of {workload}, only served, sold and sold out, by percentile"
            axes = latencies(runs, workload, ANSWERS)
            plots.append(_plot(svg(axes, f"answers {workload}", text), text))
    return plots


def _some_unanswered(runs: Runs) -> bool:
    return any(not run.requests.ended_as(ANSWERS).all() for run in runs.values())


def _lorenz(runs: Runs) -> list[Plot]:
    if not any(sold_by_node(run).any() for run in runs.values()):
        return []
    text = "Lorenz curves: the part of the goods that the worst-off edge nodes hold, by variant"
    return [_plot(svg(lorenz_curves(runs), "lorenz", text), text)]


def _nodes(runs: Runs) -> list[Plot]:
    return [
        _plot(svg(goods_by_node(run), f"nodes {name}", text), text)
        for name, run in runs.items()
        if sold_by_node(run).any()
        for text in [f"Goods sold through each edge node: {name}"]
    ]


def _plot(drawn: str, caption: str) -> Plot:
    return Plot(Markup(drawn), caption)
