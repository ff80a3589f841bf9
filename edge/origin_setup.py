"""The setup of an origin: what was typed, read and checked before anything starts."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from edge.terms import Terms
from sim.model import build, load, parse_assignments, parse_value
from sim.model.policy import LimiterSpec
from sim.model.wording import problems_of
from sim.policies.limiters import Limiter
from sim.units import parse_duration


class SetupError(ValueError):
    """Something that was typed; ``str`` says which option, what was wanted and what came."""


def read_terms(
    scenario: str | None, variant: str | None, texts: Sequence[str] | None, **given: Any
) -> Terms:
    """The terms of a scenario, or none but a stock, with what was given replaced.

    SetupError, ScenarioError.
    """
    given = {name: value for name, value in given.items() if value is not None}
    if scenario is None and "stock" not in given:
        raise SetupError("wanted a scenario or --stock, got neither")
    if scenario is None and (variant or texts):
        raise SetupError("--variant, --set: wanted a scenario that they change, got none")
    terms = Terms("sale", 0) if scenario is None else _terms(scenario, variant, texts or ())
    return replace(terms, **given)


def _terms(name: str, variant: str | None, texts: Sequence[str]) -> Terms:
    scenario = load(name).resolve(variant, None, parse_assignments(texts))
    if scenario.sale is None:
        raise SetupError(f"{name}: wanted a scenario with a sale, got one without")
    return Terms.of(scenario)


def read_limiter(text: str | None) -> Limiter | None:
    """The limiter that ``--limit`` says; SetupError."""
    if text is None:
        return None
    reader: TypeAdapter[Any] = TypeAdapter(LimiterSpec)
    try:
        limiter: Limiter = build(reader.validate_python(parse_value(text)))
    except ValidationError as error:
        raise SetupError(f"--limit: {'; '.join(map(str, problems_of(error)))}") from None
    return limiter


def read_reservation(text: str | None) -> int | None:
    """The time that ``--reserve-for`` says, in ns; SetupError."""
    try:
        return None if text is None else parse_duration(text)
    except ValueError as error:
        raise SetupError(f"--reserve-for: {error}") from None
