"""A log: what a run kept row by row, column by column."""

from collections.abc import Iterable
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.engines.trace import Columns
from sim.outcomes import Outcome


class Log:
    """Rows in order of completion; ``len`` is their number.

    A column is an attribute or an item, and read-only: ``log.latency``, ``log["latency"]``.
    ``kinds`` are the columns of a kind of log, in order.
    """

    kinds: ClassVar[dict[str, type]]
    start: NDArray[np.int64]
    latency: NDArray[np.int64]
    outcome: NDArray[np.uint8]

    def __init__(self, columns: Columns) -> None:
        for name in self.kinds:
            view = columns[name].view()
            view.flags.writeable = False
            setattr(self, name, view)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(self.kinds)

    @property
    def finished(self) -> NDArray[np.int64]:
        """When each row was over, in ns."""
        return self.start + self.latency

    def __len__(self) -> int:
        return len(self.start)

    def __getitem__(self, column: str) -> NDArray[Any]:
        if column not in self.kinds:
            raise KeyError(f"wanted one of {', '.join(self.kinds)}, got {column}")
        values: NDArray[Any] = getattr(self, column)
        return values

    def ended_as(self, outcomes: Iterable[Outcome]) -> NDArray[np.bool_]:
        """Which rows ended in one of the outcomes."""
        chosen = np.zeros(len(Outcome), dtype=np.bool_)
        chosen[[int(outcome) for outcome in outcomes]] = True
        return np.asarray(chosen[self.outcome])

    def counts(self) -> dict[str, int]:
        """How many rows ended in each outcome, by its label; every outcome is there."""
        counted = np.bincount(self.outcome, minlength=len(Outcome))
        return {outcome.label: int(counted[outcome]) for outcome in Outcome}

    def to_pandas(self) -> Any:
        """The log as a pandas DataFrame, with names for what is a number here."""
        import pandas as pd

        named = {
            column: pd.Categorical.from_codes(self[column], list(names))
            for column, names in self._names().items()
        }
        return pd.DataFrame({name: named.get(name, self[name]) for name in self.kinds})

    def _names(self) -> dict[str, Iterable[str]]:
        """The columns that hold numbers of names, and these names."""
        return {"outcome": [outcome.label for outcome in Outcome]}
