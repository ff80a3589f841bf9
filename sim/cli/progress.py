"""Progress: how far runs have come and how long they may still take, on standard error."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import TextIO

Tell = Callable[[str, int, int], None]
"""Told a run, how many requests it has finished, and how many are expected."""

PATIENCE = 2.0
"""Seconds of work before any progress is shown."""

PAUSE = 5.0
"""Seconds between two lines of progress."""

EARLY = 0.01
"""The share of the work below which nobody can say how long the rest will take."""


@contextmanager
def progress(names: Sequence[str], quiet: bool) -> Iterator[Tell]:
    """What to tell about runs: one bar each in a terminal, now and then a line elsewhere."""
    if quiet:
        yield lambda name, done, expected: None
    elif sys.stderr.isatty():
        with _bars(names) as tell:
            yield tell
    else:
        yield Lines(names, sys.stderr, monotonic)


class Lines:
    """Progress as a line of text now and then, for logs.  ``clock`` tells seconds."""

    def __init__(self, names: Sequence[str], stream: TextIO, clock: Callable[[], float]) -> None:
        self._shares = dict.fromkeys(names, 0.0)
        self._stream = stream
        self._clock = clock
        self._began = clock()
        self._due = self._began + PATIENCE

    def __call__(self, name: str, done: int, expected: int) -> None:
        """Note how far a run has come; write a line if one is due."""
        self._shares[name] = done / expected
        if self._clock() >= self._due:
            self._due = self._clock() + PAUSE
            print(self._line(), file=self._stream, flush=True)

    def _line(self) -> str:
        runs = ", ".join(f"{name} {int(100 * share)} %" for name, share in self._shares.items())
        share = sum(self._shares.values()) / len(self._shares)
        elapsed = self._clock() - self._began
        if share < EARLY:
            return runs
        return f"{runs}; about {span(elapsed * (1 - share) / share)} left"


def span(seconds: float) -> str:
    """A rough time in words: "50 s", "3 min", "1 h 20 min"."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


@contextmanager
def _bars(names: Sequence[str]) -> Iterator[Tell]:
    """One bar a run, with its share and the time it still takes; gone when all is done."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn
    from rich.progress import TimeRemainingColumn as Remaining

    text = TextColumn("{task.description}", markup=False)
    columns = (text, BarColumn(), TaskProgressColumn(), Remaining())
    shown = Progress(*columns, console=Console(stderr=True), transient=True, refresh_per_second=4)
    tasks = {name: shown.add_task(name, start=False, total=None) for name in names}
    due = monotonic() + PATIENCE

    def tell(name: str, done: int, expected: int) -> None:
        if not shown.tasks[tasks[name]].started:
            shown.start_task(tasks[name])
        shown.update(tasks[name], completed=done, total=expected)
        if monotonic() >= due:
            shown.start()  # does nothing where it has started

    try:
        yield tell
    finally:
        if shown.live.is_started:
            shown.stop()
