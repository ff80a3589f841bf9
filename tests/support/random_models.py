"""Random small models of everything that a scenario can say, for properties that hold for all.

``models()`` is a hypothesis strategy of scenarios of a few hundred requests.  Times are whole
milliseconds on purpose: many things then happen in the same instant.  With ``calm=True`` nobody
gives up, retries or crashes and no message is lost, so that every sale reaches its buyer.
"""

from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from sim.model import Scenario
from sim.model.paths import Reading
from sim.model.scenario import validate

Table = dict[str, Any]
Tables = st.SearchStrategy[Table]

CURVE = str(Path(__file__).with_name("curve.csv"))


def ms(low: int, high: int) -> st.SearchStrategy[str]:
    """A duration in whole milliseconds."""
    return st.integers(low, high).map("{} ms".format)


def table(needed: Table, may: Table | None = None) -> Tables:
    """A table with the needed keys and some of the others; plain values are given as they are."""
    return st.fixed_dictionaries(_strategies(needed), optional=_strategies(may or {}))


def _strategies(values: Table) -> dict[str, st.SearchStrategy[Any]]:
    return {
        key: value if isinstance(value, st.SearchStrategy) else st.just(value)
        for key, value in values.items()
    }


def _kind(name: str, **parameters: Any) -> Tables:
    return table({"kind": name, **parameters})


def _range(low: int, high: int) -> st.SearchStrategy[tuple[str, str]]:
    pairs = st.tuples(st.integers(0, low), st.integers(low + 1, high))
    return pairs.map(lambda pair: (f"{pair[0]} ms", f"{pair[1]} ms"))


TIMES = st.one_of(
    ms(0, 20),
    st.sampled_from(["1 ns", "999999 ns", "1500 us"]),
    _kind("exponential", mean=ms(1, 15)),
    _kind("lognormal", mean=ms(1, 15), cv=st.sampled_from([0.3, 1.5])),
    _kind("gamma", mean=ms(1, 15), shape=st.sampled_from([0.7, 3.0])),
    _kind("erlang", mean=ms(1, 15), stages=st.integers(1, 4)),
    _kind("weibull", scale=ms(1, 15), shape=st.sampled_from([0.8, 2.0])),
    _kind("bounded_pareto", low="1 ms", high="300 ms", alpha=st.sampled_from([1.2, 2.5])),
    _kind("empirical", values=st.lists(ms(0, 20), min_size=1, max_size=5)),
    _range(5, 20).map(lambda ends: {"kind": "uniform", "low": ends[0], "high": ends[1]}),
)
_PARTS = st.lists(TIMES, min_size=2, max_size=2)
MIXTURES = _kind("mixture", weights=[0.8, 0.2], components=_PARTS)
SHARES = st.sampled_from([0.0, 0.1, 0.5, 0.9, 1.0])
QUEUES = st.integers(0, 6)

_caps = {"base": ms(1, 20), "cap": ms(20, 80)}
_jitters = ("exponential", "full_jitter", "equal_jitter", "decorrelated_jitter")
BACKOFFS = {"none": st.just("none"), **{name: _kind(name, **_caps) for name in _jitters}}
RETRIES = table(
    {"attempts": st.integers(2, 5)},
    {
        "on": st.lists(
            st.sampled_from(["timed_out", "shed", "failed", "refused"]),
            min_size=1,
            max_size=4,
            unique=True,
        ),
        "backoff": st.one_of(*BACKOFFS.values()),
        "budget": table({"ratio": SHARES, "reserve": st.integers(0, 5)}),
    },
)
RATES = st.sampled_from(["10/s", "40/s", "100/s", "7/s", "333/s"])
WINDOWS = st.one_of(ms(20, 200), st.sampled_from(["20 ms", "50 ms", "100 ms"]))
LIMITERS = {
    "fixed_window": _kind("fixed_window", limit=st.integers(1, 5), window=WINDOWS),
    "sliding_window": _kind("sliding_window", limit=st.integers(1, 5), window=WINDOWS),
    "leaky_bucket": _kind("leaky_bucket", rate=RATES, capacity=st.integers(1, 5)),
    "token_bucket": _kind("token_bucket", rate=RATES, burst=st.integers(1, 5)),
    "concurrency": _kind("concurrency", limit=st.integers(1, 4)),
}
ADMISSIONS: dict[str, st.SearchStrategy[Any]] = {
    "open": st.just("open"),
    "probability": _kind("probability", probability=SHARES),
    "census": table({"kind": "census"}, {"target": st.sampled_from([0.5, 1.3]), "initial": SHARES}),
    "quota": _kind("quota", quota=st.integers(0, 8)),
    "token_bucket": _kind("token_bucket", rate=RATES, burst=st.integers(1, 5)),
    "waiting_room": table(
        {"kind": "waiting_room", "outflow": RATES},
        {"order": "random", "capacity": st.integers(1, 10)},
    ),
}


def links(calm: bool) -> Tables:
    """Links; calm ones lose nothing."""
    may: Table = {
        "latency": TIMES,
        "bandwidth": st.sampled_from(["1 Mbit/s", "3 Mbit/s", "100 kbit/s"]),
        "request_size": st.sampled_from(["1 kB", "100 B"]),
        "response_size": st.sampled_from(["1 kB", "7 kB"]),
    }
    return table({}, may if calm else may | {"loss": st.sampled_from([0.05, 0.5])})


def callers(calm: bool, *, deadline: bool = True) -> Table:
    """The keys with which a caller bounds its patience and asks again."""
    if calm:
        return {}
    more = {"deadline": ms(10, 400)} if deadline else {}
    return {"timeout": ms(5, 150), "retry": RETRIES, **more}


def sales(calm: bool) -> Tables:
    """Sales that open within the run."""
    payment = table({"unpaid": SHARES, "reserve_for": ms(10, 300)})
    may = {"cache_time": TIMES, "sold_out_cache": st.booleans(), "payment": payment}
    queue = {} if calm else {"queue": QUEUES}
    needed = {"stock": st.integers(0, 15), "opens_at": ms(0, 80), "update_time": TIMES}
    return table(needed, may | queue)


def edges(calm: bool, origins: list[str], admission: str | None) -> Tables:
    """The edge in front of one of the services."""
    admissions = ADMISSIONS.values() if admission is None else [ADMISSIONS[admission]]
    needed = {
        "nodes": st.integers(1, 5),
        "workers": st.integers(1, 2),
        "poll_time": TIMES,
        "click_time": TIMES,
        "admission": st.one_of(*admissions),
        "origin": st.sampled_from(origins),
    }
    may = {
        "answer_time": TIMES,
        "wake_time": TIMES,
        "queue": QUEUES,
        "link": links(calm),
        "sold_out_shortcut": st.booleans(),
    }
    return table(needed, may | callers(calm))


def crowds(calm: bool, entries: list[str], nodes: int | None) -> Tables:
    """A crowd that goes to the edge or to one of the services."""
    poll = table({"period": ms(20, 100)}, {"jitter": st.sampled_from([0.1, 1.0])})
    bots = table({"share": SHARES, "reaction": TIMES})
    may: Table = {
        "join_window": ms(0, 150),
        "joins_at": ms(0, 50),
        "poll": poll,
        "reaction": TIMES,
        "bots": bots,
        **callers(calm, deadline=False),
    }
    if not calm:
        may["patience"] = ms(10, 300)
    if nodes is not None:
        weight = st.sampled_from([1.0, 0.25, 3.0, 0.0])
        may["weights"] = st.lists(weight, min_size=nodes, max_size=nodes).filter(any)
    return table({"users": st.integers(5, 60), "entry": st.sampled_from(entries)}, may)


def balancers(instances: int) -> st.SearchStrategy[Any]:
    """Balancers for so many instances."""
    weights = st.lists(st.integers(1, 5), min_size=instances, max_size=instances)
    plain = ["random", "round_robin", "least_outstanding", "power_of_two"]
    return st.one_of(
        st.sampled_from(plain),
        _kind("consistent_hash", points=st.integers(1, 20)),
        _kind("smooth_weighted", weights=weights),
    )


@st.composite
def services(draw: st.DrawFn, calm: bool, callees: list[str]) -> Table:
    """A service that may call some of the others; a calm one, and the last before the stock, do."""
    instances = draw(st.integers(1, 3))
    call = table({"to": st.sampled_from(callees)}, callers(calm)) if callees else st.nothing()
    least = int(calm or callees == ["stock"]) if callees else 0
    needed = {
        "service_time": TIMES,
        "instances": instances,
        "workers": st.integers(1, 3),
        "balancer": balancers(instances),
        "calls": st.lists(call, min_size=least, max_size=1 if calm else 2) if callees else [],
    }
    may: Table = {
        "queue": QUEUES,
        "discipline": st.sampled_from(["fifo", "lifo", "priority"]),
        "limiter": st.one_of(*LIMITERS.values()),
        "link": links(calm),
    }
    if not calm:
        may |= {"drop_expired": True, "expiry_margin": ms(0, 10)}
    return draw(table(needed, may))


def workloads(calm: bool, targets: list[str]) -> Tables:
    """An open or closed workload of at most two hundred requests or so."""
    may: Table = {"start": ms(0, 40), "priority": st.integers(-1, 2), **callers(calm)}
    may["stop"] = ms(50, 1500)
    to = {"to": st.sampled_from(targets)}
    think = st.one_of(ms(2, 40), _kind("exponential", mean=ms(10, 40)))
    return st.one_of(
        table({"kind": "poisson", "rate": st.sampled_from(["20/s", "150/s"]), **to}, may),
        table({"kind": "deterministic", "rate": st.sampled_from(["30/s", "100/s"]), **to}, may),
        table({"kind": "curve", "path": CURVE, "speed": 400.0, "scale": 0.8, **to}, may),
        table(
            {"kind": "closed", "users": st.integers(1, 5), "think_time": think, **to},
            may,
        ),
    )


def faults(duration: int, counts: dict[str, int], cut: list[str]) -> st.SearchStrategy[list[Table]]:
    """Crashes and slowdowns of instances, and cuts of links, that may overlap."""
    span = {"at": ms(0, duration - 1), "lasts": ms(1, 300)}
    broken = [
        _kind(kind, service=name, instance=st.sampled_from(["all", *range(count)]), **more, **span)
        for name, count in counts.items()
        for kind, more in (("crash", {}), ("slow", {"factor": st.sampled_from([0.5, 1.1, 3.0])}))
    ]
    return st.lists(st.one_of(*broken, _kind("cut", link=st.sampled_from(cut), **span)), max_size=4)


@st.composite
def models(
    draw: st.DrawFn,
    calm: bool = False,
    admission: str | None = None,
    limiter: str | None = None,
    backoff: str | None = None,
    mixtures: bool = True,
) -> Scenario:
    """A scenario, ready to run; the clock stops it at any point of what it does.

    With an ``admission`` its crowd goes through an edge of that kind; with a ``limiter`` or a
    ``backoff`` a busy workload meets it.  Without ``mixtures`` both engines can run it.
    """
    duration = draw(st.integers(100, 1500))
    sells = calm or admission is not None or draw(st.sampled_from([True, True, False]))
    names = [f"s{number}" for number in range(draw(st.integers(1, 4)))]
    model: Table = {"name": "random", "question": "?", "answer": "!"}
    model |= {"duration": f"{duration} ms", "interval": draw(ms(7, 150))}
    model["seed"] = draw(st.integers(0, 2**20))
    model["services"] = {
        name: draw(services(calm, _callees(names, number, sells, calm)))
        for number, name in enumerate(names)
    }
    if mixtures and draw(st.booleans()):
        model["services"][draw(st.sampled_from(names))]["service_time"] = draw(MIXTURES)
    if sells:
        _add_sale(draw, model, calm, admission)
    if not sells or draw(st.booleans()):
        each = workloads(calm, names + (["stock"] if sells else []))
        model["workloads"] = {f"w{n}": draw(each) for n in range(draw(st.integers(1, 2)))}
    if limiter or backoff:
        _add_busy_workload(draw, model, limiter, backoff)
    if not calm:
        counts = {name: spec["instances"] for name, spec in model["services"].items()}
        model["faults"] = draw(faults(duration, counts, [*names, *(["edge"] if sells else [])]))
    model["control"] = {"census_interval": draw(ms(5, 90)), "push_interval": draw(ms(5, 90))}
    return validate(model, Reading())


def _callees(names: list[str], number: int, sells: bool, calm: bool) -> list[str]:
    """Whom a service may call: those after it, and the stock; a calm one the very next."""
    later = names[number + 1 :] + (["stock"] if sells else [])
    return later[:1] if calm else later


def _add_sale(draw: st.DrawFn, model: Table, calm: bool, admission: str | None) -> None:
    """Sale, edge and crowd; a crowd that goes round the edge leaves it unused."""
    names = list(model["services"])
    model["sale"] = draw(sales(calm))
    model["edge"] = draw(edges(calm, names, admission))
    entries = ["edge"] if admission else ["edge", *names]
    model["crowd"] = draw(crowds(calm, entries, model["edge"]["nodes"]))


def _add_busy_workload(
    draw: st.DrawFn, model: Table, limiter: str | None, backoff: str | None
) -> None:
    """A request each 10 ms on the dot, so that limits are met exactly; impatient with a backoff."""
    busy: Table = {"kind": "deterministic", "rate": "100/s", "to": "s0"}
    if limiter is not None:
        model["services"]["s0"]["limiter"] = draw(LIMITERS[limiter])
    if backoff is not None:
        retry = {"attempts": draw(st.integers(2, 5)), "backoff": draw(BACKOFFS[backoff])}
        busy |= {"timeout": draw(ms(1, 9)), "retry": retry}
    model["workloads"] = {**model.get("workloads", {}), "busy": busy}
