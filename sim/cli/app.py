"""The application: the floodgate command with all its subcommands."""

import os
import signal
import sys
from io import TextIOWrapper
from pathlib import Path
from types import FrameType
from typing import Annotated, TextIO

import typer

from sim.cli.bench import bench
from sim.cli.commands import Commands
from sim.cli.compare import compare
from sim.cli.list_ import list_
from sim.cli.plan import plan
from sim.cli.report import report
from sim.cli.run import run
from sim.cli.schema import schema
from sim.cli.stability import stability
from sim.cli.sweep import sweep
from sim.cli.verify import verify

PROGRAM = "floodgate"

app = typer.Typer(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def main() -> None:
    """Run the command that the process was started with, and end the process."""
    signal.signal(signal.SIGTERM, _terminate)
    sys.stdout, sys.stderr = _writable(sys.stdout), _writable(sys.stderr)
    app(prog_name=PROGRAM)


def _writable(stream: TextIO | None) -> TextIO:
    """The stream, but one that takes anything: it may have been closed, or know few characters."""
    if stream is None:
        return Path(os.devnull).open("w")  # for as long as the process lives
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors="replace")
    return stream


def _terminate(number: int, frame: FrameType | None) -> None:
    """End as the signal would, but let a comparison stop its worker processes first."""
    signal.signal(number, signal.SIG_IGN)
    sys.exit(128 + number)


def _version(wanted: bool) -> None:
    if wanted:
        from sim.version import __version__

        typer.echo(f"{PROGRAM} {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def floodgate(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_version, help="Show the version.")
    ] = False,
) -> None:
    """Simulate flash sales and edge computing: what stands up to a million people, and what not?

    Examples:

    \b
      floodgate list
      floodgate run flash_sale --variant probability
      floodgate compare flash_sale --out results
      floodgate sweep flash_sale --over edge.admission.probability=1e-4..4e-4:7 --out sweep
      floodgate stability metastable --load workloads.calls.rate=300/s..900/s:7 \\
          --trigger 'faults.0.lasts=1 s..10 s:5' --out stability
      floodgate report results
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


app.command("list")(list_)
app.command()(run)
app.command()(compare)
app.command()(sweep)
app.command()(stability)
app.command()(plan)
app.command()(report)
app.command()(verify)
app.command()(bench)
app.command()(schema)
