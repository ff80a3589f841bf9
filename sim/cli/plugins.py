"""Plug-ins: commands that other packages add through the entry points ``floodgate.commands``."""

import ast
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperCommand

from sim.cli.errors import PluginError, one_line

GROUP = "floodgate.commands"
"""Each entry point of this group is a command: its name, and where its ``typer.Typer`` stands."""


@cache
def plugins() -> dict[str, EntryPoint]:
    """The entry points of all plug-ins by the name of their command; none of them is imported."""
    return {entry.name: entry for entry in entry_points(group=GROUP)}


class Plugin(TyperCommand):
    """A command that a plug-in brings: known by its name, imported only when it is called."""

    def __init__(self, entry: EntryPoint) -> None:
        super().__init__(entry.name, help=_summary(entry))
        self._entry = entry

    def make_context(self, *args: Any, **extra: Any) -> Any:
        """The context of the real command, which takes over from here."""
        return self._load().make_context(*args, **extra)

    def _load(self) -> Any:
        try:
            return typer.main.get_command(self._entry.load())
        except Exception as error:
            reason = f"{type(error).__name__}: {one_line(error)}"
            where = f"{self.name}: the plug-in {self._entry.value} cannot be loaded"
            raise PluginError(f"{where}: {reason}") from error


def _summary(entry: EntryPoint) -> str:
    """The first line of a plug-in's module, read and not run; else where the command comes from.

    A module says ``floodgate NAME`` of itself, with a colon, before what it does.
    """
    line = (_docstring(entry.module) or "").partition("\n")[0]
    said = line.removeprefix(f"``floodgate {entry.name}``: ")
    return f"{said[:1].upper()}{said[1:]}" or f"A command of {entry.module}."


def _docstring(module: str) -> str | None:
    """The docstring of a module; None where there is none, or nothing to read it from."""
    package, *names = module.split(".")
    spec = find_spec(package)  # of the package at the top, which is found without an import
    if spec is None or not spec.origin:
        return None
    top = Path(spec.origin)
    file = top.parent.joinpath(*names).with_suffix(".py") if names else top
    try:
        return ast.get_docstring(ast.parse(file.read_bytes()))
    except (OSError, SyntaxError, ValueError):
        return None
