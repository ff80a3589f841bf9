"""Verification: every claim tried, expected beside observed."""

from collections.abc import Sequence
from typing import Any

from sim.engines.choose import Note, ready, say
from sim.experiments.parallel import Tell, silent
from sim.experiments.verification.claim import CONFIDENCE, Check, Claim
from sim.experiments.verification.claims import claims
from sim.results.shown import Shown
from sim.results.table import Table, figures
from sim.version import __version__


class Verification(Shown):
    """What became of each claim, in order."""

    def __init__(self, checks: Sequence[Check]) -> None:
        self.checks = tuple(checks)

    @property
    def holds(self) -> bool:
        """Whether every claim does."""
        return all(check.holds for check in self.checks)

    @property
    def refuted(self) -> list[str]:
        """The names of the claims that do not."""
        return [check.claim.name for check in self.checks if not check.holds]

    @property
    def summary(self) -> dict[str, Any]:
        """The JSON object of the verification."""
        return {
            "version": __version__,
            "holds": self.holds,
            "confidence": CONFIDENCE,
            "claims": [_object(check) for check in self.checks],
        }

    @property
    def tables(self) -> list[Table]:
        """One row a claim."""
        header = ("claim", "source", "unit", "expected", "observed", "verdict")
        title = f"Expected, and observed with {100 * CONFIDENCE:g} % intervals"
        return [Table(title, header, tuple(map(_row, self.checks)))]

    @property
    def headline(self) -> str:
        held = sum(check.holds for check in self.checks)
        return f"Floodgate {__version__}: {held} of {len(self.checks)} claims hold"

    def __repr__(self) -> str:
        return f"Verification({len(self.checks)} claims, holds={self.holds})"


def verify(
    progress: Tell = silent, wanted: Sequence[Claim] | None = None, note: Note = say
) -> Verification:
    """Try every claim, or those that are ``wanted``; the result is the same on any machine.

    All together are worth the compiled engine; ``note`` is told where it has to be compiled first.
    """
    ready("compiled", note)
    chosen = claims() if wanted is None else wanted
    checks = []
    for done, claim in enumerate(chosen):
        progress("verify", done, len(chosen))
        checks.append(claim.check())
    progress("verify", len(chosen), len(chosen))
    return Verification(checks)


def _row(check: Check) -> tuple[str, ...]:
    claim, observed = check.claim, check.observed
    expected = observed.rounded(claim.expected) if observed.half else figures(claim.expected)
    return (claim.name, claim.source, claim.unit, expected, str(observed), check.verdict)


def _object(check: Check) -> dict[str, Any]:
    claim, observed = check.claim, check.observed
    return {
        "name": claim.name,
        "source": claim.source,
        "unit": claim.unit,
        "expected": claim.expected,
        "low": observed.low,
        "observed": observed.centre,
        "high": observed.high,
        "holds": check.holds,
    }
