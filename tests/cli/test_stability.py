"""``floodgate stability``: the map in a folder, as a table, as JSON, and foretold."""

import json
from pathlib import Path

import pytest
from shops import FRAIL

OVER = ("--load", "visits.rate=150/s,400/s", "--trigger", "faults.0.lasts=10 ms,1 s")
FEW = ("--replications", "8", "--back", "0.8", "--risk", "0.45", "--workers", "1")


@pytest.fixture
def frail(tmp_path: Path) -> Path:
    """The file of a desk that may not come back."""
    file = tmp_path / "frail.toml"
    file.write_text(FRAIL)
    return file


def test_a_map_is_saved_shown_and_gone_on_with(floodgate, frail, tmp_path):
    """Ledger, tables and two maps in the folder; again, with --json, it makes no run."""
    out = tmp_path / "out"
    result = floodgate("stability", frail, *OVER, *FEW, "--out", out)
    assert result.exit_code == 0
    beginning = "frail: 4 points, 32 runs: 2 stable, 1 vulnerable, 1 metastable\n"
    assert result.stdout.startswith(beginning)
    assert result.stderr.endswith(f"saved to {out}: ledger, tables and 2 plots\n")
    assert sorted(file.name for file in out.iterdir()) == [
        "ledger.sqlite",
        "points.csv",
        "points.parquet",
        "recovery_times.png",
        "regions.png",
        "runs.csv",
        "runs.parquet",
    ]
    told = floodgate("stability", frail, *OVER, *FEW, "--out", out, "--dry-run", "--json")
    assert json.loads(told.stdout)["finished"] == 32
    points = json.loads(
        floodgate("stability", frail, *OVER, *FEW, "--out", out, "--json", "-q").stdout
    )["points"]
    assert points[3]["at"] == {"workloads.visits.rate": "400/s", "faults.0.lasts": "1 s"}
    assert (points[3]["region"], points[3]["recovery_s"]["median"]) == ("metastable", "never")


def test_a_dry_run_runs_nothing(floodgate, frail, tmp_path):
    """--dry-run says how many runs there are, and about how long they take."""
    words = ("--workers", 1, "--out", tmp_path / "out", "--dry-run")
    result = floodgate("stability", frail, *OVER, *words)
    assert result.stdout.startswith("frail: 4 points, 160 runs, 0 finished; the other 160 take ")
    assert not (tmp_path / "out").exists()


def test_a_point_that_cannot_tell_ends_as_failed(floodgate, frail, tmp_path):
    """Too few requests at one point: the status is 1, and a line says where to look."""
    out = tmp_path / "out"
    words = ("--load", "visits.rate=20/s,400/s", "--trigger", "faults.0.lasts=1 s")
    result = floodgate("stability", frail, *words, *FEW, "--out", out, "--quiet")
    assert result.exit_code == 1
    assert "wanted 400 requests before the trigger, got " in result.stdout
    assert result.stderr == f"error: 1 point failed; {out}/runs.csv says why\n"


BAD = {
    "error: --out: wanted a folder": (),
    "error: --load: wanted path=values": ("--load", "x", "--out", "out"),
    "error: --load, --trigger: wanted a trigger within": ("--trigger", "lasts=9 s", "--out", "o"),
    "error: --load, --trigger: wanted a trigger: a fault": ("--set", "faults=[]", *OVER[:2]),
    "error: --back, --risk: the share that is back": ("--back", "1", "--out", "out"),
    "error: Invalid value for '--risk'": ("--risk", "5", "--out", "out"),
    "error: --warm-up: warm-up must be": ("--warm-up", "9 s", "--out", "out"),
    "error: --load, --trigger: wanted a warm-up below": ("--warm-up", "3 s", "--out", "out"),
}


@pytest.mark.parametrize("expected", BAD)
def test_a_bad_request_is_one_line(floodgate, frail, tmp_path, monkeypatch, expected):
    """What is wrong is said before there is a folder, and the status is 2."""
    monkeypatch.chdir(tmp_path)
    given = ("--trigger", "workers=1,2") if "fault" in expected else ()
    result = floodgate("stability", frail, *OVER, *BAD[expected], *given)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(expected)
    assert result.stderr.count("\n") == 1
    assert [file.name for file in tmp_path.iterdir()] == ["frail.toml"]
