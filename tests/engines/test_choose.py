"""Which engine plays a scenario, and what is said about it."""

import subprocess
import sys

import pytest

from sim import Scenario, load, run
from sim.engines import choose as choice
from sim.engines.choose import choose
from sim.engines.compiled import policy_table
from sim.engines.compiled.unsupported import UnsupportedError
from sim.policies.balancers import LeastOutstanding

TINY, SMALL, LARGE = 1_000, 10_000, 1_000_000
"""Users of a sale: some 34 thousand, 340 thousand and 34 million visits of stations."""


def sale(users: int) -> Scenario:
    return load("flash_sale").resolve("no_edge", set={"crowd.users": users})


def never(line: str) -> None:
    raise AssertionError(line)


@pytest.fixture
def kernel(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """A kernel that is loaded, kept or neither."""
    monkeypatch.setattr(choice, "_is_loaded", lambda: request.param == "loaded")
    monkeypatch.setattr(choice, "_is_kept", lambda: request.param != "cold")


@pytest.mark.parametrize(
    ("kernel", "users", "expected"),
    [
        ("cold", TINY, "reference"),
        ("cold", SMALL, "reference"),
        ("cold", LARGE, "compiled"),
        ("kept", TINY, "reference"),
        ("kept", SMALL, "compiled"),
        ("kept", LARGE, "compiled"),
        ("loaded", TINY, "compiled"),
        ("loaded", LARGE, "compiled"),
    ],
    indirect=["kernel"],
)
def test_auto_waits_for_no_kernel(kernel: None, users: int, expected: str) -> None:
    """A run that is over before the compiled engine could start is the reference engine's."""
    assert choose("auto", sale(users), never) == expected


@pytest.mark.parametrize(
    ("kernel", "visits", "expected"),
    [
        ("cold", 5e5, "reference"),
        ("cold", 1e7, "compiled"),
        ("kept", 1e4, "reference"),
        ("kept", 1e6, "compiled"),
    ],
    indirect=["kernel"],
)
def test_auto_looks_at_all_runs_together(kernel: None, visits: float, expected: str) -> None:
    """A run that alone is the reference engine's may be one of so many that a kernel pays."""
    assert choose("auto", sale(TINY), never, visits) == expected


@pytest.mark.parametrize("kernel", ["loaded"], indirect=True)
def test_no_number_of_tiny_runs_is_worth_beginning(kernel: None) -> None:
    """The compiled engine takes longer to begin a run of 17 ms than the other to play it."""
    assert choose("auto", sale(50), never, 1e9) == "reference"


@pytest.mark.parametrize("engine", ["reference", "compiled"])
def test_a_named_engine_is_taken(engine: str) -> None:
    """Whoever names an engine gets it, whatever the size of the run."""
    assert choose(engine, sale(TINY), never) == engine


def test_an_unknown_engine() -> None:
    """An engine that there is not is refused with those that there are."""
    with pytest.raises(ValueError, match="one of auto, reference, compiled, got 'steam'"):
        choose("steam", sale(TINY))


@pytest.fixture
def unknown(monkeypatch: pytest.MonkeyPatch) -> Scenario:
    """A large scenario with a policy that the kernel does not know."""
    monkeypatch.delitem(policy_table.FIELDS, LeastOutstanding)
    return sale(LARGE)


def test_auto_falls_back_and_says_why(unknown: Scenario) -> None:
    """A model that the kernel does not know is played by the reference engine, with one note."""
    notes: list[str] = []

    assert choose("auto", unknown, notes.append) == "reference"
    assert notes == [
        "flash_sale: the compiled engine does not know the policy LeastOutstanding: "
        "the reference engine plays it"
    ]


def test_compiled_does_not_fall_back(unknown: Scenario) -> None:
    """Whoever asks for the compiled engine is told what it does not know."""
    with pytest.raises(UnsupportedError, match="does not know the policy LeastOutstanding; "):
        choose("compiled", unknown, never)


def test_notes_go_to_standard_error(unknown: Scenario, capsys: pytest.CaptureFixture[str]) -> None:
    """A run in Python says on standard error what its caller ought to know."""
    choose("auto", unknown)

    assert capsys.readouterr().err.count("\n") == 1


def test_both_engines_give_the_same() -> None:
    """Which engine was chosen shows in the identity of a run, and in nothing that happened."""
    runs = [run(sale(TINY), engine=engine) for engine in ("reference", "compiled")]

    assert [made.identity.engine for made in runs] == ["reference", "compiled"]
    assert runs[0].fingerprint == runs[1].fingerprint


@pytest.mark.parametrize("threads", [1, 3])
def test_threads_change_nothing(threads: int) -> None:
    """A run on one thread and on three is the same."""
    made = run(load("flash_sale"), "census", set={"crowd.users": TINY}, threads=threads)

    assert (
        made.fingerprint == run(load("flash_sale"), "census", set={"crowd.users": TINY}).fingerprint
    )


COMPILES_NOTHING = """
from sim import load
from sim.engines.choose import choose
choose("compiled", load("flash_sale"))
from sim.engines.compiled.readiness import is_loaded
assert not is_loaded()
"""
LOADS_NOTHING = """
import sys
from sim import load
from sim.engines.choose import choose
assert choose("auto", load("flash_sale").resolve(set={"crowd.users": 100})) == "reference"
assert "numba" not in sys.modules
"""


@pytest.mark.parametrize("code", [COMPILES_NOTHING, LOADS_NOTHING])
def test_a_choice_is_cheap(code: str) -> None:
    """To choose compiles nothing, and for a tiny run not even Numba is loaded."""
    subprocess.run([sys.executable, "-c", code], check=True)
