"""Pools share the processors of the machine among their workers."""

import os
from concurrent.futures import ThreadPoolExecutor

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
