"""Problems of a scenario: what was wanted, what came, and where."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from typing import Any, NamedTuple, NoReturn

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

MOST_LINES = 50
_LONGEST = 60
_BARE = re.compile(r"[A-Za-z0-9_-]{1,64}")

Path = tuple[str | int, ...]


class ScenarioError(Exception):
    """What is wrong with a scenario, or with a request for one: one clear line a problem."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        shown = list(self.problems[:MOST_LINES])
        if len(self.problems) > MOST_LINES:
            shown.append(f"... and {len(self.problems) - MOST_LINES} more problems")
        return "\n".join(shown)


class Problem(NamedTuple):
    """One thing that is wrong: the keys that lead to it, and a sentence."""

    path: Path
    text: str

    def __str__(self) -> str:
        return f"{dotted(self.path)}: {self.text}" if self.path else self.text


def refuse(title: str, problems: Iterable[Problem]) -> NoReturn:
    """Raise the problems as one ``pydantic.ValidationError``, each at its own key."""
    raise validation_error(title, problems)


@contextmanager
def at_key(key: str) -> Iterator[None]:
    """Tell a ``ValueError`` of the body as a problem at ``key`` of the section."""
    try:
        yield
    except ValueError as error:
        refuse(key, [Problem((key,), str(error))])


def validation_error(title: str, problems: Iterable[Problem]) -> ValidationError:
    """The problems as a ``pydantic.ValidationError``."""
    details = [
        InitErrorDetails(
            type=PydanticCustomError("problem", problem.text), loc=problem.path, input=None
        )
        for problem in problems
    ]
    return ValidationError.from_exception_data(title, details)


def dotted(path: Path) -> str:
    """The path as it is written in a file or after --set: "services.order.instances"."""
    return ".".join(_key(part) for part in path)


def show(value: Any) -> str:
    """What came, on one line, cut where it is long: text in double quotes."""
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}"
    if isinstance(value, int) and abs(value) >= 2**64:
        return "a number beyond 64 bits"
    if isinstance(value, bool):
        return str(value).lower()
    text = _quoted(value) if isinstance(value, str) else str(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 4]}..." + text[-1]


def hint(word: str, known: Iterable[str]) -> str:
    """The end of a sentence about an unknown word: the nearest known one, or all of them."""
    names = sorted(known)
    near = get_close_matches(word[:100], names, n=1, cutoff=0.5)
    if near:
        return f", did you mean {_quoted(near[0])}?"
    if not names:
        return ", and there is none"
    return f", wanted one of: {', '.join(names[:20])}{', ...' if len(names) > 20 else ''}"


def on_one_line(text: str) -> str:
    """The text with each run of white space as one blank, and other control characters escaped."""
    joined = " ".join(text.split())
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in joined)


def _key(part: str | int) -> str:
    text = str(part)
    return text if _BARE.fullmatch(text) else show(text)


def _quoted(text: str) -> str:
    return json.dumps(text[: 2 * _LONGEST], ensure_ascii=not text.isprintable())
