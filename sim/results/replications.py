"""Replications: many runs of one variant, and what they say together, with intervals."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, overload

import numpy as np

from sim.results import replications_storage
from sim.results.estimate import estimate
from sim.results.figures import full_name
from sim.results.files import Format, reading
from sim.results.intervals import CONFIDENCE, Floats, Interval
from sim.results.precision import Precision
from sim.results.replication import Replication
from sim.results.replications_table import interval_table, station_interval_table
from sim.results.run import Run
from sim.results.shown import Shown
from sim.results.summary import Summary
from sim.results.table import Table
from sim.units import SECOND, format_duration


class Replications(Shown, Sequence[Replication]):
    """Independent runs of one variant, in the order of their seeds.

    ``first`` is the run of the first of them, to look at.  ``warm_up`` is how many ns at the
    beginning of each do not count, None where the runs were too short to show when a steady state
    begins, so that nothing was cut; it was ``given``, or found.  ``until`` is the precision that
    was wanted, if any.
    ValueError unless there is a replication, and the first of them is of the first run.
    """

    def __init__(
        self,
        first: Run,
        replications: Sequence[Replication],
        *,
        warm_up: int | None = 0,
        given: bool = False,
        confidence: float = CONFIDENCE,
        until: Precision | None = None,
    ) -> None:
        if not replications or replications[0].fingerprint != first.fingerprint:
            raise ValueError(f"wanted replications that begin with {first!r}")
        self.first = first
        self.warm_up = warm_up
        self.given = given
        self.confidence = confidence
        self.until = until
        self._replications = tuple(replications)

    @classmethod
    def load(cls, folder: str | Path) -> "Replications":
        """The replications that ``save`` wrote.  StorageError where there are none."""
        first, saved = Run.load(folder), replications_storage.read(Path(folder))
        with reading(Path(folder)):
            return cls(first, **saved)

    def save(self, folder: str | Path, format: Format = "npz") -> list[Path]:
        """Write the first run to a folder, and what is left of all beside it; return the files.

        StorageError (an OSError) for a folder that cannot be written.
        """
        files = self.first.save(folder, format)
        return [*files, replications_storage.write(Path(folder), self)]

    @property
    def names(self) -> tuple[str, ...]:
        """The figures' names, the headlines first."""
        return tuple(dict.fromkeys(name for one in self for name in one.numbers))

    def values(self, figure: str) -> Floats:
        """A figure of each replication that has it.  UnknownFigureError for one that there is not.

        The name may be as short as ``full_name`` understands.
        """
        name = full_name(figure, self.names)
        found = [one.numbers.get(name) for one in self]
        return np.array([value for value in found if value is not None], dtype=np.float64)

    def interval(self, figure: str, confidence: float | None = None) -> Interval | None:
        """A figure with its interval; None where fewer than two replications have it.

        A latency's percentile is that of all requests of all replications; anything else is the
        mean of the replications.
        """
        name = full_name(figure, self.names)
        level = self.confidence if confidence is None else confidence
        return estimate(self, name, level)

    @cached_property
    def intervals(self) -> dict[str, Interval | None]:
        """Every figure's interval by its name."""
        return {name: self.interval(name) for name in self.names}

    @property
    def reached(self) -> bool:
        """Whether the precision that was wanted is there; true where none was."""
        if self.until is None:
            return True
        interval = self.interval(self.until.figure)
        return interval is not None and self.until.allows(interval)

    @cached_property
    def summary(self) -> Summary:
        """The JSON object of the replications: who ran, what was cut, and every interval."""
        who = self.first.identity
        return {
            "scenario": who.scenario,
            "variant": who.variant,
            "seed": who.seed,
            "engine": who.engine,
            "version": who.version,
            "replications": len(self),
            "confidence": self.confidence,
            "warm_up_s": None if self.warm_up is None else self.warm_up / SECOND,
            "until": None if self.until is None else str(self.until),
            "reached": self.reached,
            "figures": {name: _object(one) for name, one in self.intervals.items()},
            "runs": [{"seed": one.seed, "fingerprint": one.fingerprint} for one in self],
        }

    def to_pandas(self) -> Any:
        """One row a replication, by its seed; a column a figure, such as ``sale.sold``."""
        import pandas as pd

        rows = {one.seed: one.numbers for one in self}
        return pd.DataFrame.from_dict(rows, orient="index", dtype=float).rename_axis("seed")

    def intervals_to_pandas(self) -> Any:
        """One row a figure: low, centre, high."""
        import pandas as pd

        rows = {name: _object(one) for name, one in self.intervals.items() if one is not None}
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("figure")

    @property
    def name(self) -> str:
        """The variant's name, or the scenario's where no variant was chosen."""
        return self.first.name

    @property
    def command(self) -> str:
        """The command line that makes these replications again."""
        return self.first.identity.run_command(self.options)

    @property
    def options(self) -> list[str]:
        """The options of the command by which they differ from a single run."""
        options = ["--replications", str(len(self)), "--confidence", f"{self.confidence:g}"]
        if self.given and self.warm_up is not None:
            options += ["--warm-up", format_duration(self.warm_up)]
        return options

    @property
    def tables(self) -> list[Table]:
        """Every headline with its interval, and what the stations did."""
        counts = {name: len(self.values(name)) for name in self.names}
        return [interval_table(self.intervals, counts), station_interval_table(self.intervals)]

    @property
    def headline(self) -> str:
        who = self.first.identity
        variant = f", variant {who.variant}" if who.variant else ""
        how = f"from seed {who.seed}, {who.engine} engine, {self._cut}"
        return f"{who.scenario}{variant}: {len(self)} replications ({how})"

    @property
    def _cut(self) -> str:
        if self.warm_up is None:
            return "no steady state seen, nothing cut"
        return f"warm-up of {self.warm_up / SECOND:.3g} s cut" if self.warm_up else "nothing cut"

    @overload
    def __getitem__(self, index: int) -> Replication: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Replication]: ...
    def __getitem__(self, index: int | slice) -> Replication | Sequence[Replication]:
        return self._replications[index]

    def __iter__(self) -> Iterator[Replication]:
        return iter(self._replications)

    def __len__(self) -> int:
        return len(self._replications)

    def __repr__(self) -> str:
        who = self.first.identity
        return (
            f"Replications({who.scenario!r}, variant={who.variant!r}, seed={who.seed}, "
            f"n={len(self)}, confidence={self.confidence})"
        )


def _object(interval: Interval | None) -> dict[str, float] | None:
    if interval is None:
        return None
    return {"low": interval.low, "centre": interval.centre, "high": interval.high}
