"""``floodgate compare``."""

import json

import pytest

from sim.experiments.compare import compare
from sim.results import Comparison
from sim.results import load as load_results


def fingerprints(stdout: str) -> dict[str, str]:
    variants = json.loads(stdout)["variants"]
    return {name: summary["fingerprint"] for name, summary in variants.items()}


def test_json_has_a_summary_for_each_variant(floodgate, shop):
    """With --json standard output is one object with the summary of each variant by name."""
    result = floodgate("compare", shop, "--json", "--workers", "1")
    variants = json.loads(result.stdout)["variants"]

    assert result.exit_code == 0
    assert list(variants) == ["one", "two"]
    assert variants["two"]["variant"] == "two"
    assert variants["two"]["stations"]["desk"]["served"] > 0


@pytest.mark.parametrize("engine", ["reference", "compiled"])
def test_workers_change_nothing(process, engine):
    """One worker and two give the same fingerprints: each variant is a run of its own."""
    words = "compare flash_sale --set crowd.users=1000 --variants probability,census --json"
    words += f" --engine {engine}"
    alone = process(*words.split(), "--workers", 1)
    together = process(*words.split(), "--workers", 2)

    assert alone.returncode == together.returncode == 0
    assert fingerprints(alone.stdout) == fingerprints(together.stdout)
    assert len(set(fingerprints(alone.stdout).values())) == 2


@pytest.mark.parametrize(("words", "workers"), [([], None), (["--workers", "3"], 3)])
def test_workers_are_as_many_as_are_wanted(floodgate, shop, monkeypatch, words, workers):
    """The number of workers is the one that was given; without it the comparison chooses."""
    asked = []
    monkeypatch.setattr(
        "sim.experiments.compare.compare",
        lambda *given, **how: asked.append(how["workers"]) or compare(*given, **how),
    )
    floodgate("compare", shop, "--variants", "one", *words)

    assert asked == [workers]


def test_shows_tables(floodgate, shop):
    """Without --json the variants stand side by side."""
    result = floodgate("compare", shop, "--workers", "1")

    assert result.stdout.startswith("shop: 2 variants (seed 1)")


@pytest.mark.parametrize("given", ["two", " two ", "two,two"])
def test_variants_can_be_chosen(floodgate, shop, given):
    """Only the named variants run, each once."""
    result = floodgate("compare", shop, "--json", "--variants", given)

    assert list(json.loads(result.stdout)["variants"]) == ["two"]


def test_without_a_choice_it_is_the_scenarios(floodgate, shop):
    """Without --variants those run that the scenario says are compared."""
    shop.write_text('compared = ["two"]\n' + shop.read_text())
    result = floodgate("compare", shop, "--json")

    assert list(json.loads(result.stdout)["variants"]) == ["two"]


def test_seed_and_set_hold_for_all_variants(floodgate, shop):
    """Every variant is run with the seed and the replacements of the command line."""
    words = ["compare", shop, "--json", "--workers", "1", "--seed", "9"]
    result = floodgate(*words, "--set", "workloads.visits.rate=40/s")
    variants = json.loads(result.stdout)["variants"].values()

    assert {summary["seed"] for summary in variants} == {9}
    assert all(summary["stations"]["desk"]["arrived"] > 55 for summary in variants)  # 80 expected


def test_out_saves_every_variant(floodgate, shop, tmp_path):
    """With --out the comparison can be loaded again, and the user is told what to do with it."""
    result = floodgate("compare", shop, "--workers", "1", "--json", "--out", tmp_path / "my out")
    saved = load_results(tmp_path / "my out")

    assert isinstance(saved, Comparison)
    assert {name: run.fingerprint for name, run in saved.items()} == fingerprints(result.stdout)
    assert result.stderr.endswith(f"floodgate report '{tmp_path}/my out'\n")


def test_a_scenario_without_variants(floodgate, shop):
    """There is nothing to compare in a scenario without variants."""
    shop.write_text(shop.read_text().partition("[variants.one]")[0])
    result = floodgate("compare", shop)

    assert result.exit_code == 2
    assert result.stderr == "error: shop: wanted a scenario with variants to compare, got none\n"


def test_replications_have_differences(floodgate, shop):
    """With --replications the object has intervals by variant, and differences to the baseline."""
    words = ["--replications", "3", "--workers", "1", "--confidence", "0.9", "--json"]
    comparison = json.loads(floodgate("compare", shop, *words).stdout)
    difference = comparison["differences"][0]

    assert {one["replications"] for one in comparison["variants"].values()} == {3}
    assert (difference["variant"], difference["baseline"]) == ("two", "one")
    assert difference["low"] <= difference["centre"] <= difference["high"]
    assert difference["confidence"] >= 0.9


def test_replications_are_saved_and_reported(floodgate, shop, tmp_path):
    """With --out the differences can be loaded again, and stand in the report."""
    words = ["--replications", "3", "--workers", "1", "--out", tmp_path]
    result = floodgate("compare", shop, *words)

    assert "two less one, run by run" in result.stdout
    assert str(load_results(tmp_path)) == result.stdout.rstrip("\n")
    assert floodgate("report", tmp_path).exit_code == 0
    assert "How sure the numbers are" in (tmp_path / "report.html").read_text()
