"""Failures and defects: one line each, and status 1."""

import os
import subprocess
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from sim.cli.errors import DEBUG
from sim.results import ConservationError

FULL = Path("/dev/full")


@pytest.fixture
def failing(monkeypatch):
    """Makes every run fail with an error."""

    def fail_with(error: Exception) -> None:
        def fail(*words, **options):
            raise error

        monkeypatch.setattr("sim.experiments.run.run", fail)

    return fail_with


@pytest.mark.parametrize(
    "error",
    [ConservationError("desk: 3 arrived, but 2 left\nand 0 are in flight"), KeyError("desk")],
)
def test_a_defect_is_one_line_that_says_so(floodgate, shop, failing, error):
    """An error that no input should cause is called a defect, in one line without a traceback."""
    failing(error)
    result = floodgate("run", shop, **{DEBUG: ""})

    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith(f"defect: {type(error).__name__}: ")
    assert result.stderr.count("\n") == 1


def test_debugging_shows_the_traceback(floodgate, shop, failing):
    """With FLOODGATE_DEBUG=1 the traceback is shown as well."""
    failing(ConservationError("books"))
    result = floodgate("run", shop, **{DEBUG: "1"})

    assert result.exit_code == 1
    assert "Traceback (most recent call last):" in result.stderr
    assert "\ndefect: ConservationError: books" in result.stderr


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (MemoryError(), "error: out of memory\n"),
        (BrokenProcessPool(), "error: a worker process was ended from outside (out of memory?)\n"),
        (OSError(28, "No space left on device"), "error: [Errno 28] No space left on device\n"),
    ],
)
def test_a_failure_around_the_program_is_no_defect(floodgate, shop, failing, error, expected):
    """What the machine cannot do is told as it is."""
    failing(error)
    result = floodgate("run", shop)

    assert (result.exit_code, result.stdout, result.stderr) == (1, "", expected)


@pytest.mark.parametrize("words", ["list", "schema", "--help", "run flash_sale --json"])
def test_a_broken_pipe_is_silent(command, broken_pipe, words):
    """A reader who has had enough, as head -1 has, hears nothing more."""
    if words.startswith("run"):
        words += " --set crowd.users=100"
    result = subprocess.run(
        [*command, *words.split()], stdout=broken_pipe, stderr=subprocess.PIPE, timeout=60
    )

    assert (result.returncode, result.stderr) == (1, b"")


@pytest.mark.skipif(not FULL.exists(), reason="wants /dev/full")
@pytest.mark.parametrize("words", ["list", "--version"])
def test_a_full_disk_is_told(command, words):
    """Output that cannot be written is a failure, in one line."""
    with FULL.open("w") as full:
        result = subprocess.run(
            [*command, *words.split()], stdout=full, stderr=subprocess.PIPE, text=True, timeout=60
        )

    assert result.returncode == 1
    assert result.stderr == "error: [Errno 28] No space left on device\n"


def test_a_poor_terminal_gets_question_marks(command, shop):
    """An output that knows few characters gets question marks for those that it does not know."""
    result = subprocess.run(
        [*command, "run", shop],
        env=os.environ | {"PYTHONIOENCODING": "latin-1"},
        stdout=subprocess.PIPE,
        encoding="latin-1",
        timeout=60,
    )

    assert result.returncode == 0
    assert result.stdout.startswith("shop (seed 1")
    assert "?" in result.stdout
