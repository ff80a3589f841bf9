"""The same bits in another process: other vector instructions, other string hashes."""

import os
import subprocess
import sys
from functools import cache

import numpy as np
import pytest

SCRIPT = """
import hashlib
import numpy as np
from sim.distributions import *
from sim.rng import Sampler, Stream, Uniforms

MS = 1_000_000
parts = [Exponential(mean=2 * MS), Lognormal(mean=40 * MS, cv=0.5)]
distributions = [
    Constant(value=5 * MS), Uniform(low=MS, high=9 * MS), Exponential(mean=5 * MS),
    Lognormal(mean=5 * MS, cv=1.5), Gamma(mean=5 * MS, shape=0.7), Erlang(mean=5 * MS, stages=3),
    Weibull(scale=5 * MS, shape=0.8), BoundedPareto(low=MS, high=900 * MS, alpha=1.2),
    Empirical(values=range(0, 99 * MS, MS)), Mixture(weights=[0.9, 0.1], components=parts),
]
digest = hashlib.blake2b(digest_size=16)
requests = np.arange(20_000, dtype=np.int64) * 7919
for number, distribution in enumerate(distributions):
    us = Stream(1, f"portable {number}").uniforms(requests, 1, 2)
    digest.update(us.tobytes() + distribution.samples(us).tobytes() + DETAIL)
    sampler = Sampler(Stream(2, "portable"), distribution)
    digest.update(str([sampler(request) for request in range(0, 5000, 7)]).encode())
print(digest.hexdigest())
print(np.show_config(mode="dicts")["SIMD Extensions"].get("found", []))
"""
VECTOR_FEATURES = np.show_config(mode="dicts")["SIMD Extensions"].get("found", [])


@cache
def run(detail: str = "b''", **environment: str) -> tuple[str, str]:
    """The digest of many draws in a fresh process, and the vector features that it had."""
    result = subprocess.run(
        [sys.executable, "-c", SCRIPT.replace("DETAIL", detail)],
        env=os.environ | environment,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stderr
    digest, features = result.stdout.splitlines()
    return digest, features


@pytest.mark.skipif(not VECTOR_FEATURES, reason="numpy found no vector instructions to disable")
def test_vector_instructions_do_not_change_a_bit() -> None:
    """With every vector feature that numpy can do without disabled, all bits are the same.

    Quantiles are compared as well as samples: a last bit must not hide in the rounding.
    """
    quantiles = "distribution.quantiles(us).tobytes()"
    disabled = run(quantiles, NPY_DISABLE_CPU_FEATURES=" ".join(VECTOR_FEATURES))
    assert disabled == (run(quantiles)[0], "[]")


@pytest.mark.parametrize("seed", ["0", "1", "random"])
def test_string_hashes_do_not_change_a_bit(seed: str) -> None:
    """Under any PYTHONHASHSEED all bits are the same."""
    assert run(PYTHONHASHSEED=seed) == run()


def test_another_math_library_does_not_change_a_sample() -> None:
    """Where glibc's own logarithms change in the last bit, whole nanoseconds do not.

    Without fused multiply-add glibc takes other code paths; other C libraries ignore the request.
    """
    without = "-AVX2,-AVX2_Usable,-FMA,-FMA4,-AVX512F"
    assert run(GLIBC_TUNABLES=f"glibc.cpu.hwcaps={without}") == run()
