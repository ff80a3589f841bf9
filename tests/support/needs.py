"""Programs that a test needs and that a machine may lack."""

import os
import shutil
from pathlib import Path

import pytest

CI = "FLOODGATE_CI"
"""Where this is set nothing may be missing: what a test needs and does not find, it fails for."""
ELSEWHERE = "/usr/lib/postgresql/*/bin"
"""Where Debian keeps programs that are not on the path."""


def needs(program: str, debian: str) -> str:
    """The path of a program; the test is skipped without it, and says which package has it."""
    if found := shutil.which(program) or _elsewhere(program):
        return found
    reason = f"wants {program}, got none: install it with apt-get install {debian}"
    if os.environ.get(CI):
        pytest.fail(reason)
    pytest.skip(reason)


def _elsewhere(program: str) -> str | None:
    found = sorted(Path("/").glob(f"{ELSEWHERE}/{program}".lstrip("/")))
    return str(found[-1]) if found else None
