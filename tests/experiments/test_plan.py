"""Plans: the answer of brute force for a fifth of its runs, and of Erlang where he has one."""

from itertools import product
from math import factorial

import pytest
from shops import SHOP, shop

from sim.experiments.plan import plan
from sim.experiments.replicate import replicate
from sim.model import ScenarioError, loads
from sim.results.figures import UnknownFigureError
from sim.results.objective import Objective

WORKERS = "services.desk.workers"
INSTANCES = "services.desk.instances"
QUEUE = "services.desk.queue"
MOST = 20

CALL_CENTRE = """
name = "call_centre"
question = "How many servers does it take?"
answer = "As many as Erlang says."
duration = "100 s"
interval = "10 s"

[workloads.calls]
kind = "poisson"
rate = "80/s"
to = "desk"

[services.desk]
service_time = { kind = "exponential", mean = "100 ms" }
"""

CHAIN = SHOP.replace(
    "[variants.fast]",
    """calls = [{ to = "store" }]

[services.store]
workers = 1
service_time = { kind = "exponential", mean = "9 ms" }

[cost]
currency = "EUR"

[cost.services.desk]
per_hour = 1
per_million = 3

[cost.services.store]
per_hour = 4

[variants.fast]""",
)
"""A desk whose workers are held while the store works: both may be the bottleneck."""


def erlang_c_wait(servers: int, offered: float) -> float:
    """The mean wait of M/M/c in mean service times: C / (c - a), with C summed as Erlang did."""
    waiting = offered**servers / factorial(servers) * servers / (servers - offered)
    others = sum(offered**k / factorial(k) for k in range(servers))
    return waiting / (others + waiting) / (servers - offered)


def brute_force(scenario, path: str, values, texts) -> tuple[int | None, int]:
    """The first value that meets, from all of them replicated; and how many runs that took."""
    met = []
    for value in values:
        found = replicate(scenario, MOST, set={path: value}, warm_up=0, workers=1)
        objectives = [Objective.parse(text, found.names) for text in texts]
        met.append(all(one.judge(tuple(found), 0.05).met for one in objectives))
    return (list(values)[met.index(True)] if True in met else None), MOST * len(met)


BUSY = shop().resolve(
    set={"workloads.visits.rate": "200/s", "services.desk.service_time.mean": "20 ms"}
)

SCENARIOS = {
    "one queue": (BUSY, WORKERS, range(1, 31), ["visits.mean <= 21.8 ms"]),
    "a queue each": (shop(), INSTANCES, range(1, 41), ["visits.mean <= 9 ms", "answered >= 99 %"]),
    "more is not better": (shop(), QUEUE, range(60), ["answered >= 87 %", "visits.p99 <= 100 ms"]),
}


@pytest.mark.parametrize("name", SCENARIOS)
def test_brute_force_agrees(name):
    """The smallest value of all, each replicated 20 times, for at most a fifth of the runs."""
    scenario, path, values, texts = SCENARIOS[name]
    wanted, runs = brute_force(scenario, path, values, texts)
    found = plan(scenario, {path: values}, texts, warm_up=0, workers=1)
    assert wanted is not None
    assert found.chosen.settings == {path: wanted}
    assert found.runs <= runs / 5


@pytest.mark.parametrize("servers", [10, 13])
def test_erlangs_number_of_servers(servers):
    """Half way between the mean times of c - 1 and c servers only c or more are enough."""
    offered, service_ms = 8.0, 100.0
    waits = [erlang_c_wait(count, offered) for count in (servers - 1, servers)]
    limit = service_ms * (1 + sum(waits) / 2)
    found = plan(
        loads(CALL_CENTRE),
        {WORKERS: range(1, 41)},
        [f"calls.mean <= {round(limit * 1000)} us"],
        replications=160,
        workers=1,
    )
    assert found.chosen.settings == {WORKERS: servers}


def test_the_cheapest_pair_is_that_of_all_pairs():
    """Of desks at 1 and stores at 4 an hour: the price of the cheapest of all pairs that meet."""
    text, sizes = "visits.mean <= 26.5 ms", (range(1, 7), range(1, 5))
    paths = (INSTANCES, "services.store.instances")
    found = plan(loads(CHAIN), dict(zip(paths, sizes, strict=True)), [text], warm_up=0, workers=1)
    objective = Objective.parse(text, ("latency_ms.visits.mean",))
    prices = []
    for pair in product(*sizes):
        settings = dict(zip(paths, pair, strict=True))
        runs = replicate(loads(CHAIN), MOST, set=settings, warm_up=0, workers=1)
        if objective.judge(tuple(runs), 0.05).met:
            prices.append(pair[0] + 4 * pair[1])
    assert found.chosen.hourly == min(prices)
    assert found.runs < 24 * MOST / 3


def test_an_objective_that_cannot_be_met_says_why():
    """No number of desks makes the work itself shorter: what is missed is told, and who is busy."""
    found = plan(shop(), {WORKERS: range(1, 9)}, ["visits.mean <= 5 ms"], warm_up=0, workers=1)
    assert found.chosen is None
    start = "shop: it cannot be met, because with services.desk.workers = 8, the most that was"
    assert found.headline.startswith(f"{start} allowed, visits.mean is ")
    assert "wanted visits.mean <= 5 ms; the busiest station is desk, at " in found.headline


def test_the_next_bottleneck_is_the_busiest_station():
    """A store of 9 ms and one worker at 100/s is busier than four desks that wait for it."""
    found = plan(loads(CHAIN), {WORKERS: [4]}, ["answered >= 50 %"], warm_up=0, workers=1)
    assert found.chosen.bottleneck[0] == "store"
    assert found.chosen.bottleneck[1] == pytest.approx(0.9, abs=0.05)


def test_the_cost_is_that_of_time_and_use():
    """Two desks at 1 and a store at 4 are 6 an hour; 360,000 calls an hour at 3 a million 1.08."""
    found = plan(loads(CHAIN), {INSTANCES: [2]}, ["answered >= 50 %"], warm_up=0, workers=1)
    assert found.chosen.hourly == 6
    assert found.chosen.by_use == pytest.approx(1.08, abs=0.1)
    assert "Cost an hour (EUR)" in str(found)


def test_workers_change_nothing():
    """One process or two: the same trials and the same answer."""
    one, two = (
        plan(shop(), {WORKERS: range(1, 9)}, ["visits.p99 <= 45 ms"], workers=workers)
        for workers in (1, 2)
    )
    assert one.summary == two.summary


def test_every_trial_is_told():
    """Progress is told of every value that is tried, in order, and of the answer once more."""
    told: list[str] = []
    found = plan(
        shop(),
        {WORKERS: range(1, 9)},
        ["visits.p99 <= 45 ms"],
        warm_up=0,
        workers=1,
        progress=lambda trial: told.append(trial.name),
    )
    assert told[:-1] == [trial.name for trial in found.trials]
    assert told[-1] == found.chosen.name  # with all its runs


@pytest.mark.parametrize(
    ("resources", "text"),
    [
        ({"services.dask.workers": [1]}, 'unknown path "services.dask.workers", did you mean'),
        ({WORKERS: [0, 1]}, "services.desk.workers: must be >= 1, got 0"),
        ({WORKERS: [2, 1]}, "services.desk.workers: wanted ascending numbers"),
        ({WORKERS: ["a"]}, "services.desk.workers: wanted ascending numbers"),
        ({WORKERS: [1], QUEUE: [1]}, "two resources want prices"),
        ({WORKERS: [1], QUEUE: [1], INSTANCES: [1]}, "wanted 1 or 2 paths, got 3"),
    ],
)
def test_resources_that_are_none(resources, text):
    """A path that leads nowhere, values that do not ascend, two without prices: one line each."""
    with pytest.raises(ScenarioError, match=f"--for: {text}"):
        plan(shop(), resources, ["answered >= 1 %"], workers=1)


def test_a_value_that_the_engine_cannot_play():
    """It is found before anything runs."""
    linked = shop().resolve(set={"services.desk.link": {"request_size": "1 MB"}})
    sizes = {"services.desk.link.request_size": ["1 MB", "600 MB"]}
    with pytest.raises(ScenarioError, match="--for: shop: the compiled engine does not know"):
        plan(linked, sizes, ["answered >= 1 %"], engine="compiled", workers=1)


def test_an_objective_on_a_figure_that_there_is_not():
    """It is found before anything runs."""
    with pytest.raises(UnknownFigureError, match=r'unknown figure "visit\.p99"'):
        plan(shop(), {WORKERS: [1]}, ["visit.p99 <= 1 s"], workers=1)


def test_no_objective_is_no_plan():
    """Something has to be wanted."""
    with pytest.raises(ValueError, match="wanted at least 1 objective, got none"):
        plan(shop(), {WORKERS: [1]}, [], workers=1)


def test_a_plan_shows_itself():
    """One line that reads like a constructor, tables for people, rows for pandas."""
    found = plan(shop(), {WORKERS: [2]}, ["visits.p99 <= 1 s"], warm_up=0, workers=1)
    assert repr(found) == "Plan('shop', chosen='services.desk.workers = 2', 1 trials, 20 runs)"
    frame = found.to_pandas()
    assert frame[WORKERS].tolist() == [2]
    assert frame["verdict"].tolist() == ["met"]
