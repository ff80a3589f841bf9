"""Verification: claims that hold are found to hold, and claims that do not are refuted."""

import json
from dataclasses import replace

import pytest

from sim.experiments.verification.claim import CONFIDENCE, Claim
from sim.experiments.verification.claims import claims
from sim.experiments.verification.verify import Verification, verify
from sim.results.intervals import Interval

EXPECTED = {
    "M/M/1 at 0.8: mean time": 50.0,  # 10 / (1 - 0.8)
    "M/M/1 at 0.6: p99 time": 115.1293,  # ln 100 / 0.4 * 10
    "M/M/10 at 0.9: mean time": 16.68732,  # (1 + 0.668732) * 10
    "M/D/1 at 0.8: mean time": 30.0,  # (1 + 0.8 / 0.4) * 10
    "M/G/1 at 0.7, cv 1.5: mean time": 47.91667,  # (1 + 0.7 * 3.25 / 0.6) * 10
    "two choices of 100 at 0.9: mean time": 26.44930,  # 2.6141 + 3.083 / 100
    "M/M/5/5, 4 erlangs: share served": 0.800933,  # 1 - 0.199067
    "half of all attempts lost, 4 attempts: share served": 0.9375,  # 1 - 1 / 16
    "10,000 people, 1 % admitted: how many": 100.0,
    "coverage of a mean": 0.95,
    "coverage of a p99": 0.95,
    "coverage of stopping at 5 %": 0.95,
}


def claim(expected: float) -> Claim:
    """A claim about something that was observed to be 10 ± 1."""
    seen = Interval(9.0, 10.0, 11.0, CONFIDENCE)
    return Claim(f"it is {expected:g}", "nobody", "ms", expected, lambda: seen)


@pytest.fixture(scope="module")
def whole() -> Verification:
    """Every claim, tried once."""
    return verify()


def test_every_claim_holds(whole: Verification) -> None:
    """On this installation."""
    assert whole.refuted == []
    assert whole.holds
    assert len(whole.checks) == len(claims()) == len({check.claim.name for check in whole.checks})


def test_what_is_expected_is_what_was_worked_by_hand() -> None:
    """The formulas of the package say the same as the arithmetic here."""
    expected = {one.name: one.expected for one in claims() if "users" not in one.name}
    assert expected == pytest.approx(EXPECTED, rel=1e-5)


def test_they_are_sharp(whole: Verification) -> None:
    """A mean or a share is known to 10 %, a p99 to 20 %: a claim that is off by 25 % is refuted."""
    for check in whole.checks:
        wide = check.claim.name.endswith("p99 time")
        assert check.observed.relative < (0.2 if wide else 0.1), check.claim.name
        off = replace(check.claim, expected=check.claim.expected * 1.25)
        assert not replace(check, claim=off).holds


def test_a_false_claim_is_refuted() -> None:
    """It is named, and the whole does not hold."""
    found = verify(wanted=[claim(10.5), claim(12.0)])
    assert [check.holds for check in found.checks] == [True, False]
    assert found.refuted == ["it is 12"]
    assert not found.holds
    assert repr(found) == "Verification(2 claims, holds=False)"


def test_the_text_has_expected_and_observed() -> None:
    """One row a claim, with a verdict."""
    text = str(verify(wanted=[claim(10.5), claim(12.0)]))
    assert "1 of 2 claims hold" in text
    assert text.count("10.0 ± 1.0") == 2
    assert text.count("REFUTED") == 1


def test_the_summary_is_plain_json() -> None:
    """With bounds and verdicts."""
    summary = json.loads(json.dumps(verify(wanted=[claim(12.0)]).summary, allow_nan=False))
    assert summary["claims"] == [
        {
            "name": "it is 12",
            "source": "nobody",
            "unit": "ms",
            "expected": 12.0,
            "low": 9.0,
            "observed": 10.0,
            "high": 11.0,
            "holds": False,
        }
    ]
    assert summary["holds"] is False


def test_progress_is_told_claim_by_claim() -> None:
    """From nothing to all."""
    told: list[tuple[str, int, int]] = []
    verify(lambda *words: told.append(words), [claim(10.0), claim(10.0)])
    assert told == [("verify", 0, 2), ("verify", 1, 2), ("verify", 2, 2)]
