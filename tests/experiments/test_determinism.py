"""One scenario, one seed: one fingerprint, whatever the process, its hashing or its processor."""

import os
import subprocess
import sys

import numpy as np
import pytest

from sim import compare, load, run

SIZE = {"crowd.users": 2_000}
SCRIPT = """
from sim import load, run
print(run(load("flash_sale"), "probability", set={"crowd.users": 300}).fingerprint)
print(run(load("flash_sale"), "census", set={"crowd.users": 2_000}).fingerprint)
"""


def fingerprints(**environment: str) -> str:
    """The fingerprints that a fresh interpreter gives in an environment."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | environment,
    )
    return done.stdout


@pytest.fixture(scope="module")
def plain() -> str:
    """The fingerprints under PYTHONHASHSEED=0."""
    return fingerprints(PYTHONHASHSEED="0")


@pytest.mark.parametrize("seed", ["0", "1", "random"])
def test_the_hash_seed_changes_nothing(plain: str, seed: str) -> None:
    """No order of a set or of hashed text leaks into a run."""
    assert fingerprints(PYTHONHASHSEED=seed) == plain


def test_numpys_vector_instructions_change_nothing(plain: str) -> None:
    """With every instruction set that numpy chooses at run time switched off: the same bits."""
    found = np.show_config(mode="dicts")["SIMD Extensions"].get("found", [])
    if not found:
        pytest.skip("numpy dispatches to no instruction set on this processor")
    assert fingerprints(NPY_DISABLE_CPU_FEATURES=" ".join(found), PYTHONHASHSEED="0") == plain


def test_another_seed_gives_another_fingerprint() -> None:
    """The fingerprint can differ: it is not a constant."""
    made = {run(load("flash_sale"), "census", seed=seed, set=SIZE).fingerprint for seed in (1, 2)}
    assert len(made) == 2


def test_the_number_of_workers_changes_nothing() -> None:
    """One process or two: the same fingerprints in the same order."""
    names = ["census", "quota", "no_edge"]
    one, two = (
        {
            name: made.fingerprint
            for name, made in compare(load("flash_sale"), names, set=SIZE, workers=workers).items()
        }
        for workers in (1, 2)
    )
    assert list(one.items()) == list(two.items())
