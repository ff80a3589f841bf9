"""The poll log: one row a finished poll, column by column, of a run that keeps them."""

import numpy as np
from numpy.typing import NDArray

from sim.engines.trace import POLL_COLUMNS
from sim.results.log import Log


class PollLog(Log):
    """The polls of a run, in order of completion; ``len`` is the number of rows.

    ``user`` asked ``number`` times before this one; ``start`` and ``latency`` are nanoseconds,
    ``outcome`` holds values of ``Outcome``; ``edge`` is -1 where there is none.
    """

    kinds = POLL_COLUMNS
    user: NDArray[np.int64]
    number: NDArray[np.int32]
    edge: NDArray[np.int32]

    def __repr__(self) -> str:
        return f"PollLog({len(self):,} polls)"
