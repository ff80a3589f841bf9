"""The kernel means the same whether it is compiled or not."""

from differences import difference
from engines import compiled, examples, fail_if
from plain import play_plain
from random_models import models


def test_the_kernel_as_plain_python_says_the_same() -> None:
    """Compiled, integers have 64 bits and wrap; in Python they do not: no result depends on it."""
    scenarios = examples(models(mixtures=False), 80)
    for scenario, plain in zip(scenarios, play_plain(scenarios), strict=True):
        fail_if(difference(plain, compiled(scenario), ("plain", "compiled")), scenario)
