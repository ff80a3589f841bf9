"""A request to run something: whatever is wrong with it is found before anything runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, cast

from sim.cli.errors import RequestError

if TYPE_CHECKING:
    from sim.model import Scenario
    from sim.results.files import Format


@dataclass(frozen=True)
class Request:
    """A scenario, and the seed, replacements (``set``) and engine to run its variants with."""

    scenario: Scenario
    how: dict[str, Any]

    @classmethod
    def read(cls, name: str, seed: int | None, texts: Sequence[str] | None, engine: str) -> Request:
        """What was typed.  ScenarioError or RequestError says what is wrong with it."""
        from sim.engines.choose import check
        from sim.model import load, parse_assignments

        with _named("--engine"):
            check(engine)
        how = {"seed": seed, "set": parse_assignments(texts or ()), "engine": engine}
        return cls(load(name), how)

    def check(self, variants: Sequence[str | None]) -> None:
        """Refuse variants that there are not, that do not fit, or that the engine cannot play."""
        for variant in variants:
            resolved = self.scenario.resolve(variant, self.how["seed"], self.how["set"])
            if self.how["engine"] == "compiled":
                self._check_engine(resolved, variant)

    def _check_engine(self, resolved: Scenario, variant: str | None) -> None:
        from sim.engines.choose import choose

        with _named("--engine" if variant is None else f"--engine: variant {variant}"):
            choose("compiled", resolved)


@contextmanager
def _named(option: str) -> Iterator[None]:
    """Say of a value that is refused which option it was for."""
    try:
        yield
    except ValueError as error:
        raise RequestError(f"{option}: {error}") from None


def check_format(name: str) -> Format:
    """The format of that name; refuses one that there is not, or that cannot be written here."""
    from sim.results.storage import check_format

    try:
        check_format(name)
    except (ValueError, ModuleNotFoundError) as error:
        raise RequestError(f"--format: {error}") from None
    return cast("Format", name)


def check_folder(folder: Path | None, option: str) -> None:
    """Make the folder for results, if any; refuse one that cannot be written."""
    from sim.results.files import StorageError, writing

    if folder is None:
        return
    try:
        with writing(folder), TemporaryFile(dir=folder):
            pass
    except StorageError as error:
        raise RequestError(f"{option}: {error}") from None
