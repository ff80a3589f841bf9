"""Every shipped scenario still gives its golden result."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import golden

from sim.engines.choose import ENGINES
from sim.model import shipped


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("scenario", "variant"), golden.variants())
def test_a_variant_gives_its_golden_result(scenario: str, variant: str, engine: str) -> None:
    """The summary and the fingerprint of a run are those that were committed, on either engine."""
    assert golden.result(scenario, variant, engine) == golden.golden(scenario)[variant]


@pytest.mark.parametrize("scenario", shipped())
def test_a_golden_result_has_exactly_the_variants_of_its_scenario(scenario: str) -> None:
    """No variant goes unguarded, and no golden result outlives its variant."""
    expected = {variant for name, variant in golden.variants() if name == scenario}
    assert set(golden.golden(scenario)) == expected
