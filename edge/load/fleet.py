"""The fleet: the processes of a load, from their start to what they hand over."""

import os
import pickle
import sys
from contextlib import closing, suppress
from pathlib import Path
from subprocess import PIPE, Popen, TimeoutExpired
from time import monotonic_ns

from edge.load.errors import LoadError
from edge.load.plan import PLAN, Plan
from edge.load.share import Share, share_of
from edge.load.tally import INTERVAL, Tally
from sim.engines.execute import Progress
from sim.model.cost import estimate
from sim.units import SECOND

GRACE = 30 * SECOND
"""How long after the end a process may take to hand over what it has done."""


class Fleet:
    """Locust's processes, apart from ours: it replaces the sockets of whoever imports it.

    Each plays a part of the plan that lies in ``folder``.  They end when they are done, when
    ``stop`` is called, and when we are no more: then their standard input is closed.
    """

    def __init__(self, plan: Plan, folder: Path) -> None:
        self.plan = plan
        self.folder = folder
        (folder / PLAN).write_bytes(pickle.dumps(plan))
        self._processes = [self._spawn(index) for index in range(plan.processes)]

    def _spawn(self, index: int) -> "Popen[str]":
        command = [sys.executable, "-m", "edge.load.runner", str(self.folder), str(index)]
        # A numeric address is looked up at once, not in a thread; a session of its own keeps
        # Ctrl-C for us, who then tell it to stop.
        how = os.environ | {"GEVENT_RESOLVER": "block"}
        with self._errors(index).open("w") as errors:
            return Popen(
                command,
                stdin=PIPE,
                stdout=PIPE,
                stderr=errors,
                env=how,
                text=True,
                start_new_session=True,
            )

    def wait_ready(self) -> None:
        """Wait until everybody has drawn the people and the schedules."""
        for index, process in enumerate(self._processes):
            assert process.stdout is not None
            if process.stdout.readline() != "ready\n":
                raise self._failure(index, "it did not get ready")

    def start(self, instant: int) -> None:
        """Let everybody begin at an instant of ``monotonic_ns``."""
        for process in self._processes:
            assert process.stdin is not None
            process.stdin.write(f"{instant}\n")
            process.stdin.flush()

    def wait(self, instant: int, progress: Progress) -> None:
        """Wait until everybody is done, who has begun at ``instant``; tell how far they are."""
        latest = instant + self.plan.scenario.duration + GRACE
        self._hear(latest, progress)
        for index, process in enumerate(self._processes):
            try:
                process.wait((latest - monotonic_ns()) / SECOND)
            except TimeoutExpired:
                raise self._failure(index, "it did not end") from None

    def _hear(self, latest: int, progress: Progress) -> None:
        """Tell how many requests are over, of those that a run is expected to have."""
        expected = max(1, round(estimate(self.plan.scenario).requests))
        outputs = [process.stdout for process in self._processes if process.stdout is not None]
        with closing(Tally(outputs)) as tally:
            while tally.hear(INTERVAL) and monotonic_ns() < latest:
                progress(min(tally.finished, expected - 1), expected)

    def stop(self) -> None:
        """Let everybody stop now, and wait for it."""
        for process in self._processes:
            assert process.stdin is not None
            with suppress(OSError):
                process.stdin.close()
        for process in self._processes:
            _end(process)

    def shares(self) -> list[Share]:
        """What everybody has done."""
        return [self._share(index) for index in range(self.plan.processes)]

    def _share(self, index: int) -> Share:
        try:
            share: Share = pickle.loads(share_of(self.folder, index).read_bytes())
        except FileNotFoundError:
            raise self._failure(index, "it left nothing") from None
        return share

    def _failure(self, index: int, what: str) -> LoadError:
        lines = self._errors(index).read_text(errors="replace").split("\n")
        last = next((line.strip() for line in reversed(lines) if line.strip()), "no word of why")
        return LoadError(f"process {index} of the load: {what}: {last}")

    def _errors(self, index: int) -> Path:
        return self.folder / f"errors-{index}.txt"

    def __repr__(self) -> str:
        return f"Fleet(processes={self.plan.processes})"


def _end(process: "Popen[str]") -> None:
    """Wait for a process that was told to stop, and make it if it does not."""
    assert process.stdout is not None
    try:
        process.wait(GRACE / SECOND)
    except TimeoutExpired:
        process.kill()
        process.wait()
    process.stdout.close()
