"""What ``floodgate --help`` says about the commands of the real service."""

import subprocess
import sys

import pytest

LINES = {
    "load": "Send a scenario's own people and arrivals to real edge nodes.",
    "serve": "Start the real service: the origin, or an edge node in front",
    "validate": "Put the real service and the simulator under the same people.",
}


@pytest.fixture(scope="module")
def said() -> str:
    command = [sys.executable, "-m", "sim.cli", "--help"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("name", LINES)
def test_each_has_a_line_of_its_own(said: str, name: str) -> None:
    """It says what the command does, and not where it comes from."""
    assert f"\n  {name:9}  {LINES[name]}" in said
