"""How many requests a second one process of the load sends on time.

``python benchmarks/load.py`` sends clicks at rising rates to a shop on the other core
(tests/support/shop_stub.py) and shows how late
they were sent, beside how long the same clicks took.  The last rate whose lag's p99 is at most
2 ms is what a process is good for on this machine.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

from loads import SERVICE, scenario, workload
from shop_stub import TOKEN, shop

from edge.load import LoadResult, run
from sim.results.table import Table, figures
from sim.units import MILLISECOND

RATES = (250, 500, 1_000, 1_500, 2_000, 3_000, 4_000)
GOOD = 2 * MILLISECOND


def sent(rate: int) -> LoadResult:
    """Two seconds of clicks at a rate, Poisson as people's are."""
    clicks = workload(f"{rate}/s", stop="2300 ms").replace("deterministic", "poisson")
    with shop(codes=False, desks=1_000) as one:
        how = {"admins": [one.url], "token": TOKEN, "lag": "p99 <= 10 min"}
        return run(scenario(SERVICE, clicks, duration="3 s"), [one.url], **how)


def row(rate: int) -> tuple[str, ...]:
    """A rate, and what became of it, in ms."""
    result = sent(rate)
    lag, latency = result.summary["lag"], result.summary["workloads"]["visits"]["latency"]
    cells = lag["p50"], lag["p99"], lag["max"], latency["p50"], latency["p99"]
    good = "yes" if result.lag.percentile(99) <= GOOD else "no"
    return (f"{rate:,}", *map(figures, cells), good)


if __name__ == "__main__":
    header = ("per second", "lag p50 ms", "p99", "max", "click p50 ms", "p99", "lag p99 <= 2 ms")
    print(Table("One process of the load", header, tuple(map(row, RATES))))
