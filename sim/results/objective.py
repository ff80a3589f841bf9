"""An objective: what a figure has to be, such as "buy.p99 <= 250 ms"."""

import operator
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sim.model.quantity import QUANTITIES
from sim.results.estimate import estimate
from sim.results.figures import full_name, short_name
from sim.results.intervals import Interval
from sim.results.replication import Replication
from sim.units import MILLISECOND, SECOND, parse_duration

_OBJECTIVE = re.compile(r"\s*([^\s<>=!]+)\s*(<=|>=|==|!=|<|>)\s*(\S.*?)\s*")

RELATIONS: dict[str, Callable[[Any, Any], bool]] = {
    "<=": operator.le,
    "<": operator.lt,
    ">=": operator.ge,
    ">": operator.gt,
    "==": operator.eq,
    "!=": operator.ne,
}


@dataclass(frozen=True)
class Objective:
    """A figure's full name, how it has to compare with a limit, and the text that said so.

    ``limit`` is in the figure's own unit: ms of a latency, s of a time, else a bare number.
    """

    figure: str
    relation: str
    limit: float
    text: str

    @classmethod
    def parse(cls, text: str, known: Iterable[str]) -> "Objective":
        """The objective that text says about one of the ``known`` figures.

        ValueError for text that says none; UnknownFigureError for a figure that there is not.
        """
        match = _OBJECTIVE.fullmatch(text)
        if match is None:
            wanted = 'a figure and a limit such as "buy.p99 <= 250 ms"'
            raise ValueError(f'wanted {wanted}, got "{text}"')
        word, relation, limit = match.groups()
        figure = full_name(word, known)
        return cls(figure, relation, _limit(figure, limit), f"{word} {relation} {limit}")

    def judge(self, runs: Sequence[Replication], risk: float) -> "Judgement":
        """What runs say about it; wrong with a probability of at most ``risk`` either way.

        An inequality is about the mean, or the percentile of all requests: it is met where the
        whole of a one-sided interval meets it.  An equality has to hold in every run.
        """
        values = [run.numbers.get(self.figure) for run in runs]
        if any(value is None for value in values):
            return Judgement(self, None, False)
        found = estimate(runs, self.figure, 1 - 2 * risk)
        if self.relation in ("==", "!="):
            return Judgement(self, found, all(self._holds(value) for value in values))
        if found is None:
            return Judgement(self, None, None)
        ends = {self._holds(found.low), self._holds(found.high)}
        return Judgement(self, found, ends.pop() if len(ends) == 1 else None)

    def _holds(self, value: float | None) -> bool:
        return RELATIONS[self.relation](value, self.limit)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Judgement:
    """An objective, its figure as far as it is known, and whether it is met; None: not decided."""

    objective: Objective
    found: Interval | None
    met: bool | None

    @property
    def margin(self) -> float | None:
        """How far the worse bound stays from the limit, as a share of it; negative beyond it."""
        if self.found is None or not self.objective.limit:
            return None
        low, high = self.found.low, self.found.high
        room = {"<": self.objective.limit - high, ">": low - self.objective.limit}
        side = room.get(self.objective.relation[0])
        return None if side is None else side / abs(self.objective.limit)

    def __str__(self) -> str:
        return f"{short_name(self.objective.figure)} {self._known}, wanted {self.objective.text}"

    @property
    def _known(self) -> str:
        if self.found is not None:
            return f"is {self.found}{_unit(self.objective.figure)}"
        return "is not known from so few requests" if self.met is None else "has no value"


def _unit(figure: str) -> str:
    if figure.startswith("latency_ms."):
        return " ms"
    return " s" if figure.endswith("_s") else ""


def _limit(figure: str, text: str) -> float:
    """A limit in the unit of its figure; a time wants a unit, so that nobody has to guess."""
    if unit := _unit(figure):
        return parse_duration(text) / {" ms": MILLISECOND, " s": SECOND}[unit]
    for quantity in QUANTITIES:
        try:
            return float(quantity.read(text))
        except ValueError:
            continue
    raise ValueError(f'wanted a number as the limit of {short_name(figure)}, got "{text}"')
