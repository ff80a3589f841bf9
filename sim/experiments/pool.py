"""Pools: what plays the tasks of a sweep: this process, others beside it, or a cluster."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from threading import Thread
from typing import Any

from sim.experiments.parallel import share, stop, uninterrupted
from sim.experiments.task import Reply

AHEAD = 3
"""Tasks that a pool is given for each of its workers: while one is played the next lies ready."""


class Serial(Executor):
    """An executor that does everything at once, in this process."""

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """A future that is done already."""
        future: Future[Any] = Future()
        try:
            future.set_result(function(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


class Pool:
    """An executor of somebody else's, how many tasks it is given at a time, and how many threads
    each of them may have: no more than one where nobody knows who else is at work there."""

    def __init__(self, executor: Executor, window: int, threads: int = 1) -> None:
        self.executor = executor
        self.window = window
        self.threads = threads

    def submit(self, task: Callable[[int], Reply]) -> Future[Reply]:
        """Give it a task."""
        return self.executor.submit(task, self.threads)

    def take_back(self, futures: Iterable[Future[Reply]]) -> None:
        """Nobody wants these any more: those that have not begun never will."""
        for future in futures:
            future.cancel()

    def renew(self, error: BrokenExecutor) -> None:
        """Begin anew after a worker has died; raises the error where that is not ours to do."""
        raise error


class Processes(Pool):
    """Worker processes of our own: they leave Ctrl-C to this one, and end with it."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._processes = self._start()
        super().__init__(self._processes, AHEAD * workers, share(workers))

    def submit(self, task: Callable[[int], Reply]) -> Future[Reply]:
        """Give it a task; Ctrl-C waits while that starts processes."""
        with uninterrupted():
            return super().submit(task)

    def take_back(self, futures: Iterable[Future[Reply]]) -> None:
        """They end with the processes: a future cancelled meanwhile would trip up the executor's
        own thread when it sees them end."""

    def renew(self, error: BrokenExecutor) -> None:
        """Start other processes in place of those that are left."""
        self.stop()
        self.executor = self._processes = self._start()

    def stop(self) -> None:
        """End the processes now, whatever they are doing."""
        stop(self._processes)

    def _start(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self._workers, context, _begin)


@contextmanager
def pool_of(workers: int | None, executor: Executor | None = None) -> Iterator[Pool]:
    """So many processes of this machine, None: one a processor; one worker is this process.

    Or an executor, which has so many workers.
    """
    if workers is not None and workers < 1:
        raise ValueError(f"workers must be >= 1, got {workers}")
    count = workers or os.cpu_count() or 1
    if executor is not None:
        yield Pool(executor, AHEAD * count)
    elif count == 1:
        yield Pool(Serial(), 1, share(1))
    else:
        pool = Processes(count)
        try:
            yield pool
        finally:
            pool.stop()


def _begin() -> None:
    """In a new worker: Ctrl-C is the parent's to handle, and without a parent there is no work."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
