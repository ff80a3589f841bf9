"""Requests that are broken at random: no answer is a failure of the service, and it lives on."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager

from mutants import attack, mutants
from services import FULL, LAST, Service

MANY = 100_000 if FULL else 3_000


def test_no_mutant_makes_a_service_fail(
    fresh: Callable[[], AbstractContextManager[Service]],
) -> None:
    """Thousands of mutated requests: no 5xx, no exit, no line in the log, nothing left open."""
    with fresh() as service:
        before = service.files()
        requests = mutants(service.good, MANY, seed=1)
        statuses = asyncio.run(attack(service.url, requests, service.spelled(LAST)))
        assert service.is_well()
        assert service.files() <= before + 5
        log = service.said()

    assert sum(statuses.values()) > MANY
    assert [status for status in statuses if status >= 500] == []
    assert log == ""
