"""A sweep on a Dask cluster: a real scheduler and two workers, on this machine."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from time import monotonic, sleep

import pytest

pytest.importorskip("distributed")

ROOT = Path(__file__).parents[2]
DASK = [sys.executable, "-m", "dask"]
OVER = ("--over", "workloads.calls.rate=100/s..200/s:3", "--over", "services.service.workers=5,10")
SMALL = ("--set", "duration=20 s", "--set", "faults=[]", "--replications", "2", "--quiet")


class Cluster:
    """A scheduler at ``address`` and its workers' processes."""

    def __init__(self, stack: ExitStack, folder: Path, workers: int) -> None:
        self._stack = stack
        file = folder / "scheduler.json"
        words = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
        self.scheduler = self._start("scheduler", *words, "--scheduler-file", str(file))
        self.address = _soon(lambda: json.loads(file.read_text())["address"])
        own = ["--no-dashboard", "--no-nanny", "--nthreads", "1", "--host", "127.0.0.1"]
        self.workers = [self._start("worker", self.address, *own) for _ in range(workers)]

    def _start(self, *words: str) -> subprocess.Popen[bytes]:
        silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        process = subprocess.Popen([*DASK, *words], cwd=ROOT, **silent)
        self._stack.callback(process.wait)
        self._stack.callback(process.kill)
        return process


def _soon(ask):
    """What a question is answered, once it can be answered."""
    end = monotonic() + 60
    while True:
        try:
            return ask()
        except (OSError, ValueError):
            if monotonic() > end:
                raise
            sleep(0.1)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """A scheduler with two workers."""
    with ExitStack() as stack:
        yield Cluster(stack, tmp_path, 2)


@pytest.fixture
def lonely(tmp_path: Path) -> Iterator[Cluster]:
    """A scheduler without a worker."""
    with ExitStack() as stack:
        yield Cluster(stack, tmp_path, 0)


def begun(*words: object) -> subprocess.Popen[str]:
    """A sweep of the metastable scenario, as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "sim.cli", "sweep", "metastable", *OVER, *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    """The status and the errors of a sweep."""
    _, stderr = process.communicate(timeout=120)
    return process.returncode, stderr


def tables(folder: Path) -> list[bytes]:
    """The bytes of the tables that a sweep saved."""
    return [(folder / name).read_bytes() for name in ("runs.csv", "points.csv", "points.parquet")]


def test_a_cluster_changes_no_byte(cluster, tmp_path):
    """On two workers of a cluster: the tables of one process, byte for byte."""
    there = ended(begun(*SMALL, "--out", tmp_path / "there", "--dask", cluster.address))
    here = ended(begun(*SMALL, "--out", tmp_path / "here", "--workers", 1))
    assert (there, here) == ((0, ""), (0, ""))
    assert tables(tmp_path / "there") == tables(tmp_path / "here")


def test_a_worker_that_dies_is_done_without(cluster, tmp_path):
    """One of two workers is killed in the middle: the other one makes its runs as well."""
    out = tmp_path / "out"
    sweep = begun(*SMALL, "--set", "duration=100 s", "--out", out, "--dask", cluster.address)
    _soon(lambda: (out / "ledger.sqlite").stat())
    sleep(1)
    cluster.workers[0].kill()
    assert ended(sweep) == (0, "")
    assert len((out / "runs.csv").read_text().splitlines()) == 1 + 12


def test_a_scheduler_that_dies_is_one_line(cluster, tmp_path):
    """The cluster goes away in the middle: one line, and what is finished is kept."""
    out = tmp_path / "out"
    sweep = begun(*SMALL, "--set", "duration=5000 s", "--out", out, "--dask", cluster.address)
    _soon(lambda: (out / "ledger.sqlite").stat())
    sleep(2)
    cluster.scheduler.kill()
    assert ended(sweep) == (1, "error: the workers have gone; what is finished is kept\n")


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nowhere"])
def test_an_address_that_does_not_answer(tmp_path, address):
    """Nobody answers there: one line that names the address, within ten seconds."""
    began = monotonic()
    status, told = ended(begun("--out", tmp_path / "out", "--dask", address))
    assert (status, told) == (1, f"error: no Dask scheduler answers at {address}\n")
    assert monotonic() - began < 10 + 5  # starting the command takes its time as well


def test_a_scheduler_without_workers(lonely, tmp_path):
    """A cluster that has nobody to do the work is not waited for."""
    told = ended(begun("--out", tmp_path / "out", "--dask", lonely.address))
    assert told == (1, f"error: the Dask scheduler at {lonely.address} has no worker\n")
