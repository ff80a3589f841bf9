"""``floodgate report``: saved results as one HTML file."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.errors import BadRequest
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
    """Write one self-contained HTML report about saved results and print its path.

    Examples:

    \b
      floodgate report results/flash_sale
      floodgate report results/flash_sale --output flash_sale.html
    """
