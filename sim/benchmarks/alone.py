"""Code that runs alone: in a fresh process, whose output is one JSON value."""

import json
import os
import subprocess
import sys
from typing import Any


def alone(code: str, *arguments: object, **environment: str) -> Any:
    """The JSON value that a program prints; OSError where it fails."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    done = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True)
    if done.returncode:
        raise OSError(f"a benchmark failed: {done.stderr.strip().splitlines()[-1]}")
    return json.loads(done.stdout)
