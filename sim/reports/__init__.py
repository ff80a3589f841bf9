"""Reports: plots of runs, and the HTML file that tells of one run or of a comparison."""

from sim.reports.fairness import goods_by_node, lorenz_curves
from sim.reports.html import html, write_html
from sim.reports.intervals import differences, levels
from sim.reports.latency import latencies
from sim.reports.plan import trials
from sim.reports.sale import peak_bars, sale_bars
from sim.reports.stability import recovery_times, regions
from sim.reports.sweep import heat_map, lines
from sim.reports.timeline import timeline, timelines
from sim.reports.validation import both_worlds

__all__ = [
    "both_worlds",
    "differences",
    "goods_by_node",
    "heat_map",
    "html",
    "latencies",
    "levels",
    "lines",
    "lorenz_curves",
    "peak_bars",
    "recovery_times",
    "regions",
    "sale_bars",
    "timeline",
    "timelines",
    "trials",
    "write_html",
]
