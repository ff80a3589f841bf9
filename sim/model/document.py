"""Scenario documents: TOML text read within bounds, and written."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any

import tomlkit

from sim.model.errors import Problem, on_one_line

LARGEST = 2**20  # bytes of a scenario
DEEPEST = 32  # tables within tables

# Reading a chain of dotted keys takes time that grows with the square of its length.
_PART = r"""(?:[\w-]{1,64}+|"[^"\n]{0,64}+"|'[^'\n]{0,64}+')"""
_CHAIN = re.compile(rf"(?<![\w-])(?:{_PART}[ \t]{{0,9}}+\.[ \t]{{0,9}}+){{{DEEPEST}}}")
_PLACE = re.compile(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", re.DOTALL)


def parse(text: str, source: str) -> dict[str, Any]:
    """The mapping that TOML text says; a ``ValueError`` gives source, line and column."""
    if chain := _CHAIN.search(text):
        line = text.count("\n", 0, chain.start()) + 1
        raise ValueError(f"{source}:{line}: wanted at most {DEEPEST} dotted keys, got more")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(_placed(str(error), text, source)) from None
    except RecursionError:
        raise ValueError(
            f"{source}: wanted at most {DEEPEST} levels of nesting, got more"
        ) from None
    except ValueError:
        raise ValueError(f"{source}: wanted numbers within 64 bits, got a longer one") from None


def write(mapping: Mapping[str, Any]) -> str:
    """TOML text that says a mapping, with policies that have no parameters as bare text."""
    return tomlkit.dumps({key: _shortened(value) for key, value in mapping.items()})


def out_of_bounds(mapping: Mapping[str, Any]) -> list[Problem]:
    """What no scenario may hold: whole numbers beyond 64 bits, and tables nested too deep."""
    found: list[Problem] = []
    left: list[tuple[tuple[str | int, ...], Any]] = [((), mapping)]
    while left:
        path, value = left.pop()
        if len(path) > DEEPEST:
            found.append(Problem(path[:3], f"wanted at most {DEEPEST} levels of nesting, got more"))
        elif isinstance(value, Mapping):
            left += [((*path, str(key)), item) for key, item in value.items()]
        elif isinstance(value, list | tuple):
            left += [((*path, index), item) for index, item in enumerate(value)]
        elif isinstance(value, int) and not -(2**63) <= value < 2**63:
            found.append(Problem(path, "wanted a number within 64 bits, got a longer one"))
    return found


def _placed(message: str, text: str, source: str) -> str:
    match = _PLACE.fullmatch(message)
    if match is None:
        return f"{source}: not TOML: {on_one_line(message)}"
    end = text.count("\n") + 1, len(text) - text.rfind("\n")
    line, column = (match[2], match[3]) if match[2] else end
    return f"{source}:{line}:{column}: not TOML: {on_one_line(match[1])}"


def _shortened(value: Any) -> Any:
    if isinstance(value, list):
        return _array([_shortened(item) for item in value])
    if not isinstance(value, Mapping):
        return value
    if value.keys() == {"kind", "value"} and value["kind"] == "constant":
        return value["value"]
    if value.keys() == {"kind"}:
        return value["kind"]
    return {key: _shortened(item) for key, item in value.items()}


def _array(values: list[Any]) -> Any:
    """Values in a row; tomlkit takes tables one by one, and numbers its items anew for each."""
    if any(isinstance(value, Mapping) for value in values):
        return values
    array = tomlkit.array()
    array.add_line(*values[:-1], indent="", newline=False)
    array.extend(values[-1:])
    return array
