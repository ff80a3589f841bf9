"""Checks of a log's columns: what every log keeps to, whatever it is a log of."""

from collections.abc import Iterator, Mapping

import numpy as np

from sim.engines.trace import Columns

Ranges = dict[str, tuple[int, int | None]]
"""The least value of a column, and the first that is too large, if one is."""


def shape_problems(what: str, log: Columns, wanted: Mapping[str, type]) -> Iterator[str]:
    """It has the columns that it should have, all of one length."""
    if set(log) != set(wanted):
        yield f"{what}: wanted columns {list(wanted)}, got {list(log)}"
    lengths = {name: len(column) for name, column in log.items()}
    if len(set(lengths.values())) > 1:
        yield f"{what}: columns differ in length: {lengths}"


def row_problems(what: str, row: str, log: Columns, ranges: Ranges, end: int) -> Iterator[str]:
    """Its values are in range, its rows in order of completion and within the run."""
    if len(log["start"]) == 0:
        return
    yield from _range_problems(what, log, ranges)
    finished = log["start"] + log["latency"]
    if int(finished.max()) > end:
        yield f"{what}: a {row} finished at {finished.max()} ns, after {end} ns"
    if (np.diff(finished) < 0).any():
        yield f"{what}: rows are not in order of completion"


def _range_problems(what: str, log: Columns, ranges: Ranges) -> Iterator[str]:
    for column, (low, high) in ranges.items():
        least, most = int(log[column].min()), int(log[column].max())
        if least < low or (high is not None and most >= high):
            limit = "" if high is None else f" and below {high}"
            yield f"{what}: {column} from {least} to {most}, wanted at least {low}{limit}"
