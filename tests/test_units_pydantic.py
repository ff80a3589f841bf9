"""Quantities with units as fields of pydantic models."""

import inspect
from collections.abc import Callable
from typing import Any, get_args

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from sim.units import (
    SECOND,
    BitsPerSecond,
    Bytes,
    Count,
    Frequency,
    Nanoseconds,
    Rate,
    Share,
    Unit,
)

TEXTS = [
    (Nanoseconds, "15 ms", 15_000_000),
    (Frequency, "2k/s", Rate(1, 500_000)),
    (Bytes, "64 MiB", 2**26),
    (BitsPerSecond, "10 Gbit/s", 10**10),
    (Share, "3 %", 0.03),
    (Count, "20k", 20_000),
]
KINDS = [kind for kind, _, _ in TEXTS]


class Model(BaseModel):
    """A model with quantities alone, in lists, in dicts and optional."""

    timeout: Nanoseconds | None = None
    delays: list[Nanoseconds] = []
    rates: dict[str, Frequency] = {}


@pytest.mark.parametrize(("kind", "text", "value"), TEXTS)
def test_a_field_reads_text(kind: Any, text: str, value: object) -> None:
    """Text becomes the exact value, an int, a float or a rate."""
    assert TypeAdapter(kind).validate_python(text) == value


@pytest.mark.parametrize(("kind", "text", "value"), TEXTS)
def test_a_field_dumps_text(kind: Any, text: str, value: object) -> None:
    """A value becomes its text again, in Python mode and in JSON mode."""
    adapter = TypeAdapter(kind)
    assert adapter.dump_python(value) == text
    assert adapter.dump_json(value) == f'"{text}"'.encode()


@pytest.mark.parametrize(("kind", "text", "value"), TEXTS)
def test_the_example_of_a_unit_is_valid(kind: Any, text: str, value: object) -> None:
    """The example that an error or a schema shows can be read."""
    unit = get_args(kind)[1]
    assert isinstance(unit, Unit)
    assert unit.format(unit.parse(unit.example)) == unit.example


@pytest.mark.parametrize("kind", [Nanoseconds, Bytes, BitsPerSecond, Frequency])
def test_a_bare_number_is_refused_where_a_unit_is_wanted(kind: Any) -> None:
    """15 without a unit could be anything, from TOML as from Python."""
    with pytest.raises(ValidationError, match=r"Value error, wanted a .* such as .*, got 15"):
        TypeAdapter(kind).validate_python(15)


def test_a_bare_zero_is_a_duration() -> None:
    """No time at all needs no unit."""
    assert Model(timeout=0).timeout == 0


@pytest.mark.parametrize(("kind", "number"), [(Share, 0.25), (Share, 1), (Count, 7)])
def test_a_number_is_a_share_or_a_count(kind: Any, number: float) -> None:
    """What has no unit is a number in TOML."""
    assert TypeAdapter(kind).validate_python(number) == number


def test_a_rate_from_python_is_taken() -> None:
    """A rate that was read already passes."""
    assert Model(rates={"in": Rate(1000, SECOND)}).rates == {"in": Rate(1, 1_000_000)}


def test_quantities_nest() -> None:
    """Inside options, lists and dicts a quantity survives dumping and reading."""
    model = Model.model_validate(
        {"timeout": "250 ms", "delays": ["1 s", "0.5 ms"], "rates": {"in": "3/h"}}
    )
    text = {"timeout": "250 ms", "delays": ["1 s", "500 us"], "rates": {"in": "3/h"}}
    assert model.model_dump() == text
    assert Model.model_validate_json(model.model_dump_json()) == model


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_has_a_description_and_an_example(kind: Any) -> None:
    """An editor can show what is wanted."""
    unit = get_args(kind)[1]
    schema = TypeAdapter(kind).json_schema()
    assert schema["examples"] == [unit.example]
    assert schema["description"] == f'A {unit.kind}, such as "{unit.example}".'


@pytest.mark.parametrize(
    ("kind", "types"),
    [(kind, "string") for kind in (Nanoseconds, Frequency, Bytes, BitsPerSecond)]
    + [(Share, ["number", "string"]), (Count, ["integer", "string"])],
)
def test_a_schema_says_which_values_are_taken(kind: Any, types: object) -> None:
    """Text is the only way in but for shares and counts."""
    assert TypeAdapter(kind).json_schema()["type"] == types


def test_an_alias_is_found_in_a_signature() -> None:
    """A keyword parameter tells its unit, so that a spec can be derived from it."""

    def policy(*, timeout: Nanoseconds) -> None: ...

    assert _annotation(policy, "timeout") == Nanoseconds


def _annotation(function: Callable[..., object], name: str) -> object:
    return inspect.signature(function, eval_str=True).parameters[name].annotation
