"""A comparison keeps its variants in order, whole or interrupted."""

import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from sim.results import Comparison, StorageError, load
from sim.results.comparison_storage import begin, subfolder
from sim.results.files import FORMATS, Format


def _comparison(traces: ModuleType, *names: str, **options: Any) -> Comparison:
    return Comparison({name: traces.small_run(variant=name) for name in names}, **options)


def test_is_a_mapping_in_order(traces: ModuleType) -> None:
    """Variants come in the order in which they were given, not in that of the alphabet."""
    comparison = _comparison(traces, "z", "a", "m")
    assert list(comparison) == ["z", "a", "m"]
    assert len(comparison) == 3
    assert comparison["a"].name == "a"
    assert repr(comparison) == "Comparison('flash_sale', z, a, m, baseline=None)"


def test_summary(traces: ModuleType) -> None:
    """The summary holds the scenario and the summary of every variant's run."""
    comparison = _comparison(traces, "a", "b")
    assert comparison.summary == {
        "scenario": "flash_sale",
        "variants": {"a": comparison["a"].summary, "b": comparison["b"].summary},
    }


def test_text_marks_the_baseline(traces: ModuleType) -> None:
    """Printed, a comparison has a row a variant and says which is the baseline."""
    text = str(_comparison(traces, "a", "b", baseline="b"))
    assert text.startswith("flash_sale: 2 variants (seed 7)\n")
    assert "b (baseline)" in text
    assert "a (baseline)" not in text


def test_html_is_escaped(traces: ModuleType) -> None:
    """In a notebook no variant's name becomes markup."""
    page = _comparison(traces, "<script>", "b")._repr_html_()
    assert page.count("<table") == 4
    assert "<script>" not in page


def test_to_pandas_is_one_row_a_variant(traces: ModuleType) -> None:
    """A data frame has the numbers of the summary under dotted names."""
    frame = _comparison(traces, "a", "b").to_pandas()
    assert frame.index.tolist() == ["a", "b"]
    assert frame["sale.sold"].tolist() == [2, 2]
    assert frame["latency_ms.buy.p50"].tolist() == [20.0, 20.0]
    assert frame["stations.stock.utilisation"].tolist() == [0.2, 0.2]
    assert "variant" not in frame.columns


def test_command(traces: ModuleType) -> None:
    """The command that repeats a comparison names all the variants that were planned."""
    comparison = _comparison(traces, "a", planned=("a", "b"))
    assert comparison.command == (
        "floodgate compare flash_sale --variants a,b --seed 7 --engine reference"
    )


def test_command_of_two_engines(traces: ModuleType) -> None:
    """Where no one engine played all the variants, the choice is made again."""
    runs = {name: traces.small_run(variant=name, engine=name) for name in ("reference", "compiled")}
    assert Comparison(runs).command.endswith(" --engine auto")


def test_wants_a_run() -> None:
    """There is nothing to compare without a run."""
    with pytest.raises(ValueError, match="at least 1 run, got 0"):
        Comparison({})


def test_wants_one_scenario_and_seed(traces: ModuleType) -> None:
    """Variants are compared on the same crowd: another seed is another crowd."""
    runs = {"a": traces.small_run(), "b": traces.small_run(seed=8)}
    with pytest.raises(ValueError, match="wanted runs of one scenario and one seed"):
        Comparison(runs)


def test_baseline_must_be_planned(traces: ModuleType) -> None:
    """A baseline that is no variant is refused by name."""
    with pytest.raises(ValueError, match="got c"):
        _comparison(traces, "a", "b", baseline="c")


def test_runs_must_be_planned(traces: ModuleType) -> None:
    """A run that nobody planned is refused by name."""
    with pytest.raises(ValueError, match="wanted runs of a, got b"):
        _comparison(traces, "a", "b", planned=("a",))


@pytest.mark.parametrize("format", FORMATS)
def test_round_trip(traces: ModuleType, tmp_path: Path, format: Format) -> None:
    """What is loaded is what was saved, in the same order, with the same baseline."""
    comparison = _comparison(traces, "z", "a", baseline="a")
    files = comparison.save(tmp_path, format)
    back = load(tmp_path)
    assert isinstance(back, Comparison)
    assert list(back.items()) == list(comparison.items())
    assert (back.baseline, back.planned, back.missing) == ("a", ("z", "a"), ())
    assert all(path.is_file() for path in files)


def test_an_interrupted_comparison_keeps_what_is_finished(
    traces: ModuleType, tmp_path: Path
) -> None:
    """Begun with three variants, two saved: two are loaded and the third is named as missing."""
    begin(tmp_path, ("a", "b", "c"), baseline="c")
    for name in ("c", "a"):
        traces.small_run(variant=name).save(subfolder(tmp_path, name))
    back = Comparison.load(tmp_path)
    assert list(back) == ["a", "c"]
    assert back.missing == ("b",)
    assert "not finished: b" in str(back)


def test_a_new_comparison_hides_the_old_one(traces: ModuleType, tmp_path: Path) -> None:
    """A comparison begun where an older one lies does not pass that one's runs off as its own."""
    _comparison(traces, "a", "b").save(tmp_path)
    begin(tmp_path, ("a", "b"))
    traces.small_run(variant="b").save(subfolder(tmp_path, "b"))
    assert list(Comparison.load(tmp_path)) == ["b"]


def test_nothing_finished_is_an_error(tmp_path: Path) -> None:
    """A comparison that was interrupted in its first run says so."""
    begin(tmp_path, ("a", "b"))
    with pytest.raises(StorageError, match="at least 1 finished variant, found none"):
        load(tmp_path)


def test_a_comparison_replaces_a_run_and_back(traces: ModuleType, tmp_path: Path) -> None:
    """The last thing that was saved to a folder is what is in it."""
    traces.small_run().save(tmp_path)
    _comparison(traces, "a").save(tmp_path)
    assert isinstance(load(tmp_path), Comparison)
    traces.small_run().save(tmp_path)
    assert load(tmp_path) == traces.small_run()


@pytest.mark.parametrize("name", ["../../up", "/abs", "a/b", ".", "..", "", "C:\\x", "秒杀", "a.b"])
def test_hostile_names_stay_in_the_folder(traces: ModuleType, tmp_path: Path, name: str) -> None:
    """A variant's name never leads out of the comparison's folder, and comes back as it was."""
    folder = subfolder(tmp_path, name)
    assert folder.parent == tmp_path
    assert folder.name not in ("", ".", "..")
    _comparison(traces, name).save(tmp_path)
    assert list(Comparison.load(tmp_path)) == [name]


def test_a_damaged_plan_is_one_clear_line(tmp_path: Path) -> None:
    """A manifest without a plan is damage, not a traceback."""
    (tmp_path / "comparison.json").write_text(json.dumps({"layout": 1}))
    with pytest.raises(StorageError, match=r"comparison\.json is damaged"):
        load(tmp_path)


def test_a_file_in_the_way_is_one_clear_line(traces: ModuleType, tmp_path: Path) -> None:
    """A folder that cannot be made is reported as an OSError of one line."""
    (tmp_path / "taken").write_text("")
    with pytest.raises(StorageError, match=r"cannot write to .*: (Not a directory|File exists)"):
        _comparison(traces, "a").save(tmp_path / "taken")
