"""Balancers in the kernel: the rules of ``sim.policies.balancers``, by kind."""

import numpy as np

from sim.engines.compiled.jit import inlined
from sim.engines.compiled.tables import stretch
from sim.policies.balancers import (
    consistent_hash,
    least_outstanding,
    power_of_two,
    random,
    round_robin,
    smooth_weighted,
)

CONSISTENT_HASH, LEAST_OUTSTANDING, POWER_OF_TWO, RANDOM, ROUND_ROBIN, SMOOTH_WEIGHTED = range(6)

_position = inlined(consistent_hash.position)
_least = inlined(least_outstanding.least)
_pair = inlined(power_of_two.pair)
_uniform_index = inlined(random.uniform_index)
_following = inlined(round_robin.following)
_smooth = inlined(smooth_weighted.smooth)


@inlined
def pick(s, b, first, draw, key):
    """The instance to use; their outstanding requests stand in ``numbers`` from ``first`` on."""
    policy = s.policies[b]
    members = policy.members
    if policy.kind == LEAST_OUTSTANDING:
        return _least(stretch(s.numbers, first, members), draw)
    if policy.kind == POWER_OF_TWO:
        if members == 1:
            return 0
        one, other = _pair(draw, members)
        return one if s.numbers[first + one] <= s.numbers[first + other] else other
    if policy.kind == RANDOM:
        return _uniform_index(draw, members)
    if policy.kind == ROUND_ROBIN:
        picked = policy.turn
        policy.turn = _following(picked, members)
        return picked
    if policy.kind == SMOOTH_WEIGHTED:
        current = stretch(s.numbers, policy.used, members)
        return _smooth(current, stretch(s.numbers, policy.weights, members), policy.total)
    return _owner(s, b, _position(int(key)))


@inlined
def _owner(s, b, place):
    policy = s.policies[b]
    ring = stretch(s.numbers, policy.log, policy.points)
    return s.numbers[policy.owners + np.searchsorted(ring, place)]
