"""The wording of what pydantic finds: ``crowd.users: must be >= 1, got 0``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from sim.model.errors import MOST_LINES, Problem, hint, on_one_line, show, validation_error

_WANTED = {
    "bool_type": "wanted true or false, got {input}",
    "dict_type": "wanted a table, got {input}",
    "finite_number": "wanted a finite number, got {input}",
    "float_type": "wanted a number, got {input}",
    "greater_than": "must be > {gt}, got {input}",
    "greater_than_equal": "must be >= {ge}, got {input}",
    "int_type": "wanted a whole number, got {input}",
    "less_than_equal": "must be <= {le}, got {input}",
    "literal_error": "wanted {expected}, got {input}",
    "missing": "this key is required, but missing",
    "model_type": "wanted a table, got {input}",
    "problem": "{message}",
    "string_pattern_mismatch": (
        "wanted a name of at most 64 letters, digits, - and _, beginning with a letter, got {input}"
    ),
    "string_too_long": "wanted at most {max_length} characters, got more",
    "string_type": "wanted text, got {input}",
    "too_long": "wanted at most {max_length}, got more",
    "tuple_type": "wanted a list, got {input}",
    "value_error": "{error}",
}


def reword(error: ValidationError, known: Sequence[str]) -> ValidationError:
    """The same problems in our words, for a section whose keys are ``known``."""
    problems = [
        Problem(_path(detail), _text(detail, known if index < MOST_LINES else ()))
        for index, detail in enumerate(_details(error))
    ]
    return validation_error(error.title, problems)


def problems_of(error: ValidationError) -> list[Problem]:
    """The problems that a ``pydantic.ValidationError`` carries."""
    return [Problem(_path(detail), _text(detail, ())) for detail in _details(error)]


def _details(error: ValidationError) -> list[ErrorDetails]:
    return error.errors(include_url=False)


def _path(detail: ErrorDetails) -> tuple[str | int, ...]:
    return tuple(part for part in detail["loc"] if part != "[key]")


def _text(detail: ErrorDetails, known: Sequence[str]) -> str:
    if detail["type"] == "extra_forbidden":
        return f"unknown key{hint(str(detail['loc'][-1]), known) if known else ''}"
    template = _WANTED.get(detail["type"], "{message}, got {input}")
    context: dict[str, Any] = detail.get("ctx", {})
    bounds = {key: int(value) for key, value in context.items() if value == 0}
    words = {"message": detail["msg"], "input": show(detail["input"]), **context, **bounds}
    return on_one_line(template.format_map(words))
