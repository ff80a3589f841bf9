"""Places where a store keeps its ledger, and an audit that asks the database, not the store."""

import sqlite3
from abc import ABC, abstractmethod
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from servers import PostgresServer

HOLDING = "SELECT ticket FROM orders WHERE state <> 'released'"
LEFT = "SELECT remaining FROM stock"


@dataclass(frozen=True)
class Audit:
    """What the database says: the tickets of orders that hold a unit, and the units left."""

    holding: list[str]
    left: int

    def oversold(self, units: int) -> int:
        """Units that were sold and that there are not."""
        return max(0, len(self.holding) - units)

    def undersold(self, units: int) -> int:
        """Units that nobody has, where more people wanted one than there were units."""
        return max(0, units - len(self.holding))


class Place(ABC):
    """A database of its own, empty at first, and the URL of the store that is tested on it."""

    url: str

    @abstractmethod
    def audit(self) -> Audit:
        """Ask the database itself."""


class SQLitePlace(Place):
    def __init__(self, path: Path, counter: str = "") -> None:
        self._path = path
        self.url = f"{counter}sqlite:///{path}"

    def audit(self) -> Audit:
        with closing(sqlite3.connect(self._path)) as database:
            holding = [ticket for (ticket,) in database.execute(HOLDING)]
            (left,) = database.execute(LEFT).fetchone()
        return Audit(holding, left)


class PostgresPlace(Place):
    def __init__(self, server: PostgresServer, name: str, counter: str = "") -> None:
        self._server = server
        self._ledger = server.database(name)
        self.url = f"{counter}{self._ledger}"

    def audit(self) -> Audit:
        holding = self._server.query(self._ledger, HOLDING).split()
        return Audit(holding, int(self._server.query(self._ledger, LEFT)))
