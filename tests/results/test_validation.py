"""A validation: levels of both worlds, told, kept and read again."""

import dataclasses
import json
from pathlib import Path

import pytest
from validations import validation

from sim.results import StorageError, Validation, load


def test_worlds_that_agree_are_valid() -> None:
    """Nothing lies outside its bounds, and the headline says so."""
    found = validation()
    assert found.valid
    assert found.headline == "edge_validation: 3 levels, all within their bounds"


def test_what_is_outside_is_named_with_its_level() -> None:
    """One line a miss."""
    found = validation(p99=10.0)
    assert not found.valid
    assert found.misses[0].startswith("30% load: p99 is +")


def test_it_comes_back_from_its_folder(tmp_path: Path) -> None:
    """Whoever loads a folder gets the validation in it, equal to the one that was saved."""
    found = validation()
    found.save(tmp_path)
    again = load(tmp_path)
    assert isinstance(again, Validation)
    assert dataclasses.asdict(again) == dataclasses.asdict(found)


def test_the_file_says_how_far_off_it_is(tmp_path: Path) -> None:
    """Errors and misses are there for readers in other languages."""
    saved = json.loads(validation(p99=10.0).save(tmp_path).read_text())
    assert saved["levels"][0]["errors"]["p99"] > 0.2
    assert saved["misses"]


@pytest.mark.parametrize("text", ["", "{}", '{"layout": 9}', "[]"])
def test_a_damaged_file_is_one_clear_error(tmp_path: Path, text: str) -> None:
    """It names the file."""
    (tmp_path / "validation.json").write_text(text)
    with pytest.raises(StorageError, match=r"validation\.json"):
        load(tmp_path)


def test_the_tables_have_a_row_for_each_measure_and_node() -> None:
    """Four measures a level; one edge node a level."""
    latency, admission = validation().tables
    assert (len(latency.rows), len(admission.rows)) == (12, 3)
