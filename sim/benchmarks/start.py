"""The start: how long it takes until a sale is being played, the first time and from then on."""

from collections.abc import Callable, Iterator
from tempfile import TemporaryDirectory
from time import time
from typing import Any

from sim.benchmarks.alone import alone
from sim.results.table import Table, figures

Row = dict[str, Any]
START = """
import json, sys, time
from sim import load, run
class Started(Exception): pass
def stop(done, expected): raise Started
try:
    run(load("flash_sale"), "probability", engine="compiled", progress=stop, note=lambda line: None)
except Started:
    print(json.dumps(time.time() - float(sys.argv[1])))
"""
"""Plays the shipped sale until it first tells how far it has come, a 200th of the way or less."""


def start(tell: Callable[[str], None]) -> Iterator[Row]:
    """Seconds from the start of a process, with an empty cache and with a kernel in it."""
    with TemporaryDirectory() as empty:
        caches = dict.fromkeys(("NUMBA_CACHE_DIR", "XDG_CACHE_HOME", "TMPDIR"), empty)
        for what in ("first run, which compiles", "every other run"):
            tell(f"start: {what}")
            seconds = alone(START, time(), **caches)
            yield {"run": what, "seconds": seconds}


def table(rows: list[Row]) -> Table:
    """The rows for people."""
    return Table(
        "From nothing to a sale that is being played",
        ("what", "s"),
        tuple((row["run"], figures(row["seconds"])) for row in rows),
    )
