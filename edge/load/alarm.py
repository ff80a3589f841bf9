"""The alarm: wakes greenlets at their instants, within a tenth of a millisecond.

gevent's own timers are those of epoll, in whole milliseconds: half of one late on the average,
which is as long as many an answer takes.  A Linux timerfd is a file that becomes readable at an
instant of the monotonic clock, to the nanosecond, and epoll tells about it at once.
"""

import ctypes
import os
from contextlib import suppress
from heapq import heappop, heappush
from itertools import count
from time import monotonic_ns

from gevent.hub import Waiter, get_hub

from sim.units import SECOND

_MONOTONIC, _READ, _ABSOLUTE = 1, 1, 1
_AT_A_TIME = 32
"""How many are woken before answers are heard again, where more are due."""
_FLAGS = os.O_NONBLOCK | os.O_CLOEXEC


class _Setting(ctypes.Structure):
    """``struct itimerspec``: again after, and first at, in seconds and nanoseconds."""

    _fields_ = [(name, ctypes.c_long) for name in ("every_s", "every_ns", "at_s", "at_ns")]


class Alarm:
    """One timer for all greenlets of a process.  OSError where the system has no timerfd."""

    def __init__(self) -> None:
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._timer = self._checked(self._libc.timerfd_create(_MONOTONIC, _FLAGS))
        self._sleepers: list[tuple[int, int, Waiter]] = []
        self._numbers = count()
        self._watcher = get_hub().loop.io(self._timer, _READ)
        self._watcher.start(self._ring)

    def wait_until(self, instant: int) -> None:
        """Sleep until ``monotonic_ns`` is past an instant; not at all where it is already."""
        if instant <= monotonic_ns():
            return
        waiter = Waiter()
        heappush(self._sleepers, (instant, next(self._numbers), waiter))
        if self._sleepers[0][2] is waiter:
            self._set(instant)
        waiter.get()

    def close(self) -> None:
        """Wake nobody any more."""
        self._watcher.stop()
        self._watcher.close()
        os.close(self._timer)

    def _ring(self) -> None:
        with suppress(BlockingIOError):
            os.read(self._timer, 8)
        for _ in range(_AT_A_TIME):
            if not self._sleepers or self._sleepers[0][0] > monotonic_ns():
                break
            heappop(self._sleepers)[2].switch(None)
        if self._sleepers:
            self._set(self._sleepers[0][0])

    def _set(self, instant: int) -> None:
        setting = _Setting(0, 0, *divmod(instant, SECOND))
        timer, at = self._timer, ctypes.byref(setting)
        self._checked(self._libc.timerfd_settime(timer, _ABSOLUTE, at, None))

    def _checked(self, result: int) -> int:
        if result < 0:
            number = ctypes.get_errno()
            raise OSError(number, f"timerfd: {os.strerror(number)}")
        return result

    def __repr__(self) -> str:
        return f"Alarm(sleepers={len(self._sleepers)})"
