"""Probability: each click gets past the edge with the same chance."""

from sim.policies import bounds
from sim.policies.admission.base import ADMIT, REFUSE, Admission, Decision
from sim.units import Share


def passes(draw: float, probability: float) -> bool:
    """Whether a click with this draw, uniform in (0, 1), gets past."""
    return draw < probability


class Probability(Admission):
    """Probability: each click is admitted with the same probability, independently.

    Of n clicks Binomial(n, probability) are admitted. The data centre may push a new value.
    probability: in [0, 1]. Errors: ValueError outside that.
    """

    __slots__ = ("probability",)

    def __init__(self, *, probability: Share) -> None:
        self.update(probability)

    def update(self, probability: float) -> None:
        """Use `probability`, in [0, 1], from now on; ValueError outside that."""
        self.probability = bounds.share("probability", probability)

    def decide(self, now: int, draw: float) -> Decision:
        """ADMIT if draw < probability, else REFUSE."""
        return ADMIT if passes(draw, self.probability) else REFUSE

    def __repr__(self) -> str:
        return f"Probability(probability={self.probability})"
