"""Ctrl-C and signals: what is finished is kept, and nothing is left running."""

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import pytest

from sim.results import load

PROCESSES = Path("/proc")

SLOW = """
[variants.quick]

[variants.slow]
"duration" = "100 d"
"""
"""Variants of the shop: one is done at once, the other is not done within a test."""


@pytest.fixture
def slow(shop: Path) -> Path:
    """The shop with a variant that takes too long."""
    shop.write_text(shop.read_text().partition("[variants.one]")[0] + SLOW)
    shop.write_text(shop.read_text().replace("answer =", 'interval = "10 min"\nanswer ='))
    return shop


@contextmanager
def started(*words: object) -> Iterator[subprocess.Popen[str]]:
    """A process of the command, in a group of its own as in a terminal; gone afterwards."""
    process = subprocess.Popen(
        list(map(str, words)),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if not is_gone(process.pid):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def is_gone(group: int) -> bool:
    """Whether no process of a group is left, or soon will be."""
    return becomes(lambda: not _is_there(group), seconds=10)


def _is_there(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def others(group: int) -> list[int]:
    """The processes of a group besides its leader."""
    numbers = [int(entry.name) for entry in PROCESSES.iterdir() if entry.name.isdigit()]
    return [number for number in numbers if number != group and _group(number) == group]


def _group(number: int) -> int | None:
    try:
        return os.getpgid(number)
    except ProcessLookupError:
        return None


def becomes(condition, seconds: float = 60) -> bool:
    """Wait for a condition."""
    end = monotonic() + seconds
    while not condition() and monotonic() < end:
        sleep(0.05)
    return bool(condition())


@pytest.mark.parametrize(("workers", "style"), [(1, "--quiet"), (2, "--json")])
def test_finished_variants_are_kept(command, slow, tmp_path, workers, style):
    """Ctrl-C during the second variant keeps the first: saved, printed, and named in one line."""
    out = tmp_path / "out"
    words = ["compare", slow, "--out", out, "--workers", workers, style]
    with started(*command, *words) as process:
        assert becomes((out / "quick" / "run.json").is_file)
        sleep(0.3)  # the file is there an instant before the comparison knows
        os.killpg(process.pid, signal.SIGINT)
        stdout, stderr = process.communicate(timeout=60)
        assert is_gone(process.pid)

    assert process.returncode == 130
    assert stderr.endswith(f"interrupted: quick is in {out}; not finished: slow\n")
    assert "Traceback" not in stderr
    assert list(load(out)) == ["quick"]
    if style == "--json":
        assert list(json.loads(stdout)["variants"]) == ["quick"]
    else:
        assert stdout.startswith("shop: 1 variants (seed 1); not finished: slow")


def test_finished_variants_are_printed_without_a_folder(command, slow):
    """Without --out, Ctrl-C prints what is finished and says that it was not saved."""
    with started(*command, "compare", slow, "--workers", 1, "--json") as process:
        assert any("quick 100 %" in line for line in process.stderr)
        os.killpg(process.pid, signal.SIGINT)
        stdout, stderr = process.communicate(timeout=60)

    assert process.returncode == 130
    assert list(json.loads(stdout)["variants"]) == ["quick"]
    assert stderr.endswith("interrupted: quick was printed, not saved; not finished: slow\n")


@pytest.mark.skipif(not PROCESSES.is_dir(), reason="wants /proc")
def test_workers_leave_ctrl_c_to_the_command(command, slow, tmp_path):
    """Worker processes take no notice of Ctrl-C, not even while they start."""
    out = tmp_path / "out"
    words = ["compare", slow, "--out", out, "--workers", 2, "--quiet"]
    with started(*command, *words) as process:
        assert becomes(lambda: len(others(process.pid)) >= 2)
        for other in others(process.pid):
            os.kill(other, signal.SIGINT)
        assert becomes(lambda: (out / "quick" / "run.json").is_file() or process.poll())
        process.terminate()
        _, stderr = process.communicate(timeout=60)

    assert stderr == ""


def test_an_early_interrupt_is_one_line_too(command, slow, tmp_path):
    """Ctrl-C while the worker processes are starting keeps nothing, and says so in one line."""
    out = tmp_path / "out"
    with started(*command, "compare", slow, "--out", out, "--workers", 2) as process:
        assert becomes((out / "comparison.json").is_file)
        sleep(0.1)
        os.killpg(process.pid, signal.SIGINT)
        stdout, stderr = process.communicate(timeout=60)
        assert is_gone(process.pid)

    assert process.returncode == 130
    assert stdout == ""
    assert stderr == "interrupted: nothing was kept\n"


def test_an_interrupted_run_keeps_nothing(command, slow, tmp_path):
    """Ctrl-C in a single run says that nothing is kept."""
    words = ["run", slow, "--variant", "slow", "--out", tmp_path / "out"]
    with started(*command, *words) as process:
        assert becomes((tmp_path / "out").is_dir)
        sleep(1)
        os.killpg(process.pid, signal.SIGINT)
        stdout, stderr = process.communicate(timeout=60)

    assert process.returncode == 130
    assert stdout == ""
    assert stderr.splitlines()[-1] == "interrupted: nothing was kept"
    assert "Traceback" not in stderr


def test_termination_leaves_no_process(command, slow, tmp_path):
    """A command that is told to end stops its worker processes as well."""
    out = tmp_path / "out"
    words = ["compare", slow, "--out", out, "--workers", 2, "--quiet"]
    with started(*command, *words) as process:
        assert becomes((out / "quick" / "run.json").is_file)
        process.terminate()
        _, stderr = process.communicate(timeout=60)
        assert is_gone(process.pid)

    assert process.returncode == 128 + signal.SIGTERM
    assert stderr == ""
