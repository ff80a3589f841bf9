"""Fuzz tests of loading: whatever a file holds, one error comes out, in clear lines."""

from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.model import Scenario, ScenarioError, load, loads, parse_assignments, shipped
from sim.model.csv_file import read_curve, read_durations
from sim.model.document import write
from sim.model.paths import Reading

FUZZ = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=300)
TEXTS = [file.read_text() for file in shipped().values()]
KEYS = st.sampled_from([*sorted(Scenario.model_fields), "kind", "rate", "to", "x", "a.b", "0", ""])
SCRAPS = st.sampled_from(
    [
        *("nan", "inf", "-1", "0", '"', "'", "[", "]", "{", "}", "=", "\n", ".", ",", "[[", "true"),
        *('"none"', '"5 ms"', '"1e400 s"', "1e400", "0x" + "f" * 40, "[crowd]", "1979-05-27", "\0"),
    ]
)
SCALARS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.times(),
    st.sampled_from(["none", "5 ms", "1/s", "3 %", "open", "poisson", "stock", "edge"]),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


def loads_or_complains(text: str) -> None:
    """The text is a scenario, or its problems are each one printable line."""
    try:
        assert isinstance(loads(text, Reading(Path("/nowhere"), "a.toml")), Scenario)
    except ScenarioError as error:
        assert error.problems
        assert all(line.startswith("a.toml:") and line.isprintable() for line in error.problems)


@FUZZ
@given(content=st.binary(max_size=300))
def test_random_bytes(tmp_path_factory: Any, content: bytes) -> None:
    """Of a file of random bytes nothing but a ScenarioError comes."""
    file = tmp_path_factory.getbasetemp() / "bytes.toml"
    file.write_bytes(content)
    try:
        load(file)
    except ScenarioError as error:
        assert str(error).startswith("bytes.toml:")


@FUZZ
@given(data=st.data(), text=st.sampled_from(TEXTS), edits=st.integers(1, 5))
def test_mutated_scenarios(data: st.DataObject, text: str, edits: int) -> None:
    """Of a shipped scenario with pieces cut out and scraps put in nothing else comes either."""
    for _ in range(edits):
        start = data.draw(st.integers(0, len(text)))
        end = start + data.draw(st.sampled_from([0, 0, 1, 2, 10, 80]))
        text = text[:start] + data.draw(SCRAPS | st.just("")) + text[end:]
    loads_or_complains(text)


@FUZZ
@given(data=st.data(), text=st.sampled_from(TEXTS), edits=st.integers(1, 3))
def test_mutated_values(data: st.DataObject, text: str, edits: int) -> None:
    """Of a shipped scenario with whole values changed, so that it stays TOML, nothing else."""
    lines = text.splitlines()
    for _ in range(edits):
        number = data.draw(st.integers(0, len(lines) - 1))
        key, equals, _ = lines[number].partition(" = ")
        if equals:
            lines[number] = f"{key} = {write({'x': data.draw(VALUES)})}".replace("x = ", "", 1)
    loads_or_complains("\n".join(lines))


@FUZZ
@given(mapping=st.dictionaries(KEYS, VALUES, max_size=6))
def test_random_tables(mapping: dict[str, Any]) -> None:
    """Of random tables under known keys nothing else comes either."""
    loads_or_complains(write(mapping))


@FUZZ
@given(
    name=st.sampled_from(sorted(shipped())),
    path=st.lists(KEYS | st.sampled_from(["services", "order", "calls", "0"]), max_size=4),
    value=VALUES,
)
def test_random_replacements(name: str, path: list[str], value: Any) -> None:
    """Of a replacement at a random path by a random value nothing else comes either."""
    scenario = SCENARIOS[name]
    try:
        scenario.resolve(set={".".join(path): value})
    except ScenarioError as error:
        assert all(f"{name}.toml: --set: " in line for line in error.problems)


SCENARIOS = {name: load(name) for name in shipped()}


@FUZZ
@given(texts=st.lists(st.text(max_size=20), max_size=3))
def test_random_assignments(texts: list[str]) -> None:
    """Of random text after --set nothing else comes either."""
    try:
        parse_assignments(texts)
    except ScenarioError as error:
        assert all(line.startswith("--set: ") for line in error.problems)


@FUZZ
@given(rows=st.lists(st.text("0123456789,-.: x\"'\n\r", max_size=12), max_size=5))
def test_random_csv(tmp_path_factory: Any, rows: list[str]) -> None:
    """Of a malformed CSV file a ValueError comes that names the file."""
    folder = tmp_path_factory.getbasetemp()
    for header, read in (("minute,requests", read_curve), ("ms", read_durations)):
        (folder / "fuzz.csv").write_text("\n".join([header, *rows]))
        try:
            assert read("fuzz.csv", folder)
        except ValueError as error:
            assert str(error).startswith("fuzz.csv")
