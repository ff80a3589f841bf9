"""Dispatch: tasks go to a pool, a few at a time, and their records come back as they are made."""

from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import BrokenExecutor, CancelledError, Future
from itertools import chain

from sim.experiments.parallel import finished
from sim.experiments.pool import Pool
from sim.experiments.task import Reply, Task, reason
from sim.results.record import Failure, Record
from sim.version import __version__

DIED = "its worker process was ended from outside (out of memory?)"

Made = tuple[Task, Record]


def dispatch(tasks: Iterable[Task], pool: Pool) -> Generator[Made, None, None]:
    """Have every task played, and yield each with its record in the order they are finished.

    Closing it early takes back what has not begun.  A task whose worker dies is played again,
    alone: if it happens again, that is its record, and the others go on.  OSError where the pool
    is lost, or where a worker is of another version.
    """
    work = _Work(tasks, pool)
    try:
        while work.hand_out():
            yield from work.collect()
    finally:
        work.take_back()


class _Work:
    """What waits, what is being played, and what may have ended its worker: that goes alone."""

    def __init__(self, tasks: Iterable[Task], pool: Pool) -> None:
        self._waiting = iter(tasks)
        self._running: dict[Future[Reply], Task] = {}
        self._suspects: deque[Task] = deque()
        self._accused: Task | None = None
        self._pool = pool

    def hand_out(self) -> bool:
        """Give the pool what it has room for; False once nothing is left."""
        while len(self._running) < self._room() and (task := self._next()):
            try:
                self._running[self._pool.submit(task)] = task
            except BrokenExecutor as error:
                self._waiting = chain([task], self._waiting)
                self._begin_anew(error)
        return bool(self._running)

    def collect(self) -> list[Made]:
        """Wait a while until something is finished, and take it."""
        done, _ = finished(self._running)
        broken = [future for future in done if _broken(future)]
        made = [_made(self._running.pop(future), future) for future in done - set(broken)]
        return made + (self._begin_anew(_broken(broken[0])) if broken else [])

    def take_back(self) -> None:
        self._pool.take_back(self._running)

    def _room(self) -> int:
        return 1 if self._suspects or self._accused else self._pool.window

    def _next(self) -> Task | None:
        self._accused = self._suspects.popleft() if self._suspects else None
        return self._accused or next(self._waiting, None)

    def _begin_anew(self, error: BrokenExecutor | None) -> list[Made]:
        """With a new pool: what was being played is suspected; what was alone, twice, is guilty."""
        assert error is not None
        self._pool.renew(error)
        lost = list(self._running.values())
        self._running.clear()
        if self._accused in lost:
            self._accused = None
            return [(task, Failure(task.scenario.seed, DIED)) for task in lost]
        self._suspects.extend(lost)
        return []


def _broken(future: Future[Reply]) -> BrokenExecutor | None:
    error = None if future.cancelled() else future.exception()
    return error if isinstance(error, BrokenExecutor) else None


def _made(task: Task, future: Future[Reply]) -> Made:
    try:
        version, record = future.result()
    except CancelledError:
        raise OSError("the workers have gone; what is finished is kept") from None
    except Exception as error:
        return task, Failure(task.scenario.seed, reason(error))
    if version != __version__:
        raise OSError(f"wanted workers of Floodgate {__version__}, got one of {version}")
    return task, record
