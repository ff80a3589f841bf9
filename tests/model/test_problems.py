"""Tests of problems: every single thing that can be wrong with a section is one clear line."""

from collections.abc import Callable

import pytest

Problems = Callable[..., list[str]]

CASES = {
    "an unknown key names the nearest": (
        "users = 1000",
        "users = 1000\nentri = 1",
        'crowd.entri: unknown key, did you mean "entry"?',
    ),
    "an unknown key at the top": (
        "[edge]",
        "[egde]",
        'egde: unknown key, did you mean "edge"?',
    ),
    "an unknown key of a policy": (
        "cv = 0.5",
        "cv = 0.5, sigma = 1",
        "services.order.service_time.sigma: unknown key, wanted one of: cv, kind, mean",
    ),
    "a wrong unit": (
        '"2 ms"',
        '"2 MB"',
        'sale.update_time.value: wanted a duration in ns, us, ms, s, min, h or d, got "2 MB"',
    ),
    "a bare number without a unit": (
        '"30 s"',
        "30",
        'duration: wanted a duration such as "15 ms", got 30',
    ),
    "no duration": ('"30 s"', '"0 s"', 'duration: must be > 0, got "0 s"'),
    "a negative duration": (
        '"30 s"',
        '"-1 s"',
        'duration: wanted a duration such as "15 ms", got "-1 s"',
    ),
    "a negative rate": (
        '"20/s"',
        '"-20/s"',
        'workloads.browse.rate: wanted a rate such as "2k/s", got "-20/s"',
    ),
    "a rate of zero": (
        '"20/s"',
        '"0/s"',
        'workloads.browse.rate: rate must be > 0, got "0/s"',
    ),
    "no workers": ("workers = 8", "workers = 0", "edge.workers: must be >= 1, got 0"),
    "no instances": (
        "instances = 3",
        "instances = 0",
        "services.order.instances: must be >= 1, got 0",
    ),
    "no users": ("users = 1000", "users = 0", "crowd.users: must be >= 1, got 0"),
    "no nodes": ("nodes = 4", "nodes = 0", "edge.nodes: must be >= 1, got 0"),
    "part of a user": (
        "users = 1000",
        "users = 1.5",
        'crowd.users: wanted a count such as "20k", got 1.5',
    ),
    "true users": (
        "users = 1000",
        "users = true",
        'crowd.users: wanted a count such as "20k", got True',
    ),
    "a probability above 1": (
        "probability = 0.02",
        "probability = 1.2",
        "edge.admission.probability: share must be between 0 and 1, got 1.2",
    ),
    "a share above 1": (
        '"10 %"',
        '"110 %"',
        'crowd.poll.jitter: share must be between 0 and 1, got "110 %"',
    ),
    "a number in the place of true": (
        'jitter = "10 %"',
        "rows = 3",
        "crowd.poll.rows: wanted true or false, got 3",
    ),
    "an unknown kind": (
        '"lognormal"',
        '"lognormol"',
        'services.order.service_time.kind: unknown kind of distribution "lognormol", '
        'did you mean "lognormal"?',
    ),
    "no kind": (
        'kind = "poisson"',
        "",
        "workloads.browse.kind: this key is required, but missing, "
        "wanted one of: closed, curve, deterministic, poisson",
    ),
    "a kind that is no text": (
        '"poisson"',
        "{}",
        "workloads.browse.kind: unknown kind of workload a table, "
        "wanted one of: closed, curve, deterministic, poisson",
    ),
    "a missing key": (
        "stock = 10",
        "",
        "sale.stock: this key is required, but missing",
    ),
    "text in the place of a table": (
        'poll = { period = "1 s", jitter = "10 %" }',
        'poll = "often"',
        'crowd.poll: wanted a table, got "often"',
    ),
    "a number in the place of a distribution": (
        '"2 ms"',
        "2",
        "sale.update_time: wanted a distribution: a table with a kind, or text, got 2",
    ),
    "a table in the place of a list": (
        'calls = [{ to = "order" }]',
        'calls = { to = "order" }',
        "services.gateway.calls: wanted a list, got a table",
    ),
    "a number in the place of text": (
        'name = "small"',
        "name = 5",
        "name: wanted text, got 5",
    ),
    "a dot in a name": (
        "[services.order]",
        '[services."or.der"]',
        'services."or.der": wanted a name of at most 64 letters, digits, - and _, '
        'beginning with a letter, got "or.der"',
    ),
    "text in the place of true": (
        "stock = 10",
        'stock = 10\nsold_out_cache = "yes"',
        'sale.sold_out_cache: wanted true or false, got "yes"',
    ),
    "a word that is none of a list": (
        "instances = 3",
        'instances = 3\ndiscipline = "random"',
        "services.order.discipline: wanted 'fifo', 'lifo' or 'priority', got \"random\"",
    ),
    "a single attempt": (
        '{ to = "order" }',
        '{ to = "order", retry = { attempts = 1 } }',
        "services.gateway.calls.0.retry.attempts: must be >= 2, got 1",
    ),
    "the policy's own range": (
        "instances = 3",
        'instances = 3\nlimiter = { kind = "token_bucket", rate = "5/s", burst = 0 }',
        "services.order.limiter: burst must be >= 1, got 0",
    ),
    "the budget's own range": (
        '{ to = "order" }',
        '{ to = "order", retry = { attempts = 2, budget = { reserve = 5, capacity = 2 } } }',
        "services.gateway.calls.0.retry.budget: reserve must be <= capacity = 2, got 5",
    ),
    "a balancer against the instances": (
        "instances = 3",
        'instances = 3\nbalancer = { kind = "smooth_weighted", weights = [1, 2] }',
        "services.order.balancer: weights must have 3 entries, got 2",
    ),
    "a ring of too many points": (
        "instances = 3",
        'instances = 101\nbalancer = { kind = "consistent_hash", points = 10_000 }',
        "services.order.balancer: points times instances must be <= 1000000, got 1010000",
    ),
    "weights without a sum": (
        "users = 1000",
        "users = 1000\nweights = [0.0, 0.0]",
        "crowd: weights must have a finite sum > 0, got 0.0",
    ),
    "a weight below zero": (
        "users = 1000",
        "users = 1000\nweights = [1.0, -1.0]",
        "crowd.weights.1: must be >= 0, got -1.0",
    ),
    "retries of nothing": (
        '{ to = "order" }',
        '{ to = "order", retry = { attempts = 2, on = [] } }',
        "services.gateway.calls.0.retry.on: wanted at least one outcome, got none",
    ),
    "no weights": (
        "users = 1000",
        "users = 1000\nweights = []",
        "crowd: weights must have a finite sum > 0, got 0",
    ),
    "no measured durations": (
        '"2 ms"',
        '{ kind = "empirical", values = [] }',
        "sale.update_time: values must hold at least one duration, got none",
    ),
    "a weight as text": (
        "users = 1000",
        'users = 1000\nweights = ["1"]',
        'crowd.weights.0: wanted a number, got "1"',
    ),
    "a stop before the start": (
        'rate = "20/s"',
        'rate = "20/s"\nstart = "2 s"\nstop = "1 s"',
        "workloads.browse.stop: must be > start = 2 s, got 1 s",
    ),
    "a seed below zero": ("[crowd]", "seed = -1\n[crowd]", "seed: must be >= 0, got -1"),
    "a seed with a point": (
        "[crowd]",
        "seed = 1.0\n[crowd]",
        "seed: wanted a whole number, got 1.0",
    ),
    "a date": (
        '"30 s"',
        "1998-06-30",
        'duration: wanted a duration such as "15 ms", got datetime.date(1998, 6, 30)',
    ),
    "a variant that is no table": (
        "crowd.entry =",
        "[variants]\nother =",
        'variants.other: wanted a table, got "gateway"',
    ),
}


@pytest.mark.parametrize(("old", "new", "line"), CASES.values(), ids=CASES.keys())
def test_each_problem_is_one_clear_line(problems: Problems, old: str, new: str, line: str) -> None:
    """One wrong thing is one line with the file, the key, what was wanted and what came."""
    if "[variants]" in new:
        old, new = "[variants.no_edge]\n" + old, new
    assert problems(old, new) == [f"small.toml: {line}"]


def test_all_problems_are_told_at_once(problems: Problems) -> None:
    """Problems in several sections are all found in one reading, each on its own line."""
    found = problems(
        'users = 1000\npoll = { period = "1 s", jitter = "10 %" }\n\n[sale]\nstock = 10',
        "users = 0\npoll = { period = 1, jitter = 2 }\n\n[sale]\nstok = 10",
    )
    assert found == [
        "small.toml: crowd.users: must be >= 1, got 0",
        'small.toml: crowd.poll.period: wanted a duration such as "15 ms", got 1',
        "small.toml: crowd.poll.jitter: share must be between 0 and 1, got 2",
        "small.toml: sale.stock: this key is required, but missing",
        'small.toml: sale.stok: unknown key, did you mean "stock"?',
    ]


def test_a_line_stays_one_line(problems: Problems) -> None:
    """Line breaks and control characters in a key or a value do not break the line."""
    found = problems("stock = 10", '"a\\nb" = 1\nstock = "1\\n2\\u001b[31m\\u2028x"')
    assert found == [
        'small.toml: sale.stock: wanted a count such as "20k", got "1 2\\x1b[31m x"',
        'small.toml: sale."a\\nb": unknown key, wanted one of: cache_time, opens_at, payment, '
        "queue, sold_out_cache, stock, update_time",
    ]
