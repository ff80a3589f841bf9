"""Pools share the processors of the machine among their workers."""

import os
from concurrent.futures import BrokenExecutor, Future, ThreadPoolExecutor
from time import sleep
from typing import Any

import pytest

from sim.experiments.pool import pool_of


@pytest.mark.parametrize(("workers", "threads"), [(1, 8), (2, 4), (3, 2), (20, 1), (None, 1)])
def test_workers_share_the_processors(
    monkeypatch: pytest.MonkeyPatch, workers: int | None, threads: int
) -> None:
    """Of eight processors each of two workers has four, and a single one has all."""
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    with pool_of(workers) as pool:
        assert pool.threads == threads


def test_somebody_elses_executor_gets_a_thread_a_task() -> None:
    """Nobody knows what else its machines do."""
    with ThreadPoolExecutor(2) as executor, pool_of(2, executor) as pool:
        assert pool.threads == 1


def test_a_task_is_told_how_many_threads_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pool hands its share to what it plays."""
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    with pool_of(1) as pool:
        assert pool.submit(lambda threads: threads).result() == 8  # type: ignore[arg-type]


def test_what_is_taken_back_ends_with_the_processes() -> None:
    """A process that dies just then ends every future by a broken executor; none is cancelled,
    which the executor's own thread would not survive."""
    with pool_of(2) as pool:
        futures = [pool.submit(sleep) for _ in range(6)]  # type: ignore[arg-type]
        pool.take_back(futures)
        next(iter(pool.executor._processes.values())).kill()  # type: ignore[attr-defined]
        assert all(isinstance(future.exception(60), BrokenExecutor) for future in futures)


def test_what_is_taken_back_from_somebody_else_is_cancelled() -> None:
    """An executor that lives on need not play what nobody wants."""
    waiting: Future[Any] = Future()
    with ThreadPoolExecutor(1) as executor, pool_of(1, executor) as pool:
        pool.take_back([waiting])
        assert waiting.cancelled()
