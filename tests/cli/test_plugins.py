"""Plug-ins: commands that other packages add."""

import os
import subprocess

import pytest

SHOP_PLUGIN = """
import sys

import typer

print("imported", file=sys.stderr)
app = typer.Typer()


@app.command()
def serve(name: str) -> None:
    print(f"serving {name}")


@app.command()
def fail() -> None:
    raise RuntimeError("out of order")
"""

TILL_PLUGIN = '''
"""``floodgate till``: count the day's takings.

Nobody needs to know more.
"""

raise RuntimeError("imported")
'''


@pytest.fixture
def installed(tmp_path):
    """An environment in which a package with four entry points is installed."""
    info = tmp_path / "shop_plugin-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: shop-plugin\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[floodgate.commands]\n"
        "shop = shop_plugin:app\n"
        "broken = shop_plugin_that_is_not_there:app\n"
        "till = tills.till:app\n"
        "list = shop_plugin:app\n"
    )
    (tmp_path / "shop_plugin.py").write_text(SHOP_PLUGIN)
    (tmp_path / "tills").mkdir()
    for name in ("__init__", "till"):
        (tmp_path / "tills" / f"{name}.py").write_text(TILL_PLUGIN)
    return {"PYTHONPATH": str(tmp_path)}


def test_help_names_a_plugin_without_importing_it(process, installed):
    """The help knows the commands of plug-ins by name; none is loaded for it."""
    result = process("--help", **installed)

    assert result.returncode == 0
    assert "\n  shop       A command of shop_plugin.\n" in result.stdout
    assert "\n  broken     A command of shop_plugin_that_is_not_there.\n" in result.stdout
    assert result.stderr == ""


def test_help_says_what_a_plugin_does_in_its_own_words(process, installed):
    """The first line of its module, which is read and not run."""
    result = process("--help", **installed)

    assert "\n  till       Count the day's takings.\n" in result.stdout
    assert (result.returncode, result.stderr) == (0, "")


def test_a_plugin_runs_when_it_is_called(process, installed):
    """The command of a plug-in takes its own arguments."""
    result = process("shop", "serve", "phones", **installed)

    assert (result.returncode, result.stderr) == (0, "imported\n")
    assert result.stdout == "serving phones\n"


def test_a_plugin_has_help_of_its_own(process, installed):
    """The help of a plug-in is the plug-in's, below the name of our command."""
    result = process("shop", "-h", **installed)

    assert "Usage: floodgate shop " in result.stdout
    assert "serve" in result.stdout


def test_a_broken_plugin_is_one_line_when_it_is_called(process, installed):
    """A plug-in that cannot be imported is a failure of its own command, told in one line."""
    result = process("broken", **installed)

    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == (
        "error: broken: the plug-in shop_plugin_that_is_not_there:app cannot be loaded: "
        "ModuleNotFoundError: No module named 'shop_plugin_that_is_not_there'\n"
    )


def test_our_own_commands_come_first(process, installed):
    """A plug-in cannot take the name of one of our commands."""
    result = process("list", **installed)

    assert result.returncode == 0
    assert "flash_sale" in result.stdout
    assert result.stderr == ""


def test_an_error_within_a_plugin_is_one_line(process, installed):
    """What goes wrong in a plug-in is told like everything else."""
    result = process("shop", "fail", **installed)

    assert result.returncode == 1
    assert result.stderr.startswith("imported\ndefect: RuntimeError: out of order")
    assert result.stderr.count("\n") == 2


def test_a_broken_pipe_is_silent_within_a_plugin(command, broken_pipe, installed):
    """Also what a plug-in prints may go nowhere."""
    result = subprocess.run(
        [*command, "shop", "serve", "phones"],
        env=os.environ | installed,
        stdout=broken_pipe,
        stderr=subprocess.PIPE,
        timeout=60,
    )

    assert (result.returncode, result.stderr) == (1, b"imported\n")
