"""Files of results: written whole or not at all, and read with one clear line when they are bad."""

import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Literal

import numpy as np
from numpy.typing import NDArray

Format = Literal["npz", "parquet"]
"""How columns are stored: numpy's own, or Parquet, which needs pyarrow."""

FORMATS: tuple[Format, ...] = ("npz", "parquet")


class StorageError(OSError):
    """A folder of results that cannot be written, or is not what it should be; one line says so."""


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Makes the folder; turns what the system refuses within into one StorageError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except StorageError:
        raise
    except OSError as error:
        raise StorageError(f"cannot write to {folder}: {error.strerror or error}") from error


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turns whatever a damaged file provokes within into one StorageError."""
    try:
        yield
    except StorageError:
        raise
    except OSError as error:
        raise StorageError(f"cannot read {path}: {error.strerror or error}") from error
    except (ValueError, TypeError, LookupError, EOFError, zipfile.BadZipFile) as error:
        raise StorageError(f"{path} is damaged: {error}") from error


def write_whole(path: Path, write: Callable[[IO[bytes]], object]) -> Path:
    """Fill a file through a temporary one beside it, so that no half of it is ever seen."""
    partial = path.with_name(f".{path.name}.partial")
    try:
        with partial.open("wb") as file:
            write(file)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return path


def write_text(path: Path, text: str) -> Path:
    """Write a UTF-8 text file whole."""
    return write_whole(path, lambda file: file.write(text.encode()))


def write_json(path: Path, value: Any, indent: int | None = 2) -> Path:
    """Write a JSON file whole; NaN and infinity are refused with a ValueError."""
    text = json.dumps(value, indent=indent, allow_nan=False, ensure_ascii=False)
    return write_text(path, text + "\n")


def read_json(path: Path) -> Any:
    """The value in a JSON file."""
    return json.loads(path.read_text(encoding="utf-8"))


def write_columns(path: Path, columns: dict[str, NDArray[Any]], format: Format) -> Path:
    """Write arrays of one length as the columns of a table; the format names the suffix."""
    whole = path.with_suffix(f".{format}")
    if format == "npz":
        arrays: dict[str, Any] = dict(columns)
        return write_whole(whole, lambda file: np.savez_compressed(file, **arrays))
    from pyarrow import parquet, table

    return write_whole(whole, lambda file: parquet.write_table(table(columns), file))


def read_columns(path: Path, format: Format) -> dict[str, NDArray[Any]]:
    """The columns that ``write_columns`` wrote; nothing in the file is executed."""
    whole = path.with_suffix(f".{format}")
    if format == "npz":
        with whole.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            return dict(archive)
    from pyarrow import parquet

    table = parquet.read_table(whole)
    return {name: table.column(name).to_numpy() for name in table.column_names}
