"""Token bucket as an admission: clicks past the edge at a rate, with bursts."""

from sim.policies.admission.base import ADMIT, REFUSE, Admission, Decision
from sim.policies.limiters.token_bucket import TokenBucket
from sim.units import Count, Frequency


class TokenBucketAdmission(Admission):
    """Token bucket: each edge node admits at most burst + rate * T clicks in any time T.

    rate, burst, errors and source: as the limiter `TokenBucket`, which decides.
    """

    __slots__ = ("bucket",)

    def __init__(self, *, rate: Frequency, burst: Count) -> None:
        self.bucket = TokenBucket(rate=rate, burst=burst)

    def decide(self, now: int, draw: float) -> Decision:
        """ADMIT if a token is there at `now` (ns), else REFUSE."""
        return ADMIT if self.bucket.acquire(now) == 0 else REFUSE

    def __repr__(self) -> str:
        return f"TokenBucketAdmission(rate={self.bucket.rate!r}, burst={self.bucket.burst})"
