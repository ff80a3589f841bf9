"""A series keeps replications in the order of their seeds, whichever is finished first."""

from collections.abc import Generator, Sequence
from typing import Any

import pytest

from sim.experiments.parallel import Job, Tell, Workers, silent
from sim.experiments.series import Series
from sim.experiments.together import Together
from sim.model import Scenario


class Backwards(Workers):
    """Workers that finish the last task first, and break down before the task ``broken``."""

    def __init__(self, broken: int = -1) -> None:
        super().__init__(1)
        self.broken = broken

    def play(self, tasks: Sequence[Any], tell: Tell) -> Generator[Any, None, None]:
        """What each task makes, from the last to the first."""
        for number in reversed(range(len(tasks))):
            if number == self.broken:
                raise KeyboardInterrupt
            yield tasks[number].execute(tell, 1)


def grown(shop: Scenario, workers: Workers, *counts: int) -> list[str]:
    """The fingerprints of a series that grew to each of some numbers in turn."""
    series = Series(Job(shop, "two", 1, {}, "reference"))
    for count in counts:
        series.grow(count, workers, Together("two", count, silent))
    return [one.fingerprint for one in series.result(0.95)]


def test_the_order_of_finishing_changes_nothing(shop: Scenario) -> None:
    """Last come, first served: the same replications in the same order, and the same pilots."""
    assert grown(shop, Backwards(), 13) == grown(shop, Workers(1), 13)


def test_growing_in_rounds_changes_nothing(shop: Scenario) -> None:
    """To 11, then to 14, or at once."""
    assert grown(shop, Workers(1), 11, 14) == grown(shop, Workers(1), 14)


def test_an_interruption_keeps_the_unbroken_beginning(shop: Scenario) -> None:
    """Of four more the last two were finished, which are not the next ones: none is kept."""
    series = Series(Job(shop, "two", 1, {}, "reference"), warm_up=0)
    series.grow(2, Workers(1), Together("two", 2, silent))
    with pytest.raises(KeyboardInterrupt):
        series.grow(6, Backwards(broken=1), Together("two", 6, silent))
    assert len(series.result(0.95)) == 2


def test_nothing_has_no_result(shop: Scenario) -> None:
    """A series that has not begun says so."""
    series = Series(Job(shop, "two", 1, {}, "reference"))
    assert not series.has_begun
    with pytest.raises(ValueError, match="wanted a series of at least 1 replication, got none"):
        series.result(0.95)
