"""Stretches: times in which an edge node was busy throughout, as the ends of its clicks show."""

from dataclasses import dataclass
from functools import reduce
from operator import add

import numpy as np
from numpy.typing import NDArray

from sim.outcomes import Outcome
from sim.results import RequestLog
from sim.results.level import ADMITTED

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Stretches:
    """From the end of a refused click to that of the next, where that had been sent by then.

    A node works off one click after the other, so that it was busy all the time between, and both
    came the same way back.  Whom a click finds has nothing to do with how long it takes itself, so
    the sample is fair.  ``lengths`` are ns; ``begun`` is how many admitted clicks the node began in
    each, and ``answered`` how many answers of the origin's it passed on.
    """

    lengths: Integers
    begun: Integers
    answered: Integers

    @classmethod
    def of(cls, log: RequestLog) -> "Stretches":
        """Those of each edge node in a log of refused and admitted clicks."""
        refused, admitted = log.ended_as([Outcome.REFUSED]), log.ended_as(ADMITTED)
        nodes = [log.edge == node for node in np.unique(log.edge)]
        return reduce(add, [_at_a_node(log, refused & here, admitted & here) for here in nodes])

    def __add__(self, other: "Stretches") -> "Stretches":
        return Stretches(
            np.append(self.lengths, other.lengths),
            np.append(self.begun, other.begun),
            np.append(self.answered, other.answered),
        )

    @property
    def plain(self) -> Integers:
        """The lengths of those with nothing in them but the later click: the times that a node
        which is awake is busy with a refused one."""
        return np.asarray(self.lengths[(self.begun == 0) & (self.answered == 0)])

    def extra(self) -> float:
        """How much longer (ns) an admitted click keeps a node busy than a refused one does.

        It is what the stretches are longer than if all their clicks had been refused, shared by
        the clicks begun and the answers passed on in them, two of which make an admission.
        """
        more = self.lengths - self.plain.mean() * (1 + self.begun)
        return 2 * float(more.sum()) / max(1, int((self.begun + self.answered).sum()))


def _at_a_node(
    log: RequestLog, refused: NDArray[np.bool_], admitted: NDArray[np.bool_]
) -> Stretches:
    sent, over = log.start[refused], log.finished[refused]
    order = np.argsort(over, kind="stable")
    first, then = order[:-1], order[1:]
    busy = sent[then] < over[first]
    first, then = first[busy], then[busy]
    return Stretches(
        over[then] - over[first],
        # Where the later overtook the earlier nobody was sent between.
        np.maximum(0, _between(log.start[admitted], sent[first], sent[then])),
        _between(log.finished[admitted], over[first], over[then]),
    )


def _between(instants: Integers, first: Integers, then: Integers) -> Integers:
    """How many instants lie after each ``first`` and up to its ``then``."""
    ordered = np.sort(instants)
    return np.searchsorted(ordered, then, "right") - np.searchsorted(ordered, first, "right")
