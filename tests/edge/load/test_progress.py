"""How far a load has come: told while it runs, and shown as other commands show it."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from loads import SERVICE, scenario, workload
from shop_stub import TOKEN, Shop

from edge.load import run
from edge.load.tally import Tally
from sim.model import dumps

VISITS = scenario(SERVICE, workload("50/s", stop="3800 ms"), duration="4 s")
"""175 clicks within three seconds and a half, in a run of 4 s: time to tell of some of them."""


def test_a_load_tells_how_many_requests_are_over(stub: Shop) -> None:
    """Of those of all its processes, and of how many are expected; never more, never fewer."""
    told: list[tuple[int, int]] = []
    how = {"admins": [stub.url], "token": TOKEN, "lag": "p99 <= 10 s", "processes": 2}
    result = run(VISITS, [stub.url], progress=lambda *one: told.append(one), **how)
    done, expected = zip(*told, strict=True)
    assert set(expected) == {175}
    assert list(done) == sorted(done)
    assert (result.problem, result.in_flight) == (None, 0)
    assert 0 < done[-1] < 175, f"{told} of {result.requests}"


@pytest.mark.parametrize(("words", "shown"), [([], True), (["--json"], False)])
def test_the_command_shows_progress_unless_it_is_to_be_quiet(
    stub: Shop,
    floodgate: Callable[..., Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    shown: bool,
) -> None:
    """The share of the requests that are over, on standard error."""
    monkeypatch.setattr("sim.cli.progress.PATIENCE", 0)
    file = tmp_path / "shop.toml"
    file.write_text(dumps(VISITS))
    where = ["--edge", stub.url, "--admin", stub.url, "--lag", "p99 <= 10 s"]
    done = floodgate("load", file, "--set", "edge.nodes=1", *where, *words)
    assert done.exit_code == 0, done.stderr
    assert ("shop 0 %" in done.stderr) == shown


def test_a_tally_adds_up_the_last_numbers() -> None:
    """Of those who still say something, and of those who have ended."""
    pipes = [os.pipe() for _ in range(2)]
    outputs = [os.fdopen(read) for read, _ in pipes]
    tally = Tally(outputs)
    os.write(pipes[0][1], b"1\n20\n")
    os.write(pipes[1][1], b"300\n")
    assert tally.hear(1)
    assert tally.finished == 320
    os.close(pipes[0][1])
    assert tally.hear(1)
    os.close(pipes[1][1])
    assert not tally.hear(1)
    assert tally.finished == 320
    tally.close()
    for output in outputs:
        output.close()
