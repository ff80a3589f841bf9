"""Paths in a scenario: relative to the folder of its file; and files read up to a size."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationInfo

from sim.model.errors import on_one_line


@dataclass(frozen=True)
class Reading:
    """What a scenario is being read from: the folder of its paths, its name in errors, its file."""

    folder: Path = Path()
    source: str = "scenario"
    file: Path | None = None
    check_variants: bool = True


def folder_of(info: ValidationInfo) -> Path:
    """The folder that relative paths start from: the scenario's, or the current one."""
    return info.context.folder if isinstance(info.context, Reading) else Path()


def read_bounded(file: Path, largest: int) -> str:
    """The text of a file of at most ``largest`` bytes; a ``ValueError`` says what is wrong."""
    shown = on_one_line(str(file)[:1000])
    try:
        if not file.is_file():
            raise ValueError(f"{shown}: {'not a file' if file.exists() else 'no such file'}")
        with file.open("rb") as stream:
            content = stream.read(largest + 1)
    except OSError as error:
        raise ValueError(f"{shown}: {error.strerror}") from None
    if len(content) > largest:
        raise ValueError(f"{shown}: wanted at most {largest} bytes, got more")
    return _decoded(content, on_one_line(file.name))


def rebase(value: Any, old: Path, new: Path) -> Any:
    """``value`` with each relative ``path`` below ``old`` written as one below ``new``."""
    if isinstance(value, list | tuple):
        return [rebase(item, old, new) for item in value]
    if isinstance(value, Mapping):
        return {key: rebase_at(key, item, old, new) for key, item in value.items()}
    return value


def rebase_at(key: str, value: Any, old: Path, new: Path) -> Any:
    """``rebase`` of the value at a key, which is itself a path if the key ends in ``path``."""
    if key.rpartition(".")[2] != "path" or not isinstance(value, str):
        return rebase(value, old, new)
    if Path(value).is_absolute() or old.resolve() == new.resolve():
        return value
    return Path(os.path.relpath(old / value, new)).as_posix()


def _decoded(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ValueError(f"{name}:{line}: wanted UTF-8 text, got other bytes") from None
