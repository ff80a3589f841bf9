"""Tests of the JSON Schema of scenarios."""

import json
import tomllib

import pytest
from jsonschema import Draft202012Validator

from sim.model import dumps, load, schema, shipped

VALIDATOR = Draft202012Validator(schema())
WRITTEN = "Crowd Poll Sale Edge Service Curve Retry Call Link Slow"
"""Sections that are written by hand."""


def test_the_schema_is_a_schema() -> None:
    """It is valid JSON Schema of draft 2020-12, and plain JSON."""
    Draft202012Validator.check_schema(schema())
    assert json.loads(json.dumps(schema())) == schema()


@pytest.mark.parametrize("name", shipped())
def test_shipped_scenarios_are_valid(name: str) -> None:
    """Every shipped scenario is valid, as its author wrote it and as it is written out whole."""
    assert list(VALIDATOR.iter_errors(tomllib.loads(shipped()[name].read_text()))) == []
    assert list(VALIDATOR.iter_errors(load(name).mapping())) == []
    assert list(VALIDATOR.iter_errors(tomllib.loads(dumps(load(name))))) == []


def test_none_is_valid(text: str) -> None:
    """The text "none" in the place of an optional part is valid."""
    mapping = tomllib.loads(text.replace('poll = { period = "1 s", jitter = "10 %" }', ""))
    mapping["crowd"]["poll"] = "none"
    assert list(VALIDATOR.iter_errors(mapping)) == []


BAD = [
    ("users = 1000", "userz = 1000"),
    ('"30 s"', "30"),
    ('kind = "lognormal", mean', 'kind = "lognormol", mean'),
    ("cv = 0.5", 'cv = "much"'),
    ('kind = "poisson"', ""),
    ("stock = 10", ""),
    ('jitter = "10 %"', "rows = 3"),
]


@pytest.mark.parametrize(("old", "new"), BAD, ids=range(len(BAD)))
def test_what_is_wrong_is_invalid(text: str, old: str, new: str) -> None:
    """Unknown keys and kinds, missing keys, numbers without a unit or in place of true are not."""
    assert old in text
    assert not VALIDATOR.is_valid(tomllib.loads(text.replace(old, new, 1)))


def test_rows_of_polls_are_valid(text: str) -> None:
    """A scenario may ask for every poll."""
    asked = text.replace('jitter = "10 %"', "rows = true")
    assert asked != text and VALIDATOR.is_valid(tomllib.loads(asked))


def test_every_key_is_described() -> None:
    """Every key of every section that is written by hand has a description."""
    sections = schema()["$defs"]
    bare = [
        f"{name}.{key}"
        for name in WRITTEN.split()
        for key, described in sections[name]["properties"].items()
        if key != "kind" and "description" not in described
    ]
    assert bare == []
