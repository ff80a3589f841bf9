"""Scale: what a request costs as there are more of them, and what a second thread gains."""

from collections.abc import Callable, Iterator
from time import perf_counter, process_time
from typing import Any

from sim.benchmarks import topologies
from sim.benchmarks.cases import count
from sim.engines.compiled.engine import execute
from sim.model import Scenario
from sim.results.fingerprint import fingerprint
from sim.results.table import Table, figures, number

Row = dict[str, Any]
POLLS = 31
"""What a user of the edge topology asks for in half a minute, with the click."""


def sizes(size: float = 1.0, full: bool = False) -> list[int]:
    """From a hundred thousand requests up, to ten million or a hundred million."""
    return [max(1, round(10**power * size)) for power in range(5, 9 if full else 8)]


def costs(requests: list[int], tell: Callable[[str], None]) -> Iterator[Row]:
    """For each number of requests at the edge, the CPU time of one on one thread."""
    for wanted in requests:
        tell(f"{wanted:,} requests")
        began = process_time()
        played = count(execute(_edge(wanted), threads=1))
        seconds = process_time() - began
        yield {"requests": played, "seconds": seconds, "ns": 1e9 * seconds / played}


def threads(requests: int, tell: Callable[[str], None]) -> Iterator[Row]:
    """The same run on one thread and on two, in wall time."""
    first = None
    for number_of in (1, 2):
        tell(f"threads: {number_of}")
        began = perf_counter()
        trace = execute(_edge(requests), threads=number_of)
        seconds = perf_counter() - began
        first = first or seconds
        gain = first / seconds
        same = fingerprint(trace)
        yield {"threads": number_of, "seconds": seconds, "times": gain, "fingerprint": same}


def cost_table(rows: list[Row]) -> Table:
    """The costs for people, each beside the least."""
    least = min(row["ns"] for row in rows)
    return Table(
        "Cost of a request at the edge, one thread",
        ("requests", "s", "ns a request", "times the least"),
        tuple(
            (
                number(row["requests"]),
                *map(figures, (row["seconds"], row["ns"], row["ns"] / least)),
            )
            for row in rows
        ),
    )


def thread_table(rows: list[Row]) -> Table:
    """The threads for people."""
    return Table(
        "The same run on threads",
        ("threads", "s", "times one", "fingerprint"),
        tuple(
            (
                str(row["threads"]),
                figures(row["seconds"]),
                figures(row["times"]),
                row["fingerprint"],
            )
            for row in rows
        ),
    )


def _edge(requests: int) -> Scenario:
    return topologies.edge(max(1, requests // POLLS), 100, 30, 0.0002)
