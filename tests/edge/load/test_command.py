"""``floodgate load``: what it says, what it keeps, and what it refuses."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import numpy as np
import pytest
from loads import CROWD, SERVICE, scenario, workload
from shop_stub import TOKEN, Shop, shop

from edge.load.opening import ask
from sim.model import dumps

Call = Callable[..., Any]


@pytest.fixture
def shop_file(tmp_path: Path) -> Path:
    """A scenario of one edge node, whose crowd knows the hour."""
    file = tmp_path / "shop.toml"
    file.write_text(dumps(scenario(SERVICE, CROWD, workload("50/s"))))
    return file


@pytest.fixture
def one_node(shop_file: Path) -> list[object]:
    return ["load", shop_file, "--set", "edge.nodes=1", "--set", "crowd.weights=[1.0]"]


def test_the_result_is_kept_and_shown(
    one_node: list[object], stub: Shop, floodgate: Call, tmp_path: Path
) -> None:
    """The folder has the requests and the figures that --json prints."""
    out = tmp_path / "out"
    where = ["--edge", stub.url, "--admin", stub.url, "--lag", "p99 <= 10 s", "--out", out]
    done = floodgate(*one_node, *where, "--json", "--quiet")
    assert done.exit_code == 0, done.stderr
    shown, kept = json.loads(done.stdout), json.loads((out / "load.json").read_text())
    assert {key: kept[key] for key in shown} == shown
    assert shown["workloads"]["buy"]["outcomes"]["sold"] == 120
    assert shown["nodes"] == [{"clicks": 170, "admitted": 170, "admitted_share": 1.0}]
    with np.load(out / "requests.npz") as columns:
        assert len(columns["request"]) == 170
    assert (out / "scenario.toml").is_file()


def test_each_edge_node_has_its_share_of_the_people(
    shop_file: Path, stub: Shop, floodgate: Call
) -> None:
    """``--edge`` twice, for the two nodes of the scenario: a third of the crowd, and the rest."""
    with shop() as other:
        urls = [stub.url, other.url]
        edges = [word for url in urls for word in ("--edge", url, "--admin", url)]
        done = floodgate("load", shop_file, *edges, "--lag", "p99 <= 10 s", "--json")
        assert done.exit_code == 0, done.stderr
        nodes = json.loads(done.stdout)["nodes"]
        assert [node["clicks"] for node in nodes] == [len(stub.seen), len(other.seen)]
    assert sum(node["clicks"] for node in nodes) == 170
    assert 0 < nodes[0]["clicks"] < nodes[1]["clicks"]


def refused(done: Any, line: str) -> None:
    """It ended with status 2 and one line of error that has this in it."""
    assert (done.exit_code, done.stdout) == (2, "")
    assert line in done.stderr and done.stderr.count("\n") == 1


BAD: dict[str, tuple[list[object], str]] = {
    "no address": (["--edge", "shop"], 'wanted an address such as "http://127.0.0.1:8080"'),
    "another scheme": (["--edge", "ftp://127.0.0.1"], "wanted an address such as"),
    "a path": (["--edge", "http://127.0.0.1:1/buy"], "wanted an address such as"),
    "a port that is none": (["--edge", "http://127.0.0.1:99999"], "wanted an address such as"),
    "no process": (["--edge", "http://127.0.0.1:1", "--processes", "0"], "number >= 1, got 0"),
    "no bound": (["--edge", "http://127.0.0.1:1", "--lag", "soon"], "wanted a bound such as"),
    "too many nodes": (["--edge", "http://a:1", "--edge", "http://b:1"], "each of 1 edge nodes"),
    "no edge": ([], "--edge"),
    "a crowd elsewhere": (
        ["--edge", "http://127.0.0.1:1", "--set", "crowd.entry=gateway"],
        'wanted a crowd that enters at "edge", got "gateway"',
    ),
    "an unknown variant": (["--edge", "http://127.0.0.1:1", "--variant", "x"], "variant"),
}


@pytest.mark.parametrize(("words", "line"), BAD.values(), ids=BAD)
def test_what_is_not_in_order_is_refused(
    one_node: list[object], floodgate: Call, words: list[object], line: str
) -> None:
    """One line says what was wanted and what came, and the status is 2."""
    refused(floodgate(*one_node, *words), line)


def test_an_unknown_scenario_is_refused(floodgate: Call) -> None:
    """So is a scenario that there is not."""
    refused(floodgate("load", "nowhere", "--edge", "http://127.0.0.1:1"), "nowhere")


def test_a_folder_that_cannot_be_written_is_refused(
    one_node: list[object], floodgate: Call, shop_file: Path
) -> None:
    """Before anything is sent."""
    words = ["--edge", "http://127.0.0.1:1", "--out", shop_file]
    refused(floodgate(*one_node, *words), "--out: cannot write")


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["--edge", "http://127.0.0.1:1"], "wanted an answer, got [Errno 111] Connection refused"),
        (["--edge", "{stub}"], "wanted an opening at least 1.8 s ahead, got one that is open"),
        (["--edge", "{stub}", "--admin", "http://127.0.0.1:1"], "Connection refused"),
    ],
)
def test_an_edge_that_does_not_play_along_fails_the_load(
    one_node: list[object], stub: Shop, floodgate: Call, words: list[str], line: str
) -> None:
    """One line says which and why, and the status is 1."""
    done = floodgate(*one_node, *[word.format(stub=stub.url) for word in words], "--quiet")
    assert done.exit_code == 1
    assert line in done.stderr and done.stderr.count("\n") == 1


def test_a_proxy_of_the_environment_is_not_asked(
    stub: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The token is for the node alone."""
    monkeypatch.setattr("urllib.request._opener", None)
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    assert ask(f"{stub.url}/poll")[0] == 200


def test_a_guessable_token_is_refused(
    one_node: list[object], stub: Shop, floodgate: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is named by its variable, and never shown."""
    monkeypatch.setattr("edge.load.cli.ADMIN_TOKEN", "FLOODGATE_NO_TOKEN")
    refused(floodgate(*one_node, "--edge", stub.url, "--admin", stub.url), "FLOODGATE_NO_TOKEN")


@pytest.fixture
def endless(stub: Shop, tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    """A load that would take ten minutes, once it has begun."""
    file = tmp_path / "long.toml"
    file.write_text(dumps(scenario(SERVICE, workload("50/s", stop="9 min"), duration="10 min")))
    words = ["load", file, "--edge", stub.url, "--admin", stub.url, "--out", tmp_path / "out"]
    command = [sys.executable, "-m", "sim.cli", *map(str, words), "--processes", "2"]
    environment = os.environ | {"FLOODGATE_ADMIN_TOKEN": TOKEN, "TMPDIR": str(tmp_path)}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, env=environment, text=True, **pipes) as process:  # type: ignore[call-overload]
        assert process.stderr is not None
        assert "begin" in process.stderr.readline()
        try:
            yield process
        finally:
            process.kill()


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def are_gone(pids: list[int]) -> bool:
    """Whether all of these end within ten seconds."""
    late = monotonic() + 10
    while any(Path(f"/proc/{pid}").exists() for pid in pids):
        if monotonic() > late:
            return False
        sleep(0.05)
    return True


def test_ctrl_c_keeps_what_is_finished(
    endless: "subprocess.Popen[str]", stub: Shop, tmp_path: Path
) -> None:
    """The answered clicks are saved and shown, and no process is left."""
    workers = children(endless.pid)
    while len(stub.seen) < 50:
        sleep(0.1)
    endless.send_signal(signal.SIGINT)
    shown, said = endless.communicate(timeout=60)
    assert endless.returncode == 130
    assert "visits" in shown and "interrupted: kept the" in said
    with np.load(tmp_path / "out" / "requests.npz") as columns:
        assert len(columns["request"]) >= 49
    assert len(workers) == 2 and are_gone(workers)


def test_a_killed_command_leaves_no_process(endless: "subprocess.Popen[str]") -> None:
    """Who is killed cannot clean up: the load's processes see it and go."""
    workers = children(endless.pid)
    endless.kill()
    assert len(workers) == 2 and are_gone(workers)
