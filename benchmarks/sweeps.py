"""What a sweep costs besides its runs, and what a second core brings, measured in one go.

    python benchmarks/sweeps.py [--points 200] [--seconds 0.1] [--rounds 3] [--json]

Overhead: a sweep of runs that take next to nothing, and the engine alone playing the same, one
after the other; the difference in CPU time, with checks, summaries, ledger and tables, is per
point.  Speed-up: points of about 0.1 s on one worker and on two, by the clock, the start of the
processes included.
"""

import argparse
import json
import statistics
from collections.abc import Callable
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

from sim.engines.choose import ready
from sim.experiments.run import run
from sim.experiments.sweep import sweep
from sim.model import Scenario, loads

ENGINE = "reference"
"""The same on both sides."""

SHOP = """
name = "shop"
question = "What does a point cost?"
answer = "Little."
duration = "1 s"

[workloads.visits]
kind = "poisson"
rate = "{rate}/s"
to = "desk"

[services.desk]
workers = 10
service_time = {{ kind = "exponential", mean = "1 ms" }}
"""


def shop(rate: int) -> Scenario:
    """A desk that is visited so often in one second."""
    return loads(SHOP.format(rate=rate))


def seconds(action: Callable[[], object], clock: Callable[[], float] = perf_counter) -> float:
    """How long something takes."""
    began = clock()
    action()
    return clock() - began


def rate_of(target: float) -> int:
    """The visits that take about ``target`` seconds to simulate on this machine."""
    trial = 2_000
    pace = statistics.median(seconds(lambda: run(shop(trial), engine=ENGINE)) for _ in range(5))
    return max(1, round(trial * target / pace))


def swept(
    scenario: Scenario, points: int, workers: int, clock: Callable[[], float] = perf_counter
) -> float:
    """The seconds of a sweep over so many seeds, ledger and tables on disk included."""
    with TemporaryDirectory() as folder:
        over = {"seed": range(points)}
        how: dict[str, Any] = {"engine": ENGINE, "workers": workers}
        return seconds(lambda: sweep(scenario, over, **how, out=folder), clock)


def alone(scenario: Scenario, points: int) -> float:
    """The CPU seconds that the engine takes for the same runs."""
    play = ready(ENGINE)
    there = [scenario.resolve(seed=seed) for seed in range(points)]
    return seconds(lambda: [play(one, None) for one in there], process_time)


def measure(points: int, target: float, rounds: int) -> dict[str, float]:
    """Both figures, as medians of rounds in which the sides take turns."""
    small, large = shop(1), shop(rate_of(target))
    run(small, engine=ENGINE)
    pairs = [(swept(small, points, 1, process_time), alone(small, points)) for _ in range(rounds)]
    cores = [(swept(large, points, 1), swept(large, points, 2)) for _ in range(rounds)]
    return {
        "overhead_ms": round(
            statistics.median(1e3 * (whole - bare) / points for whole, bare in pairs), 2
        ),
        "seconds_a_point": round(statistics.median(one for one, _ in cores) / points, 3),
        "speed_up": round(statistics.median(one / two for one, two in cores), 3),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--points", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=0.1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures = measure(options.points, options.seconds, options.rounds)
    if options.json:
        print(json.dumps(figures))
        return
    print(f"overhead          {figures['overhead_ms']:8.2f} ms a point")
    print(f"seconds a point   {figures['seconds_a_point']:8.3f}")
    print(f"two cores, one    {figures['speed_up']:8.3f} times as fast")


if __name__ == "__main__":
    main()
