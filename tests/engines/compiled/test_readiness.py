"""First contact: a kernel is compiled once, whoever else does so at the same time."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

WORDS = "run flash_sale --variant census --set crowd.users=500 --json --engine compiled"
NOTE = "compiling the kernel for this machine, once: about 10 s\n"


def start(cache: Path | str, **environment: str) -> "subprocess.Popen[str]":
    """A small run in a process of its own, whose compiled code is kept in a cache."""
    mine = {"XDG_CACHE_HOME": str(cache), "NUMBA_CACHE_DIR": "", **environment}
    command = [sys.executable, "-m", "sim.cli", *WORDS.split()]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=os.environ | mine, stdout=pipe, stderr=pipe, text=True)


def outcome(process: "subprocess.Popen[str]") -> tuple[int, str]:
    """How often a run said that it compiles, and its fingerprint."""
    shown, said = process.communicate(timeout=300)
    assert process.returncode == 0, said
    return said.count(NOTE), json.loads(shown)["fingerprint"]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that two processes have filled which started together on an empty one."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def together(cache: Path) -> list[tuple[int, str]]:
    """What became of the two."""
    processes = [start(cache), start(cache)]
    return [outcome(process) for process in processes]


def test_two_processes_on_a_cold_cache_both_succeed(together: list[tuple[int, str]]) -> None:
    """Both say that they compile, in one line, and both give the same result."""
    assert together[0] == together[1]
    assert together[0][0] == 1


def test_the_next_process_compiles_nothing(cache: Path, together: list[tuple[int, str]]) -> None:
    """A kernel that is kept is loaded without a word and gives the same result."""
    assert outcome(start(cache)) == (0, together[0][1])


def test_a_damaged_kernel_is_compiled_anew(cache: Path, together: list[tuple[int, str]]) -> None:
    """A file that is cut off costs a compilation, and that is all."""
    (file,) = cache.rglob("post-*")
    file.write_bytes(file.read_bytes()[:-100])

    assert outcome(start(cache)) == (1, together[0][1])
    assert outcome(start(cache)) == (0, together[0][1])


def test_no_cache_to_write_to(tmp_path: Path, together: list[tuple[int, str]]) -> None:
    """Where neither home nor cache can be written the kernel is kept with temporary files."""
    nowhere = {"cache": "/dev/null/cache", "HOME": "/dev/null", "TMPDIR": str(tmp_path)}

    assert outcome(start(**nowhere)) == (1, together[0][1])
    assert outcome(start(**nowhere)) == (0, together[0][1])


def test_quiet_says_nothing(cache: Path, together: list[tuple[int, str]]) -> None:
    """With --quiet not even a compilation is worth a word."""
    (file,) = cache.rglob("post-*")
    file.unlink()
    command = [sys.executable, "-m", "sim.cli", *WORDS.split(), "--quiet"]
    environment = os.environ | {"XDG_CACHE_HOME": str(cache), "NUMBA_CACHE_DIR": ""}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)

    assert (done.returncode, done.stderr) == (0, "")
