"""The page in a browser: countdown, a button that lights at the opening, code, and the outcome."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from edge_node import TICKET_SECRET, edge_node
from needs import needs
from stub_origin import reserved, stub_origin

from edge.tickets import Tickets

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}
OPEN = "The sale is open"


@pytest.fixture(scope="module")
def browser() -> Iterator:
    """Chromium, without a window."""
    program = needs("chromium", "chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield browser
        browser.close()


@pytest.fixture
def page(browser) -> Iterator:
    """A page on a phone; whatever goes wrong in its scripts or its policy is an error."""
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda line: problems.append(line.text) if "Policy" in line.text else None)
    yield page
    context.close()
    assert problems == []


def shoot(page, name: str) -> None:
    """Keep a picture of the page at both widths, where FLOODGATE_PICTURES names a folder."""
    if folder := os.environ.get("FLOODGATE_PICTURES"):
        for label, size in (("phone", PHONE), ("desktop", DESKTOP)):
            page.set_viewport_size(size)
            page.screenshot(path=Path(folder) / f"{name}_{label}.png")
        page.set_viewport_size(PHONE)


def answer(page) -> str:
    """The sum that the page asks for."""
    left, right = page.inner_text("#question").rstrip(" =").split("+")
    return str(int(left) + int(right))


def opened(page, url: str) -> None:
    """Load the page of an open sale and wait for the button to light."""
    page.goto(url)
    page.wait_for_selector("#fields:enabled #buy")


def ends(page, headline: str) -> str:
    """Wait for the end of the story: what the status line says then."""
    page.wait_for_selector(f"#headline:text-is('{headline}')")
    return page.inner_text("#status")


def test_the_button_lights_at_the_opening_and_sells(sale, page):
    """Before the hour a countdown runs and the button is dark; then it lights, and sells."""
    with stub_origin() as origin:
        words = (sale, "--origin", origin.url, "--opens-at", "4 s")
        with edge_node(*words) as node:
            page.goto(node.url)
            page.wait_for_selector("#countdown:text-matches('^00:0[1-4]$')")
            first = page.inner_text("#countdown")
            page.wait_for_function(
                "was => document.title && countdown.textContent != was", arg=first
            )
            assert page.is_disabled("#buy")
            shoot(page, "countdown")
            page.wait_for_selector("#fields:enabled #buy")
            assert page.inner_text("#headline") == OPEN
            shoot(page, "open")
            page.fill("#code", answer(page))
            page.click("#buy")
            assert ends(page, "Got it!") == "Your order: order-1"
            shoot(page, "got_it")
        assert len(origin.orders) == 1


def test_the_keyboard_is_enough(node, page):
    """The focus waits in the field for the code; digits and Enter buy."""
    opened(page, node.url)
    page.wait_for_selector("#code:focus")
    page.keyboard.type(answer(page))
    page.keyboard.press("Enter")

    assert ends(page, "Got it!").startswith("Your order: ")


def test_the_button_is_reached_by_tab_and_pressed_by_space(node, page):
    """From the field one Tab leads to the button, and Space presses it."""
    opened(page, node.url)
    page.focus("#code")
    page.keyboard.type(answer(page))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "buy"
    page.keyboard.press("Space")

    assert ends(page, "Got it!").startswith("Your order: ")


def test_a_wrong_code_gets_another_question(node, page):
    """Whoever miscounts may try again."""
    opened(page, node.url)
    page.fill("#code", "9999")
    page.click("#buy")
    page.wait_for_selector("#status:text-matches('not the answer')")
    shoot(page, "wrong_code")
    page.wait_for_selector("#fields:enabled #buy")
    page.fill("#code", answer(page))
    page.click("#buy")

    assert ends(page, "Got it!").startswith("Your order: ")


def test_whoever_is_not_admitted_reads_sold_out(sale, origin, page):
    """The edge's refusal is "sold out" to a person."""
    refuse = "edge.admission={ kind = 'probability', probability = 0.0 }"
    with edge_node(sale, "--origin", origin.url, "--set", refuse) as node:
        opened(page, node.url)
        page.fill("#code", answer(page))
        page.click("#buy")
        ends(page, "Sold out")
        shoot(page, "sold_out")


def test_a_sale_that_is_sold_out_says_so_at_once(sale, page):
    """Whoever comes late need not click."""
    with stub_origin(stock=0) as origin, edge_node(sale, "--origin", origin.url) as node:
        page.goto(node.url)
        ends(page, "Sold out")


def test_an_order_that_failed_is_repeated_with_its_ticket(sale, page):
    """While the origin is away the page tries again by itself, with the same order."""
    with (
        reserved() as port,
        edge_node(sale, "--origin", f"http://127.0.0.1:{port}") as node,
    ):
        opened(page, node.url)
        page.fill("#code", answer(page))
        with page.expect_response("**/buy") as failed:
            page.click("#buy")
        page.wait_for_selector("#status:text-matches('Trying again')")
        with stub_origin(port=port) as origin:
            ends(page, "Got it!")
        ticket = Tickets("small", TICKET_SECRET.encode()).verify(failed.value.json()["ticket"], 0)
        assert list(origin.sold) == [ticket.serial.hex()]


def test_nothing_hangs_over_on_a_phone(node, page):
    """The page is as wide as the phone, and what is pressed is large enough for a finger."""
    opened(page, node.url)

    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.locator("#buy").bounding_box()["height"] >= 44
    assert page.locator("#code").bounding_box()["height"] >= 44
