"""The scenarios that come with Floodgate."""

from __future__ import annotations

from pathlib import Path

import sim


def shipped() -> dict[str, Path]:
    """The files of the shipped scenarios by name, in alphabetical order."""
    return {file.stem: file for file in sorted(_folder().glob("*.toml"))}


def _folder() -> Path:
    """Inside the package where it is installed, beside it in a checkout."""
    package = Path(sim.__file__).parent
    inside = package / "scenarios"
    return inside if inside.is_dir() else package.parent / "scenarios"
