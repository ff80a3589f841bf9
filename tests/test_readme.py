"""Every example of the README works as it stands there."""

import re
import shlex
from pathlib import Path

import pytest

from sim.model import loads, shipped

README = Path(__file__).parents[1] / "README.md"


def blocks(language: str) -> list[str]:
    """The fenced blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README.read_text(), re.DOTALL | re.MULTILINE)


def test_the_python_example_runs(capsys: pytest.CaptureFixture[str]) -> None:
    """The Python block executes and prints the sale of its run."""
    (example,) = blocks("python")
    exec(compile(example, "README.md", "exec"), {})
    assert "'stock': 100" in capsys.readouterr().out


def test_the_scenario_example_is_a_valid_scenario() -> None:
    """The TOML block loads, with its variant."""
    (example,) = blocks("toml")
    assert list(loads(example).variants) == ["two_workers"]


def test_the_table_asks_about_every_shipped_scenario() -> None:
    """The README names each shipped scenario, and none that is not shipped."""
    named = set(re.findall(r"^\| `(\w+)` \|", README.read_text(), re.MULTILINE))
    assert named == set(shipped())


BY_HAND = ("/usr/lib/postgresql/", "redis-server", "export", "curl")
"""What else is started by hand: servers that are not ours, and a request to one that is."""


def test_every_command_that_is_shown_exists() -> None:
    """The shell blocks but the first use commands and scenarios that exist."""
    from sim.cli.app import app
    from sim.cli.plugins import plugins

    known = {command.name or command.callback.__name__ for command in app.registered_commands}
    for line in "".join(blocks("sh")[1:]).splitlines():
        if line.startswith(BY_HAND):
            continue
        program, verb, *rest = shlex.split(line)
        assert program == "floodgate"
        assert verb in known | {"list"} | plugins().keys()
        if verb == "serve":
            role, *rest = rest
            assert role in {"edge", "origin"}
        assert not rest or rest[0] in shipped() or rest[0].startswith("results/")


def test_paths_that_are_named_exist() -> None:
    """Files and folders in backticks are there."""
    for path in re.findall(
        r"`((?:sim|tests|notebooks|reports|benchmarks)/[\w./]*)`", README.read_text()
    ):
        assert (README.parent / path).exists(), path
