"""Programs that tests need: a reader without one is told what to install, CI fails."""

import os
import shutil
from pathlib import Path

import pytest

ELSEWHERE = "/usr/lib/postgresql/*/bin"
"""Where Debian keeps what it does not put on the path."""


def needs(program: str, debian: str) -> str:
    """The path of a program; without it the test skips, or fails where FLOODGATE_CI is set."""
    found = shutil.which(program) or next(_elsewhere(program), None)
    if found is None:
        missing = f"wanted {program}, got none: apt-get install {debian}"
        if os.environ.get("FLOODGATE_CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return found


def _elsewhere(program: str):
    return (str(path) for path in Path("/").glob(f"{ELSEWHERE[1:]}/{program}"))
