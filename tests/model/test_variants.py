"""Tests of variants and further replacements: what they change, and what they cannot."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.model import (
    Crowd,
    Curve,
    Scenario,
    ScenarioError,
    load,
    loads,
    parse_assignments,
    parse_value,
)
from sim.model.overrides import flatten, replace
from sim.units import MILLISECOND

Problems = Callable[..., list[str]]


def lines_of(scenario: Scenario, **replacements: object) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        scenario.resolve(**replacements)  # type: ignore[arg-type]
    return str(caught.value).splitlines()


def test_a_variant_replaces_what_it_names(scenario: Scenario) -> None:
    """A resolved variant differs from the scenario in the values that it names only."""
    resolved = scenario.resolve("quota").mapping()
    expected = scenario.mapping()
    expected["edge"]["admission"] = {"kind": "quota", "quota": "3"}
    assert resolved == expected


def test_resolving_changes_nothing(scenario: Scenario, text: str) -> None:
    """The scenario, and the table of replacements, are the same after resolving as before."""
    replacements = {"edge.link": {"loss": 0.5}, "crowd.users": 7}
    scenario.resolve("quota", 5, replacements)
    assert scenario == loads(text)
    assert replacements == {"edge.link": {"loss": 0.5}, "crowd.users": 7}


def test_variants_are_kept(scenario: Scenario) -> None:
    """A resolved scenario still has all variants and can be resolved again."""
    again = scenario.resolve("quota").resolve("no_edge")
    assert again.variants == scenario.variants
    assert again.crowd is not None
    assert again.crowd.entry == "gateway"


def test_nothing_to_replace_is_the_same(scenario: Scenario) -> None:
    """Resolving nothing gives an equal scenario."""
    assert scenario.resolve() == scenario


def test_the_order_is_variant_seed_set(scenario: Scenario) -> None:
    """A replacement wins over the seed, which wins over the variant."""
    assert scenario.resolve(seed=3).seed == 3
    assert scenario.resolve(seed=3, set={"seed": 4}).seed == 4
    resolved = scenario.resolve("no_edge", set={"crowd.entry": "order"})
    assert resolved.crowd is not None
    assert resolved.crowd.entry == "order"


def test_python_text_goes_through_the_same_checks(scenario: Scenario) -> None:
    """Replacements from Python may be values with units as a file has them."""
    resolved = scenario.resolve(set={"sale.update_time": "7 ms"})
    assert resolved.sale is not None
    assert resolved.sale.update_time.parameters == {"value": 7 * MILLISECOND}


def test_nested_tables_are_dotted_paths() -> None:
    """TOML's own dotted keys say the same as quoted ones; a table with a kind is one value."""
    nested = {"crowd": {"users": 5, "poll": {"period": "1 s"}}, "edge": {"link": {"kind": "x"}}}
    assert flatten(nested) == {
        "crowd.users": 5,
        "crowd.poll.period": "1 s",
        "edge.link": {"kind": "x"},
    }


def test_a_table_at_a_quoted_path_is_one_value() -> None:
    """What stands at a path with a dot is not taken apart."""
    assert flatten({"edge.link": {"loss": 0.1}}) == {"edge.link": {"loss": 0.1}}


def test_a_table_is_merged() -> None:
    """A table changes the keys that it has and leaves the others."""
    before = {"edge": {"link": {"loss": 0.5, "latency": "1 ms"}}}
    assert replace(before, {"edge.link": {"loss": 0.1}}) == {
        "edge": {"link": {"loss": 0.1, "latency": "1 ms"}}
    }


def test_a_table_with_a_kind_starts_afresh() -> None:
    """A table that names its kind replaces all that was there."""
    before = {"edge": {"admission": {"kind": "quota", "quota": 3}}}
    after = {"edge": {"admission": {"kind": "open"}}}
    assert replace(before, {"edge.admission": {"kind": "open"}}) == after


def test_a_table_with_the_same_kind_starts_afresh_too() -> None:
    """A table that names the kind that is there already has the defaults of that kind."""
    before = {"edge": {"admission": {"kind": "census", "target": 2.0}}}
    after = {"edge": {"admission": {"kind": "census"}}}
    assert replace(before, {"edge.admission": {"kind": "census"}}) == after


def test_a_new_kind_starts_afresh() -> None:
    """Another kind drops the parameters of the old one, whatever the order of the paths."""
    before = {"edge": {"admission": {"kind": "quota", "quota": 3}}}
    paths = {"edge.admission.probability": 0.5, "edge.admission.kind": "probability"}
    assert replace(before, paths) == {
        "edge": {"admission": {"kind": "probability", "probability": 0.5}}
    }


def test_the_same_kind_keeps_its_parameters() -> None:
    """Naming the kind that is there already changes nothing."""
    before = {"edge": {"admission": {"kind": "quota", "quota": 3}}}
    assert replace(before, {"edge.admission.kind": "quota"}) == before


def test_a_number_is_a_place_in_a_list() -> None:
    """A path goes into a list by the number of the item, from 0."""
    assert replace({"faults": [{"at": 1}, {"at": 2}]}, {"faults.1.at": 5}) == {
        "faults": [{"at": 1}, {"at": 5}]
    }


def test_none_takes_a_part_away(scenario: Scenario) -> None:
    """The text "none", or None in Python, removes what is optional."""
    for nothing in ("none", None):
        resolved = scenario.resolve(set={"crowd.poll": nothing})
        assert isinstance(resolved.crowd, Crowd)
        assert resolved.crowd.poll is None


def test_an_absent_part_is_made(scenario: Scenario) -> None:
    """A path into an optional part that the scenario does not have makes it."""
    resolved = scenario.resolve(set={"crowd.retry.attempts": 3})
    assert resolved.crowd is not None
    assert resolved.crowd.retry is not None
    assert resolved.crowd.retry.attempts == 3


def test_a_whole_service_is_added(scenario: Scenario) -> None:
    """A table at the path of a new service adds it."""
    added = {"services.cache": {"service_time": "1 ms"}, "crowd.entry": "cache"}
    assert scenario.resolve(set=added).services["cache"].instances == 1


LINES = {
    "an unknown key": ({"crowd.userz": 1}, 'crowd.userz: unknown key, did you mean "users"?'),
    "an unknown part": ({"crwd.users": 1}, 'crwd: unknown key, did you mean "crowd"?'),
    "an unknown service": (
        {"services.ordr.instances": 1},
        'services.ordr: unknown name "ordr", did you mean "order"?',
    ),
    "an unknown workload": (
        {"workloads.brows.rate": "1/s"},
        'workloads.brows: unknown name "brows", did you mean "browse"?',
    ),
    "a parameter of another kind": (
        {"edge.admission.quota": 1},
        "edge.admission.quota: unknown key, wanted one of: kind, probability",
    ),
    "an item that is not there": (
        {"services.gateway.calls.1.to": "order"},
        'services.gateway.calls.1: wanted a number from 0 and below 1, got "1"',
    ),
    "an item by name": (
        {"services.gateway.calls.first": 1},
        'services.gateway.calls.first: wanted a number from 0 and below 1, got "first"',
    ),
    "a path through a number": (
        {"seed.x": 1},
        'seed: wanted a table for the key "x", got 1',
    ),
    "the variants": (
        {"variants.quota.seed": 1},
        "variants.quota.seed: the variants of a scenario cannot be replaced",
    ),
    "a wrong value": ({"crowd.users": 0}, "crowd.users: must be >= 1, got 0"),
    "NaN": (
        {"services.order.service_time.cv": float("nan")},
        "services.order.service_time.cv: wanted a finite number, got nan",
    ),
    "more than 64 bits": (
        {"crowd.users": 2**64},
        "crowd.users: wanted a number within 64 bits, got a longer one",
    ),
    "an empty path": ({"": 1}, '"": unknown key, wanted one of: answer'),
}


@pytest.mark.parametrize(("replacements", "line"), LINES.values(), ids=LINES.keys())
def test_a_bad_replacement_names_set(
    scenario: Scenario, replacements: dict[str, object], line: str
) -> None:
    """What is wrong with a replacement is one line that names --set and the path."""
    (found,) = lines_of(scenario, set=replacements)
    assert found.startswith(f"small.toml: --set: {line}")


def test_a_bad_seed_is_told(scenario: Scenario) -> None:
    """A seed below zero is one line."""
    assert lines_of(scenario, seed=-1) == ["small.toml: seed: must be >= 0, got -1"]


def test_an_unknown_variant_names_the_nearest(scenario: Scenario) -> None:
    """Resolving a variant that is not there names the nearest one."""
    assert lines_of(scenario, variant="quotas") == [
        'small.toml: unknown variant "quotas", did you mean "quota"?'
    ]


def test_a_bad_variant_is_found_when_the_file_is_loaded(problems: Problems) -> None:
    """A variant that nobody runs is checked with the file, and its line names it."""
    assert problems('crowd.entry = "gateway"', '"crowd.userz" = 5\nsale.stock = -1') == [
        'small.toml: variants.no_edge: crowd.userz: unknown key, did you mean "users"?',
        "small.toml: variants.no_edge: sale.stock: count must be >= 0, got -1",
    ]


def test_a_variant_is_checked_across_sections(problems: Problems) -> None:
    """A variant whose parts do not go together is found when the file is loaded."""
    assert problems('crowd.entry = "gateway"', 'crowd.entry = "gatway"') == [
        'small.toml: variants.no_edge: crowd.entry: unknown service "gatway", '
        'did you mean "gateway"?'
    ]


def test_a_variant_that_is_too_large_is_found(problems: Problems) -> None:
    """The cost of each variant is bounded when the file is loaded."""
    assert problems('crowd.entry = "gateway"', "crowd.users = 1_000_000_000") == [
        "small.toml: variants.no_edge: too large to run: wanted at most 100M users, got 1e+09"
    ]


VALUES = [
    ("5", 5),
    ("1_000", 1000),
    ("0.5", 0.5),
    ("true", True),
    ('"5"', "5"),
    ("5 ms", "5 ms"),
    ("[1, 2]", [1, 2]),
    ('{ kind = "quota", quota = 3 }', {"kind": "quota", "quota": 3}),
    ("2k/s", "2k/s"),
    ("3 %", "3 %"),
    ("none", "none"),
    ("1998-06-30", "1998-06-30"),
    ("5\nname = 6", "5\nname = 6"),
    ("", ""),
    ("[" * 10_000, "[" * 10_000),
]


@pytest.mark.parametrize(("text", "value"), VALUES, ids=range(len(VALUES)))
def test_text_is_a_toml_value_or_itself(text: str, value: object) -> None:
    """The text of a value is read as TOML where it is TOML and plain, else it is a string."""
    assert parse_value(text) == value


def test_assignments_are_paths_and_values() -> None:
    """A path ends at the first equals sign; of two values of one path the last wins."""
    texts = ["crowd.users=5", "crowd.users = 6", "name=a=b"]
    assert parse_assignments(texts) == {"crowd.users": 6, "name": "a=b"}


def test_a_text_without_an_equals_sign_is_refused() -> None:
    """Text that assigns nothing is an error that shows it."""
    with pytest.raises(ScenarioError, match=r'^--set: wanted path=value, got "crowd\.users"$'):
        parse_assignments(["crowd.users", "a=1"])


def test_a_path_given_by_set_starts_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    """A relative file path in a replacement starts from the current folder, one in the file from
    the folder of the file.
    """
    here, there = tmp_path / "here", tmp_path / "there"
    for folder, requests in ((here, 1), (there, 2)):
        folder.mkdir()
        (folder / "curve.csv").write_text(f"minute,requests\n0,{requests}\n")
    curve = text.replace('kind = "poisson"\nrate = "20/s"', 'kind = "curve"\npath = "curve.csv"')
    (there / "small.toml").write_text(curve)
    monkeypatch.chdir(here)
    scenario = load(there / "small.toml")
    replaced = scenario.resolve(set={"workloads.browse.path": "curve.csv"})
    found = [one.workloads["browse"] for one in (scenario, replaced)]
    assert [one.requests for one in found if isinstance(one, Curve)] == [(2,), (1,)]
