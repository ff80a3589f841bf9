"""What was asked for in replications: how many, how precise, how confident."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import typer

from sim.cli.errors import FAILED, RequestError, say
from sim.cli.request import Request

if TYPE_CHECKING:
    from sim.results import Replications, Run


@dataclass(frozen=True)
class Sampling:
    """The options of replications, None where one was not given."""

    replications: int | None
    until: str | None
    warm_up: str | None
    confidence: float | None
    workers: int | None

    @property
    def is_wanted(self) -> bool:
        """Whether replications were asked for at all."""
        return self.replications is not None or self.until is not None

    @property
    def how(self) -> dict[str, Any]:
        """The arguments of ``replicate``; what was not given is left to it."""
        given = {"n": self.replications, "until": self.until, "workers": self.workers}
        return {name: value for name, value in given.items() if value is not None} | self.estimate

    @property
    def estimate(self) -> dict[str, Any]:
        """Those of them that say what is made of replications, however many."""
        given = {"warm_up": self.warm_up, "confidence": self.confidence}
        return {name: value for name, value in given.items() if value is not None}

    def check(self, request: Request, variants: Sequence[str | None]) -> None:
        """Refuse what does not fit the scenario, or makes no sense without replications."""
        if not self.is_wanted:
            self._check_single()
            return
        from sim.experiments.replicate import check_until, check_warm_up

        for variant in variants:
            how = request.how
            resolved = request.scenario.resolve(variant, how["seed"], how["set"])
            with _said_by("--until"):
                check_until(self.until, resolved)
            with _said_by("--warm-up"):
                check_warm_up(self.warm_up, resolved)

    def tell_if_not_reached(self, result: Run | Replications) -> None:
        """Say so, and end as failed, where the wanted precision took more than it might."""
        from sim.results import Replications

        if not isinstance(result, Replications) or result.reached:
            return
        assert result.until is not None
        interval = result.interval(result.until.figure)
        known = "is not known at all" if interval is None else f"is {interval}"
        say(
            f"error: --until: wanted {result.until}, but {result.until.figure} {known} after "
            f"{len(result)} replications: allow more with --replications"
        )
        raise typer.Exit(FAILED)

    def _check_single(self) -> None:
        options = {
            "--warm-up": self.warm_up,
            "--confidence": self.confidence,
            "--workers": self.workers,
        }
        alone = [option for option, value in options.items() if value is not None]
        if alone:
            raise RequestError(f"{alone[0]}: wanted --replications or --until beside it")


@contextmanager
def _said_by(option: str) -> Iterator[None]:
    """Turns what is wrong with an option's value into a line that names the option."""
    try:
        yield
    except ValueError as error:
        raise RequestError(f"{option}: {error}") from None
