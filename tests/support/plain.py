"""The compiled engine's kernel as plain Python, in a process of its own.

Run as a script it reads TOML texts from standard input and writes their traces to standard output,
both pickled.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Sequence

from sim.engines.trace import Trace
from sim.model import Scenario, dumps, loads


def play_plain(scenarios: Sequence[Scenario]) -> list[Trace]:
    """What the kernel makes of scenarios when nothing of it is compiled."""
    environment = os.environ | {
        "NUMBA_DISABLE_JIT": "1",
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    }
    texts = pickle.dumps([dumps(scenario) for scenario in scenarios])
    command = [sys.executable, "-W", "error", __file__]
    done = subprocess.run(command, input=texts, capture_output=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr.decode()
    traces: list[Trace] = pickle.loads(done.stdout)
    return traces


if __name__ == "__main__":
    from sim.engines.compiled.engine import execute

    played = [execute(loads(text)) for text in pickle.load(sys.stdin.buffer)]
    sys.stdout.buffer.write(pickle.dumps(played))
