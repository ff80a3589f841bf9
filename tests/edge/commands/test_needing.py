"""What a newcomer types before she has installed the extras, or has typed only half of it."""

import os
import subprocess
import sys
from collections.abc import Sequence

import pytest
from edge_node import SECRETS

SHOP = "http://127.0.0.1:9"
EXTRAS = ("aiohttp", "locust", "psutil")


def without(packages: Sequence[str], *words: str) -> tuple[int, str]:
    """The status of a command where some packages are missing, and its standard error."""
    hide = f"import sys; sys.modules.update(dict.fromkeys({packages!r}))"
    done = subprocess.run(
        [sys.executable, "-c", f"{hide}; from sim.cli import main; main()", *words],
        env=os.environ | SECRETS,
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    ("words", "what", "extra"),
    [
        (["serve", "edge", "flash_sale", "--origin", SHOP], "the edge node", "edge"),
        (["serve", "origin", "flash_sale", "--port", "0"], "the origin", "edge"),
        (["load", "edge_validation", "--edge", SHOP], "the load", "load"),
        (["validate"], "the validation", "edge,load"),
    ],
)
def test_a_package_that_is_missing_is_one_line(words: list[str], what: str, extra: str) -> None:
    """It says who needs which package, and how to get it."""
    status, said = without(EXTRAS, *words)
    assert status == 2
    assert said.startswith(f"error: {what} needs ")
    assert said.endswith(f"which is missing: pip install 'floodgate[{extra}]'\n")
    assert said.count("\n") == 1


@pytest.mark.parametrize("package", EXTRAS)
def test_the_validation_misses_nothing_later(package: str) -> None:
    """What only the processes need that it starts is asked for before the first of them."""
    status, said = without([package], "validate")
    missing = f"error: the validation needs {package}, which is missing: "
    assert (status, said) == (2, f"{missing}pip install 'floodgate[edge,load]'\n")


def test_serve_alone_shows_what_can_be_served() -> None:
    """As floodgate alone does: its help, and no error."""
    done = subprocess.run(
        [sys.executable, "-m", "sim.cli", "serve"], capture_output=True, text=True, timeout=120
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "origin" in done.stdout and "edge" in done.stdout
