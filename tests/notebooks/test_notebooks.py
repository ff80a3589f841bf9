"""The notebooks are committed executed, and say what an execution says today.

After a change of results: ``pytest --nbmake --overwrite notebooks``, and read them again.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode
from traitlets.config import Config

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
MAX_BYTES = 1_500_000
MACHINE = re.compile(r"(?<![\w.])/(?:home|root|tmp|usr|opt|var|work|Users)/|[A-Z]:\\|-packages")

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def outputs(notebook: NotebookNode) -> list[NotebookNode]:
    return [output for cell in code_cells(notebook) for output in cell.outputs]


def texts(cell: NotebookNode) -> dict[str, str]:
    """What a cell shows, kind by kind, without its pictures; a stream counts as one text."""
    shown: dict[str, str] = {}
    for output in cell.outputs:
        data: dict[str, Any] = output.get("data") or {output.get("name", "error"): output.text}
        for kind, text in data.items():
            if not kind.startswith("image/"):
                shown[kind] = shown.get(kind, "") + text
    return shown


@pytest.fixture
def sockets() -> Iterator[Config]:
    """Kernels on sockets that are files: a port that was free may be taken before the kernel opens
    it, by the servers and loads of tests that run beside it."""
    with TemporaryDirectory() as folder:  # tmp_path may be too long for a socket
        yield Config({"KernelManager": {"transport": "ipc", "ip": f"{folder}/kernel"}})


def test_there_are_notebooks() -> None:
    """The tests below have something to look at."""
    assert [path.name for path in NOTEBOOKS][:1] == ["01_flash_sale.ipynb"]


@every_notebook
def test_an_execution_today_says_what_was_committed(path: Path, sockets: Config) -> None:
    """From top to bottom it ends without an error, and shows the same tables and numbers."""
    committed, today = read(path), read(path)
    client = NotebookClient(
        today,
        timeout=None,
        kernel_name="python3",
        resources={"metadata": {"path": path.parent}},
        config=sockets,
    )
    client.execute()
    for old, new in zip(code_cells(committed), code_cells(today), strict=True):
        assert texts(new) == texts(old), f"cell {old.id}"


@every_notebook
def test_committed_in_order(path: Path) -> None:
    """Every code cell was executed once, from the first to the last."""
    counts = [cell.execution_count for cell in code_cells(read(path))]
    assert counts == list(range(1, len(counts) + 1))


@every_notebook
def test_committed_without_errors_and_warnings(path: Path) -> None:
    """No output is an error, a warning, or anything else on standard error."""
    for output in outputs(read(path)):
        assert output.output_type != "error"
        assert output.get("name") != "stderr"


@every_notebook
def test_committed_without_traces_of_a_machine(path: Path) -> None:
    """No source, output or metadata names a folder of the machine that executed it."""
    notebook = read(path)
    for cell in notebook.cells:
        shown = texts(cell) if cell.cell_type == "code" else {}
        for text in (cell.source, str(cell.metadata), *shown.values()):
            assert not MACHINE.search(text), f"cell {cell.id}"
    assert not MACHINE.search(str(notebook.metadata))


@every_notebook
def test_runs_anywhere(path: Path) -> None:
    """It asks for the standard kernel, and is valid and small enough to be read online."""
    notebook = read(path)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"
    assert path.stat().st_size < MAX_BYTES


@every_notebook
def test_pictures_are_shown(path: Path) -> None:
    """A cell that draws has one picture as its output."""
    for cell in code_cells(read(path)):
        pictures = [output for output in cell.outputs if "image/png" in output.get("data", {})]
        assert len(pictures) == ("plt.subplots" in cell.source), f"cell {cell.id}"
