"""Tests of loading scenarios: what a file says, and what is wrong with one."""

import pickle
import tracemalloc
from pathlib import Path

import pytest

from sim.model import Scenario, ScenarioError, dumps, load, loads, save, shipped
from sim.model.document import LARGEST


def lines_of(path: Path | str) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        load(path)
    return str(caught.value).splitlines()


def test_a_file_says_the_scenario(tmp_path: Path, text: str, scenario: Scenario) -> None:
    """A scenario read from a file equals the one read from the same text."""
    (tmp_path / "small.toml").write_text(text)
    assert load(tmp_path / "small.toml") == scenario


@pytest.mark.parametrize("name", shipped())
def test_shipped_scenarios_load_by_name(name: str) -> None:
    """Every shipped scenario loads by its name, which is the name that it says."""
    assert load(name).name == name


def test_an_unknown_name_names_the_nearest() -> None:
    """A name that is not shipped is an error that names the nearest one that is."""
    assert lines_of("flash_sael") == [
        'no scenario "flash_sael" is shipped, did you mean "flash_sale"? (a path ends in .toml)'
    ]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A path without a file is one line that names the path."""
    assert lines_of(tmp_path / "a.toml") == [f"{tmp_path}/a.toml: no such file"]


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    """A folder in the place of a file is one line that says so."""
    assert lines_of(tmp_path) == [f"{tmp_path}: not a file"]


def test_a_large_file_is_refused(tmp_path: Path) -> None:
    """A file beyond 1 MiB is refused without being parsed."""
    (tmp_path / "a.toml").write_bytes(b"#" * (LARGEST + 1))
    assert lines_of(tmp_path / "a.toml") == [
        f"{tmp_path}/a.toml: wanted at most 1048576 bytes, got more"
    ]


def test_a_giant_file_is_not_read_whole(tmp_path: Path) -> None:
    """Of a sparse file of 1 GB no more is held in memory than a scenario may be long."""
    with (tmp_path / "a.toml").open("wb") as stream:
        stream.truncate(10**9)
    tracemalloc.start()
    lines_of(tmp_path / "a.toml")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 3 * LARGEST


def test_other_bytes_than_utf8_have_a_line(tmp_path: Path) -> None:
    """Bytes that are not UTF-8 are refused with the line where they stand."""
    (tmp_path / "a.toml").write_bytes(b'name = "a"\nquestion = "\xff"\n')
    assert lines_of(tmp_path / "a.toml") == ["a.toml:2: wanted UTF-8 text, got other bytes"]


def test_a_syntax_error_has_line_and_column(tmp_path: Path) -> None:
    """A TOML syntax error carries file, line and column."""
    (tmp_path / "a.toml").write_text('name = "a"\nseed = = 1\n')
    assert lines_of(tmp_path / "a.toml") == ["a.toml:2:8: not TOML: Invalid value"]


def test_an_open_end_has_the_last_line(tmp_path: Path) -> None:
    """A syntax error at the end of the document carries the number of its last line."""
    (tmp_path / "a.toml").write_text('name = "a"\nseed = [1,')
    assert lines_of(tmp_path / "a.toml")[0].startswith("a.toml:2:")


@pytest.mark.parametrize("level", ["[" * 5000, "[" * 100_000, "{a=" * 3000])
def test_deep_nesting_is_refused(tmp_path: Path, level: str) -> None:
    """Nesting too deep for a recursive reader is one clear line."""
    (tmp_path / "a.toml").write_text("x = " + level)
    assert lines_of(tmp_path / "a.toml") == [
        "a.toml: wanted at most 32 levels of nesting, got more"
    ]


@pytest.mark.parametrize("part", ["a", "'a'", '"a"', "a "])
def test_a_long_chain_of_keys_is_refused(tmp_path: Path, part: str) -> None:
    """A header of 100,000 dotted keys, which TOML allows, is one clear line with its number."""
    (tmp_path / "a.toml").write_text(f"x = 1\n[{'.'.join([part] * 100_000)}]\n")
    assert lines_of(tmp_path / "a.toml") == ["a.toml:2: wanted at most 32 dotted keys, got more"]


def test_deep_tables_are_refused(tmp_path: Path) -> None:
    """Tables nested deeper than any scenario is are one clear line, however they were written."""
    keys = ".".join("a" * 20)
    (tmp_path / "a.toml").write_text(f"[{keys}]\n{keys} = 1\n")
    assert lines_of(tmp_path / "a.toml") == [
        "a.toml: a.a.a: wanted at most 32 levels of nesting, got more"
    ]


def test_thousands_of_unknown_keys_are_told(tmp_path: Path) -> None:
    """Of many unknown keys the nearest known one is sought for those that are shown only."""
    (tmp_path / "a.toml").write_text("".join(f"seed{number} = 1\n" for number in range(50_000)))
    with pytest.raises(ScenarioError) as caught:
        load(tmp_path / "a.toml")
    problems = caught.value.problems
    assert len(problems) == 4 + 50_000
    assert problems[4] == 'a.toml: seed0: unknown key, did you mean "seed"?'
    assert problems[-1] == "a.toml: seed49999: unknown key"


@pytest.mark.parametrize("number", ["0x" + "f" * 5000, "1" * 5000, "9223372036854775808"])
def test_a_number_beyond_64_bits_is_refused(tmp_path: Path, text: str, number: str) -> None:
    """A whole number that TOML does not allow is one clear line."""
    (tmp_path / "a.toml").write_text(text.replace("users = 1000", f"users = {number}"))
    (line,) = lines_of(tmp_path / "a.toml")
    assert "within 64 bits, got a longer one" in line


def test_a_saved_scenario_finds_its_curve(tmp_path: Path, text: str) -> None:
    """Saving into another folder rewrites relative paths, so the scenario loads equal from there
    but for the text of the path.
    """
    (tmp_path / "out").mkdir()
    (tmp_path / "curve.csv").write_text("minute,requests\n0,5\n")
    curve = text.replace('kind = "poisson"\nrate = "20/s"', 'kind = "curve"\npath = "curve.csv"')
    (tmp_path / "a.toml").write_text(curve)
    save(load(tmp_path / "a.toml"), tmp_path / "out" / "b.toml")
    saved = load(tmp_path / "out" / "b.toml").workloads["browse"]
    assert (saved.path, saved.requests) == ("../curve.csv", (5,))


def test_a_scenario_travels_between_processes(scenario: Scenario) -> None:
    """A scenario and its error survive pickling, as worker processes need."""
    error = ScenarioError(["one", "two"])
    assert pickle.loads(pickle.dumps(scenario)) == scenario
    assert str(pickle.loads(pickle.dumps(error))) == "one\ntwo"


def test_bare_text_is_written_for_plain_policies(scenario: Scenario) -> None:
    """A constant and a policy without parameters are written as bare text."""
    text = dumps(scenario)
    assert 'update_time = "2 ms"' in text
    assert 'balancer = "round_robin"' in text


def test_text_without_a_file_is_called_scenario() -> None:
    """The errors of text that comes from no file begin with the word scenario."""
    with pytest.raises(ScenarioError, match=r"^scenario:1:5: not TOML"):
        loads("a = ")


def test_many_problems_are_cut() -> None:
    """Of many problems the first fifty are shown, and how many more there are."""
    shown = str(ScenarioError([f"line {number}" for number in range(60)])).splitlines()
    assert len(shown) == 51
    assert shown[-1] == "... and 10 more problems"
