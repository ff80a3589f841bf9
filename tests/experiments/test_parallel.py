"""Runs side by side share the processors, and Ctrl-C holds none of them up."""

import os
import signal
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from sim import load
from sim.experiments import parallel
from sim.experiments.parallel import Job, finished, play


class Pool:
    """Instead of processes: each job's result is how many threads it was given."""

    def __init__(self, *how: Any) -> None:
        pass

    def submit(self, work: Any, job: Job, threads: int) -> "Future[int]":
        future: Future[int] = Future()
        future.set_result(threads)
        return future

    def shutdown(self) -> None:
        pass


@pytest.mark.parametrize(("workers", "threads"), [(2, 4), (3, 2), (8, 1), (20, 1), (None, 1)])
def test_workers_share_the_processors(
    monkeypatch: pytest.MonkeyPatch, workers: int | None, threads: int
) -> None:
    """On eight processors each of three runs at once has two threads, and each of twenty one."""
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    monkeypatch.setattr(parallel, "ProcessPoolExecutor", Pool)
    jobs = [Job(load("flash_sale"), "census", None, {}, "compiled") for _ in range(20)]

    assert list(play(jobs, workers, lambda *told: None)) == [threads] * 20


def test_two_runs_share_what_more_workers_would(monkeypatch: pytest.MonkeyPatch) -> None:
    """There are no more workers than runs: two on eight processors have four threads each."""
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    monkeypatch.setattr(parallel, "ProcessPoolExecutor", Pool)
    jobs = [Job(load("flash_sale"), "census", None, {}, "compiled") for _ in range(2)]

    assert list(play(jobs, None, lambda *told: None)) == [4, 4]


def test_ctrl_c_leaves_no_future_locked() -> None:
    """It strikes while futures are being looked at; whoever makes their results is not held up."""
    future: Future[int] = Future()
    acquire = future._condition.acquire

    def acquire_and_be_struck() -> bool:
        held = acquire()
        signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)
        return held

    future._condition.acquire = acquire_and_be_struck
    with pytest.raises(KeyboardInterrupt):
        finished([future])
    with ThreadPoolExecutor(1) as somebody:
        assert somebody.submit(acquire, blocking=False).result()
