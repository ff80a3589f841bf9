"""What a refused request looks like."""

from typing import Any


def refused(result: Any, *expected: str) -> None:
    """The result is status 2, no output, and these lines, or beginnings of lines, as errors."""
    lines = result.stderr.splitlines()

    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(lines) == len(expected)
    for line, beginning in zip(lines, expected, strict=True):
        assert line.startswith(f"error: {beginning}")
