"""Recovery: whether the goodput of a run came back after a trigger, and when it did.

A metastable failure is one that stays when its trigger has gone.  Source: Bronson, Aghayev,
Charapko and Zhu, Metastable failures in distributed systems, HotOS 2021.
"""

from collections.abc import Mapping
from math import ceil

import numpy as np
from numpy.typing import NDArray

from sim.model.trigger import Trigger
from sim.outcomes import ANSWERS
from sim.results.run import Run
from sim.units import SECOND, format_duration

BACK = 0.9
"""Goodput is back where it is this share of what it was before the trigger, unless told other."""

SIGMAS = 4.0
"""A window of goodput has so many answers that Poisson chance would have to be this far out, in
standard deviations, to look like a dip: once in 30,000 windows."""

OVERLOADED = "recovery.overloaded"
COLLAPSED = "recovery.collapsed"
TIME = "recovery.time_s"
BEFORE = "recovery.goodput_before_rps"

Times = NDArray[np.int64]


def recovery(
    run: Run, trigger: Trigger, back: float = BACK, warm_up: int = 0
) -> Mapping[str, float | None]:
    """What a run says about its trigger, as figures.

    Goodput is the rate of answers (served, sold, sold out) at the time they are given, over a
    window of as many as chance does not bring below ``back``.  ``OVERLOADED`` is 1 where before
    the trigger (from ``warm_up`` on, ns) it was less than ``back`` of the requests that were sent:
    such a run says nothing about the trigger.  Else ``COLLAPSED`` is 1 where the goodput at the
    end of the run is less than ``back`` of that before the trigger, and ``TIME`` (s, after the end
    of the trigger) is the first from which every window until the end of the run has that much.
    ValueError for a run with too few requests before the trigger or after it.
    """
    answers = np.sort(run.requests.finished[run.requests.ended_as(ANSWERS)])
    sent = _count(np.sort(run.requests.start), warm_up, trigger.begins)
    before, span = _count(answers, warm_up, trigger.begins), trigger.begins - warm_up
    enough = answers_wanted(back)
    if sent < enough:
        raise ValueError(f"wanted {enough:,} requests before the trigger, got {sent:,}")
    told = {BEFORE: before * SECOND / span}
    if before < back * sent:
        return told | {OVERLOADED: 1.0, COLLAPSED: None, TIME: None}
    window, wanted = ceil(enough * span / before), ceil(back * enough)
    _check_window(window, run.trace.end - trigger.ends)
    at = back_at(answers, trigger.ends, run.trace.end, window, wanted)
    late = None if at is None else (at - trigger.ends) / SECOND
    return told | {OVERLOADED: 0.0, COLLAPSED: float(at is None), TIME: late}


def check_before(trigger: Trigger, back: float, warm_up: int) -> None:
    """Refuse, with ValueError, what no run can tell, whatever happens in it."""
    answers_wanted(back)
    if warm_up >= trigger.begins:
        wanted, got = format_duration(trigger.begins), format_duration(warm_up)
        raise ValueError(f"wanted a warm-up below the {wanted} before the trigger, got {got}")


def answers_wanted(back: float) -> int:
    """How many answers a window has, so that chance alone hardly ever brings it below ``back``.

    ValueError for a share that is none, or that is so near to 1 that chance is always below it.
    """
    if not 0 < back <= 0.99:
        raise ValueError(f"the share that is back must be above 0 and at most 0.99, got {back}")
    return ceil(round((SIGMAS / (1 - back)) ** 2, 6))


def back_at(answers: Times, begin: int, end: int, window: int, wanted: int) -> int | None:
    """The first time from which every window until ``end`` has ``wanted`` answers; None: never.

    ``answers`` are ascending times; a window is [t, t + window), and the last one ends with the
    run.  What is in it changes only where an answer leaves it: behind an answer it is too poor
    until the answer that is ``wanted`` places later comes into reach.
    """
    inside = answers[(answers >= begin) & (answers < end)]
    behind = np.concatenate(([begin - 1], inside))
    to_come = np.append(inside, np.full(wanted, end))
    poor_until = np.minimum(to_come[wanted - 1 :] - window, to_come[: len(behind)])
    last = int(poor_until[poor_until > behind].max(initial=begin - 1))
    return None if last >= end - window else last + 1


def _check_window(window: int, left: int) -> None:
    if window > left:
        wanted, got = window / SECOND, left / SECOND
        raise ValueError(f"wanted {wanted:.3g} s or more after the trigger, got {got:.3g} s")


def _count(times: Times, begin: int, end: int) -> int:
    """How many of ascending times lie in [begin, end)."""
    low, high = np.searchsorted(times, (begin, end))
    return int(high - low)
