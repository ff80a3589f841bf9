"""SQLite as a ledger that several processes open."""

import asyncio
from pathlib import Path

from edge.stores.sqlite import SQLite

ROUNDS = 30


def test_origins_that_make_one_file_wait_for_each_other(tmp_path: Path) -> None:
    """Two open a file that is not there yet, again and again: every second time or so one meets
    the other's switch to WAL, for which SQLite itself does not wait."""

    async def play(path: Path) -> None:
        one, other = SQLite(str(path)), SQLite(str(path))
        try:
            await asyncio.gather(one.open("sale", 5), other.open("sale", 5))
        finally:
            await asyncio.gather(one.close(), other.close())

    for number in range(ROUNDS):
        asyncio.run(play(tmp_path / f"{number}.db"))
