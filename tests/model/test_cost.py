"""Tests of the cost: expected numbers, and the bounds that nothing large gets past."""

import tracemalloc
from contextlib import suppress
from dataclasses import replace

import pytest

from sim.model import Scenario, ScenarioError, estimate, loads
from sim.model.cost import CELL, POLL, ROW, USER
from sim.model.paths import Reading


def lines_of(text: str) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        loads(text, Reading(source="small.toml"))
    return str(caught.value).splitlines()


def test_the_cost_of_the_small_scenario(scenario: Scenario) -> None:
    """Every number of the cost follows from the scenario by hand.

    A user polls once a second for 5 s, and a last time: 1000 * 6 polls, and clicks once. The
    workload makes 20/s * 30 s = 600 requests to gateway, order, stock: 3 stations; a click
    enters 4 with the edge. 4 nodes report and are told once a second for 30 s: 4 * 60. The
    timeline has 30 intervals of 4 stations: two services, the edge, the stock.
    """
    cost = estimate(scenario)
    assert cost.users == 1000
    assert cost.requests == 1000 * 6 + 1000 + 600
    assert cost.visits == 1000 * 6 + 1000 * 4 + 600 * 3
    assert cost.reports == 4 * 60
    assert (cost.nodes, cost.instances, cost.cells) == (4, 4, 30 * 4)
    assert cost.memory == (1000 + 4 + 4) * USER + 1600 * ROW + 120 * CELL


def test_polls_that_are_kept_cost_a_row_each(scenario: Scenario) -> None:
    """The 6000 polls take memory, and nothing else costs more."""
    asked = scenario.resolve(set={"crowd.poll.rows": True})
    more = replace(estimate(scenario), memory=estimate(scenario).memory + 6000 * POLL)
    assert estimate(asked) == more


def polls(scenario: Scenario, **crowd: str) -> float:
    paths = {f"crowd.{name}": value for name, value in crowd.items()}
    return (estimate(scenario.resolve(set=paths)).requests - 1600) / 1000


def test_polls_of_users_who_join_during_a_window(scenario: Scenario) -> None:
    """Users who join in [0, 4 s) wait 3 s on average for an opening at 5 s, those in [0, 10 s)
    5 * 5 / 20 = 1.25 s, and those who join after it do not wait.
    """
    assert polls(scenario, join_window="4 s") == 3 + 1
    assert polls(scenario, join_window="10 s") == 1.25 + 1
    assert polls(scenario, joins_at="7 s") == 0 + 1


def test_patience_bounds_the_polls(scenario: Scenario) -> None:
    """Users who give up after 2 s poll for 2 s."""
    assert polls(scenario, patience="2 s") == 2 + 1


def test_a_crowd_without_polls(scenario: Scenario) -> None:
    """Users who know the hour poll not at all."""
    assert polls(scenario, poll="none") == 0


def requests(scenario: Scenario, workload: dict[str, object]) -> float:
    resolved = scenario.resolve(set={"workloads.browse": workload, "crowd.poll": "none"})
    return estimate(resolved).requests - 1000


def test_a_workload_counts_while_it_is_active(scenario: Scenario) -> None:
    """Arrivals at 20/s from 5 s to 10 s are 100, and none come after the end of the run."""
    load = {"kind": "deterministic", "rate": "20/s", "to": "gateway", "start": "5 s"}
    assert requests(scenario, {**load, "stop": "10 s"}) == 100
    assert requests(scenario, {**load, "stop": "90 s"}) == 500
    assert requests(scenario, {**load, "start": "60 s"}) == 0


def test_closed_users_take_turns(scenario: Scenario) -> None:
    """A closed user asks once a cycle, of thinking 3 s less what the stations take, and once more.

    The answer takes 1 ms + 10 ms + 2 ms at gateway, order and stock: 30 s / 3 s = 10 cycles.
    """
    load = {"kind": "closed", "users": 2, "think_time": "2987 ms", "to": "gateway"}
    assert requests(scenario, load) == pytest.approx(2 * (10 + 1))


def test_closed_users_are_bounded_by_the_workers(scenario: Scenario) -> None:
    """Many users who do not think ask no more than the one worker answers: 30 s / 1 ms."""
    load = {"kind": "closed", "users": 100_000, "to": "gateway"}
    assert requests(scenario, load) == pytest.approx(30_000 + 100_000)


CASES = {
    "users": (
        "users = 1000",
        "users = 1_000_000_000_000_000",
        "wanted at most 100M users, got 1e+15",
    ),
    "requests": (
        '"20/s"',
        '"1G/s"',
        "wanted at most 2G expected requests and polls, got 3e+10",
    ),
    "polls": (
        'period = "1 s"',
        'period = "1 us"',
        "wanted at most 2G expected requests and polls, got 5e+09",
    ),
    "rows of polls": (
        'period = "1 s", jitter = "10 %"',
        'period = "4 us", rows = true',
        "wanted at most 64G bytes of memory, got 1.25e+11",
    ),
    "nodes": ("nodes = 4", "nodes = 2_000_000", "wanted at most 1M edge nodes, got 2e+06"),
    "timeline": (
        'duration = "30 s"',
        'duration = "30 s"\ninterval = "1 us"',
        "wanted at most 10M intervals of the timeline times stations, got 1.2e+08",
    ),
    "reports": (
        "[workloads.browse]",
        '[control]\ncensus_interval = "10 ns"\n[workloads.browse]',
        "wanted at most 1G reports between edge nodes and data centre, got 1.2e+10",
    ),
    "closed users who take no time": (
        'kind = "poisson"\nrate = "20/s"\nto = "gateway"',
        'kind = "closed"\nusers = 1\nto = "idle"\n[services.idle]\nservice_time = "0 s"',
        "wanted at most 2G expected requests and polls, got inf",
    ),
}


@pytest.mark.parametrize(("old", "new", "line"), CASES.values(), ids=CASES.keys())
def test_what_is_too_large_is_refused(text: str, old: str, new: str, line: str) -> None:
    """A run that would take too much of anything is one line with the bound and the number."""
    assert lines_of(text.replace(old, new)) == [f"small.toml: too large to run: {line}"]


def test_calls_that_multiply_are_refused() -> None:
    """Ten calls each, eleven services deep, are 10^11 visits a request."""
    layers = []
    for depth in range(12):
        calls = [f'{{ to = "s{depth + 1}" }}'] * (10 if depth < 11 else 0)
        layers.append(f'[services.s{depth}]\nservice_time = "1 us"\ncalls = [{", ".join(calls)}]\n')
    head = 'name = "a"\nquestion = "?"\nanswer = "."\nduration = "1 s"\n'
    load = '[workloads.a]\nkind = "poisson"\nrate = "1/s"\nto = "s0"\n'
    assert lines_of(head + load + "".join(layers)) == [
        "small.toml: too large to run: "
        "wanted at most 20G expected visits of stations, got 1.111e+11"
    ]


GIANTS = [
    ("users = 1000", "users = 1_000_000_000_000_000"),
    ("nodes = 4", "nodes = 1_000_000_000_000_000"),
    ("workers = 8", "workers = 1_000_000_000_000_000\nqueue = 1_000_000_000_000_000"),
    ("instances = 3", "instances = 1_000_000_000_000_000"),
    ('"20/s"', '"900000000G/s"'),
    ('"30 s"', '"36500 d"'),
    (
        "instances = 3",
        'instances = 10_000\nbalancer = { kind = "consistent_hash", points = 10_000 }',
    ),
    (
        "instances = 3",
        'limiter = { kind = "sliding_window", limit = 1_000_000_000_000, window = "1 s" }',
    ),
]


@pytest.mark.parametrize(("old", "new"), GIANTS, ids=range(len(GIANTS)))
def test_nothing_is_set_aside_for_a_giant(text: str, old: str, new: str) -> None:
    """Reading a scenario of giant numbers takes less than 2 MB, whether it is refused or not."""
    giant = text.replace(old, new)
    tracemalloc.start()
    with suppress(ScenarioError):
        loads(giant)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2_000_000
