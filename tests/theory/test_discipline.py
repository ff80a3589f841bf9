"""LIFO: the same mean wait as FIFO, spread more widely."""

import pytest
from intervals import agree, batch_means
from systems import Play, queue, settled, sojourns

REQUESTS = 200_000
SEED = 5
LOAD = 0.5
# M/M/1 in service times: E[W] = r / (1 - r) = 1, and of FIFO E[W^2] = 2 r / (1 - r)^2 = 4, which
# LIFO divides by 1 - r once more (Kleinrock I, exercise 5.22): 8.  A stay is a wait and
# an exponential time that is independent of it: E[T^2] = E[W^2] + 2 E[W] + 2.
SQUARES = {"fifo": 4 + 2 + 2, "lifo": 8 + 2 + 2}


@pytest.mark.parametrize("discipline", SQUARES)
def test_mean_under_each_discipline(play: Play, discipline: str) -> None:
    """The mean stay in M/M/1 at 0.5 is 2, whoever is next."""
    stays = settled(sojourns(play(queue(LOAD, REQUESTS, discipline=discipline, seed=SEED))))
    agree(batch_means(stays).against(2.0))


@pytest.mark.parametrize("discipline", SQUARES)
def test_spread_under_each_discipline(play: Play, discipline: str) -> None:
    """The mean square of a stay is 8 under FIFO (variance 4) and 12 under LIFO (variance 8)."""
    stays = settled(sojourns(play(queue(LOAD, REQUESTS, discipline=discipline, seed=SEED))))
    agree(batch_means(stays**2).against(SQUARES[discipline]))
