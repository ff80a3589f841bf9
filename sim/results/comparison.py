"""A comparison: the runs of several variants of one scenario, side by side."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from sim.results import comparison_storage
from sim.results.files import Format
from sim.results.run import Run
from sim.results.shown import Shown
from sim.results.summary import Summary
from sim.results.summary_tables import summary_tables
from sim.results.table import Table


class Comparison(Shown, Mapping[str, Run]):
    """Variants' names to their runs, in order; ``baseline`` is what the others are held against.

    ``planned`` names all the variants that were wanted: an interrupted comparison has ``missing``
    ones.  ValueError without a run, with runs of different scenarios or seeds, or for a baseline
    that was not planned.
    """

    def __init__(
        self,
        runs: Mapping[str, Run],
        baseline: str | None = None,
        planned: tuple[str, ...] | None = None,
    ) -> None:
        self._runs = dict(runs)
        self.planned = tuple(runs) if planned is None else planned
        self.baseline = baseline
        self._check()

    def _check(self) -> None:
        if not self._runs:
            raise ValueError("a comparison wants at least 1 run, got 0")
        origins = {(r.identity.scenario, r.identity.seed) for r in self._runs.values()}
        if len(origins) > 1:
            raise ValueError(f"wanted runs of one scenario and one seed, got {sorted(origins)}")
        unplanned = [name for name in self._runs if name not in self.planned]
        if unplanned:
            raise ValueError(f"wanted runs of {', '.join(self.planned)}, got {unplanned[0]}")
        if self.baseline is not None and self.baseline not in self.planned:
            raise ValueError(f"wanted a baseline among {self.planned}, got {self.baseline}")

    @classmethod
    def load(cls, folder: str | Path) -> "Comparison":
        """The comparison in a folder, with the variants that are finished.

        StorageError where there is none, or a damaged one, or one without a finished variant.
        """
        runs, baseline, planned = comparison_storage.read(Path(folder), Run.load)
        return cls(runs, baseline, planned)

    def save(self, folder: str | Path, format: Format = "npz") -> list[Path]:
        """Write every run to a subfolder of its own and return the files.

        StorageError (an OSError) for a folder that cannot be written.
        """
        root = Path(folder)
        files = [comparison_storage.begin(root, self.planned, self.baseline)]
        for name, run in self.items():
            files += run.save(comparison_storage.subfolder(root, name), format)
        return files

    @property
    def scenario(self) -> str:
        """The name of the scenario."""
        return next(iter(self.values())).identity.scenario

    @property
    def command(self) -> str:
        """The command line that makes this comparison again, with all its variants."""
        return next(iter(self.values())).identity.compare_command(self.planned)

    @property
    def missing(self) -> tuple[str, ...]:
        """The variants that were planned and not finished."""
        return tuple(name for name in self.planned if name not in self._runs)

    @cached_property
    def summary(self) -> Summary:
        """The JSON object of the comparison: the summary of each variant's run."""
        return {"scenario": self.scenario, "variants": {n: r.summary for n, r in self.items()}}

    @property
    def tables(self) -> list[Table]:
        """The variants side by side: the sale, the outcomes, the latencies."""
        return summary_tables({self._label(name): run.summary for name, run in self.items()})

    def to_pandas(self) -> Any:
        """One row a variant; a column a number of the summary, such as ``sale.sold``."""
        import pandas as pd

        rows = {name: _flat(run.summary) for name, run in self.items()}
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("variant")

    def _label(self, name: str) -> str:
        return f"{name} (baseline)" if name == self.baseline else name

    @property
    def headline(self) -> str:
        first = next(iter(self.values())).identity
        headline = f"{self.scenario}: {len(self)} variants (seed {first.seed})"
        return headline + (f"; not finished: {', '.join(self.missing)}" if self.missing else "")

    def __getitem__(self, variant: str) -> Run:
        return self._runs[variant]

    def __iter__(self) -> Iterator[str]:
        return iter(self._runs)

    def __len__(self) -> int:
        return len(self._runs)

    def __repr__(self) -> str:
        return f"Comparison({self.scenario!r}, {', '.join(self)}, baseline={self.baseline!r})"


def _flat(summary: Summary, prefix: str = "") -> dict[str, Any]:
    """Nested sections as dotted keys; without ``variant``, which is the row, and empty ones."""
    flat: dict[str, Any] = {}
    for key, value in summary.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{prefix}{key}.")
        elif prefix or (key != "variant" and value is not None):
            flat[f"{prefix}{key}"] = value
    return flat
