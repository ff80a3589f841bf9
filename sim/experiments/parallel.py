"""Runs side by side: each in a process of its own, progress told to the parent."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing.queues import SimpleQueue
from typing import Any

from sim.experiments.run import run
from sim.model.scenario import Scenario
from sim.results.run import Run

Tell = Callable[[str, int, int], None]
Message = tuple[str, int, int]

POLL_SECONDS = 0.2

_messages: "SimpleQueue[Message] | None" = None
"""In a worker process: where progress goes."""


@dataclass(frozen=True, slots=True)
class Job:
    """One run that is to be made: a variant of a scenario with a seed and replacements, on an
    engine that was chosen for it, with so many threads (None: one a processor)."""

    scenario: Scenario
    variant: str
    seed: int | None
    set: dict[str, Any]
    engine: str
    threads: int | None = None

    def execute(self, tell: Tell) -> Run:
        """Make the run here."""
        return run(
            self.scenario,
            self.variant,
            seed=self.seed,
            set=self.set,
            engine=self.engine,
            progress=lambda done, expected: tell(self.variant, done, expected),
            note=lambda line: None,  # whoever made the job has said what there is to say
            threads=self.threads,
        )


def play(jobs: list[Job], workers: int | None, tell: Tell) -> Generator[Run, None, None]:
    """Make every run and yield each when it is finished; closing it early stops the rest.

    ``workers`` None is one a processor.  One worker means this process.
    """
    if workers is not None and workers < 1:
        raise ValueError(f"workers must be >= 1, got {workers}")
    workers = min(workers or os.cpu_count() or 1, len(jobs))
    if workers <= 1:
        yield from (job.execute(tell) for job in jobs)
        return
    context = multiprocessing.get_context("spawn")
    messages: SimpleQueue[Message] = context.SimpleQueue()
    pool = ProcessPoolExecutor(workers, context, _begin, (messages,))
    try:
        with _uninterrupted():
            futures = {pool.submit(_work, job) for job in _shared(jobs, workers)}
        yield from _collect(futures, messages, tell)
    except BaseException:
        _stop(pool)
        raise
    pool.shutdown()


def _shared(jobs: list[Job], workers: int) -> list[Job]:
    """The same jobs, each with its share of the processors when ``workers`` of them run at once."""
    threads = max(1, (os.cpu_count() or 1) // workers)
    return [replace(job, threads=threads) for job in jobs]


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold Ctrl-C back; processes that are started meanwhile will never see it themselves."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _collect(
    futures: set[Future[Run]], messages: "SimpleQueue[Message]", tell: Tell
) -> Generator[Run, None, None]:
    while futures:
        done, futures = wait(futures, POLL_SECONDS, FIRST_COMPLETED)
        while not messages.empty():
            tell(*messages.get())
        for future in done:
            yield future.result()


def _stop(pool: ProcessPoolExecutor) -> None:
    """End the worker processes now, whatever they are doing."""
    processes = list((pool._processes or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()


def _begin(messages: "SimpleQueue[Message]") -> None:
    """In a new worker: an interrupt is the parent's to handle, progress is the parent's to show."""
    global _messages
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _messages = messages


def _work(job: Job) -> Run:
    assert _messages is not None
    messages = _messages
    return job.execute(lambda *message: messages.put(message))
