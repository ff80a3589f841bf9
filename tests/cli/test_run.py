"""``floodgate run``."""

import json
import subprocess
import sys

import pytest

from sim.experiments.interrupted import Interrupted
from sim.experiments.replicate import replicate
from sim.experiments.run import run
from sim.model import load
from sim.results import Replications, Run, StorageError
from sim.results import load as load_results

STATION = {"arrived", "served", "refused", "shed", "timed_out", "failed", "abandoned"}
STATION |= {"in_flight", "utilisation", "peak_queue"}
LATENCY = {"p50", "p90", "p99", "p999", "mean", "max"}
SALE = {"stock", "sold", "oversold", "unsold", "admitted", "clicks", "polls", "sold_out_at_s"}
IDENTITY = {"scenario", "variant", "seed", "engine", "version", "fingerprint", "wall_s"}
SECTIONS = {"outcomes", "sale", "latency_ms", "edge", "data_centre", "stations"}


@pytest.fixture(scope="module")
def census(tmp_path_factory):
    """The process of a small run of the flash sale with --json."""
    words = "run flash_sale --variant census --set crowd.users=1000 --seed 7 --json --quiet"

    return subprocess.run(
        [sys.executable, "-m", "sim.cli", *words.split()],
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_json_is_all_that_is_printed(census):
    """With --json and --quiet standard output is one object and standard error is empty."""
    assert census.returncode == 0
    assert isinstance(json.loads(census.stdout), dict)
    assert census.stderr == ""


def test_json_has_every_key(census):
    """The object has the keys that scripts rely on."""
    summary = json.loads(census.stdout)

    assert summary.keys() >= IDENTITY | SECTIONS
    assert summary["sale"].keys() >= SALE
    assert summary["latency_ms"].keys() >= {"buy", "poll"}
    assert all(latency.keys() >= LATENCY for latency in summary["latency_ms"].values())
    assert summary["edge"].keys() >= {"nodes", "jain"}
    assert summary["data_centre"].keys() >= {"arrived", "peak_rps"}
    assert summary["stations"].keys() >= {"edge", "gateway", "order", "stock"}
    assert all(station.keys() >= STATION for station in summary["stations"].values())


def test_does_what_was_asked_for(census):
    """Variant, seed and replacements are those of the command line, and so is the result."""
    summary = json.loads(census.stdout)
    same = run(load("flash_sale"), "census", seed=7, set={"crowd.users": 1000})

    assert (summary["variant"], summary["seed"], summary["engine"]) == ("census", 7, "reference")
    assert summary["fingerprint"] == same.fingerprint


def test_shows_tables(floodgate, shop):
    """Without --json there are tables of what happened."""
    result = floodgate("run", shop, "--engine", "reference")

    assert result.exit_code == 0
    assert result.stdout.startswith("shop (seed 1, reference engine")
    assert "desk" in result.stdout


def test_without_a_variant_the_scenario_runs_as_it_stands(floodgate, shop):
    """No variant is chosen unless one is named."""
    assert json.loads(floodgate("run", shop, "--json").stdout)["variant"] is None


def test_the_last_replacement_wins(floodgate, shop):
    """--set may be given again and again, and the last one for a path counts."""
    result = floodgate("run", shop, "--json", "--set", "seed=3", "--set", "seed=4")

    assert json.loads(result.stdout)["seed"] == 4


def test_out_saves_the_run(floodgate, shop, tmp_path):
    """With --out the run can be loaded again, and the user is told what to do with it."""
    result = floodgate("run", shop, "--json", "--out", tmp_path / "deep" / "out")
    saved = load_results(tmp_path / "deep" / "out")

    assert isinstance(saved, Run)
    assert saved.fingerprint == json.loads(result.stdout)["fingerprint"]
    assert f"floodgate report {tmp_path / 'deep' / 'out'}\n" in result.stderr


def test_out_in_parquet(floodgate, shop, tmp_path):
    """--format parquet stores columns as Parquet."""
    assert floodgate("run", shop, "--out", tmp_path / "out", "--format", "parquet").exit_code == 0
    assert (tmp_path / "out" / "requests.parquet").is_file()


def test_quiet_gives_no_hints(floodgate, shop, tmp_path):
    """With --quiet nothing is said beside the results."""
    assert floodgate("run", shop, "--quiet", "--out", tmp_path / "out").stderr == ""


@pytest.fixture
def unknown(changed, monkeypatch):
    """A scenario that the compiled engine cannot play, and that is worth its while."""
    monkeypatch.setattr("sim.engines.choose._is_small", lambda *what: False)
    link = 'service_time = "5 ms"\nlink = { request_size = "600 MB" }'
    return changed('service_time = "5 ms"', link)


@pytest.mark.parametrize("command", ["run", "compare"])
def test_a_fallback_is_noted(floodgate, unknown, command):
    """Where the reference engine has to step in, one line on standard error says why."""
    result = floodgate(
        command, unknown, "--json", "--workers" if command == "compare" else "--seed", "1"
    )
    line = (
        "shop: the compiled engine does not know messages of more than 500 MB: "
        "the reference engine plays it\n"
    )

    assert json.loads(result.stdout)
    assert result.stderr == line


def test_quiet_notes_nothing(floodgate, unknown):
    """With --quiet the reference engine steps in without a word."""
    result = floodgate("run", unknown, "--quiet")

    assert (result.exit_code, result.stderr) == (0, "")


def test_results_are_shown_where_they_cannot_be_saved(floodgate, shop, tmp_path, monkeypatch):
    """A disk that fills up at the end costs the files, but not what the run showed."""

    def full(self, folder, format):
        raise StorageError(f"cannot write to {folder}: No space left on device")

    monkeypatch.setattr(Run, "save", full)
    result = floodgate("run", shop, "--json", "--out", tmp_path / "out")

    assert result.exit_code == 1
    assert json.loads(result.stdout)["scenario"] == "shop"
    assert result.stderr == f"error: cannot write to {tmp_path}/out: No space left on device\n"


def test_replications_have_intervals(floodgate, shop):
    """With --replications the object has an interval for every figure, and every fingerprint."""
    result = floodgate("run", shop, "--replications", "4", "--workers", "1", "--json")
    summary = json.loads(result.stdout)
    interval = summary["figures"]["latency_ms.visits.mean"]

    assert result.exit_code == 0
    assert summary["replications"] == len({run["fingerprint"] for run in summary["runs"]}) == 4
    assert interval["low"] <= interval["centre"] <= interval["high"]
    assert summary["runs"][0]["fingerprint"] == run(load(str(shop))).fingerprint


def test_replications_are_those_of_python(floodgate, shop):
    """Variant, seed, replacements, warm-up and confidence are those of the command line."""
    words = "--variant two --seed 3 --set workloads.visits.rate=50/s --replications 3 --warm-up 1s"
    result = floodgate("run", shop, *words.split(), "--confidence", "90 %", "--json")
    same = replicate(
        load(str(shop)),
        3,
        "two",
        seed=3,
        set={"workloads.visits.rate": "50/s"},
        warm_up="1 s",
        confidence=0.9,
        workers=1,
    )

    assert json.loads(result.stdout) == same.summary


def test_workers_change_no_replication(process):
    """One worker and two give the same bytes."""
    words = "run flash_sale --variant census --set crowd.users=500 --replications 4 --json"
    one, two = (process(*words.split(), "--workers", number) for number in (1, 2))

    assert one.returncode == two.returncode == 0
    assert one.stdout == two.stdout


def test_a_precision_is_reached(floodgate, shop):
    """With --until there are as many replications as it takes."""
    result = floodgate("run", shop, "--until", "visits.mean +- 5 %", "--workers", "1", "--json")
    summary = json.loads(result.stdout)

    assert result.exit_code == 0
    assert summary["reached"] is True
    assert summary["until"] == "latency_ms.visits.mean +- 5 %"


def test_a_precision_that_is_not_reached_is_a_failure(floodgate, shop, tmp_path):
    """What there is after the last replication is shown and saved; the status says it failed."""
    words = ["--until", "visits.p50 +- 0.0001 %", "--replications", "3", "--workers", "1"]
    result = floodgate("run", shop, "--set", QUEUED, *words, "--json", "--out", tmp_path / "out")

    assert result.exit_code == 1
    assert json.loads(result.stdout)["reached"] is False
    assert "error: --until: wanted latency_ms.visits.p50 +- 0.0001 %, but " in result.stderr
    assert result.stderr.endswith("after 3 replications: allow more with --replications\n")
    assert not load_results(tmp_path / "out").reached


QUEUED = 'services.desk.service_time={ kind = "exponential", mean = "40 ms" }'


def test_replications_are_saved(floodgate, shop, tmp_path):
    """With --out they can be loaded again, and a report can be made of them."""
    result = floodgate("run", shop, "--replications", "3", "--json", "--out", tmp_path / "out")
    saved = load_results(tmp_path / "out")

    assert isinstance(saved, Replications)
    assert saved.summary == json.loads(result.stdout)
    assert floodgate("report", tmp_path / "out").exit_code == 0


def test_replications_are_shown_as_a_table(floodgate, shop):
    """Without --json there is a row a figure, with its bounds."""
    result = floodgate("run", shop, "--replications", "3", "--engine", "reference")

    assert result.stdout.startswith("shop: 3 replications (from seed 1, reference engine")
    rows = [line.split() for line in result.stdout.splitlines()]
    assert ["visits.mean", "(ms)"] in [row[:2] for row in rows]
    assert ["visits.p99", "(ms)", "–", "–", "–", "–", "3"] in rows  # 1 of 120 requests is beyond it
    assert "95 % intervals" in result.stdout


def test_an_interruption_keeps_replications(floodgate, shop, tmp_path, monkeypatch):
    """Ctrl-C shows and saves those that are finished, says how many, and ends with 130."""

    def interrupted(scenario, **how):
        raise Interrupted(replicate(scenario, 2, workers=1))

    monkeypatch.setattr("sim.experiments.replicate.replicate", interrupted)
    result = floodgate("run", shop, "--replications", "9", "--json", "--out", tmp_path / "out")

    assert result.exit_code == 130
    assert json.loads(result.stdout)["replications"] == 2
    assert result.stderr == "interrupted: kept the 2 replications that were finished\n"
    assert len(load_results(tmp_path / "out")) == 2
