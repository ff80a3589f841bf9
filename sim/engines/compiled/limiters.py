"""Limiters in the kernel: the rules of ``sim.policies.limiters``, by kind."""

from sim.engines.compiled.jit import compiled, inlined
from sim.policies.limiters import (
    concurrency,
    fixed_window,
    leaky_bucket,
    sliding_window,
    token_bucket,
)

CONCURRENCY, FIXED_WINDOW, LEAKY_BUCKET, SLIDING_WINDOW, TOKEN_BUCKET = range(5)

_enter = inlined(concurrency.enter)
_count = inlined(fixed_window.count)
_pour = inlined(leaky_bucket.pour)
_wait_for = inlined(sliding_window.wait_for)
_take = inlined(token_bucket.take)


@compiled
def acquire(s, number, now):
    """0 if the request that comes at ``now`` is let in."""
    policy = s.policies[number]
    if policy.kind == CONCURRENCY:
        policy.used, wait = _enter(policy.used, policy.limit)
    elif policy.kind == FIXED_WINDOW:
        policy.ends, policy.used, wait = _count(
            policy.ends, policy.used, now, policy.limit, policy.window
        )
    elif policy.kind == SLIDING_WINDOW:
        wait = _slide(s, number, now)
    elif policy.kind == LEAKY_BUCKET:
        policy.level, wait = _pour(
            policy.level, policy.last, now, policy.count, policy.per, policy.brim
        )
        policy.last = now
    else:
        wait = take_token(s, number, now)
    return wait


@inlined
def take_token(s, number, now):
    """0 if a token was there, which is taken."""
    policy = s.policies[number]
    policy.level, wait = _take(
        policy.level, policy.last, now, policy.count, policy.per, policy.full
    )
    policy.last = now
    return wait


@inlined
def _slide(s, number, now):
    policy = s.policies[number]
    if policy.used < policy.limit:
        s.numbers[policy.log + policy.used] = now
        policy.used += 1
        return 0
    wait = _wait_for(s.numbers[policy.log + policy.oldest], now, policy.window)
    if wait == 0:
        s.numbers[policy.log + policy.oldest] = now
        following = policy.oldest + 1
        policy.oldest = following if following < policy.limit else 0
    return wait


@inlined
def release(s, number):
    """Say that an admitted request is done."""
    if s.policies[number].kind == CONCURRENCY:
        s.policies[number].used -= 1
