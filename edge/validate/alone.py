"""Clicks that waited for nobody, of a request log."""

import numpy as np
from numpy.typing import NDArray

from sim.results import RequestLog


def found_nobody(log: RequestLog) -> NDArray[np.bool_]:
    """Which requests were sent when all earlier ones were over: those waited for nobody."""
    order = np.argsort(log.start, kind="stable")
    before = np.maximum.accumulate(log.finished[order])[:-1]
    alone = np.empty(len(order), dtype=np.bool_)
    alone[order] = log.start[order] > np.concatenate([[-1], before])
    return alone


def met_nobody(log: RequestLog) -> NDArray[np.bool_]:
    """Those of them that were over, too, when the next was sent.

    Long ones are rarer among these than among all: for what the next cannot hold up,
    ``found_nobody`` is the fair sample.
    """
    order = np.argsort(log.start, kind="stable")
    after = np.append(log.start[order][1:], np.iinfo(np.int64).max)
    undisturbed = np.empty(len(order), dtype=np.bool_)
    undisturbed[order] = log.finished[order] < after
    return found_nobody(log) & undisturbed
