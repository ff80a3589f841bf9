"""A comparison: the runs of several variants of one scenario, or replications, side by side."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from sim.results import comparison_storage
from sim.results.differences import Difference, differences
from sim.results.differences_table import difference_objects, difference_tables, level_table
from sim.results.files import Format
from sim.results.replications import Replications
from sim.results.run import Run
from sim.results.shown import Shown
from sim.results.storage import REPLICATIONS
from sim.results.summary import Summary
from sim.results.summary_tables import summary_tables
from sim.results.table import Table


class Comparison(Shown, Mapping[str, Run]):
    """Variants' names to their runs, in order; ``baseline`` is what the others are held against.

    ``planned`` names all the variants that were wanted: an interrupted comparison has ``missing``
    ones.  Where replications are compared, a variant's run is the first of them, and
    ``replications`` has all.  ValueError without a run, with runs of different scenarios or seeds,
    or for a baseline that was not planned.
    """

    def __init__(
        self,
        results: Mapping[str, Run | Replications],
        baseline: str | None = None,
        planned: tuple[str, ...] | None = None,
    ) -> None:
        self._runs = {n: r if isinstance(r, Run) else r.first for n, r in results.items()}
        self.replications = {n: r for n, r in results.items() if isinstance(r, Replications)}
        self.planned = tuple(results) if planned is None else planned
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
        if self.replications and set(self.replications) != set(self._runs):
            raise ValueError(f"wanted replications of every variant, got {set(self.replications)}")
        if self.baseline is not None and self.baseline not in self.planned:
            raise ValueError(f"wanted a baseline among {self.planned}, got {self.baseline}")

    @classmethod
    def load(cls, folder: str | Path) -> "Comparison":
        """The comparison in a folder, with the variants that are finished.

        StorageError where there is none, or a damaged one, or one without a finished variant.
        """
        return cls(*comparison_storage.read(Path(folder), _load))

    def save(self, folder: str | Path, format: Format = "npz") -> list[Path]:
        """Write every run to a subfolder of its own and return the files.

        StorageError (an OSError) for a folder that cannot be written.
        """
        root = Path(folder)
        files = [comparison_storage.begin(root, self.planned, self.baseline)]
        for name, result in (self.replications or self._runs).items():
            files += result.save(comparison_storage.subfolder(root, name), format)
        return files

    @property
    def scenario(self) -> str:
        """The name of the scenario."""
        return next(iter(self.values())).identity.scenario

    @property
    def command(self) -> str:
        """The command line that makes this comparison again, with all its variants."""
        options = next((one.options for one in self.replications.values()), ())
        who, *others = (run.identity for run in self.values())
        if any(other.engine != who.engine for other in others):
            who = replace(who, engine="auto")
        return who.compare_command(self.planned, options)

    @property
    def missing(self) -> tuple[str, ...]:
        """The variants that were planned and not finished."""
        return tuple(name for name in self.planned if name not in self._runs)

    @cached_property
    def summary(self) -> Summary:
        """The JSON object of the comparison: each variant's summary, and any differences."""
        results: Mapping[str, Run | Replications] = self.replications or self._runs
        summary: Summary = {
            "scenario": self.scenario,
            "variants": {name: result.summary for name, result in results.items()},
        }
        if self.replications:
            summary["differences"] = difference_objects(self.differences)
        return summary

    @cached_property
    def differences(self) -> list[Difference]:
        """How far each variant is from the baseline, or from the first; none of single runs."""
        against = self.baseline if self.baseline in self._runs else next(iter(self._runs))
        if not self.replications:
            return []
        confidence = self.replications[against].confidence
        return differences(self.replications, against, confidence)

    @property
    def tables(self) -> list[Table]:
        """The variants side by side: levels and differences, or the one run of each."""
        if self.replications:
            return [level_table(self.replications), *difference_tables(self.differences)]
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
        headline = f"{self.scenario}: {len(self)} variants ({self._how_often}seed {first.seed})"
        return headline + (f"; not finished: {', '.join(self.missing)}" if self.missing else "")

    @property
    def _how_often(self) -> str:
        counts = sorted({len(one) for one in self.replications.values()})
        return f"{' or '.join(map(str, counts))} replications from " if counts else ""

    def __getitem__(self, variant: str) -> Run:
        return self._runs[variant]

    def __iter__(self) -> Iterator[str]:
        return iter(self._runs)

    def __len__(self) -> int:
        return len(self._runs)

    def __repr__(self) -> str:
        return f"Comparison({self.scenario!r}, {', '.join(self)}, baseline={self.baseline!r})"


def _load(folder: Path) -> Run | Replications:
    has_several = (folder / REPLICATIONS).is_file()
    return Replications.load(folder) if has_several else Run.load(folder)


def _flat(summary: Summary, prefix: str = "") -> dict[str, Any]:
    """Nested sections as dotted keys; without ``variant``, which is the row, and empty ones."""
    flat: dict[str, Any] = {}
    for key, value in summary.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{prefix}{key}.")
        elif prefix or (key != "variant" and value is not None):
            flat[f"{prefix}{key}"] = value
    return flat
