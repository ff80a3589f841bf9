"""The ledger: what is in it stays in it; what is not right in it is not taken for a result."""

import shutil
import sqlite3
from pathlib import Path

import pytest
from shops import RATES, shop

from sim.experiments.grid import Grid
from sim.experiments.ledger import FILE, Ledger
from sim.experiments.pool import pool_of
from sim.experiments.sweep import _fill, ledger_in, sweep
from sim.histogram import LatencyHistogram
from sim.results import StorageError
from sim.results.record import Failure
from sim.results.replication import Replication

KEY = ("digest", 7)
TAIL = 4096


def made(seed: int = 7) -> Replication:
    """What is left of a run."""
    latencies = LatencyHistogram()
    latencies.record(1_000_000)
    return Replication(seed, "print", 0.5, {"answered": 1 / 3, "sale.sold": None}, {"a": latencies})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a ledger may be."""
    return tmp_path / FILE


def test_what_is_added_is_there_at_once_and_again(path):
    """A record comes back as it was, from this ledger and from the file."""
    with Ledger(path, "shop") as ledger:
        ledger.add(KEY, made())
        assert ledger[KEY] == made()
    with Ledger(path, "shop") as again:
        assert (KEY in again, again[KEY], len(again), again.pace) == (True, made(), 1, 0.5)


def test_a_failure_is_kept_but_not_finished(path):
    """A run that failed has a record, and is to be tried again."""
    with Ledger(path, "shop") as ledger:
        ledger.add(KEY, Failure(7, "it broke"))
    with Ledger(path, "shop") as again:
        assert (again.has(KEY), KEY in again, again[KEY]) == (True, False, Failure(7, "it broke"))
        again.add(KEY, made())
        assert KEY in again


def test_nothing_is_kept_twice(path):
    """A result is never replaced: whoever made it twice has a defect."""
    with Ledger(path, "shop") as ledger:
        ledger.add(KEY, made())
        with pytest.raises(ValueError, match="wanted each run once, got"):
            ledger.add(KEY, made())


def test_no_record_is_a_key_error(path):
    """A run that was never made has no record."""
    with Ledger(path, "shop") as ledger, pytest.raises(KeyError):
        ledger[KEY]


def test_another_scenario_is_refused(path):
    """The ledger of another scenario is named, and stays as it is."""
    with Ledger(path, "shop") as ledger:
        ledger.add(KEY, made())
    with pytest.raises(StorageError, match=r"of scenario store, got one of scenario shop"):
        Ledger(path, "store")
    with Ledger(path, "shop") as again:
        assert KEY in again


def test_another_version_is_refused(path, monkeypatch):
    """The ledger of another version of Floodgate is named."""
    with monkeypatch.context() as patch:
        patch.setattr("sim.experiments.ledger.__version__", "0.0.9")
        Ledger(path, "shop").close()
    with pytest.raises(StorageError, match=r"got one of version 0.0.9; take another folder"):
        Ledger(path, "shop")


def test_two_sweeps_in_one_folder(path):
    """Only one process at a time writes: the other one is told so."""
    with Ledger(path, "shop"), pytest.raises(StorageError, match="in use by another sweep"):
        Ledger(path, "shop")


def test_a_file_that_is_no_ledger(path):
    """A file of something else is refused, not overwritten."""
    path.write_text("minutes of the meeting\n" * 100)
    with pytest.raises(StorageError, match=r"damaged .*; remove it to begin the sweep anew"):
        Ledger(path, "shop")
    assert path.read_text().startswith("minutes")


def test_a_number_that_was_changed_is_found(path):
    """A row that does not match its checksum is not taken for a result."""
    with Ledger(path, "shop") as ledger:
        ledger.add(KEY, made())
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE runs SET body = replace(body, '0.333', '0.444')")
    connection.close()
    with pytest.raises(StorageError, match="a row does not match its checksum"):
        Ledger(path, "shop")


def test_a_row_under_another_key_is_found(path):
    """A whole row in the wrong place is no result either."""
    with Ledger(path, "shop") as ledger:
        ledger.add(KEY, made())
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE runs SET seed = 8")
    connection.close()
    with pytest.raises(StorageError, match="a row does not match its checksum"):
        Ledger(path, "shop")


def test_cut_anywhere_in_its_last_pages(tmp_path):
    """A ledger cut at any byte of its last 4 KiB is refused, or gives the same table."""
    whole = tmp_path / "whole"
    sweep(shop(), [RATES], workers=1, out=whole)
    content, table = (whole / FILE).read_bytes(), (whole / "runs.csv").read_bytes()
    identity = Grid.of(shop(), [RATES]).identity
    ends = {"refused": 0, "resumed": 0}
    for size in range(len(content) - TAIL, len(content) + 1):
        ends[_try(tmp_path / "cut", content[:size], identity, table)] += 1
    assert ends["refused"] > TAIL // 2
    assert ends["resumed"] >= 1


def _try(folder: Path, content: bytes, identity: str, table: bytes) -> str:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / FILE).write_bytes(content)
    try:
        Ledger(folder / FILE, identity).close()
    except StorageError as error:
        assert "damaged" in str(error)
        return "refused"
    sweep(shop(), [RATES], workers=1, out=folder)
    assert (folder / "runs.csv").read_bytes() == table
    return "resumed"


def test_a_journal_that_was_cut_costs_rows_at_most(tmp_path):
    """After a kill the newest rows stand in the journal: cut anywhere, what is left is right."""
    whole = tmp_path / "whole"
    sweep(shop(), [RATES], workers=1, out=whole)
    table = (whole / "runs.csv").read_bytes()
    journal = _journal(tmp_path)
    for size in range(len(journal[1]) - TAIL, len(journal[1]) + 1, 41):
        folder = tmp_path / "cut"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        (folder / FILE).write_bytes(journal[0])
        (folder / f"{FILE}-wal").write_bytes(journal[1][:size])
        sweep(shop(), [RATES], workers=1, out=folder)
        assert (folder / "runs.csv").read_bytes() == table


def _journal(tmp_path: Path) -> tuple[bytes, bytes]:
    """File and journal of a ledger as a killed process leaves them: never closed."""
    grid = Grid.of(shop(), [RATES])
    (tmp_path / "open").mkdir()
    with ledger_in(tmp_path / "open", grid) as ledger, pool_of(1) as pool:
        _fill(ledger, grid, pool, lambda done, total: None)
        return tuple((tmp_path / "open" / name).read_bytes() for name in (FILE, f"{FILE}-wal"))


def test_a_ledger_reads_like_its_constructor(path):
    """The repr tells the file and how much is in it."""
    with Ledger(path, "shop") as ledger:
        assert repr(ledger) == f"Ledger({str(path)!r}, 0 finished runs)"
