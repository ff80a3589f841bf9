"""Balancers: which instance next. BALANCERS maps a scenario's `kind` to the class."""

from sim.policies.balancers.base import Balancer
from sim.policies.balancers.consistent_hash import ConsistentHash
from sim.policies.balancers.least_outstanding import LeastOutstanding
from sim.policies.balancers.power_of_two import PowerOfTwo
from sim.policies.balancers.random import Random
from sim.policies.balancers.round_robin import RoundRobin
from sim.policies.balancers.smooth_weighted import SmoothWeighted

BALANCERS: dict[str, type[Balancer]] = {
    "consistent_hash": ConsistentHash,
    "least_outstanding": LeastOutstanding,
    "power_of_two": PowerOfTwo,
    "random": Random,
    "round_robin": RoundRobin,
    "smooth_weighted": SmoothWeighted,
}

__all__ = [
    "BALANCERS",
    "Balancer",
    "ConsistentHash",
    "LeastOutstanding",
    "PowerOfTwo",
    "Random",
    "RoundRobin",
    "SmoothWeighted",
]
