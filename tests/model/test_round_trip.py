"""Tests of writing scenarios: what is written says the same as what was read."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.model import Scenario, dumps, load, loads, shipped
from sim.model.document import write
from sim.model.overrides import replace
from sim.model.paths import Reading
from sim.units import format_duration, format_share

DURATIONS = st.integers(1, 10**9).map(format_duration)
SHARES = st.one_of(st.floats(0, 1), st.floats(0, 1).map(format_share))
SMALL = st.integers(1, 50)
REALS = st.floats(0.01, 3.0)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
NAMES = st.from_regex(r"[a-z][a-z0-9_-]{0,8}", fullmatch=True)


def table(required: dict[str, Any], **optional: Any) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(required, optional=optional)


def kind(name: str, **parameters: Any) -> st.SearchStrategy[dict[str, Any]]:
    return table({"kind": st.just(name), **parameters})


SIMPLE = st.one_of(
    DURATIONS,
    kind("constant", value=DURATIONS),
    st.tuples(st.integers(0, 10**9), st.integers(1, 10**9)).flatmap(
        lambda pair: kind(
            "uniform",
            low=st.just(format_duration(pair[0])),
            high=st.just(format_duration(sum(pair))),
        )
    ),
    kind("exponential", mean=DURATIONS),
    kind("lognormal", mean=DURATIONS, cv=REALS),
    kind("weibull", scale=DURATIONS, shape=st.floats(0.5, 3.0)),
    kind("gamma", mean=DURATIONS, shape=REALS),
    kind("erlang", mean=DURATIONS, stages=SMALL),
    kind("bounded_pareto", low=st.just("1 ms"), high=st.just("1 s"), alpha=REALS),
    kind("empirical", values=st.lists(DURATIONS, min_size=1, max_size=3)),
)
TIMES = st.one_of(
    SIMPLE,
    st.integers(1, 3).flatmap(
        lambda n: kind(
            "mixture",
            weights=st.lists(REALS, min_size=n, max_size=n),
            components=st.lists(SIMPLE, min_size=n, max_size=n),
        )
    ),
)
BACKOFFS = st.one_of(
    st.sampled_from(["none", "full_jitter", "equal_jitter", "decorrelated_jitter"]),
    kind("exponential", base=st.just("10 ms"), cap=st.just("1 s")),
)
RETRIES = table(
    {"attempts": st.integers(2, 9)},
    on=st.lists(st.sampled_from(["timed_out", "shed", "failed", "refused"]), min_size=1),
    backoff=BACKOFFS,
    budget=table({}, ratio=SHARES, reserve=st.integers(0, 100)),
)
LIMITERS = st.one_of(
    kind("token_bucket", rate=st.just("2k/s"), burst=SMALL),
    kind("leaky_bucket", rate=st.just("1/700 ms"), capacity=SMALL),
    kind("fixed_window", limit=SMALL, window=DURATIONS),
    kind("sliding_window", limit=SMALL, window=DURATIONS),
    kind("concurrency", limit=SMALL),
)
ADMISSIONS = st.one_of(
    st.sampled_from(["open", "census"]),
    kind("probability", probability=SHARES),
    kind("quota", quota=SMALL),
    kind("token_bucket", rate=st.just("3/h"), burst=SMALL),
    table(
        {"kind": st.just("waiting_room"), "outflow": st.just("5/s")},
        order=st.sampled_from(["fifo", "random"]),
        capacity=SMALL,
    ),
)
LINKS = table({}, latency=TIMES, bandwidth=st.just("10 Gbit/s"), loss=SHARES)
PATIENCE = {"timeout": DURATIONS, "retry": RETRIES}
CALL = {**PATIENCE, "deadline": DURATIONS}


def calls(targets: list[str]) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(table({"to": st.sampled_from(targets)}, **CALL), max_size=2)


def service(targets: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    return table(
        {"service_time": TIMES},
        instances=SMALL,
        workers=SMALL,
        queue=SMALL,
        discipline=st.sampled_from(["fifo", "lifo", "priority"]),
        drop_expired=st.booleans(),
        balancer=st.sampled_from(["random", "round_robin", "least_outstanding", "power_of_two"]),
        limiter=LIMITERS,
        link=LINKS,
        calls=calls(targets),
    )


@st.composite
def mappings(draw: st.DrawFn) -> dict[str, Any]:
    """What a TOML file may say, with every section and nearly every key now and then."""
    names = [f"s{number}" for number in range(draw(st.integers(1, 4)))]
    targets = [[*names[number + 1 :], "stock"] for number in range(len(names))]
    mapping: dict[str, Any] = {
        "name": draw(NAMES),
        "question": draw(TEXTS),
        "answer": draw(TEXTS),
        "duration": "20 min",
        "interval": "1 s",
        "seed": draw(st.integers(0, 2**63 - 1)),
        "services": {n: draw(service(t)) for n, t in zip(names, targets, strict=True)},
        "sale": draw(
            table(
                {"stock": SMALL, "opens_at": DURATIONS, "update_time": TIMES},
                cache_time=TIMES,
                sold_out_cache=st.booleans(),
                queue=SMALL,
                payment=table({"unpaid": SHARES}, reserve_for=DURATIONS),
            )
        ),
        "control": draw(table({}, census_interval=st.just("2 s"), push_interval=st.just("3 s"))),
        "workloads": {"load": draw(workload(names))},
        "faults": draw(st.lists(fault(names), max_size=2)),
    }
    if draw(st.booleans()):
        mapping |= {"crowd": draw(crowd()), "edge": draw(edge(names))}
    if draw(st.booleans()):
        mapping["variants"] = {"other": {"seed": 5, "workloads.load.priority": 1}}
        mapping |= {"baseline": "other", "compared": ["other"]}
    return mapping


def workload(names: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    common = {"start": st.just("0 s"), "stop": DURATIONS, "priority": SMALL, **CALL}
    to = {"to": st.sampled_from([*names, "stock"])}
    return st.one_of(
        table({"kind": st.just("poisson"), "rate": st.just("5/min"), **to}, **common),
        table({"kind": st.just("deterministic"), "rate": st.just("5/s"), **to}, **common),
        table({"kind": st.just("closed"), "users": SMALL, "think_time": st.just("1 s"), **to}),
    )


def fault(names: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    when = {"at": st.just("1 s"), "lasts": DURATIONS}
    whom = {"service": st.sampled_from(names), "instance": st.sampled_from([0, "all"])}
    return st.one_of(
        kind("crash", **when, **whom),
        kind("slow", factor=REALS, **when, **whom),
        kind("cut", link=st.sampled_from(names), **when),
    )


def crowd() -> st.SearchStrategy[dict[str, Any]]:
    return table(
        {"users": SMALL},
        joins_at=DURATIONS,
        join_window=DURATIONS,
        weights=st.just([1.0, 2.5]),
        poll=table({"period": st.just("1 s")}, jitter=SHARES),
        reaction=TIMES,
        patience=DURATIONS,
        bots=table({"share": SHARES, "reaction": TIMES}),
        **PATIENCE,
    )


def edge(names: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    return table(
        {
            "nodes": st.just(2),
            "workers": SMALL,
            "poll_time": TIMES,
            "click_time": TIMES,
            "admission": ADMISSIONS,
            "origin": st.sampled_from(names),
        },
        answer_time=TIMES,
        wake_time=TIMES,
        queue=SMALL,
        link=LINKS,
        sold_out_shortcut=st.booleans(),
        **CALL,
    )


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(mapping=mappings())
def test_a_scenario_survives_toml(mapping: dict[str, Any]) -> None:
    """TOML -> Scenario -> TOML -> Scenario gives an equal scenario, and the same text again."""
    scenario = loads(write(mapping))
    text = dumps(scenario)
    again = loads(text)
    assert again == scenario
    assert dumps(again) == text


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(mapping=mappings())
def test_toml_and_python_agree(mapping: dict[str, Any]) -> None:
    """The keyword arguments that a file would hold build the scenario of the file in Python."""
    assert Scenario(**mapping) == loads(write(mapping))


@settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=50)
@given(mapping=mappings())
def test_replacing_every_value_by_itself_changes_nothing(mapping: dict[str, Any]) -> None:
    """Each leaf of the whole mapping, put at its own dotted path, gives the same mapping."""
    whole = loads(write(mapping)).mapping()
    whole.pop("variants")
    whole.pop("baseline", None)
    whole.pop("compared")
    assert replace(whole, dict(leaves("", whole))) == whole


def leaves(path: str, value: Any) -> list[tuple[str, Any]]:
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = dict(enumerate(value)).items()
    else:
        return [(path, value)]
    return [leaf for key, item in items for leaf in leaves(f"{path}.{key}".lstrip("."), item)]


@pytest.mark.parametrize("name", shipped())
def test_shipped_scenarios_survive_toml(name: str) -> None:
    """Every shipped scenario, written beside its file, is read back equal."""
    scenario = load(name)
    assert loads(dumps(scenario), Reading(scenario.folder)) == scenario
