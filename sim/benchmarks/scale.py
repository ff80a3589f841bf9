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
NODES = 100
USERS_A_NODE = 10_000
FEW, AGAIN = 1_000_000, 10
"""So few requests are played so often: once is over too soon to be timed."""


def sizes(size: float = 1.0, full: bool = False) -> list[int]:
    """From a hundred thousand requests up, to ten million or a hundred million."""
    return [max(1, round(10**power * size)) for power in range(5, 9 if full else 8)]


def costs(requests: list[int], tell: Callable[[str], None]) -> Iterator[Row]:
    """For each number of requests at the edge, the CPU time of one on one thread: with as many
    more nodes as there are people, and with the same nodes for however many."""
    for growing in (True, False):
        for wanted in requests:
            tell(f"{wanted:,} requests, {'as many more nodes' if growing else f'{NODES} nodes'}")
            nodes = max(1, round(wanted / POLLS / USERS_A_NODE)) if growing else NODES
            cost = _cost(_edge(wanted, nodes), AGAIN if wanted <= FEW else 1)
            yield {"growing": growing, "nodes": nodes} | cost


def _cost(scenario: Scenario, runs: int) -> Row:
    """What one run takes, from the scenario to the trace."""
    began = process_time()
    played = [count(execute(scenario, threads=1)) for _ in range(runs)]
    seconds = (process_time() - began) / runs
    return {"requests": played[0], "seconds": seconds, "ns": 1e9 * seconds / played[0]}


def threads(requests: int, tell: Callable[[str], None]) -> Iterator[Row]:
    """The same run on one thread and on two, in wall time."""
    first = None
    for number_of in (1, 2):
        tell(f"threads: {number_of}")
        began = perf_counter()
        trace = execute(_edge(requests, NODES), threads=number_of)
        seconds = perf_counter() - began
        first = first or seconds
        gain = first / seconds
        same = fingerprint(trace)
        yield {"threads": number_of, "seconds": seconds, "times": gain, "fingerprint": same}


def cost_table(rows: list[Row]) -> Table:
    """The costs for people, each beside the least of those whose nodes grow alike."""

    def beside(row: Row) -> float:
        return float(row["ns"] / min(it["ns"] for it in rows if it["growing"] == row["growing"]))

    return Table(
        "Cost of a request at the edge, one thread",
        ("requests", "edge nodes", "s", "ns a request", "times the least"),
        tuple(
            (
                number(row["requests"]),
                number(row["nodes"]),
                *map(figures, (row["seconds"], row["ns"], beside(row))),
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


def _edge(requests: int, nodes: int) -> Scenario:
    return topologies.edge(max(1, requests // POLLS), nodes, 30, 0.0002)
