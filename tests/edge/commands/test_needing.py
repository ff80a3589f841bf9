"""What a newcomer types before she has installed the extras, or has typed only half of it."""

import os
import subprocess
import sys

import pytest
from edge_node import SECRETS

WITHOUT = """
import sys
for name in ("aiohttp", "psutil", "locust"):
    sys.modules[name] = None
from sim.cli import main
main()
"""
"""The command in an interpreter that has none of the extras' packages."""


def without_extras(*words: object) -> tuple[int, str]:
    """The status of a command, and what it says on standard error."""
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, *map(str, words)],
        env=os.environ | SECRETS,
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    ("words", "what", "extra"),
    [
        (
            ["serve", "edge", "flash_sale", "--origin", "http://127.0.0.1:9"],
            "the edge node",
            "edge",
        ),
        (["serve", "origin", "flash_sale", "--port", "0"], "the origin", "edge"),
        (["validate"], "the validation", "edge,load"),
    ],
)
def test_a_package_that_is_missing_is_one_line(words: list[str], what: str, extra: str) -> None:
    """It says who needs which package, and how to get it."""
    status, said = without_extras(*words)
    assert status == 2
    assert said.startswith(f"error: {what} needs ")
    assert said.endswith(f"which is missing: pip install 'floodgate[{extra}]'\n")
    assert said.count("\n") == 1


def test_serve_alone_shows_what_can_be_served() -> None:
    """As floodgate alone does: its help, and no error."""
    done = subprocess.run(
        [sys.executable, "-m", "sim.cli", "serve"], capture_output=True, text=True, timeout=120
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "origin" in done.stdout and "edge" in done.stdout
