"""Runs side by side share the processors, and Ctrl-C holds none of them up."""

import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from time import sleep
from typing import Any

import pytest

from sim import load
from sim.experiments import parallel
from sim.experiments.parallel import Job, finished, play, uninterrupted


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


@pytest.fixture
def bystander() -> Iterator[int]:
    """A thread that blocks no signals, as numpy's do not."""
    end = threading.Event()
    thread = threading.Thread(target=end.wait)
    thread.start()
    assert thread.ident is not None
    yield thread.ident
    end.set()
    thread.join()


@pytest.mark.parametrize("by", ["main", "bystander"])
def test_ctrl_c_leaves_no_future_locked(by: str, bystander: int) -> None:
    """It strikes while futures are being looked at, through any thread; whoever makes their
    results is not held up."""
    future: Future[int] = Future()
    acquire = future._condition.acquire
    thread = bystander if by == "bystander" else threading.main_thread().ident
    assert thread is not None

    def acquire_and_be_struck() -> bool:
        held = acquire()
        signal.pthread_kill(thread, signal.SIGINT)
        sleep(0.05)  # the system tells a thread when it next runs
        return held

    future._condition.acquire = acquire_and_be_struck
    with pytest.raises(KeyboardInterrupt):
        finished([future])
    with ThreadPoolExecutor(1) as somebody:
        assert somebody.submit(acquire, blocking=False).result()


def test_a_handler_of_somebody_else_sees_ctrl_c_afterwards() -> None:
    """Whoever handled Ctrl-C before hears of it once, at the end, and handles it from then on."""
    heard: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, frame: heard.append(number))
    try:
        with uninterrupted():
            signal.raise_signal(signal.SIGINT)
            assert not heard
        assert heard == [signal.SIGINT]
        signal.raise_signal(signal.SIGINT)
        assert heard == [signal.SIGINT] * 2
    finally:
        signal.signal(signal.SIGINT, before)


def test_other_threads_hold_nothing_back() -> None:
    """Only the main thread is interrupted by Ctrl-C, and only there can its handler be changed."""
    handler = signal.getsignal(signal.SIGINT)

    def look() -> bool:
        with uninterrupted():
            return signal.getsignal(signal.SIGINT) is handler

    with ThreadPoolExecutor(1) as somebody:
        assert somebody.submit(look).result()
