"""The report is one file that needs nothing else, and says what the runs say."""

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest

from sim.reports import html, write_html
from sim.results import Comparison, StorageError

VOID = {"meta", "link", "br", "hr", "img", "input"}


@pytest.fixture(scope="module")
def page(sales: Comparison) -> str:
    """The report of the six architectures."""
    return html(sales)


class _Reader(HTMLParser):
    """Reads a page strictly: every element is closed, in order; ids are collected."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        self.ids += [value for name, value in attrs if name == "id" and value]
        assert len({name for name, _ in attrs}) == len(attrs), f"an attribute twice: {attrs}"
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open[-1] == tag, f"</{tag}> closes {self.open[-3:]}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if not {"style", "script"} & set(self.open):
            self.text.append(data)


def _read(page: str) -> _Reader:
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader


def test_is_well_formed(page: str) -> None:
    """Every element is closed where it should be, and no id occurs twice."""
    reader = _read(page)
    assert reader.open == []
    assert len(reader.ids) == len(set(reader.ids))


def test_needs_nothing_else(page: str) -> None:
    """No element loads anything, and the only addresses are XML namespaces, never fetched."""
    for tag, attributes in _read(page).seen:
        assert tag not in {"script", "link", "img", "iframe", "object", "embed", "base", "image"}
        assert not {"src", "srcset", "data", "action", "background"} & set(attributes)
        assert (attributes.get("href") or attributes.get("xlink:href") or "#").startswith("#")
    assert "@import" not in page
    assert all(target.startswith("#") for target in re.findall(r"url\(([^)]*)\)", page))
    assert set(re.findall(r"https?://[^\"' <]*", page)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }


def test_has_every_fingerprint_and_number(page: str, sales: Comparison) -> None:
    """Every variant's fingerprint, clicks, goods and peak are in the page's text."""
    text = " ".join(_read(page).text)
    for name, run in sales.items():
        summary = run.summary
        assert name in text
        assert run.fingerprint in text
        for value in (
            summary["sale"]["sold"],
            summary["sale"]["admitted"],
            summary["data_centre"]["arrived"],
            summary["data_centre"]["peak_rps"],
        ):
            assert f"{value:,.0f}" in text


def test_says_what_was_asked_expected_and_found(page: str, sales: Comparison) -> None:
    """Question, expected answer, findings, seed, version and the command line are there."""
    text = " ".join(" ".join(_read(page).text).split())
    who = sales["quota"].identity
    assert who.question in text
    assert who.answer in text
    assert "nothing was oversold" in text
    assert f"Seed {who.seed}, {who.engine} engine, Floodgate {who.version}" in text
    assert sales.command in text


def test_has_the_scenario(page: str, sales: Comparison) -> None:
    """The resolved scenario of every variant is there, to be copied."""
    assert "".join(_read(page).text).count(sales["quota"].identity.scenario_toml) == len(sales)


def test_is_deterministic(page: str, traces: ModuleType) -> None:
    """The same results give the same bytes."""
    assert html(traces.flash_sales()) == page


def test_is_accessible(page: str) -> None:
    """The language is named, headings do not skip a level, plots have labels, headings a scope."""
    seen = _read(page).seen
    assert ("html", {"lang": "en"}) in seen
    levels = [int(tag[1]) for tag, _ in seen if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(a.get("role") == "img" and a.get("aria-label") for t, a in seen if t == "svg")
    assert all(a.get("scope") in ("col", "row") for t, a in seen if t == "th")


def test_a_label_names_every_section(page: str) -> None:
    """What a section is labelled by is on the page."""
    reader = _read(page)
    labels = [a["aria-labelledby"] for t, a in reader.seen if t == "section"]
    assert labels
    assert set(labels) <= set(reader.ids)


def test_is_small(page: str) -> None:
    """Six variants are below 2 MB."""
    assert len(page.encode()) < 2_000_000


def test_of_one_run(traces: ModuleType) -> None:
    """A single run has a report too, with its own command, its table opened."""
    run = traces.small_run()
    page = html(run)
    assert run.identity.command in page
    assert "<details open>" in page
    assert _read(page).open == []


def test_without_sale_edge_and_front(traces: ModuleType) -> None:
    """Sections that do not apply are left out, not shown empty."""
    trace = traces.small_trace(sale=None, edges=None)
    page = html(traces.Run.from_trace(trace, traces.identity(front=None), 0.0))
    assert "Who got the goods" not in page
    assert "admitted" not in page.replace("admitted is what arrived", "")
    assert _read(page).open == []


def test_names_what_is_missing(traces: ModuleType) -> None:
    """The report of an interrupted comparison says which variants it has not."""
    comparison = Comparison({"a": traces.small_run()}, planned=("a", "b", "c"))
    assert "Not finished, and so not in this report: b, c." in html(comparison)


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '"><img src=x onerror=y>', "]]>"])
def test_hostile_text_is_shown_and_not_executed(traces: ModuleType, hostile: str) -> None:
    """Names, question, answer and scenario from a stranger's file never become markup."""
    run = traces.small_run(
        scenario=hostile,
        variant=hostile,
        question=hostile,
        answer=hostile,
        source=hostile,
        version=hostile,
        engine=hostile,
        scenario_toml=hostile,
    )
    page = html(Comparison({hostile: run}, planned=(hostile, hostile + "2")))
    reader = _read(page)
    tags = [tag for tag, _ in reader.seen]
    assert not {"script", "img"} & set(tags)
    assert "".join(reader.text).count(hostile) >= 8


def test_is_written_whole(sales: Comparison, page: str, tmp_path: Path) -> None:
    """The file is the page in UTF-8, in a folder that is made if need be."""
    path = write_html(sales, tmp_path / "new" / "report.html")
    assert path.read_text(encoding="utf-8") == page
    assert [p.name for p in path.parent.iterdir()] == ["report.html"]


def test_a_file_that_cannot_be_written_is_one_clear_line(
    traces: ModuleType, tmp_path: Path
) -> None:
    """A folder that is in fact a file is reported as an OSError of one line."""
    (tmp_path / "taken").write_text("")
    with pytest.raises(StorageError, match=r"^cannot write to "):
        write_html(traces.small_run(), tmp_path / "taken" / "report.html")
