"""Redis: a counter in front of a ledger, shared by several origins."""

from __future__ import annotations

import time
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError, ResponseError

from edge.stores.gated import Gate

TAKE = """
local left = tonumber(redis.call('GET', KEYS[1])) or 0
local wanted = tonumber(ARGV[1])
if left < wanted then return 0 end
redis.call('DECRBY', KEYS[1], wanted)
return 1
"""
"""All or nothing: who is not let in by the counter asks the ledger."""
TIMEOUT = 0.25
"""Seconds for an answer; the ledger alone is faster than a counter that is slower than this."""
REST = 1_000_000_000
"""For how long a counter that did not answer is left alone, in ns."""


class Counter(Gate):
    """How many units may be left, in the key ``floodgate:EVENT`` of the Redis at ``url``.

    It may be gone, emptied or overwritten at any time: without an answer everyone is let in, and
    what the ledger says is written over whatever is there.
    """

    def __init__(self, url: str) -> None:
        self._redis: Redis = Redis.from_url(
            url, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT, protocol=2
        )
        self._key = ""
        self._resting_until = 0

    async def open(self, event: str, units: int) -> None:
        self._key = f"floodgate:{event}"

    async def take(self, units: int) -> bool:
        answer = await self._ask("EVAL", TAKE, 1, self._key, units)
        return answer is None or answer == 1

    async def tell(self, left: int) -> None:
        await self._ask("SET", self._key, left)

    async def close(self) -> None:
        await self._redis.aclose()

    async def _ask(self, *command: Any) -> Any:
        """The answer of Redis, 0 where it makes nothing of its key, None where there is none."""
        now = time.monotonic_ns()
        if now < self._resting_until:
            return None
        try:
            return await self._redis.execute_command(*command)  # type: ignore[no-untyped-call]
        except ResponseError:
            return 0
        except (RedisError, OSError, TimeoutError):
            self._resting_until = now + REST
            return None
