"""Tests of the token bucket as an admission."""

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.policies.admission.base import Decision
from sim.policies.admission.token_bucket import TokenBucketAdmission
from sim.policies.limiters.token_bucket import TokenBucket
from sim.units import Rate, parse_rate

PERS = st.integers(1, 60)
RATES = PERS.flatmap(lambda per: st.builds(Rate, st.integers(1, per), st.just(per)))
TIMES = st.lists(st.integers(0, 40), max_size=80).map(lambda gaps: list(accumulate(gaps)))


@given(rate=RATES, burst=st.integers(1, 4), times=TIMES)
def test_decides_as_the_limiter_does(rate: Rate, burst: int, times: list[int]) -> None:
    """A click is admitted exactly if the limiter of the same rate and burst lets it in."""
    policy, limiter = (
        TokenBucketAdmission(rate=rate, burst=burst),
        TokenBucket(rate=rate, burst=burst),
    )
    for now in times:
        admitted = policy.decide(now, 0.5) is Decision.ADMIT
        assert admitted is (limiter.acquire(now) == 0)


def test_trace() -> None:
    """Ten a second with a burst of two: two at once, the third refused, one more after 100 ms."""
    policy = TokenBucketAdmission(rate=parse_rate("10/s"), burst=2)
    decisions = [policy.decide(now, 0.5) for now in (0, 0, 0, 99_999_999, 100_000_000)]
    admit, refuse = Decision.ADMIT, Decision.REFUSE
    assert decisions == [admit, admit, refuse, refuse, admit]


def test_errors() -> None:
    """A parameter out of range is a ValueError that says what was wanted and what came."""
    with pytest.raises(ValueError, match=r"^burst must be >= 1, got 0$"):
        TokenBucketAdmission(rate=Rate(1, 10), burst=0)
    with pytest.raises(ValueError, match=r"^rate must be <= 1G/s, one a nanosecond, got 2G/s$"):
        TokenBucketAdmission(rate=Rate(2, 1), burst=1)
