"""Imports go one way: each layer takes only from those below it."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LAYERS = (
    {"units", "philox", "outcomes", "version"},
    {"rng", "histogram", "distributions"},
    {"policies"},
    {"model"},
    {"stations"},
    {"workload"},
    {"control"},
    {"engines"},
    {"results"},
    {"experiments"},
    {"reports", "benchmarks"},
    {"cli"},
)
"""From the bottom up.  Stations know no workload, workloads no controller."""
HEIGHT = {name: height for height, layer in enumerate(LAYERS) for name in layer}
EDGE_MAY = {"policies", "model", "units", "results", "outcomes", "rng"}
LOAD_MAY = EDGE_MAY | {"distributions", "engines", "histogram", "stations", "workload"}
"""The load is made of the same people and arrivals, and written down in the same columns."""
BOTH_WORLDS = {"cli", "commands", "validate"}
"""These are above everything: they run the simulator too, and add to its command."""
HEAVY = ("simpy", "numpy", "scipy", "numba", "pandas", "matplotlib", "pydantic")


def imports(source: str) -> Iterator[str]:
    """The modules that a source imports, under TYPE_CHECKING and inside functions too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0 and node.module, "imports are absolute"
            yield node.module


def upward(own: str, source: str) -> list[str]:
    """The imports by which a module of the part ``own`` of sim reaches above its layer."""
    found = []
    for module in imports(source):
        package, _, rest = module.partition(".")
        part = rest.partition(".")[0]
        above = package == "sim" and part and HEIGHT[part] > HEIGHT[own]
        if above or package == "edge":
            found.append(module)
    return found


def part_of(path: Path) -> str:
    """The part of sim that a file belongs to: a folder, or a file at the top."""
    first = path.relative_to(ROOT / "sim").parts[0]
    return first.removesuffix(".py")


SOURCES = [path for path in (ROOT / "sim").rglob("*.py") if part_of(path) != "__init__"]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_from_its_layer_and_below(path: Path) -> None:
    """Nothing in sim reaches up, and nothing imports edge."""
    assert upward(part_of(path), path.read_text()) == []


def test_every_part_of_sim_has_a_layer() -> None:
    """A new folder or file at the top of sim has to take its place."""
    assert {part_of(path) for path in SOURCES} == set(HEIGHT)


def test_the_kernel_is_kept_apart_from_what_cannot_reach_it() -> None:
    """What a kept kernel does not depend on are exactly the parts above the engines."""
    from sim.engines.compiled.cache_folder import APART

    assert set(APART) == {name for name in HEIGHT if HEIGHT[name] > HEIGHT["engines"]}


@pytest.mark.parametrize(
    ("own", "source"),
    [
        ("policies", "from sim.model import Scenario"),
        ("stations", "import sim.workload.crowd"),
        ("model", "def f():\n    from sim.engines.choose import choose\n"),
        ("cli", "import edge.node"),
    ],
)
def test_a_reach_upward_is_found(own: str, source: str) -> None:
    """The check can fail: planted imports are seen, wherever they stand."""
    assert upward(own, source)


def test_edge_takes_from_sim_only_what_it_may() -> None:
    """The real service shares policies, model, units and results with the simulator."""
    for path in (ROOT / "edge").rglob("*.py"):
        *folders, name = path.relative_to(ROOT / "edge").with_suffix("").parts
        part = name if name in BOTH_WORLDS else [*folders, name][0]
        may = LOAD_MAY if part == "load" else EDGE_MAY
        for module in [] if part in BOTH_WORLDS else imports(path.read_text()):
            package, _, rest = module.partition(".")
            assert package != "sim" or rest.partition(".")[0] in may, path


def loaded_by(statement: str) -> set[str]:
    """The heavy packages that a fresh interpreter has after a statement."""
    code = f"import sys\n{statement}\nprint(*(m for m in {HEAVY!r} if m in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(done.stdout.split())


@pytest.mark.parametrize("module", ["sim", "sim.units", "sim.policies.limiters.token_bucket"])
def test_light_modules_load_nothing_heavy(module: str) -> None:
    """Importing sim, units or a policy loads neither an engine nor an array library."""
    assert loaded_by(f"import {module}") == set()


def test_a_trace_loads_no_engine() -> None:
    """Reading a saved run needs arrays, and no SimPy."""
    assert "simpy" not in loaded_by("import sim.engines.trace")
