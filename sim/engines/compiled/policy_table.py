"""Lowers policies to the kernel's records: their parameters and their state at the start."""

from collections.abc import Callable
from typing import Any

from sim.engines.compiled import backoffs, balancers, edge_node, limiters
from sim.engines.compiled.memory import table
from sim.engines.compiled.records import POLICY, Array
from sim.engines.compiled.unsupported import UnsupportedError
from sim.policies import backoff as backoff_policies
from sim.policies import balancers as balancer_policies
from sim.policies import limiters as limiter_policies
from sim.policies.admission import (
    Census,
    Open,
    Probability,
    Quota,
    TokenBucketAdmission,
    WaitingRoom,
)
from sim.policies.retry_budget import RetryBudget

Fields = dict[str, Any]
Store = Callable[[list[int]], int]
"""Puts numbers into the table of numbers and says where they begin."""


def _capped(kind: int) -> Callable[[Any, Store], Fields]:
    return lambda it, store: {"kind": kind, "shortest": it.base, "longest": it.cap}


def _token_bucket(it: Any, kind: int) -> Fields:
    return {
        "kind": kind,
        "level": it.credit,
        "count": it.count,
        "per": it.per,
        "full": it.full,
    }


def _waiting_room(it: WaitingRoom, store: Store) -> Fields:
    count, per = it.outflow
    return {
        "kind": edge_node.WAITING_ROOM,
        "count": count,
        "per": per,
        "random": it.order == "random",
        "capacity": -1 if it.capacity is None else it.capacity,
    }


def _leaky_bucket(it: Any, store: Store) -> Fields:
    fields = {"count": it.count, "per": it.per, "brim": it.brim, "level": it.level}
    return {"kind": limiters.LEAKY_BUCKET, **fields}


def _sliding_window(it: Any, store: Store) -> Fields:
    log = store([0] * it.limit)
    return {"kind": limiters.SLIDING_WINDOW, "limit": it.limit, "window": it.window, "log": log}


def _consistent_hash(it: Any, store: Store) -> Fields:
    ring, owners = store(it.ring), store(it.owners)
    sizes = {"members": it.instances, "points": len(it.ring)}
    return {"kind": balancers.CONSISTENT_HASH, "log": ring, "owners": owners, **sizes}


def _smooth_weighted(it: Any, store: Store) -> Fields:
    tables = {"used": store(it.current), "weights": store(it.weights)}
    sizes = {"members": it.instances, "total": it.total}
    return {"kind": balancers.SMOOTH_WEIGHTED, **tables, **sizes}


def _plain(kind: int) -> Callable[[Any, Store], Fields]:
    return lambda it, store: {"kind": kind, "members": it.instances}


FIELDS: dict[type, Callable[[Any, Store], Fields]] = {
    backoff_policies.NoBackoff: lambda it, store: {"kind": backoffs.NONE},
    backoff_policies.Exponential: _capped(backoffs.EXPONENTIAL),
    backoff_policies.FullJitter: _capped(backoffs.FULL_JITTER),
    backoff_policies.EqualJitter: _capped(backoffs.EQUAL_JITTER),
    backoff_policies.DecorrelatedJitter: _capped(backoffs.DECORRELATED_JITTER),
    RetryBudget: lambda it, store: {
        "credit": it.credit,
        "deposit": it.deposit_units,
        "full": it.full,
    },
    limiter_policies.Concurrency: lambda it, store: {
        "kind": limiters.CONCURRENCY,
        "limit": it.limit,
    },
    limiter_policies.FixedWindow: lambda it, store: {
        "kind": limiters.FIXED_WINDOW,
        "limit": it.limit,
        "window": it.window,
    },
    limiter_policies.LeakyBucket: _leaky_bucket,
    limiter_policies.SlidingWindow: _sliding_window,
    limiter_policies.TokenBucket: lambda it, store: _token_bucket(it, limiters.TOKEN_BUCKET),
    balancer_policies.ConsistentHash: _consistent_hash,
    balancer_policies.LeastOutstanding: _plain(balancers.LEAST_OUTSTANDING),
    balancer_policies.PowerOfTwo: _plain(balancers.POWER_OF_TWO),
    balancer_policies.Random: _plain(balancers.RANDOM),
    balancer_policies.RoundRobin: _plain(balancers.ROUND_ROBIN),
    balancer_policies.SmoothWeighted: _smooth_weighted,
    Open: lambda it, store: {"kind": edge_node.ADMIT_ALL},
    Probability: lambda it, store: {
        "kind": edge_node.PROBABILITY,
        "probability": it.probability,
    },
    Census: lambda it, store: {"kind": edge_node.PROBABILITY, "probability": it.probability},
    Quota: lambda it, store: {"kind": edge_node.QUOTA, "limit": it.quota},
    TokenBucketAdmission: lambda it, store: _token_bucket(it.bucket, edge_node.TOKEN_BUCKET),
    WaitingRoom: _waiting_room,
}
"""How each policy is lowered: one line here for a new one, and its rule in the kernel."""


class Policies:
    """The table of policies; a policy that several stations share is one row in it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._rows: list[Fields] = []
        self._numbers: dict[int, int] = {}

    def number(self, policy: Any) -> int:
        """The row of a policy; -1 for None."""
        if policy is None:
            return -1
        if id(policy) not in self._numbers:
            if type(policy) not in FIELDS:
                raise UnsupportedError(f"the policy {type(policy).__name__}")
            self._numbers[id(policy)] = len(self._rows)
            self._rows.append(FIELDS[type(policy)](policy, self._store))
        return self._numbers[id(policy)]

    def records(self) -> Array:
        """The rows, as records."""
        made = table(max(1, len(self._rows)), POLICY)
        for number, row in enumerate(self._rows):
            for name, value in row.items():
                made[name][number] = value
        return made
