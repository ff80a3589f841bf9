"""How a result shows itself: a headline and tables, in a terminal and in a notebook."""

from html import escape
from typing import TYPE_CHECKING

from sim.results.table import Table, plain

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult


class Shown:
    """Anything with a ``headline`` and ``tables``: printed, drawn by rich, or shown as HTML."""

    @property
    def headline(self) -> str:
        """One line that says what the tables are about."""
        raise NotImplementedError

    @property
    def tables(self) -> list[Table]:
        """What there is to show, most important first."""
        raise NotImplementedError

    def __str__(self) -> str:
        return plain(self)

    def __rich_console__(self, console: "Console", options: "ConsoleOptions") -> "RenderResult":
        from rich.text import Text

        yield Text(self.headline, style="bold")
        yield from self.tables

    def _repr_html_(self) -> str:
        tables = "".join(table.to_html() for table in self.tables)
        return f"<p><b>{escape(self.headline)}</b></p>{tables}"
