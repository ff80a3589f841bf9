"""Tasks side by side, such as runs: each in a worker process, progress told to the parent."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing.queues import SimpleQueue
from types import FrameType, TracebackType
from typing import Any, Protocol, TypeVar

from sim.experiments.run import identity, made
from sim.model.scenario import Scenario
from sim.results.run import Run

Tell = Callable[[str, int, int], None]
Message = tuple[str, int, int]
Made = TypeVar("Made")
MadeByTask = TypeVar("MadeByTask", covariant=True)

POLL_SECONDS = 0.2

_messages: "SimpleQueue[Message] | None" = None
"""In a worker process: where progress goes."""


@dataclass(frozen=True, slots=True)
class Job:
    """One run that is to be made: a variant of a scenario with a seed and replacements, on an
    engine that was chosen for it."""

    scenario: Scenario
    variant: str | None
    seed: int | None
    set: dict[str, Any]
    engine: str

    def execute(self, tell: Tell, threads: int) -> Run:
        """Make the run here."""
        resolved = self.scenario.resolve(self.variant, self.seed, self.set)
        who = identity(self.scenario, resolved, self.variant, self.set, self.engine)
        return made(resolved, who, partial(tell, self.name), threads=threads)

    @property
    def name(self) -> str:
        """The variant's name, or the scenario's where no variant was chosen."""
        return self.variant or self.scenario.name


class Task(Protocol[MadeByTask]):
    """Something that can be made in another process: it and what it makes can be pickled."""

    def execute(self, tell: Tell, threads: int) -> MadeByTask:
        """Make it here, on up to so many threads, and tell how far it has come."""


class Workers:
    """Up to ``count`` worker processes (None: one a processor) that stay from round to round.

    Use it in a ``with``: at its end they end, at once where it ends by an error.  One worker, or
    one task, means this process.
    """

    def __init__(self, count: int | None = None) -> None:
        if count is not None and count < 1:
            raise ValueError(f"workers must be >= 1, got {count}")
        self.count = count or os.cpu_count() or 1
        self._pool: ProcessPoolExecutor | None = None

    def play(self, tasks: Sequence[Task[Made]], tell: Tell) -> Generator[Made, None, None]:
        """Execute every task and yield what each makes when it is finished.

        Those that run at once share the processors.
        """
        at_once = min(self.count, len(tasks))
        if at_once <= 1:
            yield from (task.execute(tell, share(1)) for task in tasks)
            return
        if self._pool is None:
            self._start()
        assert self._pool is not None
        with uninterrupted():
            futures = {self._pool.submit(_work, task, share(at_once)) for task in tasks}
        yield from _collect(futures, self._messages, tell)

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._messages: SimpleQueue[Message] = context.SimpleQueue()
        self._pool = ProcessPoolExecutor(self.count, context, _begin, (self._messages,))

    def __enter__(self) -> "Workers":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown() if kind is None else stop(self._pool)

    def __repr__(self) -> str:
        return f"Workers({self.count})"


def play(
    tasks: Sequence[Task[Made]], workers: int | None, tell: Tell
) -> Generator[Made, None, None]:
    """Execute every task with workers of its own; closing it early stops the rest."""
    with Workers(workers) as pool:
        yield from pool.play(tasks, tell)


def share(workers: int) -> int:
    """How many threads each of so many workers may have: together, one a processor."""
    return max(1, (os.cpu_count() or 1) // workers)


def silent(name: str, done: int, expected: int) -> None:
    """Whom to tell where nobody wants to know about progress."""


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Hold Ctrl-C back until the end; only the main thread is ever interrupted by it.

    Blocking the signal is not enough: it would reach another thread, such as one of numpy's, and
    Python would interrupt the main thread all the same.  It is blocked too, for the sake of
    processes that are started meanwhile, which will never see it themselves.
    """
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or before is None:
        yield
        return
    struck: list[tuple[int, FrameType | None]] = []
    signal.signal(signal.SIGINT, lambda *strike: struck.append(strike))
    try:
        with _blocked():
            yield
    finally:
        signal.signal(signal.SIGINT, before)
    if struck and callable(before):
        before(*struck[0])


@contextmanager
def _blocked() -> Iterator[None]:
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def finished(futures: Iterable[Future[Made]]) -> tuple[set[Future[Made]], set[Future[Made]]]:
    """Those that are finished, and the others, once one is or after a while.

    Ctrl-C waits as long: one that struck in the midst of ``wait`` would leave futures locked, and
    whoever makes their results would wait for ever.
    """
    with uninterrupted():
        done, others = wait(futures, POLL_SECONDS, FIRST_COMPLETED)
        return done, others


def _collect(
    futures: set[Future[Made]], messages: "SimpleQueue[Message]", tell: Tell
) -> Generator[Made, None, None]:
    while futures:
        done, futures = finished(futures)
        while not messages.empty():
            tell(*messages.get())
        for future in done:
            yield future.result()


def stop(pool: ProcessPoolExecutor) -> None:
    """End the worker processes now, whatever they do, and the executor's thread with them."""
    processes = list((pool._processes or {}).values())
    results: Any = pool._result_queue
    manager: Any = pool._executor_manager_thread
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()
    # A worker may have told half of a result: without this end nobody waits for the other half.
    results._writer.close()
    if manager is not None:
        manager.join()  # it would trip over the end of the interpreter


def _begin(messages: "SimpleQueue[Message]") -> None:
    """In a new worker: an interrupt is the parent's to handle, progress is the parent's to show."""
    global _messages
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _messages = messages


def _work(task: Task[Made], threads: int) -> Made:
    assert _messages is not None
    messages = _messages
    return task.execute(lambda *message: messages.put(message), threads)
