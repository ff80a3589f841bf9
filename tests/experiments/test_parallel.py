"""Runs side by side share the processors."""

import os

import pytest

from sim import load
from sim.experiments.parallel import Job, shared


@pytest.mark.parametrize(("workers", "threads"), [(1, 8), (2, 4), (3, 2), (8, 1), (20, 1)])
def test_workers_share_the_processors(
    monkeypatch: pytest.MonkeyPatch, workers: int, threads: int
) -> None:
    """On eight processors each of three runs has two threads, and each of twenty has one."""
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    job = Job(load("flash_sale"), "census", None, {}, "compiled")

    assert [it.threads for it in shared([job, job], workers)] == [threads, threads]
