"""What every test starts from."""

import signal
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def interruptible() -> Iterator[None]:
    """A command that is interrupted ignores Ctrl-C from then on.  In a process of tests that would
    not end with it, and every process that a later test starts would ignore Ctrl-C too."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
