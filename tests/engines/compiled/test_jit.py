"""How the kernel is compiled: each part once, and called where it says so."""

import numba
import pytest

from sim.engines.compiled import jit
from sim.engines.compiled.library import WholeCompiler

pytestmark = pytest.mark.skipif(numba.config.DISABLE_JIT, reason="nothing is compiled")


@jit.inlined
def plus(number, more):
    return number + more


@jit.compiled
def twice(number):
    return 2 * number


@jit.inlined
def four_times(number):
    return twice(twice(number))


@numba.njit(pipeline_class=WholeCompiler, **jit.OPTIONS)
def sums(number):
    return plus(plus(number, 3), number) + four_times(number) + twice(0)


@pytest.fixture(scope="module", autouse=True)
def compile_them() -> None:
    assert sums(1) == 9


@pytest.mark.parametrize("part", [plus, twice, four_times])
def test_a_part_is_compiled_once_whatever_constants_it_is_handed(part) -> None:
    """Numba alone compiles it for each of them, and all that it calls: the kernel twice over."""
    assert part.signatures == [(numba.int64,) * len(part.signatures[0])]


@pytest.mark.parametrize(("part", "expected"), [(plus, True), (twice, False), (four_times, True)])
def test_a_part_is_copied_into_its_callers_only_if_it_says_so(part, expected) -> None:
    """Left alone, one that is first called from such a part would be copied, too."""
    (library,) = [found.library for found in part.overloads.values()]
    (definition,) = [
        line
        for line in library.get_llvm_str().splitlines()
        if line.startswith("define") and part.__name__ in line
    ]
    group = definition.rsplit("#", 1)[1].split()[0] if "#" in definition else "none"
    attributes = [
        line
        for line in library.get_llvm_str().splitlines()
        if line.startswith(f"attributes #{group} ")
    ]
    assert any("alwaysinline" in line for line in attributes) == expected
