"""Plots of a stability map: a cell where it belongs, in the look of its region."""

from pathlib import Path

import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from shops import TRIGGERS, frail

from sim import StabilityMap, stability
from sim.reports.stability import LOOKS, recovery_times, regions, write_maps
from sim.results.stability import Region

LOADS = "workloads.visits.rate=150/s,400/s"


@pytest.fixture(scope="module")
def found() -> StabilityMap:
    """A map with two loads and two triggers: stable, stable; vulnerable, metastable."""
    how = {"replications": 8, "back": 0.8, "risk": 0.45, "workers": 1}
    return stability(frail(), LOADS, TRIGGERS, **how)


def faces(ax: Axes) -> dict[tuple[float, float], tuple[float, ...]]:
    """The colour of every cell by its middle."""
    cells = [one for one in ax.patches if isinstance(one, Rectangle) and one.get_width() == 1]
    return {tuple(map(float, one.get_center())): one.get_facecolor()[:3] for one in cells}


def test_every_cell_has_the_look_of_its_region(found):
    """The loads go upwards, the sizes of the trigger to the right."""
    tints = {
        place: to_rgb(LOOKS[region]["facecolor"])
        for place, region in {
            (0, 0): Region.STABLE,
            (1, 0): Region.STABLE,
            (0, 1): Region.VULNERABLE,
            (1, 1): Region.METASTABLE,
        }.items()
    }
    assert faces(regions(found)) == tints


def test_every_cell_has_its_number(found):
    """The probability of collapse in one map, the median time to recover in the other."""
    for plot, expected in {
        regions: ["0.00", "0.00", "0.00", "1.00"],
        recovery_times: ["0 s", "0 s", "0 s", "never"],
    }.items():
        assert [text.get_text() for text in plot(found).texts] == expected


def test_the_legend_has_the_regions_that_are_there(found):
    """Whoever reads the map sees what its looks mean, from good to bad."""
    legend = regions(found).get_legend()
    assert [text.get_text() for text in legend.get_texts()] == [
        "stable",
        "vulnerable",
        "metastable",
    ]


def test_axes_say_what_they_are(found):
    """Paths on the axes, values at the cells, what is drawn in the title."""
    ax = recovery_times(found)
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("faults.0.lasts", "workloads.visits.rate")
    assert [label.get_text() for label in ax.get_xticklabels()] == ["10 ms", "1 s"]
    assert ax.get_title(loc="left") == "frail: median time to recover"


def test_looks_differ_in_grey_and_in_hatch():
    """On paper without colour every region is lighter or darker than the next, or hatched."""

    def luminance(colour: str) -> float:
        red, green, blue = to_rgb(colour)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    tints = [LOOKS[region]["facecolor"] for region in Region]
    hatches = [LOOKS[region].get("hatch") for region in Region]
    assert len({round(luminance(tint), 1) for tint in tints}) >= 4
    assert len(set(hatches)) == 4  # stable and undecided have none; one is white
    black_on = [(luminance(tint) + 0.05) / 0.05 for tint in tints]
    assert min(black_on) > 4.5  # the contrast of WCAG 2.1 for text


def test_a_given_ax_is_drawn_on(found):
    """Every plot takes an ax."""
    ax = Figure().add_subplot()
    assert regions(found, ax=ax) is ax


def test_maps_are_files(found, tmp_path: Path):
    """Both maps as PNG."""
    files = write_maps(found, tmp_path)
    assert [file.name for file in files] == ["regions.png", "recovery_times.png"]
    assert all(file.read_bytes().startswith(b"\x89PNG") for file in files)
