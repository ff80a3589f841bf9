"""A table of results: written once, shown in a terminal, a notebook and a report."""

from dataclasses import dataclass
from html import escape
from io import StringIO
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult

NOTHING = "–"
"""What stands where there is no number."""

TEXT_WIDTH = 120


@dataclass(frozen=True)
class Table:
    """A title, column headings and rows of text; a row's first cell is its heading."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.header):
                raise ValueError(f"{self.title}: wanted {len(self.header)} cells, got {row}")

    def to_html(self) -> str:
        """An HTML table with a caption and scoped headings; every text in it is escaped."""
        head = "".join(f'<th scope="col">{escape(text)}</th>' for text in self.header)
        body = "".join(_html_row(row) for row in self.rows)
        return (
            f'<table class="floodgate"><caption>{escape(self.title)}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        )

    def __rich_console__(self, console: "Console", options: "ConsoleOptions") -> "RenderResult":
        from rich import box
        from rich.table import Table as RichTable
        from rich.text import Text

        table = RichTable(title=Text(self.title), title_justify="left", box=box.SIMPLE_HEAD)
        for index, text in enumerate(self.header):
            justify: Literal["left", "right"] = "right" if index else "left"
            table.add_column(Text(text), justify=justify, no_wrap=index > 0, overflow="fold")
        for row in self.rows:
            table.add_row(*map(Text, row))
        yield table

    def __str__(self) -> str:
        return plain(self)


def plain(renderable: object) -> str:
    """Anything that rich can show, as text without colour, for a page of ``TEXT_WIDTH``."""
    from rich.console import Console

    page = StringIO()
    Console(file=page, width=TEXT_WIDTH, color_system=None).print(renderable)
    return "\n".join(line.rstrip() for line in page.getvalue().splitlines()).strip("\n")


def number(value: float | None, digits: int = 0) -> str:
    """A number with thousands set apart and a fixed number of decimals: ``1,234.5``."""
    return NOTHING if value is None else f"{value:,.{digits}f}"


def figures(value: float | None) -> str:
    """A number to three significant figures, without an exponent: ``0.0123``, ``1.23``, ``1,230``.

    Whole numbers from 100 up keep all their digits: rounding is for decimals.
    """
    if value is None:
        return NOTHING
    decimals = 2 - _magnitude(value)
    return f"{value:,.{min(max(decimals, 0), 9)}f}"


def share(value: float | None) -> str:
    """A share as a percentage with one decimal, not to be torn from its sign at a line's end."""
    return NOTHING if value is None else f"{100 * value:.1f}\N{NO-BREAK SPACE}%"


def _magnitude(value: float) -> int:
    """The power of ten of a number's first digit once rounded to three figures."""
    return int(f"{value:.2e}".split("e")[1]) if value else 0


def _html_row(row: tuple[str, ...]) -> str:
    heading, *cells = row
    rest = "".join(f"<td>{escape(text)}</td>" for text in cells)
    return f'<tr><th scope="row">{escape(heading)}</th>{rest}</tr>'
