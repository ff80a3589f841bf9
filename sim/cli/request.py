"""A request: what is wrong with it is found before anything runs."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, cast

from sim.cli.errors import RequestError

if TYPE_CHECKING:
    from sim.results.files import Format


def check_engine(name: str) -> None:
    """Refuse an engine that there is not."""
    from sim.engines.choose import choose

    try:
        choose(name)
    except ValueError as error:
        raise RequestError(f"--engine: {error}") from None


def check_format(name: str) -> Format:
    """The format of that name; refuses one that there is not, or that cannot be written here."""
    from sim.results.storage import check_format

    try:
        check_format(name)
    except (ValueError, ModuleNotFoundError) as error:
        raise RequestError(f"--format: {error}") from None
    return cast("Format", name)


def check_folder(folder: Path, option: str = "--out") -> None:
    """Make a folder for results; refuse one that cannot be written, before the work begins."""
    from sim.results.files import StorageError, writing

    try:
        with writing(folder), TemporaryFile(dir=folder):
            pass
    except StorageError as error:
        raise RequestError(f"{option}: {error}") from None
