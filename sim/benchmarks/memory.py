"""Memory: the most that a process of its own holds while it plays a sale with polls."""

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import Any

from sim.benchmarks.alone import alone
from sim.results.table import Table, figures, number

Row = dict[str, Any]
PLAY = """
import json, resource, sys
from sim.benchmarks import topologies
from sim.benchmarks.cases import count
from sim.engines.compiled.engine import execute
played = count(execute(topologies.edge(int(sys.argv[1]), 100, 30, 0.0002), threads=1))
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([played, most * (1 if sys.platform == "darwin" else 1024)]))
"""


def sizes(size: float = 1.0, full: bool = False) -> list[int]:
    """A million users, or also ten million."""
    return [max(1, round(users * size)) for users in ([10**6, 10**7] if full else [10**6])]


def memory(users: list[int], tell: Callable[[str], None]) -> Iterator[Row]:
    """For each number of users the most memory, in bytes."""
    for people in users if find_spec("resource") else []:
        tell(f"memory of {people:,} users")
        requests, most = alone(PLAY, people)
        yield {"users": people, "requests": requests, "bytes": most}


def table(rows: list[Row]) -> Table:
    """The rows for people."""
    return Table(
        "Most memory of a sale with polls",
        ("users", "requests", "MB"),
        tuple(
            (number(row["users"]), number(row["requests"]), figures(row["bytes"] / 1e6))
            for row in rows
        ),
    )
