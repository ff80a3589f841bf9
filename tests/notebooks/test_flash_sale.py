"""What 01_flash_sale claims is asserted in its own cells, and what it proposes can be done."""

import ast
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode

from sim import Scenario, load

PATH = Path(__file__).parents[2] / "notebooks" / "01_flash_sale.ipynb"
CELLS: dict[str, NotebookNode] = {cell.id: cell for cell in nbformat.read(PATH, as_version=4).cells}
TEXT = "\n".join(cell.source for cell in CELLS.values() if cell.cell_type == "markdown")
WORDS = " ".join(TEXT.split())

CLAIMS = {
    "about 200 clicks": ("binomial", 200),
    "fails every other time": ("unsold", 0.487),
    "3 in 1,000": ("unsold", 0.00275),
    "What share of the nodes admits nobody": ("empty", 0.135),
    "The same 173 people": ("policy", 173),
    "the variance is 130 − 100 = 30": ("crn", 25),
    "Nobody oversells": ("six-claims", 0),
    "a hundred times": ("six-claims", 90),
    "the lucky 23 %": ("six-claims", 0.77),
    "0.2 to 0.3 s after the opening": ("capacity", 5.2),
    "a second 199,000 a second": ("capacity", 199_000),
    "to within a few percent": ("capacity", 0.03),
    "half of the crowd knows after **30 ms**": ("latency-claims", 32),
    "gives every phone to a bot": ("bots", 0.9),
    "Chance is blind to speed": ("bots", 0.1),
    "the lot decides about the rest": ("room", 0.45),
    "1 a second at each of 100 nodes for the 25 s": ("sold-out", 25),
    "by a factor of 5 s / *t*": ("census-sweep", 5),
    "hardly more than there are phones": ("census-claims", 106),
    "can end with a phone or two unsold": ("seeds", 5),
}
"""A claim of the text, the cell that asserts it, and a bound or value that stands there."""


def asserted(source: str) -> set[Any]:
    """The constants inside the assert statements of a cell."""
    statements = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Assert)]
    nodes = [node for statement in statements for node in ast.walk(statement)]
    return {node.value for node in nodes if isinstance(node, ast.Constant)}


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_claim_is_asserted(claim: str) -> None:
    """The claim stands in the text, and its number in an assert statement of the named cell."""
    cell, number = CLAIMS[claim]
    assert claim in " ".join(TEXT.split())
    assert number in asserted(CELLS[cell].source)


def test_the_proposals_resolve() -> None:
    """Every run that the reader is invited to try is one that the scenario accepts."""
    block = re.search(r"```python\n(run\(.*?)```", TEXT, re.DOTALL)
    assert block is not None
    tried: list[Scenario] = []

    def resolve(sale: Scenario, variant: str, **kwargs: Any) -> None:
        tried.append(sale.resolve(variant=variant, **kwargs))

    small = {"crowd.users": 1_000}
    names = {"sale": load("flash_sale"), "SMALL": small, "run": resolve}
    exec(block[1], names | {"P": {"edge.admission.probability": 0.2}})
    assert len(tried) == len(block[1].splitlines())


def test_the_text_speaks_of_the_shipped_variants() -> None:
    """The table of architectures names variants of the scenario, and all that are compared."""
    named = re.findall(r"^\| `(\w+)` \|", TEXT, re.MULTILINE)
    assert named == list(load("flash_sale").compared)
