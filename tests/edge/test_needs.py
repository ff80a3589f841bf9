"""Programs that tests need: a reader is told what to install, CI fails."""

import pytest
from needs import needs


def test_a_missing_program_skips_and_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a reader's machine the test does not count."""
    monkeypatch.delenv("FLOODGATE_CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="apt-get install some-package"):
        needs("no-such-program", "some-package")


def test_a_missing_program_fails_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    """There nothing is left out in silence."""
    monkeypatch.setenv("FLOODGATE_CI", "1")
    with pytest.raises(pytest.fail.Exception, match="apt-get install some-package"):
        needs("no-such-program", "some-package")


def test_a_program_that_is_there_is_found() -> None:
    """By its path."""
    assert needs("sh", "dash").endswith("/sh")
