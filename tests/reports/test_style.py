"""The style is applied to the project's plots, and to nobody else's."""

from types import ModuleType

import matplotlib

from sim.reports import timeline
from sim.reports.style import (
    LABEL,
    LINES,
    MARKERS,
    OKABE_ITO,
    label,
    legend_below,
    look,
    new_axes,
    styled,
)


def test_global_settings_come_back() -> None:
    """Within the style the settings are its own; afterwards they are what they were."""
    before = dict(matplotlib.rcParams)
    with styled():
        assert matplotlib.rcParams["axes.grid"]
    assert dict(matplotlib.rcParams) == before


def test_a_plot_leaves_global_settings_alone(traces: ModuleType) -> None:
    """Drawing changes nothing for the plots that a notebook draws next, and opens no pyplot."""
    before = dict(matplotlib.rcParams)
    timeline(traces.small_run())
    assert dict(matplotlib.rcParams) == before


def test_looks_are_distinct() -> None:
    """The first 35 variants differ in colour or line, so that every legend can be read."""
    looks = [look(index) for index in range(len(OKABE_ITO) * len(LINES))]
    assert len({(a["color"], a["linestyle"]) for a in looks}) == 35
    assert len(OKABE_ITO) == len(MARKERS)


def test_neighbours_differ_in_grey() -> None:
    """Two variants next to one another have different lines and markers, not only colours."""
    for index in range(34):
        one, next_one = look(index), look(index + 1)
        assert one["linestyle"] != next_one["linestyle"]
        assert one["marker"] != next_one["marker"]


def test_a_legend_of_nothing_is_none() -> None:
    """Axes without a labelled line get no empty legend box."""
    axes = new_axes()
    legend_below(axes)
    assert axes.get_legend() is None


def test_long_names_are_cut() -> None:
    """A name longer than a plot has room for ends in an ellipsis."""
    assert label("x" * LABEL) == "x" * LABEL
    assert label("x" * (LABEL + 1)) == "x" * (LABEL - 1) + "…"


def test_names_that_matplotlib_would_hide_are_shown() -> None:
    """A leading underscore keeps a line out of matplotlib's legends: a blank goes before it."""
    axes = new_axes()
    axes.plot([0, 1], label=label("_hidden"))
    legend_below(axes)
    legend = axes.get_legend()
    assert legend is not None
    assert legend.get_texts()[0].get_text().strip() == "_hidden"


def test_a_legend_stays_within_its_figure() -> None:
    """Thirty names of the greatest length go under one another: no clipping, room for the data."""
    names = [label(f"{number} {'n' * LABEL}") for number in range(30)]
    axes = new_axes(3.0, names)
    for name in names:
        axes.plot([0, 1], label=name)
    legend_below(axes)
    figure, legend = axes.figure, axes.get_legend()
    figure.draw_without_rendering()
    assert legend is not None
    box, data = legend.get_window_extent(), axes.get_window_extent()
    assert 0 <= box.x0 < box.x1 <= figure.bbox.width
    assert 0 <= box.y0 < box.y1 < data.y0
    assert data.height > figure.dpi
