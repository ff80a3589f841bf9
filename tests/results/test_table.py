"""A table is the same in a terminal and in a page, and says only what was put in."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.results.table import Table, figures, number, plain, share

TABLE = Table("Title", ("name", "count"), (("a", "1,000"), ("b", "2")))


def test_terminal() -> None:
    """In a terminal headings are set off and numbers stand under one another."""
    assert str(TABLE).splitlines() == [
        "Title",
        "",
        "  name   count",
        " ──────────────",
        "  a      1,000",
        "  b          2",
    ]


def test_html() -> None:
    """In a page headings have their scope and the title is the caption."""
    assert TABLE.to_html() == (
        '<table class="floodgate"><caption>Title</caption><thead><tr>'
        '<th scope="col">name</th><th scope="col">count</th></tr></thead><tbody>'
        '<tr><th scope="row">a</th><td>1,000</td></tr>'
        '<tr><th scope="row">b</th><td>2</td></tr></tbody></table>'
    )


def test_html_is_escaped() -> None:
    """Nothing in a cell becomes markup."""
    hostile = "<script>alert(1)</script>"
    page = Table(hostile, (hostile, hostile), ((hostile, hostile),)).to_html()
    assert "<script" not in page
    assert page.count("&lt;script&gt;") == 5


def test_console_markup_is_shown_as_it_is() -> None:
    """A name in square brackets is a name, not a colour."""
    assert "[bold]x[/]" in str(Table("t", ("n",), (("[bold]x[/]",),)))


def test_numbers_are_never_cut_off() -> None:
    """A table wider than the page gives up width in its first column, not in its numbers."""
    row = ("a_very_long_name_of_a_variant" * 3, *["1,000,000"] * 9)
    text = plain(Table("wide", ("n", *"abcdefghi"), (row,)))
    assert text.count("1,000,000") == 9
    assert "…" not in text


def test_rows_must_fit() -> None:
    """A row with a cell too many is refused."""
    with pytest.raises(ValueError, match="t: wanted 1 cells, got"):
        Table("t", ("a",), (("x", "y"),))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0.00"),
        (0.012345, "0.0123"),
        (0.9999, "1.00"),
        (1.234, "1.23"),
        (99.96, "100"),
        (1234.5, "1,234"),
        (1_000_000, "1,000,000"),
        (1e-12, "0.000000000"),
        (None, "–"),
    ],
)
def test_figures(value: float | None, text: str) -> None:
    """Three significant figures, whole numbers in full, at most nine decimals."""
    assert figures(value) == text


def test_number_and_share() -> None:
    """Thousands are set apart; shares are percentages; nothing is a dash."""
    assert (number(1234567), number(0.5, 3), number(None)) == ("1,234,567", "0.500", "–")
    assert (share(0.1234), share(None)) == ("12.3\N{NO-BREAK SPACE}%", "–")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30))
def test_any_text_survives_html(text: str) -> None:
    """Whatever a cell holds is what a reader of the page gets."""
    seen: list[str] = []
    parser = HTMLParser()
    parser.handle_data = seen.append  # type: ignore[method-assign]
    parser.feed(Table("", ("h",), ((text,),)).to_html())
    parser.close()
    assert "".join(seen) == f"h{text}"
