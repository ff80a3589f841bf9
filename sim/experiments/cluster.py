"""A cluster: the workers of a Dask scheduler that runs somewhere, as an executor."""

import asyncio
import logging
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any

PATIENCE_SECONDS = 8
"""How long a scheduler may take to answer, and to have a worker."""

PAUSE_SECONDS = 0.2

_LOUD = "distributed", "distributed.client", "tornado.application"
"""Loggers that tell of every connection that is lost."""


@contextmanager
def cluster(address: str) -> Iterator[tuple[Executor, int]]:
    """The executor of the cluster whose scheduler is at ``address``, and how many threads it has.

    ModuleNotFoundError without ``dask.distributed``; OSError where no scheduler answers, or where
    it has no worker, within ``PATIENCE_SECONDS``.
    """
    client = _client()
    threads = asyncio.run(_threads(address))
    with (
        _quiet(),
        client(address, timeout=PATIENCE_SECONDS, set_as_default=False) as connected,
    ):
        yield connected.get_executor(pure=False), threads


@contextmanager
def _quiet() -> Iterator[None]:
    """Without Dask's own words about a lost scheduler: it ends in one line of ours."""
    logs = [logging.getLogger(name) for name in _LOUD]
    levels = [log.level for log in logs]
    try:
        for log in logs:
            log.setLevel(logging.CRITICAL)
        yield
    finally:
        for log, level in zip(logs, levels, strict=True):
            log.setLevel(level)


def _client() -> Any:
    try:
        from distributed import Client
    except ModuleNotFoundError:
        raise ModuleNotFoundError('Dask is missing: pip install "floodgate[dask]"') from None
    return Client


async def _threads(address: str) -> int:
    """What the scheduler says about itself: a client that gets no answer is hard to get rid of."""
    said: dict[str, Any] = {}
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not said.get("workers"):
                said = await _ask(address)
                await asyncio.sleep(PAUSE_SECONDS)
    except Exception as error:
        if said:
            raise OSError(f"the Dask scheduler at {address} has no worker") from None
        raise OSError(f"no Dask scheduler answers at {address}") from error
    return sum(worker["nthreads"] for worker in said["workers"].values())


async def _ask(address: str) -> dict[str, Any]:
    from distributed.core import rpc

    connect: Any = rpc  # its signature is not typed
    async with connect(address) as scheduler:
        said: dict[str, Any] = await scheduler.identity()
        return said
