"""Progress on standard error."""

import os
import pty
import subprocess
import sys
from io import StringIO

import pytest

from sim.cli.progress import PATIENCE, PAUSE, Lines, progress, span


class Clock:
    """A clock that stands until it is set."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def page() -> StringIO:
    return StringIO()


def test_short_work_shows_nothing(clock, page):
    """There is no progress for work of less than two seconds."""
    lines = Lines(["a"], page, clock)
    clock.now += PATIENCE - 0.1
    lines("a", 10, 10)

    assert page.getvalue() == ""


def test_a_line_tells_of_every_run_and_of_the_rest(clock, page):
    """Two runs, one half done and one not begun, after 5 s: a quarter is done, 15 s are left."""
    lines = Lines(["a", "b"], page, clock)
    clock.now += 5
    lines("a", 50, 100)

    assert page.getvalue() == "a 50 %, b 0 %; about 15 s left\n"


def test_lines_keep_their_distance(clock, page):
    """Another line comes only after a pause, however often progress is told."""
    lines = Lines(["a"], page, clock)
    clock.now += PATIENCE
    for step in range(50):
        lines("a", step, 100)
    assert page.getvalue().count("\n") == 1

    clock.now += PAUSE
    lines("a", 60, 100)
    assert page.getvalue().count("\n") == 2


def test_a_beginning_promises_nothing(clock, page):
    """Below one percent there is no estimate of what is left."""
    lines = Lines(["a"], page, clock)
    clock.now += 10
    lines("a", 1, 1000)

    assert page.getvalue() == "a 0 %\n"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (89.4, "89 s"), (90, "2 min"), (3599, "1 h 0 min"), (4800, "1 h 20 min")],
)
def test_spans_are_rough(seconds, words):
    """A time is told in the largest unit that says something."""
    assert span(seconds) == words


def test_quiet_shows_nothing(capsys, monkeypatch):
    """With quiet nothing is shown however long it takes."""
    monkeypatch.setattr("sim.cli.progress.PATIENCE", 0)
    with progress(["a"], quiet=True) as tell:
        tell("a", 1, 2)

    assert capsys.readouterr().err == ""


def test_logs_get_lines(capsys, monkeypatch):
    """Where standard error is no terminal, progress is lines."""
    monkeypatch.setattr("sim.cli.progress.PATIENCE", 0)
    with progress(["a"], quiet=False) as tell:
        tell("a", 1, 2)

    assert capsys.readouterr().err == "a 50 %; about 0 s left\n"


TWO_BARS = """
from sim.cli import progress
progress.PATIENCE = {patience}
with progress.progress(["one", "two"], quiet=False) as tell:
    tell("one", 1, 2)
"""


def on_a_terminal(code: str) -> str:
    """What code writes to standard error where that is a terminal."""
    ours, theirs = pty.openpty()
    subprocess.run([sys.executable, "-c", code], stderr=theirs, timeout=60, check=True)
    os.set_blocking(ours, False)
    try:
        return os.read(ours, 100_000).decode()
    except BlockingIOError:
        return ""
    finally:
        os.close(theirs)
        os.close(ours)


def test_a_terminal_gets_one_bar_a_run():
    """Where standard error is a terminal, each run has a bar with its share."""
    shown = on_a_terminal(TWO_BARS.format(patience=0))

    assert "one" in shown
    assert "two" in shown
    assert "50%" in shown


def test_a_terminal_shows_nothing_of_short_work():
    """In a terminal, too, there is no progress for work of less than two seconds."""
    assert on_a_terminal(TWO_BARS.format(patience=1000)) == ""
