"""Every contender of every case plays what it says that it plays."""

import pytest

from sim.benchmarks.cases import BASELINE, COMPILED, cases
from sim.benchmarks.contender import Case, Contender

TINY = 0.002
EVERY = [(case, it) for case in cases(TINY) for it in case.contenders]


@pytest.mark.parametrize(
    ("case", "contender"), EVERY, ids=[f"{case.name}: {it.name}" for case, it in EVERY]
)
def test_a_contender_plays_its_size(case: Case, contender: Contender) -> None:
    """A contender plays as many requests as its size says; a user polls half a minute long."""
    if contender.missing is not None:
        pytest.skip(f"{contender.name}: {contender.missing}")
    each = 31 if "polls" in case.name else 1
    played = contender.play(contender.size)

    assert played.requests == pytest.approx(each * contender.size, rel=0.15, abs=60)
    assert played.seconds > 0
    assert played.rate == played.requests / played.seconds


def test_every_case_is_about_the_same_two() -> None:
    """Each case begins with SimPy by hand and ends with the compiled engine at full size."""
    for case in cases():
        assert case.contenders[0].name == BASELINE
        assert case.contenders[-1].name == COMPILED
        assert case.contenders[-1].size == 1_000_000


def test_full_means_the_same_size_for_all() -> None:
    """With ``full`` nobody plays less than the compiled engine."""
    assert {it.size for case in cases(full=True) for it in case.contenders} == {1_000_000}
