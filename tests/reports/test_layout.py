"""In a browser the report fits a telephone, and prints with nothing hidden."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from sim.reports import html
from sim.results import Comparison

BROWSER = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), ""
)
OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
)
PHONE = 390

pytestmark = pytest.mark.skipif(not BROWSER, reason="no Chromium to look at the report with")

MEASURE = """
<body style="margin: 0"><iframe id="phone" srcdoc="{page}" width="{width}" height="800"></iframe>
<pre id="found"></pre>
<script>
addEventListener("load", () => {{
  const page = document.getElementById("phone").contentDocument;
  page.querySelectorAll("details").forEach((d) => d.open = true);
  const root = page.documentElement, wide = [];
  page.querySelectorAll("body, main, section, figure, svg.plot, pre, .scroll, details, p, h1")
    .forEach((e) => {{
      const box = e.getBoundingClientRect();
      if (box.right > {width} + 0.5 || box.left < -0.5) wide.push(e.tagName + " " + box.right);
    }});
  document.getElementById("found").textContent = JSON.stringify(
    {{ client: root.clientWidth, scroll: root.scrollWidth, wide: wide }});
}});
</script>
"""


@pytest.fixture(scope="module")
def page(sales: Comparison) -> str:
    """The report of the six architectures."""
    return html(sales)


def _browse(folder: Path, *options: str) -> str:
    command = [BROWSER, *OPTIONS, f"--user-data-dir={folder / 'profile'}", *options]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout


def _measure(page: str, folder: Path) -> dict[str, object]:
    """What a frame of a telephone's width finds of the page's own width.

    A frame, because a headless window has a least width of its own.
    """
    quoted = page.replace("&", "&amp;").replace('"', "&quot;")
    (folder / "measure.html").write_text(MEASURE.format(page=quoted, width=PHONE))
    dump = _browse(folder, "--dump-dom", (folder / "measure.html").as_uri())
    found = re.search(r'<pre id="found">(.*?)</pre>', dump)
    assert found is not None, dump[-500:]
    result: dict[str, object] = json.loads(found[1])
    return result


def test_fits_a_telephone(page: str, tmp_path: Path) -> None:
    """At 390 pixels nothing but the inside of its scroll boxes is wider than the screen."""
    found = _measure(page, tmp_path)
    assert found["wide"] == []
    assert found["scroll"] == found["client"]
    assert PHONE - 20 <= int(str(found["client"])) <= PHONE


def test_long_names_fit_a_telephone(sales: Comparison, tmp_path: Path) -> None:
    """A variant's name without a single break does not make the page wider."""
    name = "a_variant_with_a_name_that_has_no_break_at_all_" * 3
    found = _measure(html(Comparison({name: sales["quota"]})), tmp_path)
    assert (found["wide"], found["scroll"]) == ([], found["client"])


def test_the_measure_sees_an_overflow(page: str, tmp_path: Path) -> None:
    """The same measure reports a page that is too wide: it is able to fail."""
    wide = page.replace("<main>", '<main><p style="width: 600px">wide</p>', 1)
    found = _measure(wide, tmp_path)
    assert found["wide"] != []
    assert int(str(found["scroll"])) > PHONE


def test_prints_with_everything_opened(page: str, sales: Comparison, tmp_path: Path) -> None:
    """What is folded on the screen, stations and scenario of each variant, is in the print."""
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext to read the print with")
    (tmp_path / "report.html").write_text(page)
    pdf = tmp_path / "report.pdf"
    _browse(tmp_path, f"--print-to-pdf={pdf}", (tmp_path / "report.html").as_uri())
    command = ["pdftotext", "-layout", str(pdf), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert all(f"Scenario of {name}" in text for name in sales)
    assert text.count("peak queue") >= len(sales)
