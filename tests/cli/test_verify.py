"""``floodgate verify``."""

import json

import pytest

from sim.experiments.verification import verify as verification
from sim.experiments.verification.claim import Claim
from sim.results.intervals import Interval


@pytest.fixture
def claimed(monkeypatch):
    """Makes these numbers the claims about something that is 10 ± 1."""

    def claim(*expected):
        seen = Interval(9.0, 10.0, 11.0)
        made = [Claim(f"it is {one}", "nobody", "ms", one, lambda: seen) for one in expected]
        monkeypatch.setattr(verification, "claims", lambda: made)
        monkeypatch.setattr(verification, "ready", lambda engine, note: None)

    return claim


def test_what_holds_is_a_success(floodgate, claimed):
    """With status 0 and a table."""
    claimed(10, 11)
    result = floodgate("verify")

    assert result.exit_code == 0
    assert "2 of 2 claims hold" in result.stdout
    assert result.stderr == ""


def test_what_does_not_is_a_failure(floodgate, claimed):
    """With status 1, and one line that names it, after everything was shown."""
    claimed(10, 12)
    result = floodgate("verify", "--json")

    assert result.exit_code == 1
    assert [claim["holds"] for claim in json.loads(result.stdout)["claims"]] == [True, False]
    assert result.stderr == "error: refuted: it is 12\n"
