"""Backoffs in the kernel: the rules of ``sim.policies.backoff``, by kind."""

from sim.engines.compiled.jit import compiled, inlined
from sim.policies.backoff import (
    decorrelated_jitter,
    equal_jitter,
    exponential,
    full_jitter,
)

NONE, EXPONENTIAL, FULL_JITTER, EQUAL_JITTER, DECORRELATED_JITTER = range(5)

_ceiling = inlined(exponential.ceiling)
_full = inlined(full_jitter.full)
_equal = inlined(equal_jitter.equal)
_decorrelated = inlined(decorrelated_jitter.decorrelated)


@compiled
def delay_before(s, b, retry, previous, draw):
    """Nanoseconds to wait before retry number ``retry``."""
    policy = s.policies[b]
    if policy.kind == NONE:
        return 0
    if policy.kind == DECORRELATED_JITTER:
        return _decorrelated(previous, policy.shortest, policy.longest, draw)
    highest = _ceiling(retry, policy.shortest, policy.longest)
    if policy.kind == EXPONENTIAL:
        return highest
    return _full(highest, draw) if policy.kind == FULL_JITTER else _equal(highest, draw)
