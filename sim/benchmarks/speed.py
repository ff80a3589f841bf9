"""Speed: requests a second of every contender of every case, measured side by side.

The contenders of a case play in turn, round after round, so that a slow moment of the machine hits
all of them; what counts is the median, and of the ratios the median of the rounds.
"""

from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

from sim.benchmarks.contender import Case, Contender, Played
from sim.results.table import Table, figures, number

Row = dict[str, Any]
COLUMNS = ("case", "contender", "requests", "seconds", "requests_per_s", "times")


def speed(cases: list[Case], rounds: int, tell: Callable[[str], None]) -> list[Row]:
    """A row for each contender; ``tell`` is told of each that begins."""
    return [row for case in cases for row in _measure(case, rounds, tell)]


def table(rows: list[Row]) -> Table:
    """The rows for people."""
    return Table(
        "Speed on one core, without compilation",
        ("topology", "who", "requests", "s", "requests/s", "times SimPy"),
        tuple(tuple(_cells(row)) for row in rows),
    )


def _cells(row: Row) -> Iterator[str]:
    yield from (row["case"], row["contender"])
    if row["skipped"] is not None:
        yield from ("–", "–", "–", row["skipped"])
        return
    yield from (number(row["requests"]), figures(row["seconds"]))
    yield from (number(row["requests_per_s"]), figures(row["times"]))


def _measure(case: Case, rounds: int, tell: Callable[[str], None]) -> list[Row]:
    here = [contender for contender in case.contenders if contender.missing is None]
    played = [{it.name: _play(case, it, tell) for it in here} for _ in range(rounds)]
    first = case.contenders[0].name
    return [_row(case, it, played, first) for it in case.contenders]


def _play(case: Case, contender: Contender, tell: Callable[[str], None]) -> Played:
    tell(f"{case.name}: {contender.name}")
    return contender.play(contender.size)


def _row(case: Case, contender: Contender, played: list[dict[str, Played]], first: str) -> Row:
    row = dict.fromkeys(COLUMNS) | {"case": case.name, "contender": contender.name}
    if contender.missing is not None:
        return row | {"skipped": contender.missing}
    mine = [turn[contender.name] for turn in played]
    ratios = [turn[contender.name].rate / turn[first].rate for turn in played]
    return row | {
        "requests": mine[0].requests,
        "seconds": median(one.seconds for one in mine),
        "requests_per_s": median(one.rate for one in mine),
        "times": median(ratios),
        "skipped": None,
    }
