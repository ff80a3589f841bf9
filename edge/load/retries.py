"""Retries: whether and when a sender asks again."""

from sim.model.derive import build
from sim.model.retry import Retry
from sim.outcomes import Outcome
from sim.rng import Stream


class Retries:
    """The rule of one caller; its budget is that of all its requests in this process."""

    def __init__(self, seed: int, name: str, spec: Retry) -> None:
        self.attempts = spec.attempts
        self._on = {Outcome[outcome.upper()] for outcome in spec.on}
        self._backoff = build(spec.backoff)
        self._budget = None if spec.budget is None else build(spec.budget)
        self._stream = Stream(seed, f"{name}.retry")

    def begin(self) -> None:
        """A request is made, which earns its share of a retry."""
        if self._budget:
            self._budget.deposit()

    def delay(self, key: int, tries: int, before: int, outcome: Outcome) -> int | None:
        """How long to wait (ns) before asking again; None: do not."""
        if outcome not in self._on or tries == self.attempts:
            return None
        draw = self._stream.uniform(key, tries - 1)
        return int(self._backoff.delay(tries, before, draw))

    def allowed(self) -> bool:
        """Whether the budget has a retry left, which is then spent."""
        return self._budget is None or bool(self._budget.withdraw())

    def __repr__(self) -> str:
        return f"Retries(attempts={self.attempts}, {self._backoff!r})"
