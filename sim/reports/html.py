"""The HTML report: one file that needs nothing else, of whatever was saved."""

from collections.abc import Mapping
from pathlib import Path

from markupsafe import Markup

from sim.outcomes import ANSWERS
from sim.reports.estimates import estimates
from sim.reports.fairness import goods_by_node, lorenz_curves, sold_by_node
from sim.reports.findings import findings
from sim.reports.latency import latencies
from sim.reports.page import page
from sim.reports.plot import Plot
from sim.reports.sale import peak_bars, sale_bars
from sim.reports.style import new_axes
from sim.reports.timeline import timelines
from sim.reports.validation import plots as validation_plots
from sim.results.comparison import Comparison
from sim.results.files import write_text, writing
from sim.results.replications import Replications
from sim.results.run import Run
from sim.results.summary_tables import station_table, summary_tables
from sim.results.validation import Validation

Result = Run | Replications | Comparison | Validation
Runs = Mapping[str, Run]


def html(result: Result) -> str:
    """The report as text; the same result gives the same text."""
    if isinstance(result, Validation):
        tables = [Markup(table.to_html()) for table in result.tables]
        return page(
            "validation.html.j2", validation=result, tables=tables, plots=validation_plots(result)
        )
    runs, missing = _runs(result), result.missing if isinstance(result, Comparison) else ()
    return page(
        "report.html.j2",
        who=next(iter(runs.values())).identity,
        command=result.identity.command if isinstance(result, Run) else result.command,
        runs=runs,
        estimates=None if isinstance(result, Run) else estimates(result),
        missing=missing,
        findings=findings(runs),
        tables=_tables(runs),
        stations={name: Markup(station_table(r.summary).to_html()) for name, r in runs.items()},
        plots=_plots(runs),
    )


def write_html(result: Result, path: str | Path) -> Path:
    """Write the report to a file.  StorageError (an OSError) where that is not possible."""
    target = Path(path)
    with writing(target.parent):
        return write_text(target, html(result))


def _runs(result: Run | Replications | Comparison) -> Runs:
    """One run a variant, to look at: the only one, or the first of its replications."""
    if isinstance(result, Comparison):
        return result
    return {result.name: result.first if isinstance(result, Replications) else result}


def _tables(runs: Runs) -> list[Markup]:
    tables = summary_tables({name: run.summary for name, run in runs.items()})
    return [Markup(table.to_html()) for table in tables]


def _plots(runs: Runs) -> dict[str, list[Plot]]:
    """The plots of each section of the report; a section that does not apply has none."""
    return {
        "sale": _sale(runs),
        "timelines": _timelines(runs),
        "latencies": _latencies(runs),
        "goods": _goods(runs),
    }


def _sale(runs: Runs) -> list[Plot]:
    plots = []
    if any(run.summary["sale"] for run in runs.values()):
        text = "Units sold, unsold and oversold, by variant"
        plots.append(Plot.of(sale_bars(runs), "sale", text, caption=text))
    if any(run.summary["data_centre"] for run in runs.values()):
        text = "Requests a second in the busiest interval of the data centre, by variant"
        plots.append(Plot.of(peak_bars(runs), "peaks", text, caption=text))
    return plots


def _timelines(runs: Runs) -> list[Plot]:
    """A figure a run, so that the page can put them side by side or under one another."""
    panels = timelines(runs, [new_axes() for _ in runs])
    return [
        Plot.of(panel, f"timeline {name}", f"Rates over time: {name}")
        for name, panel in zip(runs, panels, strict=True)
    ]


def _latencies(runs: Runs) -> list[Plot]:
    """Each workload twice: all requests, and those that got an answer where not all did."""
    workloads = dict.fromkeys(name for run in runs.values() for name in run.requests.workloads)
    plots = []
    for workload in workloads:
        text = f"Latency of {workload}, whatever the outcome, by percentile"
        plots.append(Plot.of(latencies(runs, workload), f"latency {workload}", text, caption=text))
        if _some_unanswered(runs, workload):
            text = f"Latency of {workload}, only requests that were answered, by percentile"
            axes = latencies(runs, workload, ANSWERS)
            plots.append(Plot.of(axes, f"answers {workload}", text, caption=text))
    return plots


def _some_unanswered(runs: Runs, workload: str) -> bool:
    logs = [run.requests for run in runs.values() if workload in run.requests.workloads]
    return any((log.is_of(workload) & ~log.ended_as(ANSWERS)).any() for log in logs)


def _goods(runs: Runs) -> list[Plot]:
    sold = {name: run for name, run in runs.items() if sold_by_node(run).any()}
    if not sold:
        return []
    text = "Lorenz curves: the part of the goods that the worst-off edge nodes hold, by variant"
    return [
        Plot.of(lorenz_curves(runs), "lorenz", text, caption=text),
        *(
            Plot.of(goods_by_node(run), f"nodes {name}", f"Goods sold by edge node: {name}")
            for name, run in sold.items()
        ),
    ]
