"""How fast the engines are beside hand-written SimPy, as ratios measured in one run.

    python benchmarks/engines.py [--rounds 5] [--json]

Each topology is played by the baseline and by the engine in turn, round after round, so that a
slow moment of the machine hits both.  CPU time of the process is measured, everything included
that a user gets: keyed draws, books, timeline, request log.  What is printed is requests a second
and the median of the round-by-round ratios.
"""

import argparse
import json
import statistics
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent))

import handwritten
import topologies

from sim.engines.reference.engine import execute
from sim.engines.trace import Trace


class Case(NamedTuple):
    """One topology: how the baseline and the engine play it; each returns its requests."""

    name: str
    baseline: Callable[[], int]
    engine: Callable[[], int]


def cases() -> list[Case]:
    """The topologies, at sizes of a few seconds each."""
    queue = topologies.queue(100_000, 1_000, 8, 10)
    centre = topologies.data_centre(40_000, 8_000, 20, 1_000)
    edge = topologies.edge(5_000, 20, 10, 0.02)
    return [
        Case(
            "M/M/10 at 0.8",
            lambda: len(handwritten.queue(100_000, 1_000, 0.008, 10)),
            lambda: len(execute(queue).requests["request"]),
        ),
        Case(
            "data centre",
            lambda: len(handwritten.data_centre(40_000, 8_000, 20, 1_000)),
            lambda: len(execute(centre).requests["request"]),
        ),
        Case(
            "edge, polls",
            lambda: len(handwritten.edge(5_000, 20, 10, 0.02)),
            lambda: _all(execute(edge)),
        ),
    ]


def _all(trace: Trace) -> int:
    return trace.polls.count + len(trace.requests["request"])


def rate(play: Callable[[], int]) -> float:
    """Requests a second of CPU time."""
    began = process_time()
    return play() / (process_time() - began)


def measure(case: Case, rounds: int) -> dict[str, object]:
    """Both sides of one case, in turn."""
    pairs = [(rate(case.baseline), rate(case.engine)) for _ in range(rounds)]
    ratios = [engine / baseline for baseline, engine in pairs]
    return {
        "case": case.name,
        "baseline_rps": round(statistics.median(pair[0] for pair in pairs)),
        "engine_rps": round(statistics.median(pair[1] for pair in pairs)),
        "ratio": round(statistics.median(ratios), 3),
        "ratio_min": round(min(ratios), 3),
        "ratio_max": round(max(ratios), 3),
    }


def main() -> None:
    """Measure every case and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    rows = [measure(case, options.rounds) for case in cases()]
    if options.json:
        print(json.dumps(rows, indent=2))
        return
    print(f"{'case':<16}{'SimPy by hand':>16}{'reference':>12}{'ratio':>8}{'min..max':>16}")
    for row in rows:
        spread = f"{row['ratio_min']}..{row['ratio_max']}"
        print(
            f"{row['case']:<16}{row['baseline_rps']:>12,}/s  {row['engine_rps']:>8,}/s"
            f"{row['ratio']:>8}{spread:>16}"
        )


if __name__ == "__main__":
    main()
