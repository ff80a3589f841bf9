"""The identity of a run: which scenario, variant and seed it executed, and how to do it again."""

import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sim.model.overrides import format_value


@dataclass(frozen=True, kw_only=True)
class Identity:
    """What was run, in the words of whoever asked for it; nothing here is a result.

    Which engine played it tells no identity from another: it changes nothing that happened, and
    "auto" may take one today and another tomorrow.

    ``source`` is what the user typed for the scenario (a name or a path); ``settings`` are the
    replacements made on top of the variant (``--set``); ``front`` is the station at which the
    data centre begins, None where the model has none; ``scenario_toml`` is the resolved scenario.
    """

    scenario: str
    seed: int
    engine: str = field(compare=False)
    version: str
    variant: str | None = None
    front: str | None = None
    question: str = ""
    answer: str = ""
    source: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    scenario_toml: str = ""

    @property
    def name(self) -> str:
        """The variant's name, or the scenario's where no variant was chosen."""
        return self.variant or self.scenario

    @property
    def command(self) -> str:
        """The command line that makes this run again."""
        return self.run_command()

    def run_command(self, options: Iterable[str] = ()) -> str:
        """The same with further options: those of its replications."""
        variant = ["--variant", self.variant] if self.variant else []
        return self._command("run", [*variant, *options])

    def compare_command(self, variants: Iterable[str], options: Iterable[str] = ()) -> str:
        """The command line that compares variants with this run's seed, engine and settings."""
        return self._command("compare", ["--variants", ",".join(variants), *options])

    def _command(self, verb: str, options: list[str]) -> str:
        words = ["floodgate", verb, self.source or self.scenario, *options]
        words += ["--seed", str(self.seed), "--engine", self.engine]
        for path, value in self.settings.items():
            words += ["--set", f"{path}={format_value(value)}"]
        return shlex.join(words)
