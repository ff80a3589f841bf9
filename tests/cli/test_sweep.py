"""``floodgate sweep``: tables and plots in a folder, and a ledger that survives anything."""

import json
import os
import random
import resource
import signal
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from time import monotonic, sleep

import pytest

TABLES = ("runs.csv", "points.csv")
OVER = ("--over", "workloads.visits.rate=20/s..110/s:4", "--over", "services.desk.workers=1,2")
MANY = ("--over", "workloads.visits.rate=1/s..60/s:60", "--replications", "4", "--workers", "2")
MANY += ("--engine", "reference")  # which is begun in no time
MANY_RUNS = 240
KILLS = 20


def tables(folder: Path) -> list[bytes]:
    """The bytes of the tables that a sweep saved."""
    return [(folder / name).read_bytes() for name in TABLES]


def rows(folder: Path) -> dict[tuple[str, int], str]:
    """What stands in a ledger that nobody uses: each run's key and body, wall time included."""
    file = folder / "ledger.sqlite"
    if not file.is_file():
        return {}
    with closing(sqlite3.connect(file)) as connection:
        if not connection.execute("SELECT * FROM sqlite_master").fetchall():
            return {}
        return {
            (scenario, seed): body
            for scenario, seed, body in connection.execute("SELECT scenario, seed, body FROM runs")
        }


def is_gone(group: int) -> bool:
    """Whether no process of a group is left, or soon will be."""
    end = monotonic() + 10
    while monotonic() < end:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        sleep(0.05)
    return False


def test_a_sweep_saves_tables_and_plots(floodgate, shop, tmp_path):
    """Eight points: as CSV and Parquet, with lines and a heat map of every chosen figure."""
    out = tmp_path / "out"
    result = floodgate("sweep", shop, *OVER, "--out", out, "--workers", 1, "--figure", "visits.p99")

    assert result.exit_code == 0
    assert result.stdout.startswith("shop: 8 points, 8 runs\n")
    assert sorted(file.name for file in out.iterdir()) == [
        "heat_map.latency_ms.visits.p99.png",
        "ledger.sqlite",
        "lines.latency_ms.visits.p99.png",
        "points.csv",
        "points.parquet",
        "runs.csv",
        "runs.parquet",
    ]
    assert result.stderr == f"saved to {out}: ledger, tables and 2 plots\n"


def test_json_is_one_object(floodgate, shop, tmp_path):
    """--json prints the axes and every point with its figures, and nothing else."""
    words = ("--replications", 2, "--out", tmp_path / "out", "--workers", 1, "--json")
    result = floodgate("sweep", shop, *OVER, *words)
    told = json.loads(result.stdout)

    assert told["axes"]["services.desk.workers"] == [1, 2]
    assert len(told["points"]) == 8
    served = told["points"][0]["figures"]["outcomes.served"]
    assert served["low"] <= served["centre"] <= served["high"]


def test_a_dry_run_runs_nothing(floodgate, shop, tmp_path):
    """--dry-run says how many runs there are, how many are finished, and about how long."""
    words = ("sweep", shop, *OVER, "--replications", 3, "--out", tmp_path / "out", "--workers", 1)
    told = floodgate(*words, "--dry-run")
    assert (told.exit_code, told.stderr) == (0, "")
    beginning = "shop: 8 points, 24 runs, 0 finished; the other 24 take about "
    assert told.stdout.startswith(beginning)
    assert told.stdout.endswith(" s on 1 worker\n")
    assert not (tmp_path / "out").exists()

    floodgate(*words)
    told = json.loads(floodgate(*words, "--dry-run", "--json").stdout)
    assert (told["runs"], told["finished"], told["seconds"]) == (24, 24, 0.0)


def test_a_point_that_fails_ends_as_failed(floodgate, shop, tmp_path, monkeypatch):
    """The other points are shown and saved; the status and one line tell of the failure."""
    monkeypatch.setattr("sim.experiments.task.front", lambda scenario: 1 / 0)
    out = tmp_path / "out"
    result = floodgate("sweep", shop, *OVER, "--out", out, "--workers", 1, "--quiet")

    assert result.exit_code == 1
    assert "ZeroDivisionError" in result.stdout
    assert result.stderr == f"error: 8 points failed; {out}/runs.csv says why\n"


def test_killed_at_twenty_moments(command, process, shop, tmp_path):
    """Killed with -9 again and again, it goes on: nothing lost, nothing twice, the same bytes."""
    shop.write_text(shop.read_text().replace('duration = "2 s"', 'duration = "80 s"'))
    out, moments = tmp_path / "killed", random.Random(1)
    words = [*command, "sweep", str(shop), *MANY, "--out", str(out), "--quiet"]
    kept: dict[tuple[str, int], str] = {}
    reach = 2.0  # seconds: longer on a machine so busy that nothing is finished by then
    for _ in range(KILLS):
        with subprocess.Popen(words, start_new_session=True, stdout=subprocess.DEVNULL) as killed:
            sleep(moments.uniform(0.1, reach))
            assert killed.poll() is None, "it came to its end before it was killed"
            os.killpg(killed.pid, signal.SIGKILL)
        now = rows(out)
        assert {key: now.get(key) for key in kept} == kept
        reach *= 1.3 if len(now) == len(kept) < MANY_RUNS / 4 else 1.0
        reach *= 0.7 if len(now) > MANY_RUNS / 2 else 1.0
        kept = now
    assert 0 < len(kept) < MANY_RUNS

    assert process("sweep", shop, *MANY, "--out", out).returncode == 0
    now = rows(out)
    assert len(now) == MANY_RUNS
    assert {key: now[key] for key in kept} == kept
    assert process("sweep", shop, *MANY, "--out", tmp_path / "undisturbed").returncode == 0
    assert tables(out) == tables(tmp_path / "undisturbed")


def test_workers_do_not_outlive_the_command(command, shop, tmp_path):
    """Where only the command is killed, its worker processes end by themselves."""
    shop.write_text(shop.read_text().replace('duration = "2 s"', 'duration = "100 s"'))
    words = [*command, "sweep", str(shop), *MANY, "--out", str(tmp_path / "out"), "--quiet"]
    with subprocess.Popen(words, start_new_session=True, stdout=subprocess.DEVNULL) as killed:
        end = monotonic() + 60
        while monotonic() < end and len(rows(tmp_path / "copied")) == 0:
            _copy(tmp_path / "out", tmp_path / "copied")
            sleep(0.1)
        killed.kill()
    assert is_gone(killed.pid)


def _copy(folder: Path, to: Path) -> None:
    """A copy of a ledger in use, which may not be looked into itself."""
    to.mkdir(exist_ok=True)
    for file in folder.glob("ledger.sqlite*"):
        (to / file.name).write_bytes(file.read_bytes())


def test_a_full_disk_is_one_line(command, process, shop, tmp_path):
    """Where no more can be written it says so; what was written before is there, and it goes on."""
    out = tmp_path / "full"
    words = [*command, "sweep", str(shop), *MANY, "--out", str(out), "--quiet"]
    limit = 300_000
    full = subprocess.run(
        words,
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    assert (full.returncode, full.stdout) == (1, "")
    assert full.stderr.startswith(f"error: {out}/ledger.sqlite: cannot be used: ")
    assert full.stderr.endswith("; what is finished is kept\n")
    assert full.stderr.count("\n") == 1
    before = rows(out)
    assert 5 < len(before) < MANY_RUNS

    assert process("sweep", shop, *MANY, "--out", out).returncode == 0
    assert {key: rows(out)[key] for key in before} == before


def test_ctrl_c_keeps_what_is_finished(command, process, shop, tmp_path):
    """Ctrl-C prints what is finished, leaves no process, and says how to go on."""
    shop.write_text(shop.read_text().replace('duration = "2 s"', 'duration = "300 s"'))
    out = tmp_path / "out"
    words = [*command, "sweep", str(shop), *MANY, "--out", str(out), "--quiet"]
    words += ["--replications", "12"]  # more than a fast machine plays in the meantime
    with subprocess.Popen(
        words, start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as stopped:
        end = monotonic() + 30
        journal = out / "ledger.sqlite-wal"
        while monotonic() < end and not (journal.is_file() and journal.stat().st_size > 300_000):
            sleep(0.05)
        os.killpg(stopped.pid, signal.SIGINT)
        try:
            stdout, stderr = stopped.communicate(timeout=30)
        finally:
            stopped.kill()

    assert stopped.returncode == 130, stderr
    assert stdout.startswith("shop: ")
    assert stderr.startswith("interrupted: ")
    assert stderr.endswith(
        f" of 60 points finished; {out} has every run so far: start again to go on\n"
    )
    assert stderr.count("\n") == 1
    assert is_gone(stopped.pid)


BAD = {
    "desk.worker=1,2": 'unknown path "desk.worker", did you mean "services.desk.workers"?',
    "services.desk.workers=5..1": "services.desk.workers: wanted a range from low to high, got",
    "services.desk.workers=": "services.desk.workers: wanted values separated by commas, got",
    "x": 'wanted path=values, got "x"',
    "workloads.visits.rate=1/s": 'wanted each path once, got "workloads.visits.rate" twice',
}


@pytest.mark.parametrize("over", BAD)
def test_an_axis_that_is_none(floodgate, shop, tmp_path, over):
    """A mistake in --over is one line, found before there is a folder."""
    rate = ("--over", "workloads.visits.rate=20/s")
    result = floodgate("sweep", shop, *rate, "--over", over, "--out", tmp_path / "out")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"error: --over: {BAD[over]}")
    assert result.stderr.count("\n") == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            ("--figure", "visit.p99"),
            '--figure: unknown figure "visit.p99", did you mean "visits.p99"?',
        ),
        (("--warm-up", "3 s"), "--warm-up: warm-up must be >= 0 and below the duration, got 3 s"),
        (("--replications", "0"), "Invalid value for '--replications': wanted a whole number >= 1"),
        (
            ("--set", "services.desk.workers=0"),
            "shop.toml: --set: services.desk.workers: must be >=",
        ),
        (("--engine", "steam"), "--engine: engine must be one of "),
    ],
)
def test_other_options_are_checked_too(floodgate, shop, tmp_path, words, expected):
    """A mistake in another option names that option, before anything runs."""
    result = floodgate("sweep", shop, *OVER, *words, "--out", tmp_path / "out")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"error: {expected}")


def test_a_folder_is_wanted(floodgate, shop):
    """Runs that are kept nowhere cannot be gone on with."""
    result = floodgate("sweep", shop, *OVER)

    assert result.exit_code == 2
    assert result.stderr == "error: --out: wanted a folder to keep the runs in, got none\n"


def test_the_ledger_of_another_scenario(floodgate, shop, tmp_path):
    """A folder with the ledger of another scenario is refused in one line."""
    words = ("--out", tmp_path / "out", "--workers", 1, "--quiet")
    floodgate("sweep", shop, *OVER, *words)
    result = floodgate("sweep", shop, *OVER, *words, "--set", "services.desk.queue=3")

    assert (result.exit_code, result.stdout) == (1, "")
    assert "wanted a ledger of scenario" in result.stderr
    assert result.stderr.endswith("; take another folder\n")
    assert result.stderr.count("\n") == 1
