"""Retries: when a caller asks again, how often and how soon."""

from __future__ import annotations

from typing import Annotated, Literal

from annotated_types import Ge, Le
from pydantic import model_validator

from sim.model.errors import at_key
from sim.model.policy import NO_BACKOFF, BackoffSpec, RetryBudgetSpec
from sim.model.section import Many, Maybe, Section
from sim.units import Count

Retried = Literal["timed_out", "shed", "failed", "refused"]


class Retry(Section):
    """Ask again after a bad outcome, up to a number of attempts."""

    attempts: Annotated[Count, Ge(2), Le(1_000)]
    """Tries in all, the first included: three retries are four attempts."""
    on: Many[Retried] = ("timed_out", "shed", "failed")
    """The outcomes after which the caller asks again."""
    backoff: BackoffSpec = NO_BACKOFF
    """How long it waits before each retry."""
    budget: Maybe[RetryBudgetSpec] = None
    """What bounds the retries of all requests of this caller together; none: nothing does."""

    @model_validator(mode="after")
    def _check_on(self) -> Retry:
        with at_key("on"):
            if not self.on:
                raise ValueError("wanted at least one outcome, got none")
        return self
