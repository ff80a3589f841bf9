"""The closed forms themselves: against published values, scipy, and one another."""

import pytest
from choices import first_order, mean_field, shortest_of
from closed_forms import (
    cobham,
    erlang_b,
    erlang_c,
    erlang_m_1,
    impatient,
    machine_repair,
    mean_value_analysis,
    mmc_wait,
    mmck,
    pollaczek_khinchine,
    starter,
    welch,
)
from scipy import stats


@pytest.mark.parametrize(
    ("servers", "load", "waiting", "wait"),
    [
        (1, 0.8, 0.8, 4.0),
        (2, 0.8, 0.711111, 1.777778),
        (10, 0.9, 0.668732, 0.668732),
        (100, 0.95, 0.506457, 0.101291),
    ],
)
def test_erlang_c_published(servers: int, load: float, waiting: float, wait: float) -> None:
    """P(wait) and the mean wait of M/M/c are the published ones to six decimals."""
    assert erlang_c(servers, load) == pytest.approx(waiting, abs=5e-7)
    assert mmc_wait(servers, load) == pytest.approx(wait, abs=5e-7)


@pytest.mark.parametrize(("servers", "offered"), [(1, 0.5), (5, 4.0), (20, 25.0)])
def test_erlang_b_is_truncated_poisson(servers: int, offered: float) -> None:
    """Erlang's loss is the last term of a Poisson law cut off at the number of servers."""
    law = stats.poisson(offered)
    assert erlang_b(servers, offered) == pytest.approx(law.pmf(servers) / law.cdf(servers))


def test_mmck_ends() -> None:
    """M/M/c/K without room is Erlang B; with endless room its mean wait is that of Erlang C."""
    assert mmck(5, 0, 4.0)[-1] == pytest.approx(erlang_b(5, 4.0))
    law = mmck(5, 2_000, 4.0)
    in_line = sum(max(n - 5, 0) * share for n, share in enumerate(law))
    assert in_line / 4.0 == pytest.approx(mmc_wait(5, 0.8))


def test_pollaczek_khinchine_of_exponential() -> None:
    """Pollaczek and Khinchine give load / (1 - load) for exponential times, half for constant."""
    assert pollaczek_khinchine(0.8, 2.0) == pytest.approx(4.0)
    assert pollaczek_khinchine(0.8, 1.0) == pytest.approx(2.0)


def test_cobham_conserves() -> None:
    """Priorities only shift waiting: weighted by load it adds up to that of one FIFO class."""
    loads = [0.2, 0.3, 0.3]
    shared = sum(load * wait for load, wait in zip(loads, cobham(loads, 2.0), strict=True))
    assert shared == pytest.approx(0.8 * pollaczek_khinchine(0.8, 2.0))


def test_machine_repair_is_mean_value_analysis() -> None:
    """The birth-death chain of M/M/1//N and mean value analysis agree."""
    assert machine_repair(10, 9.0, 1) == pytest.approx(mean_value_analysis(10, 9.0))


def test_erlang_m_1_of_one_stage() -> None:
    """E_1/M/1 is M/M/1, and many stages come close to D/M/1, whose root solves s = e^{-(1-s)/r}."""
    assert erlang_m_1(1, 0.9) == pytest.approx(10.0)
    assert erlang_m_1(100_000, 0.9) == pytest.approx(5.17, abs=0.01)


def test_impatient_without_limit() -> None:
    """Without patience M/M/1+D loses what M/M/1/1 does; with endless patience nobody gives up."""
    assert impatient(0.8, 0.0) == pytest.approx(erlang_b(1, 0.8))
    assert impatient(0.8, 200.0) == pytest.approx(0.0, abs=1e-15)
    assert impatient(1.0, 4.0) == pytest.approx(1 / 6)


def test_two_choices_published() -> None:
    """Two choices at load 0.9 take 2.614 service times in the limit (Mitzenmacher 1996)."""
    assert mean_field(0.9) == pytest.approx(2.614, abs=5e-4)


def test_two_choices_bias_published() -> None:
    """The refined mean field meets Mitzenmacher's simulations of 100 servers within their noise.

    His table has 1.6202, 1.9585 and 2.6454 for loads 0.7, 0.8 and 0.9 (0.4, 0.6 and 1.2 % above
    the limit).
    """
    for load, simulated in [(0.7, 1.6202), (0.8, 1.9585), (0.9, 2.6454)]:
        assert mean_field(load) + first_order(load) / 100 == pytest.approx(simulated, rel=5e-4)


def test_shortest_of_one_is_mm1() -> None:
    """One choice among three servers is M/M/1, and the Markov chain says so."""
    assert shortest_of(1, 3, 0.4, 20) == pytest.approx(1 / 0.6, abs=1e-6)


def test_an_exceptional_first_service_that_is_none() -> None:
    """With the service time of all others it is M/G/1."""
    assert welch(0.8, 3.25, 1.0, 3.25) == pytest.approx(pollaczek_khinchine(0.8, 3.25))


@pytest.mark.parametrize(("load", "start", "spread"), [(0.3, 0.1, 1.0), (0.9, 2.0, 2.0)])
def test_a_start_is_an_exceptional_first_service(load: float, start: float, spread: float) -> None:
    """Levy and Kleinrock's stay is Welch's wait, a service, and the start of those who found the
    server idle."""
    second, squared = 3.25, spread * start**2
    idle = (1 - load) / (1 + load * start)
    stay = welch(load, second, 1 + start, second + 2 * start + squared) + 1 + idle * start
    assert stay - pollaczek_khinchine(load, second) - 1 == pytest.approx(
        starter(load, start, squared)
    )
