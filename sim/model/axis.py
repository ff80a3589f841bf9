"""An axis: a path of a scenario and the values that it takes, one after the other."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.model.errors import ScenarioError, show
from sim.model.overrides import format_value, parse_value
from sim.model.quantity import QUANTITIES, spread

Whole = Callable[[str], str]

_RANGE = re.compile(r"(.+?)\s*\.\.\s*(.+?)(?:\s*:\s*([^:]*))?")


@dataclass(frozen=True)
class Axis:
    """A dotted path and its values, as ``--set`` would take them, in the order they were given."""

    path: str
    values: tuple[Any, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """The values as text that ``--set`` reads."""
        return tuple(map(format_value, self.values))

    @property
    def numbers(self) -> tuple[float, ...] | None:
        """The values as numbers in the base unit of their kind; None where one is no number."""
        for quantity in QUANTITIES:
            try:
                return tuple(float(quantity.read(value)) for value in self.values)
            except (ValueError, TypeError):
                continue
        return None

    def __len__(self) -> int:
        return len(self.values)

    def __repr__(self) -> str:
        return f"Axis({self.path!r}, {len(self)} values from {self.labels[0]} to {self.labels[-1]})"


def parse_axis(text: str, option: str = "--over", whole: Whole = str) -> Axis:
    """The axis that text such as "crowd.users=1k,2k" or "sale.stock=100..500:5" says.

    A range has its bounds, with units, and how many values lie evenly from one to the other; of
    whole numbers it may have none, and is all of them.  ``whole`` makes a whole path of a short
    one.  ScenarioError for what is no axis.
    """
    path, equals, values = (part.strip() for part in text.partition("="))
    try:
        if not (path and equals):
            raise ValueError(f"wanted path=values, got {show(text)}")
        return Axis(whole(path), parse_values(values))
    except ValueError as error:
        where = f"{option}: {path}: " if equals and path else f"{option}: "
        raise ScenarioError([f"{where}{error}"]) from None


def parse_values(text: str) -> tuple[Any, ...]:
    """The values of a range or of a list with commas; a ``ValueError`` says what is wrong."""
    match = _RANGE.fullmatch(text)
    if match and "," not in text:
        return spread(match[1], match[2], match[3])
    values = _toml_list(text) or tuple(parse_value(part.strip()) for part in text.split(","))
    if "" in values:
        raise ValueError(f"wanted values separated by commas, got {show(text)}")
    return values


def axes_of(
    over: Mapping[str, Any] | Iterable[str], option: str = "--over", whole: Whole = str
) -> tuple[Axis, ...]:
    """The axes that texts say, or a mapping of paths to values or to such text.

    ``whole`` makes a whole path of a short one, such as ``Scenario.whole_path``.

    ScenarioError, which names the ``option``, for none, more than three, two of the same path, or
    an axis without values.
    """
    if isinstance(over, Mapping):
        found = tuple(_mapped(path, values, option, whole) for path, values in over.items())
    else:
        found = tuple(parse_axis(text, option, whole) for text in over)
    paths = [axis.path for axis in found]
    twice = [path for path in paths if paths.count(path) > 1]
    if twice:
        raise ScenarioError([f"{option}: wanted each path once, got {show(twice[0])} twice"])
    if not 1 <= len(found) <= 3:
        raise ScenarioError([f"{option}: wanted 1 to 3 paths, got {len(found)}"])
    return found


def _mapped(path: str, values: Any, option: str, whole: Whole) -> Axis:
    if isinstance(values, str):
        return parse_axis(f"{path}={values}", option, whole)
    if len(values) == 0:
        raise ScenarioError([f"{option}: {path}: wanted at least 1 value, got none"])
    try:
        return Axis(whole(path), tuple(values))
    except ValueError as error:
        raise ScenarioError([f"{option}: {error}"]) from None


def _toml_list(text: str) -> tuple[Any, ...] | None:
    """The values where they are TOML, in which a comma may also stand inside a value."""
    try:
        return tuple(tomllib.loads(f"values = [{text}]")["values"])
    except (ValueError, RecursionError):
        return None


def product(axes: Sequence[Axis]) -> list[dict[str, Any]]:
    """All combinations of the axes' values, as replacements; the last axis turns fastest."""
    points: list[dict[str, Any]] = [{}]
    for axis in axes:
        points = [point | {axis.path: value} for point in points for value in axis.values]
    return points
