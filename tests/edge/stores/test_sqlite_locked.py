"""SQLite that cannot be written for a while: the store says so, and goes on by itself."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from rush import opened, order

from edge.stores import Order, StoreDownError
from edge.stores import sqlite as module


def test_a_locked_file_is_a_store_that_is_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """StoreDownError while another process holds the lock, and the order is taken afterwards."""
    monkeypatch.setattr(module, "BUSY", 0.05)
    path = tmp_path / "orders.db"

    async def play() -> None:
        async with opened(f"sqlite:///{path}", 10) as (store,):
            with closing(sqlite3.connect(path)) as other:
                other.execute("BEGIN IMMEDIATE")
                with pytest.raises(StoreDownError, match="locked"):
                    await store.order([order(1)], 0)
            (verdict,) = (await store.order([order(1)], 0)).verdicts
            assert isinstance(verdict, Order)

    asyncio.run(play())


def test_the_file_is_synced_at_every_commit(tmp_path: Path) -> None:
    """What was acknowledged survives a loss of power: WAL, and synchronous is FULL."""
    path = tmp_path / "orders.db"

    async def play() -> tuple[str, int]:
        store = module.SQLite(str(path))
        await store.open("event", 1)
        query = store._database.execute
        mode = await store._run(lambda: query("PRAGMA journal_mode").fetchone()[0])
        synced = await store._run(lambda: query("PRAGMA synchronous").fetchone()[0])
        await store.close()
        return mode, synced

    assert asyncio.run(play()) == ("wal", 2)
