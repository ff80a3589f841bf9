"""The ledger: which runs of a sweep are finished, and what came of them, in one SQLite file."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, Self

from sim.experiments.task import Key
from sim.results.files import StorageError
from sim.results.record import Failure, Record
from sim.results.replication import Replication
from sim.version import __version__

FILE = "ledger.sqlite"

LAYOUT = 1
"""The version of the tables; a ledger of another one is refused."""

CHECKSUM_BYTES = 8

SETUP = """
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
"""
"""One process writes, and holds the file.  What is committed outlives the process however it ends;
a power cut may cost the last rows, never the file."""

TABLES = """
BEGIN;
CREATE TABLE identity (layout INTEGER, scenario TEXT, version TEXT);
CREATE TABLE runs (
    scenario TEXT, seed INTEGER, version TEXT, body TEXT NOT NULL, checksum TEXT NOT NULL,
    PRIMARY KEY (scenario, seed, version)
) WITHOUT ROWID;
COMMIT;
"""


class Ledger:
    """The records of one scenario's sweep, by digest and seed, for this version of Floodgate.

    ``path`` None is a ledger in memory; ``scenario`` the digest of what is swept.  A record is
    kept from the moment that ``add`` returns, and has a checksum.  StorageError for a file that is
    of another scenario or version, is damaged or in use, or cannot be written.
    """

    def __init__(self, path: Path | None, scenario: str) -> None:
        self._path = path
        self._connection = sqlite3.connect(path or ":memory:", isolation_level=None, timeout=1)
        self._connection.text_factory = lambda text: text.decode(errors="replace")
        self._finished: set[Key] = set()
        self._failed: set[Key] = set()
        self._seconds = 0.0
        try:
            with self._telling():
                self._open(scenario)
        except BaseException:
            self._connection.close()
            raise

    @property
    def pace(self) -> float | None:
        """The mean seconds that a finished run took; None where none is finished."""
        return self._seconds / len(self._finished) if self._finished else None

    def add(self, key: Key, record: Record) -> None:
        """Keep a record for good, in place of an earlier failure.  ValueError for a second one."""
        if key in self._finished:
            raise ValueError(f"wanted each run once, got {key} twice")
        body = json.dumps(_to_json(record), allow_nan=False)
        row = (*key, __version__, body, _checksum(key, body))
        with self._telling():
            self._connection.execute("INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?, ?)", row)
        self._note(key, record)

    def __getitem__(self, key: Key) -> Record:
        query = "SELECT body FROM runs WHERE scenario = ? AND seed = ? AND version = ?"
        with self._telling():
            row = self._connection.execute(query, (*key, __version__)).fetchone()
        if row is None:
            raise KeyError(key)
        return _from_json(json.loads(row[0]))

    def has(self, key: Key) -> bool:
        """Whether there is a record, be it of a failure."""
        return key in self._finished or key in self._failed

    def __contains__(self, key: Key) -> bool:
        """Whether a run is finished; one that failed is not, and may be tried again."""
        return key in self._finished

    def __len__(self) -> int:
        return len(self._finished)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Ledger({str(self._path)!r}, {len(self)} finished runs)"

    def _note(self, key: Key, record: Record) -> None:
        if isinstance(record, Failure):
            self._failed.add(key)
            return
        self._failed.discard(key)
        self._finished.add(key)
        self._seconds += record.wall_s

    def _open(self, scenario: str) -> None:
        self._connection.executescript(SETUP)
        if not self._connection.execute("SELECT * FROM sqlite_master").fetchall():
            self._connection.executescript(TABLES)
        (found,) = self._connection.execute("PRAGMA integrity_check(1)").fetchone()
        if found != "ok":
            raise sqlite3.DatabaseError(found)
        self._check_identity(scenario)
        for key, record in self._rows():
            self._note(key, record)

    def _check_identity(self, scenario: str) -> None:
        """Say whose the ledger is if it is new; refuse somebody else's."""
        own = {"layout": LAYOUT, "version": __version__, "scenario": scenario}
        names = ", ".join(own)
        row = self._connection.execute(f"SELECT {names} FROM identity").fetchone()
        if row is None:
            places = ", ".join("?" * len(own))
            query = f"INSERT INTO identity ({names}) VALUES ({places})"
            self._connection.execute(query, tuple(own.values()))
            return
        for (noun, wanted), got in zip(own.items(), row, strict=True):
            if wanted != got:
                text = f"wanted a ledger of {noun} {wanted}, got one of {noun} {got}"
                raise StorageError(f"{self._path}: {text}; take another folder")

    def _rows(self) -> Iterator[tuple[Key, Record]]:
        query = "SELECT scenario, seed, body, checksum FROM runs WHERE version = ?"
        for scenario, seed, body, checksum in self._connection.execute(query, (__version__,)):
            if checksum != _checksum((scenario, seed), body):
                raise sqlite3.DatabaseError("a row does not match its checksum")
            yield (scenario, seed), _from_json(json.loads(body))

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Turns whatever SQLite says into one StorageError."""
        try:
            yield
        except sqlite3.OperationalError as error:
            raise StorageError(f"{self._path}: {_explained(str(error))}") from error
        except sqlite3.DatabaseError as error:
            text = f"damaged ({error}); remove it to begin the sweep anew"
            raise StorageError(f"{self._path}: {text}") from error


def _explained(text: str) -> str:
    if "locked" in text:
        return "in use by another sweep"
    return f"cannot be used: {text}; what is finished is kept"


def _checksum(key: Key, body: str) -> str:
    """Of a whole row, so that neither a torn nor a misplaced one is taken for a result."""
    text = f"{key[0]} {key[1]} {__version__} {body}"
    return hashlib.blake2b(text.encode(), digest_size=CHECKSUM_BYTES).hexdigest()


def _to_json(record: Record) -> dict[str, Any]:
    return asdict(record) if isinstance(record, Failure) else record.to_json()


def _from_json(saved: dict[str, Any]) -> Record:
    return Failure(**saved) if "error" in saved else Replication.from_json(saved)
