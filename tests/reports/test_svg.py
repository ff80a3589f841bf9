"""An SVG is one element that can stand on a page beside others."""

import re
from types import ModuleType
from xml.etree import ElementTree

import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.reports.latency import latencies
from sim.reports.svg import svg


def _plot(traces: ModuleType) -> Axes:
    return latencies({"a": traces.small_run(), "b": traces.small_run()})


def test_is_one_well_formed_element(traces: ModuleType) -> None:
    """The text is a single svg element, without prologue, size or metadata."""
    text = svg(_plot(traces), "one", "A plot")
    root = ElementTree.fromstring(text.replace("xlink:href", "href"))
    assert root.tag == "svg"
    assert (root.get("role"), root.get("aria-label")) == ("img", "A plot")
    assert root.get("width") is None
    assert "<metadata" not in text


def test_is_deterministic(traces: ModuleType) -> None:
    """The same plot is the same text."""
    assert svg(_plot(traces), "one", "A plot") == svg(_plot(traces), "one", "A plot")


def test_two_plots_share_no_id(traces: ModuleType) -> None:
    """Even the same plot, under two names, has no id twice on one page."""
    ids = [
        found
        for name in ("one", "two")
        for found in re.findall(r' id="([^"]*)"', svg(_plot(traces), name, ""))
    ]
    assert ids
    assert len(ids) == len(set(ids))


def test_every_reference_has_its_target(traces: ModuleType) -> None:
    """Ids that are referred to were not removed with the others."""
    text = svg(_plot(traces), "one", "")
    targets = set(re.findall(r' id="([^"]*)"', text))
    references = set(re.findall(r'(?:href="|url\()#([^")]*)', text))
    assert references
    assert references <= targets


def test_text_stays_text(traces: ModuleType) -> None:
    """Labels can be read, searched and spoken, and no font travels with them."""
    text = svg(_plot(traces), "one", "")
    assert ">latency (ms)</text>" in text
    assert "@font-face" not in text


def test_any_script_can_be_written(traces: ModuleType) -> None:
    """A name in letters that matplotlib's own font lacks is left to the reader's, in silence."""
    text = svg(latencies({"秒杀": traces.small_run()}), "one", "")
    assert ">秒杀</text>" in text


def test_description_is_escaped(traces: ModuleType) -> None:
    """A description cannot leave its attribute."""
    text = svg(_plot(traces), "one", '"><script>')
    assert 'aria-label="&quot;&gt;&lt;script&gt;"' in text


def test_axes_without_a_figure_are_refused() -> None:
    """Axes that were removed from their figure cannot be drawn."""
    axes = Figure().add_subplot()
    axes.remove()
    with pytest.raises(ValueError, match="wanted axes on a figure"):
        svg(axes, "one", "")
