"""Census: the probability follows from how many are waiting."""

from sim.policies import bounds
from sim.policies.admission.probability import Probability
from sim.units import Share


def census_share(target: float, stock: int, waiting: int) -> float:
    """min(1, target * stock / waiting): 0 without stock, else 1 where nobody is waiting."""
    if stock <= 0:
        return 0.0
    if waiting <= 0:
        return 1.0
    return min(1.0, target * stock / waiting)


class Census(Probability):
    """Census: the data centre counts who is waiting and pushes the share that its stock allows.

    An edge node decides by the probability pushed last; the data centre computes it with
    `share` from the stock that is left and the sum of the edge nodes' counts.

    target: clicks to admit per unit of stock, > 0: above 1, since some of those admitted do not
    buy. initial: the probability before the first push, in [0, 1].
    Errors: ValueError outside these.
    """

    __slots__ = ("initial", "target")

    def __init__(self, *, target: float = 1.3, initial: Share = 0.0) -> None:
        self.target = bounds.positive("target", target)
        self.initial = bounds.share("initial", initial)
        super().__init__(probability=initial)

    def share(self, stock: int, waiting: int) -> float:
        """The probability to push, in [0, 1], for `stock` left and `waiting` people."""
        return census_share(self.target, stock, waiting)

    def __repr__(self) -> str:
        return f"Census(target={self.target}, initial={self.initial})"
