"""``floodgate report``: saved results as one HTML file."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.errors import RequestError
from sim.cli.request import check_folder


def report(
    folder: Annotated[
        Path,
        typer.Argument(metavar="DIR", help="What run or compare saved with --out."),
    ],
    output: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where the report goes; without it, DIR/report.html."),
    ] = None,
) -> None:
    """Make one self-contained HTML file of saved results, and print its path.

    Examples:

    \b
      floodgate report results/flash_sale
      floodgate report results/flash_sale --output flash_sale.html
    """
    from sim.reports import write_html
    from sim.results import StorageError, load

    try:
        results = load(folder)
    except StorageError as error:
        raise RequestError(str(error)) from None
    target = output or folder / "report.html"
    if target.is_dir():
        raise RequestError(f"--output: wanted a file, got the folder {target}")
    check_folder(target.parent, "--output")
    typer.echo(write_html(results, target))
