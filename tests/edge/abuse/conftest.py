"""The services that are attacked."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import pytest
from services import SERVICES, Service
from services import service as running

Fresh = Callable[[], AbstractContextManager[Service]]


@pytest.fixture(scope="module", params=SERVICES)
def service(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    """Each of them, for all tests of a file."""
    with running(request.param, tmp_path_factory.mktemp("abuse")) as one:
        yield one


@pytest.fixture(params=SERVICES)
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Fresh:
    """Starts one of them for a test that wants to see its end."""
    return partial(running, request.param, tmp_path)
