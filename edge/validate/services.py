"""Services: the origin and its edge nodes as processes of their own, on loopback."""

import json
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from select import select
from typing import Any

from edge.secrets import ADMIN_TOKEN, TICKET_SECRET

READY_SECONDS = 30
STOP_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Service:
    """A process that serves: where, its admin interface, and its number."""

    url: str
    admin: str
    pid: int


@dataclass(frozen=True, slots=True)
class Shop:
    """An origin, the edge nodes in front of it, and the token of their admin interfaces."""

    origin: Service
    nodes: tuple[Service, ...]
    token: str


@contextmanager
def shop(scenario: Path, options: Sequence[str], nodes: int, work: int) -> Iterator[Shop]:
    """A shop that has just opened its doors, with an empty ledger; gone at the end.

    ``options`` go to the nodes; ``work`` is how long (ns) a node works on a click.
    OSError where one does not come up.
    """
    random = {name: secrets.token_urlsafe(32) for name in (ADMIN_TOKEN, TICKET_SECRET)}
    environment = os.environ | random
    ledger = f"sqlite:///{scenario.parent / f'{secrets.token_hex(8)}.sqlite'}"
    with ExitStack() as stack:

        def start(*words: str, cpu: int) -> Service:
            command = [*words[:1], str(scenario), *words[1:], "--port", "0"]
            return stack.enter_context(serving(command, environment, cpu))

        origin = start("origin", "--store", ledger, cpu=-1)
        wanted = ["--origin", origin.url, "--work", f"{work} ns"]
        edges = [start("edge", *wanted, *options, cpu=node) for node in range(nodes)]
        yield Shop(origin, tuple(edges), random[ADMIN_TOKEN])


@contextmanager
def serving(words: Sequence[str], environment: dict[str, str], cpu: int) -> Iterator[Service]:
    """``floodgate serve`` with these words, on the processor of that index of those we may use."""
    command = [sys.executable, "-m", "sim.cli", "serve", *words]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, text=True
    ) as process:
        try:
            pin(process.pid, cpu)
            yield _ready(process, words[0])
        finally:
            _stop(process)


def processors() -> list[int]:
    """The processors that we may use; none where the system does not say."""
    return sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


def pin(pid: int, cpu: int) -> None:
    """Keep a process on one processor, where the system can and there is more than one."""
    if usable := processors():
        os.sched_setaffinity(pid, {usable[cpu % len(usable)]})


@contextmanager
def away_from(nodes: int) -> Iterator[None]:
    """Keep this thread, and the processes that it starts, off the processors of so many nodes.

    A load that wakes up where a node computes is late, or holds the node up.  Where they have all
    processors, it stays where it likes.
    """
    usable = processors()
    if not usable[nodes:]:
        yield
        return
    os.sched_setaffinity(0, usable[nodes:])
    try:
        yield
    finally:
        os.sched_setaffinity(0, usable)


def _ready(process: "subprocess.Popen[str]", name: str) -> Service:
    assert process.stdout is not None
    there, _, _ = select([process.stdout], [], [], READY_SECONDS)
    line = process.stdout.readline() if there else ""
    if not line:
        raise OSError(f"serve {name} did not come up: {_last_words(process)}")
    said: dict[str, Any] = json.loads(line)
    return Service(said["url"], said["admin"], said["pid"])


def _last_words(process: "subprocess.Popen[str]") -> str:
    process.kill()
    lines = process.communicate()[1].strip().splitlines()
    return lines[-1] if lines else f"nothing within {READY_SECONDS} s"


def _stop(process: "subprocess.Popen[str]") -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.communicate(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
