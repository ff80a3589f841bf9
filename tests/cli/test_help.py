"""What the command says about itself."""

import subprocess
import sys

import pytest

from sim.version import __version__

COMMANDS = ("list", "run", "compare", "sweep", "stability", "plan", "report", "verify", "bench")
COMMANDS += ("schema",)
HEAVY = {"pydantic", "numpy", "scipy", "simpy", "numba", "matplotlib", "pandas", "jinja2", "rich"}


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_names_every_command(floodgate, option):
    """The help of the command names each of its commands, with both spellings of the option."""
    result = floodgate(option)

    assert result.exit_code == 0
    for name in COMMANDS:
        assert f"\n  {name} " in result.stdout


def test_help_imports_nothing_heavy(command):
    """The help loads no library that takes long to load, so that it is there at once."""
    result = subprocess.run(
        [sys.executable, "-X", "importtime", *command[1:], "--help"],
        capture_output=True,
        text=True,
    )
    imported = {line.rpartition("|")[2].strip() for line in result.stderr.splitlines()}

    assert "typer" in imported
    assert imported & HEAVY == set()


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_each_command_has_examples(floodgate, name, option):
    """The help of each command shows how it is called."""
    result = floodgate(name, option)

    assert result.exit_code == 0
    assert "Examples:" in result.stdout
    assert f"    floodgate {name}" in result.stdout


def test_without_a_command_there_is_help(floodgate):
    """The bare command shows its help and is content."""
    assert floodgate().stdout.strip() == floodgate("--help").stdout.strip()
    assert floodgate().exit_code == 0


def test_version(floodgate):
    """The version is one line."""
    assert floodgate("--version").stdout == f"floodgate {__version__}\n"


def test_the_module_is_the_command(process):
    """``python -m sim.cli`` calls itself floodgate, as the installed command does."""
    assert process("--help").stdout.startswith("Usage: floodgate ")
