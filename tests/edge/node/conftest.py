"""What most tests of the edge node share: a scenario, an origin, and a node in front of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from edge_node import SALE, EdgeNode, edge_node
from stub_origin import StubOrigin, stub_origin


@pytest.fixture(scope="module")
def sale(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a small sale that is open from the start."""
    file = tmp_path_factory.mktemp("edge") / "small.toml"
    file.write_text(SALE)
    return file


@pytest.fixture(scope="module")
def origin() -> Iterator[StubOrigin]:
    """An origin with plenty."""
    with stub_origin() as origin:
        yield origin


@pytest.fixture(scope="module")
def node(sale: Path, origin: StubOrigin) -> Iterator[EdgeNode]:
    """A node in front of the origin, for all tests of a file."""
    with edge_node(sale, "--origin", origin.url) as node:
        yield node
