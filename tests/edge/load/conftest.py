"""Loads that several tests look at: they are run once."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from shop_stub import TOKEN, Shop, shop
from typer.testing import CliRunner

from sim.cli.app import app


@pytest.fixture
def stub() -> Iterator[Shop]:
    """A shop that answers at once."""
    with shop() as one:
        yield one


@pytest.fixture
def floodgate() -> Callable[..., Any]:
    """Calls the command in this process: exit_code, stdout, stderr."""

    def call(*words: object) -> Any:
        environment = os.environ | {"FLOODGATE_ADMIN_TOKEN": TOKEN}
        return CliRunner().invoke(
            app, [str(word) for word in words], prog_name="floodgate", env=environment
        )

    return call
