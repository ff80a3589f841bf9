"""Loading scenarios from TOML files and text, and saving them."""

from __future__ import annotations

from pathlib import Path

from sim.model import document
from sim.model.errors import ScenarioError, hint, on_one_line, show
from sim.model.paths import Reading, read_bounded, rebase
from sim.model.scenario import Scenario, validate
from sim.model.shipped import shipped


def load(name_or_path: str | Path) -> Scenario:
    """The scenario of a TOML file, or the shipped one of that name, checked with its variants.

    A ``ScenarioError`` has one line for each problem; no other error comes from any file.
    """
    file = _find(name_or_path)
    try:
        text = read_bounded(file, document.LARGEST)
    except ValueError as error:
        raise ScenarioError([str(error)]) from None
    return loads(text, Reading(file.parent, on_one_line(file.name), file))


def loads(text: str, reading: Reading | None = None) -> Scenario:
    """The scenario that TOML text says; as ``load`` otherwise."""
    reading = reading or Reading()
    try:
        mapping = document.parse(text, reading.source)
    except ValueError as error:
        raise ScenarioError([str(error)]) from None
    return validate(mapping, reading)


def dumps(scenario: Scenario) -> str:
    """TOML text that says the scenario, with all its defaults, as a file of the same folder."""
    return document.write(scenario.mapping())


def save(scenario: Scenario, file: Path) -> None:
    """Write the scenario to a file, with relative paths in it changed to start from there."""
    mapping = rebase(scenario.mapping(), scenario.folder, file.parent)
    file.write_text(document.write(mapping), encoding="utf-8")


def _find(name_or_path: str | Path) -> Path:
    path = Path(name_or_path)
    if isinstance(name_or_path, Path) or path.suffix == ".toml" or len(path.parts) != 1:
        return path
    files = shipped()
    if path.name not in files:
        text = f"no scenario {show(path.name)} is shipped{hint(path.name, files)}"
        raise ScenarioError([f"{text} (a path ends in .toml)"])
    return files[path.name]
