"""Arrivals: what a Poisson process is, at a constant rate and along a curve."""

from pathlib import Path

import numpy as np
import pytest
from intervals import agree, chi_square, fit, poisson
from scipy import stats
from systems import Integers, Play, open_workload, scenario

from sim import Scenario
from sim.units import MINUTE, SECOND

RATE = 500
SECONDS = 160
SEED = 9
SPEED = 60
SCALE = 0.5
COUNTS = [0 if minute % 17 == 3 else 40 + 360 * (minute % 5) for minute in range(180)]
"""A curve of steps, up to the tenfold and down to nothing: requests a minute."""


@pytest.fixture
def starts(play: Play) -> Integers:
    """The arrival times of a Poisson workload of 500/s, in ns."""
    return arrivals(play, steady())


@pytest.fixture
def curve_starts(play: Play, tmp_path: Path) -> Integers:
    """The arrival times of a workload along the curve, a minute of which passes in a second."""
    file = tmp_path / "steps.csv"
    rows = "".join(f"{minute},{count}\n" for minute, count in enumerate(COUNTS))
    file.write_text(f"minute,requests\n{rows}")
    workload = {"kind": "curve", "path": str(file), "speed": SPEED, "scale": SCALE}
    return arrivals(play, idle({"requests": workload | {"to": "service"}}, len(COUNTS) + 1))


def test_gaps_are_exponential(starts: Integers) -> None:
    """The gaps between Poisson arrivals are exponential (Kolmogorov and Smirnov)."""
    agree(fit(stats.kstest(np.diff(starts, prepend=0) * RATE / SECOND, "expon").pvalue))


def test_gaps_are_independent(starts: Integers) -> None:
    """A gap says nothing about the next: their ranks are uncorrelated."""
    gaps = np.diff(starts)
    agree(fit(stats.spearmanr(gaps[:-1], gaps[1:]).pvalue))


def test_counts_are_poisson(starts: Integers) -> None:
    """The counts of 1,600 stretches of 0.1 s have the variance of Poisson counts of mean 50."""
    counts = np.bincount(starts // (SECOND // 10), minlength=10 * SECONDS)
    agree(chi_square(counts, [RATE / 10] * (10 * SECONDS)))
    agree(poisson(len(starts), RATE * SECONDS))


def test_arrivals_are_uniform_given_their_number(starts: Integers) -> None:
    """Given how many came, they are spread as independent uniform times."""
    agree(fit(stats.kstest(starts / (SECONDS * SECOND), "uniform").pvalue))


def test_two_workloads_are_independent(play: Play) -> None:
    """Two Poisson workloads together are one of the sum of their rates: they share no draw."""
    both = {name: open_workload(RATE // 2, SECONDS) for name in ("first", "second")}
    gaps = np.diff(arrivals(play, idle(both, SECONDS)), prepend=0)
    agree(fit(stats.kstest(gaps * RATE / SECOND, "expon").pvalue))


def test_curve_counts_are_poisson(curve_starts: Integers) -> None:
    """The number in each minute of a curve is Poisson with the curve's mean, and zero where it is.

    A minute passes in a second, and half of the measured requests are asked for.
    """
    means = np.array(COUNTS) * SCALE
    counts = np.bincount(minute_of(curve_starts), minlength=len(COUNTS))
    assert (counts[means == 0] == 0).all()
    agree(chi_square(counts[means > 0], means[means > 0]))
    agree(poisson(int(counts.sum()), float(means.sum())))


def test_curve_is_uniform_within_each_minute(curve_starts: Integers) -> None:
    """Given the counts, arrivals are spread uniformly within their minutes."""
    width = MINUTE // SPEED
    agree(fit(stats.kstest(curve_starts % width / width, "uniform").pvalue))


def test_curve_follows_its_integral(curve_starts: Integers) -> None:
    """Given their number, arrivals have the distribution that the curve is the density of."""
    means = np.array(COUNTS) * SCALE
    cumulative = np.concatenate([[0.0], np.cumsum(means)]) / means.sum()
    minutes = curve_starts / (MINUTE // SPEED)
    shares = np.interp(minutes, np.arange(len(COUNTS) + 1), cumulative)
    agree(fit(stats.kstest(shares, "uniform").pvalue))


def minute_of(times: Integers) -> Integers:
    """The minute of the curve in which each moment lies."""
    return times // (MINUTE // SPEED)


def arrivals(play: Play, system: Scenario) -> Integers:
    """When the requests of a run were sent, in ns and in order."""
    return np.sort(play(system).requests.start)


def steady() -> Scenario:
    """One Poisson workload."""
    return idle({"requests": open_workload(RATE, SECONDS)}, SECONDS)


def idle(workloads: dict[str, dict[str, object]], seconds: int) -> Scenario:
    """Workloads at a service that is in nobody's way."""
    service = {"workers": 1_000, "service_time": "1 us"}
    return scenario({"service": service}, workloads, seconds + 1, seed=SEED)
