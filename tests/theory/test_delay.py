"""M/M/c: who waits, for how long, and how long a stay takes."""

from math import exp, log

import numpy as np
import pytest
from closed_forms import erlang_c, mmc_wait
from intervals import agree, batch_means, chi_square
from systems import Play, queue, settled, sojourns, waits

MMC = [(1, 0.8), (2, 0.8), (10, 0.9), (100, 0.95)]
REQUESTS = 200_000
SEED = 1


@pytest.mark.parametrize(("workers", "load"), MMC)
def test_wait_of_mmc(play: Play, workers: int, load: float) -> None:
    """P(wait) and the mean wait of M/M/c are Erlang's.

    In service times: M/M/1 at 0.8: 0.8 and 4; M/M/2 at 0.8: 0.711111 and 1.777778; M/M/10 at 0.9:
    0.668732 and 0.668732; M/M/100 at 0.95: 0.506457 and 0.101291.
    """
    waited = settled(waits(play(queue(load, REQUESTS, workers=workers, seed=SEED)), workers))
    agree(batch_means(waited > 0).against(erlang_c(workers, load)))
    agree(batch_means(waited).against(mmc_wait(workers, load)))


@pytest.mark.parametrize(("workers", "load"), MMC)
def test_sojourn_of_mmc(play: Play, workers: int, load: float) -> None:
    """The mean time in M/M/c is its mean wait and one service time: clients see what workers do."""
    stays = settled(sojourns(play(queue(load, REQUESTS, workers=workers, seed=SEED))))
    agree(batch_means(stays).against(mmc_wait(workers, load) + 1))


@pytest.mark.parametrize("longer", [0.5, 2.0, 5.0, 15.0])
def test_wait_distribution_of_mm1(play: Play, longer: float) -> None:
    """P(W > t) of M/M/1 at 0.8 is 0.8 e^{-0.2 t}."""
    waited = settled(waits(play(queue(0.8, REQUESTS, seed=SEED))))
    agree(batch_means(waited > longer).against(0.8 * exp(-0.2 * longer)))


@pytest.mark.parametrize("share", [0.5, 0.9, 0.99])
def test_sojourn_percentiles_of_mm1(play: Play, share: float) -> None:
    """The p-th percentile of the time in M/M/1 at 0.8 is -ln(1 - p) / 0.2: p99 is 23.03."""
    stays = settled(sojourns(play(queue(0.8, REQUESTS, seed=SEED))))
    agree(batch_means(stays > -log(1 - share) / 0.2).against(1 - share))


def test_work_is_what_arrives(play: Play) -> None:
    """Each request that waits is served for an exponential time of mean 1, whoever waited.

    Service times are the stays less the waits; their deciles are ten equal parts.
    """
    run = play(queue(0.8, REQUESTS, seed=SEED))
    service = sojourns(run) - waits(run)
    agree(batch_means(service).against(1.0))
    deciles = [-log(1 - part / 10) for part in range(10)]
    counts = np.bincount(np.digitize(service, deciles), minlength=11)[1:]
    agree(chi_square(counts, [len(service) / 10] * 10, fitted=1))
