"""A replicated comparison: variants on the same crowds, saved, and the same for any workers."""

from pathlib import Path
from typing import Any

import pytest

from sim import compare, replicate
from sim.experiments.interrupted import Interrupted
from sim.model import Scenario
from sim.results import Comparison, Replications, load


@pytest.fixture
def compared(shop: Scenario) -> Comparison:
    """Three variants, six replications each."""
    return compare(shop, replications=6, workers=1)


def plain(comparison: Comparison) -> Any:
    """Everything that it says but for wall times, which are no results."""
    return comparison.summary


def test_each_variant_is_replicated_with_the_same_seeds(shop: Scenario) -> None:
    """A variant is what replicate makes of it; crowds are those of the others."""
    made = compare(shop, replications=6, workers=1, engine="reference").replications
    assert list(made) == ["one", "two", "same"]
    assert made["two"].summary == replicate(shop, 6, "two", workers=1, engine="reference").summary
    assert len({tuple(replica.seed for replica in one) for one in made.values()}) == 1


def test_the_number_of_workers_changes_nothing(shop: Scenario, compared: Comparison) -> None:
    """Two processes: every interval, difference and fingerprint is the same."""
    assert plain(compare(shop, replications=6, workers=2)) == plain(compared)


def test_its_runs_are_the_first_ones(shop: Scenario, compared: Comparison) -> None:
    """What is shown as an illustration is what a comparison of single runs shows."""
    single = compare(shop, workers=1)
    assert dict(compared) == dict(single)
    assert single.differences == []
    assert "differences" not in single.summary


def test_two_desks_are_better_and_the_same_is_the_same(compared: Comparison) -> None:
    """What differs is told, and what does not is not."""
    better = {(one.variant, one.figure): one.better for one in compared.differences}
    assert better["two", "latency_ms.visits.mean"] == "two"
    assert {who for (variant, _), who in better.items() if variant == "same"} == {None}


def test_without_a_baseline_it_is_the_first_variant(shop: Scenario) -> None:
    """Differences are to something."""
    made = compare(shop, ["two", "same"], replications=2, workers=1)
    assert {one.baseline for one in made.differences} == {"two"}


def test_it_is_saved_variant_by_variant(shop: Scenario, tmp_path: Path) -> None:
    """Loaded again it says the same."""
    made = compare(shop, replications=3, workers=1, out=tmp_path)
    loaded = load(tmp_path)
    assert isinstance(loaded, Comparison)
    assert loaded.summary == made.summary
    assert str(loaded) == str(made)
    assert isinstance(load(tmp_path / "two"), Replications)


def test_it_can_be_saved_as_a_whole(compared: Comparison, tmp_path: Path) -> None:
    """Afterwards, too."""
    compared.save(tmp_path)
    assert plain(Comparison.load(tmp_path)) == plain(compared)


def test_an_interruption_keeps_whole_variants(shop: Scenario, tmp_path: Path) -> None:
    """The second variant is under way: the first is kept, and its differences are none."""

    def interrupt(name: str, done: int, total: int) -> None:
        if name == "two" and done > 0:
            raise KeyboardInterrupt

    with pytest.raises(Interrupted) as caught:
        compare(shop, replications=3, workers=1, out=tmp_path, progress=interrupt)
    assert list(caught.value.finished) == ["one"]
    assert caught.value.finished.differences == []
    assert Comparison.load(tmp_path).missing == ("two", "same")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"replications": 1}, "replications must be >= 2, got 1"),
        ({"replications": 2, "confidence": 2.0}, "confidence must be above 0 and below 1, got 2"),
        ({"warm_up": "1 s"}, "a warm-up wants replications, got 1 s for single runs"),
        ({"replications": 2, "warm_up": "1 h"}, "warm-up must be >= 0 and below the duration"),
    ],
)
def test_what_makes_no_sense_is_refused(
    shop: Scenario, arguments: dict[str, Any], said: str, tmp_path: Path
) -> None:
    """Before anything runs or is written."""
    with pytest.raises(ValueError, match=said):
        compare(shop, **arguments, out=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_text_shows_levels_and_differences(compared: Comparison) -> None:
    """With verdicts, and how many replications there were."""
    text = str(compared)
    assert text.startswith("shop: 3 variants (6 replications from seed 1)\n")
    assert "two less one, run by run" in text
    assert "two is better" in text
    assert "the same" in text


def test_the_command_makes_it_again(shop: Scenario) -> None:
    """With the number of replications and the confidence."""
    made = compare(shop, ["one", "two"], replications=2, confidence=0.9, warm_up="1 s", workers=1)
    assert made.command == (
        "floodgate compare shop --variants one,two --replications 2 --confidence 0.9 "
        "--warm-up '1 s' --seed 1 --engine reference"
    )
