"""Tests of the checks across sections."""

from collections.abc import Callable

import pytest

from sim.model import Poisson, Scenario, ScenarioError, Service, loads

Problems = Callable[..., list[str]]

CASES = {
    "a call to an unknown service": (
        '{ to = "order" }',
        '{ to = "ordr" }',
        'services.gateway.calls.0.to: unknown service "ordr", did you mean "order"?',
    ),
    "a workload for an unknown service": (
        'rate = "20/s"\nto = "gateway"',
        'rate = "20/s"\nto = "gatway"',
        'workloads.browse.to: unknown service "gatway", did you mean "gateway"?',
    ),
    "an unknown origin": (
        'origin = "gateway"',
        'origin = "gatway"',
        'edge.origin: unknown service "gatway", did you mean "gateway"?',
    ),
    "a workload at the edge": (
        'rate = "20/s"\nto = "gateway"',
        'rate = "20/s"\nto = "edge"',
        'workloads.browse.to: unknown service "edge", wanted one of: gateway, order',
    ),
    "a cycle of calls": (
        '{ to = "stock" }',
        '{ to = "gateway" }',
        "services: a cycle of calls: gateway -> order -> gateway",
    ),
    "a cycle of three": (
        'mean = "1 ms" }\ncalls = [{ to = "order" }]',
        'mean = "1 ms" }\ncalls = [{ to = "zoo" }]\n'
        '[services.zoo]\nservice_time = "1 ms"\ncalls = [{ to = "billing" }]\n'
        '[services.billing]\nservice_time = "1 ms"\ncalls = [{ to = "gateway" }]',
        "services: a cycle of calls: billing -> gateway -> zoo -> billing",
    ),
    "a service that calls itself": (
        '{ to = "stock" }',
        '{ to = "order" }',
        "services: a cycle of calls: order -> order",
    ),
    "weights of other edge nodes": (
        "users = 1000",
        "users = 1000\nweights = [1.0, 2.0, 3.0]",
        "crowd.weights: wanted one weight for each of 4 edge nodes, got 3",
    ),
    "a service named stock": (
        "[workloads.browse]",
        '[services.stock]\nservice_time = "1 ms"\n[workloads.browse]',
        'services.stock: this name is taken, got a service "stock"',
    ),
    "a workload named buy": (
        "[workloads.browse]",
        "[workloads.buy]",
        'workloads.buy: this name is taken by the crowd, got a workload "buy"',
    ),
    "an unknown baseline": (
        'duration = "30 s"',
        'duration = "30 s"\nbaseline = "quotas"',
        'baseline: unknown variant "quotas", did you mean "quota"?',
    ),
    "a comparison of an unknown variant": (
        'duration = "30 s"',
        'duration = "30 s"\ncompared = ["quota", "none"]',
        'compared.1: unknown variant "none", did you mean "no_edge"?',
    ),
    "an instance out of range": (
        "[workloads.browse]",
        '[[faults]]\nkind = "crash"\nservice = "order"\ninstance = 3\nat = "1 s"\nlasts = "1 s"\n'
        "[workloads.browse]",
        "faults.0.instance: must be < 3, the instances of order, got 3",
    ),
    "a fault after the end": (
        "[workloads.browse]",
        '[[faults]]\nkind = "cut"\nlink = "edge"\nat = "30 s"\nlasts = "1 s"\n[workloads.browse]',
        "faults.0.at: must be < duration = 30 s, got 30 s",
    ),
    "a fault of an unknown service": (
        "[workloads.browse]",
        '[[faults]]\nkind = "slow"\nservice = "ordr"\ninstance = "all"\nfactor = 2.0\n'
        'at = "1 s"\nlasts = "1 s"\n[workloads.browse]',
        'faults.0.service: unknown service "ordr", did you mean "order"?',
    ),
    "an instance that is none": (
        "[workloads.browse]",
        '[[faults]]\nkind = "crash"\nservice = "order"\ninstance = "first"\nat = "1 s"\n'
        'lasts = "1 s"\n[workloads.browse]',
        'faults.0.instance: wanted the number of an instance (from 0) or "all", got "first"',
    ),
    "more than sums of 64 bits can take": (
        "stock = 10",
        'stock = 10\nqueue = "2000000000G"',
        "sale.queue: must be <= 10^18 (in ns, bytes or bit/s), got 2000000000000000000",
    ),
}


@pytest.mark.parametrize(("old", "new", "line"), CASES.values(), ids=CASES.keys())
def test_parts_that_do_not_go_together(problems: Problems, old: str, new: str, line: str) -> None:
    """What is wrong between sections is one line with the key where it shows."""
    assert problems(old, new) == [f"small.toml: {line}"]


def cut(text: str, name: str) -> str:
    """A whole section of the text, from its header to the next."""
    start = text.index(f"[{name}]")
    return text[start : text.index("\n[", start) + 1]


def test_a_crowd_wants_a_sale(problems: Problems, text: str) -> None:
    """A crowd, and a call to the stock, need a sale."""
    assert problems(cut(text, "sale"), "") == [
        "small.toml: sale: a crowd wants a sale, got none",
        'small.toml: services.order.calls.0.to: the stock wants a sale, got "stock" and no sale',
    ]


def test_the_entry_edge_wants_an_edge(problems: Problems, text: str) -> None:
    """A crowd that enters at the edge needs one."""
    assert problems(cut(text, "edge"), "") == [
        'small.toml: crowd.entry: this entry wants an edge, got "edge" and no edge'
    ]


def test_something_must_arrive() -> None:
    """A scenario with neither a crowd nor a workload is refused."""
    text = 'name = "a"\nquestion = "?"\nanswer = "."\nduration = "1 s"\n'
    with pytest.raises(ScenarioError, match="wanted a crowd or at least one workload, got neither"):
        loads(text)


def test_a_deep_chain_of_calls_is_no_cycle() -> None:
    """A chain of a thousand services is walked without recursion."""
    services = {
        f"s{number}": Service(
            service_time="1 us", calls=[{"to": f"s{number + 1}"}] if number < 999 else []
        )
        for number in range(1000)
    }
    load = Poisson(rate="1/s", to="s0")
    built = Scenario(
        name="a", question="", answer="", duration="1 s", services=services, workloads={"a": load}
    )
    assert len(built.services) == 1000
