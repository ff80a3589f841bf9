"""Figures: the numbers of a summary by their dotted names, such as ``latency_ms.buy.p99``."""

from collections.abc import Iterable, Iterator
from typing import Any

from sim.model.errors import hint
from sim.outcomes import ANSWERS, Outcome
from sim.results.summary import Summary

HEADLINE = ("sale", "data_centre", "edge", "answered", "outcomes", "latency_ms")
"""The sections of a summary that say how a run went as a whole, most important first."""

ANSWERED = "answered"
"""The share of the requests that ended which got an answer: served, sold or sold out."""

Numbers = dict[str, float | None]


class UnknownFigureError(ValueError):
    """A name that is no figure of these results, or of more than one; one line says so."""


def numbers(summary: Summary) -> Numbers:
    """Every figure of a run, the headlines first; None where the run has no such number."""
    sections = summary | {ANSWERED: _answered(summary["outcomes"])}
    return {
        name: value
        for section in (*HEADLINE, "stations")
        if section == ANSWERED or sections[section] is not None
        for name, value in _leaves(section, sections[section])
    }


def is_headline(name: str) -> bool:
    """Whether a figure is of the whole run, and not of one of its stations."""
    return name.partition(".")[0] in HEADLINE


def full_name(word: str, known: Iterable[str]) -> str:
    """The one figure that a word means: its name, or as much of its end as tells it from others.

    ``buy.p99`` is ``latency_ms.buy.p99``; a headline goes before a station's figure.
    UnknownFigureError for a word that means none, or several alike.
    """
    names = tuple(known)
    if word in names:
        return word
    ends = [name for name in names if name.endswith(f".{word}")]
    found = list(filter(is_headline, ends)) or ends
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownFigureError(f'"{word}" may be {" or ".join(map(short_name, found))}')
    raise UnknownFigureError(f'unknown figure "{word}"{hint(word, map(short_name, names))}')


def short_name(name: str) -> str:
    """A figure as people write it: those of the sale and of latencies without their section."""
    section, _, rest = name.partition(".")
    return rest if section in ("sale", "latency_ms") else name


def _answered(outcomes: dict[str, int]) -> float | None:
    ended = sum(outcomes[outcome.label] for outcome in Outcome)
    answers = sum(outcomes[outcome.label] for outcome in ANSWERS)
    return answers / ended if ended else None


def _leaves(path: str, value: Any) -> Iterator[tuple[str, float | None]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(f"{path}.{key}", item)
    else:
        yield path, value
