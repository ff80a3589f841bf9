"""The commands by name: our own, and those of plug-ins, each loaded when it is called."""

import sys
from functools import partial
from typing import Any

import typer
from typer.core import TyperGroup

from sim.cli.errors import INTERRUPTED, hold_interrupts, say, status
from sim.cli.plugins import Plugin, plugins


class Commands(TyperGroup):
    """The group of all commands; whatever goes wrong in one ends here, as lines and a status."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Our own commands, then those of plug-ins."""
        own = super().list_commands(ctx)
        return [*own, *sorted(plugins().keys() - set(own))]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Our own command of that name, or else a plug-in's, which is not loaded yet."""
        command = super().get_command(ctx, cmd_name)
        if command is None and cmd_name in plugins():
            return Plugin(plugins()[cmd_name])
        return command

    def invoke(self, ctx: Any) -> None:
        """Run the command that the arguments name."""
        try:
            super().invoke(ctx)
        except KeyboardInterrupt:
            hold_interrupts()
            say("interrupted: nothing was kept")
            raise typer.Exit(INTERRUPTED) from None

    def main(self, *args: Any, **extra: Any) -> None:
        """Run a whole command line and end the process with its status."""
        command = partial(super().main, *args, **(extra | {"standalone_mode": False}))
        sys.exit(status(command))
