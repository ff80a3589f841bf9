"""Real servers for tests: PostgreSQL and Redis, each with a loopback port and a folder."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import TypeVar

import psutil
from needs import needs

PATIENCE = 60.0
"""Seconds for a server to come up on a loaded machine."""


def free_port() -> int:
    """A port that nobody listens at right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A server process that can be killed and started again at the same port on the same data."""

    def __init__(self) -> None:
        self.port = free_port()
        # Not below the test's own folder: another user has to get in.
        self.folder = Path(mkdtemp(prefix="floodgate-"))
        self._process: subprocess.Popen[bytes] | None = None

    def command(self) -> Sequence[str]:
        """What is run."""
        raise NotImplementedError

    def is_up(self) -> bool:
        """Whether it answers."""
        raise NotImplementedError

    def start(self) -> None:
        """Come up; one that ends on the way, its forebear not quite gone, is started again."""
        deadline = time.monotonic() + PATIENCE
        while not (self._is_running() and self.is_up()):
            if time.monotonic() > deadline:
                raise TimeoutError(f"{self.command()[0]} did not come up in {PATIENCE} s")
            if not self._is_running():
                self._launch()
            time.sleep(0.05)

    def freeze(self) -> None:
        """Stop it in whatever it is doing, and everything that it started: SIGSTOP."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)  # first of all, so that it starts nothing more
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on where it was stopped."""
        self._signal(signal.SIGCONT)

    def kill(self) -> None:
        """Kill -9, and everything that it started."""
        if self._process is not None:
            self.freeze()
            self._signal(signal.SIGKILL)
            self._process.wait()
            self._process = None

    def close(self) -> None:
        """End it for good; by SIGQUIT, for what is killed leaves its shared memory behind."""
        if self._process is not None and self._is_running():
            self.thaw()
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(PATIENCE)
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _signal(self, number: int) -> None:
        """Tell its children and then itself; PostgreSQL's have process groups of their own."""
        assert self._process is not None
        with suppress(psutil.NoSuchProcess):
            parent = psutil.Process(self._process.pid)
            for one in [*parent.children(recursive=True), parent]:
                with suppress(psutil.NoSuchProcess):
                    one.send_signal(number)

    def _is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _launch(self) -> None:
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                self.command(), stdout=log, stderr=log, cwd=self.folder, start_new_session=True
            )


AnyServer = TypeVar("AnyServer", bound=Server)


class PostgresServer(Server):
    """PostgreSQL as Debian sets it up: an acknowledged commit is on the disk."""

    def __init__(self) -> None:
        super().__init__()
        self._programs = {
            name: needs(name, "postgresql") for name in ("initdb", "postgres", "psql")
        }
        self._as = _another_user() if os.geteuid() == 0 else []
        self._data = self.folder / "data"
        if self._as:
            shutil.chown(self.folder, "postgres", "postgres")
        make = [self._programs["initdb"], "-U", "postgres", "--auth=trust", "-D", str(self._data)]
        subprocess.run([*self._as, *make], check=True, capture_output=True, cwd=self.folder)

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def command(self) -> Sequence[str]:
        where = ["-D", str(self._data), "-p", str(self.port), "-k", str(self.folder)]
        # After a crash Debian's syncs a thousand files one by one: seconds on a busy machine.
        sync = ["-c", "recovery_init_sync_method=syncfs"]
        return [*self._as, self._programs["postgres"], *where, "-h", "127.0.0.1", *sync]

    def is_up(self) -> bool:
        return self._psql("SELECT 1").returncode == 0

    def database(self, name: str) -> str:
        """The URL of a new, empty database."""
        self._psql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)').check_returncode()
        self._psql(f'CREATE DATABASE "{name}"').check_returncode()
        return self.url(name)

    def query(self, url: str, query: str) -> str:
        """What a query says, read by PostgreSQL's own client."""
        done = self._psql(query, url)
        done.check_returncode()
        return done.stdout.decode().strip()

    def _psql(self, query: str, url: str | None = None) -> "subprocess.CompletedProcess[bytes]":
        command = [self._programs["psql"], "-X", "-A", "-t", "-c", query, url or self.url()]
        return subprocess.run(command, capture_output=True, check=False)


class RedisServer(Server):
    """Redis that keeps nothing: whenever it starts, it is empty."""

    def __init__(self) -> None:
        super().__init__()
        self._program = needs("redis-server", "redis-server")
        self._client = needs("redis-cli", "redis-server")

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def command(self) -> Sequence[str]:
        where = ["--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder)]
        return [self._program, *where, "--save", ""]

    def is_up(self) -> bool:
        return self.ask("PING") == "PONG"

    def ask(self, *command: str) -> str:
        """What Redis answers to a command, asked by its own client."""
        ask = [self._client, "-p", str(self.port), *command]
        return subprocess.run(ask, capture_output=True, text=True, check=False).stdout.strip()


@contextmanager
def running(server: AnyServer) -> Iterator[AnyServer]:
    """A server that has been started, and is gone at the end."""
    try:
        server.start()
        yield server
    finally:
        server.close()


def _another_user() -> list[str]:
    """PostgreSQL refuses to run as root."""
    return [
        needs("setpriv", "util-linux"),
        "--reuid=postgres",
        "--regid=postgres",
        "--clear-groups",
    ]
