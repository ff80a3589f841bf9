"""``floodgate report``."""

import pytest


@pytest.fixture
def results(floodgate, shop, tmp_path):
    """A folder with a small run."""
    folder = tmp_path / "results"
    assert floodgate("run", shop, "--out", folder).exit_code == 0
    return folder


def test_is_written_beside_the_results(floodgate, results):
    """Without --output the report goes to the folder of the results; its path is printed."""
    result = floodgate("report", results)

    assert result.exit_code == 0
    assert result.stdout == f"{results / 'report.html'}\n"
    assert "Does the desk keep up?" in (results / "report.html").read_text()


def test_is_written_where_it_is_wanted(floodgate, results, tmp_path):
    """With --output the report goes there, into a folder that is made if need be."""
    target = tmp_path / "new" / "desk.html"

    assert floodgate("report", results, "--output", target).stdout == f"{target}\n"
    assert target.read_text().lstrip().lower().startswith("<!doctype html>")


def test_of_a_comparison(floodgate, shop, tmp_path):
    """A comparison gets one report as well."""
    floodgate("compare", shop, "--workers", "1", "--out", tmp_path / "results")
    result = floodgate("report", tmp_path / "results")

    assert result.exit_code == 0
    assert (tmp_path / "results" / "report.html").is_file()


def test_wants_results(floodgate, tmp_path):
    """A folder without results is refused."""
    result = floodgate("report", tmp_path)

    assert result.exit_code == 2
    assert result.stderr.startswith(f"error: {tmp_path}: wanted the folder of a run")


@pytest.mark.parametrize("target", ["shop.toml/report.html", "."])
def test_wants_a_place_for_the_report(floodgate, results, tmp_path, target):
    """A report that cannot be written where it is wanted is refused, in one line."""
    result = floodgate("report", results, "--output", tmp_path / target)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("error: --output: ")
    assert result.stderr.count("\n") == 1
