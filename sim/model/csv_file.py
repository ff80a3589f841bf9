"""CSV files: measured curves of requests and measured durations, read with line-numbered errors."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from io import StringIO
from pathlib import Path
from typing import TypeVar

from sim.model.errors import on_one_line, show
from sim.model.paths import read_bounded
from sim.units import parse_duration

T = TypeVar("T")

LARGEST = 64 * 2**20
MOST_REQUESTS = 10**12  # in one minute

_MINUTE = timedelta(minutes=1)


def read_curve(path: str, folder: Path) -> tuple[int, ...]:
    """The requests of each minute of a file with the header ``minute,requests``.

    Minutes are dates ("1998-06-30 00:00:00") or plain numbers, each one after the last.  A
    ``ValueError`` names the file and the line.
    """
    curve = _read(path, folder, _curve)
    if not any(curve):
        raise ValueError(f"{on_one_line(Path(path).name)}: wanted at least one request, got none")
    return curve


def read_durations(path: str, folder: Path) -> tuple[int, ...]:
    """The durations in ns of a file with one column, headed by its unit: ns, us, ms or s.

    A ``ValueError`` names the file and the line.
    """
    return _read(path, folder, _durations)


_Rows = Iterator[list[str]]


def _read(path: str, folder: Path, parse: Callable[[_Rows], Iterator[int]]) -> tuple[int, ...]:
    """All that ``parse`` makes of the rows; the same unchanged file is read only once."""
    file = folder / path
    try:
        stat = file.stat()
    except (OSError, ValueError):
        stat = None
    return _parsed(file, parse, (stat.st_mtime_ns, stat.st_size) if stat else None)


@lru_cache(maxsize=4)
def _parsed(
    file: Path, parse: Callable[[_Rows], Iterator[int]], version: object
) -> tuple[int, ...]:
    rows = csv.reader(StringIO(read_bounded(file, LARGEST), newline=""), strict=True)
    try:
        values = tuple(parse(rows))
    except (csv.Error, ValueError) as error:
        raise ValueError(f"{on_one_line(file.name)}:{max(rows.line_num, 1)}: {error}") from None
    if not values:
        raise ValueError(
            f"{on_one_line(file.name)}: wanted at least one row below the header, got none"
        )
    return values


def _curve(rows: _Rows) -> Iterator[int]:
    header = next(rows, [])
    if header != ["minute", "requests"]:
        raise ValueError(f"wanted the header minute,requests, got {show(','.join(header))}")
    last = None
    for row in rows:
        if len(row) != 2:
            raise ValueError(f"wanted a minute and a number of requests, got {len(row)} columns")
        minute = _minute(row[0])
        if last is not None and minute != last + 1:
            raise ValueError(f"wanted the minute after the last row's, got {show(row[0])}")
        last = minute
        yield _requests(row[1])


def _minute(cell: str) -> int:
    if cell.isascii() and cell.isdigit() and len(cell) <= 18:
        return int(cell)
    try:
        minute, rest = divmod(datetime.fromisoformat(cell) - datetime.min, _MINUTE)
    except (TypeError, ValueError):
        minute, rest = 0, _MINUTE
    if rest:
        wanted = 'wanted a minute such as "1998-06-30 00:00:00" or 0'
        raise ValueError(f"{wanted}, got {show(cell)}")
    return minute


def _requests(cell: str) -> int:
    if not (cell.isascii() and cell.isdigit() and len(cell) <= 18):
        raise ValueError(f"wanted a number of requests, got {show(cell)}")
    if int(cell) > MOST_REQUESTS:
        raise ValueError(f"requests must be <= {MOST_REQUESTS} a minute, got {cell}")
    return int(cell)


def _durations(rows: _Rows) -> Iterator[int]:
    header = next(rows, [])
    if len(header) != 1 or header[0] not in ("ns", "us", "ms", "s"):
        raise ValueError(f"wanted the header ns, us, ms or s, got {show(','.join(header))}")
    for row in rows:
        if len(row) != 1:
            raise ValueError(f"wanted one duration, got {len(row)} columns")
        yield parse_duration(f"{row[0]} {header[0]}")
