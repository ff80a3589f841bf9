"""The command as tests call it: in this process, or as a process of its own."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

import pytest
from typer.testing import CliRunner

from sim.cli.app import app

COMMAND = [sys.executable, "-m", "sim.cli"]

SHOP = """
name = "shop"
question = "Does the desk keep up?"
answer = "Yes."
duration = "2 s"

[workloads.visits]
kind = "poisson"
rate = "20/s"
to = "desk"

[services.desk]
service_time = "5 ms"

[variants.one]

[variants.two]
"services.desk.workers" = 2
"""
"""A small scenario: a run of it takes milliseconds."""


@pytest.fixture(autouse=True)
def buffered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Output is buffered, as it is for most users: errors then come when it is flushed."""
    monkeypatch.delenv("PYTHONUNBUFFERED", raising=False)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """The file of a small scenario."""
    file = tmp_path / "shop.toml"
    file.write_text(SHOP)
    return file


@pytest.fixture
def changed(shop: Path) -> Callable[[str, str], Path]:
    """The file of the small scenario with one text in it changed."""

    def change(old: str, new: str) -> Path:
        assert shop.read_text().count(old) == 1
        shop.write_text(shop.read_text().replace(old, new))
        return shop

    return change


@pytest.fixture
def floodgate() -> Callable[..., Any]:
    """Calls the command in this process: exit_code, stdout, stderr."""

    def call(*words: object, **environment: str) -> Any:
        return CliRunner().invoke(
            app, [str(word) for word in words], prog_name="floodgate", env=environment
        )

    return call


@pytest.fixture
def process() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Calls the command in a process of its own: returncode, stdout, stderr."""

    def call(*words: object, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*COMMAND, *map(str, words)],
            env=os.environ | environment,
            capture_output=True,
            text=True,
            timeout=60,
        )

    return call


@pytest.fixture
def command() -> list[str]:
    """The words that start the command, for tests that handle the process themselves."""
    return COMMAND


@pytest.fixture
def broken_pipe() -> Iterator[IO[str]]:
    """Where a process may write to whose reader has gone."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as pipe:
        yield pipe
