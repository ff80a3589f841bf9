"""The page of a validation: both worlds, drawn and told."""

import re

import pytest
from validations import validation

from sim.reports import both_worlds, html


def test_the_page_says_what_is_outside() -> None:
    """The first thing to read is what the simulator got wrong."""
    text = html(validation(p99=10.0))
    assert text.index("Outside the bounds") < text.index("Side by side")
    assert "p99 is +" in text


def test_the_page_says_that_all_is_well() -> None:
    """Or that it got nothing wrong."""
    assert "within its bounds of the real service at all 3" in " ".join(html(validation()).split())


def test_the_page_needs_nothing_else() -> None:
    """No address is fetched: plots and style are in it."""
    assert not re.findall(r'(?:src|href)="(?!#)', html(validation()))


@pytest.mark.parametrize("measure", ["throughput", "p50", "p90", "p99"])
def test_both_worlds_stand_at_every_level(measure: str) -> None:
    """Two series of as many points as there are levels, in order."""
    found = validation()
    ax = both_worlds(found, measure)
    drawn = {line.get_label(): list(line.get_ydata()) for line in ax.lines}
    assert drawn["real"] == [getattr(level.real, measure) for level in found.levels]
    assert drawn["simulated"] == [getattr(level.simulated, measure) for level in found.levels]


def test_the_axis_names_the_levels() -> None:
    """In the order in which they were played."""
    ticks = [tick.get_text() for tick in both_worlds(validation(), "p99").get_xticklabels()]
    assert ticks == ["30% load", "80% load", "saturation"]
