"""Differences: taken in pairs, corrected for their number, and told only where they are seen."""

import numpy as np
import pytest
from scipy import stats
from shops import DESKS

from sim import replicate
from sim.model import Scenario, loads
from sim.results.differences import Difference, chance, compared, differences, holm
from sim.results.intervals import Interval, mean_interval
from sim.results.replications import Replications

SHOP = DESKS.replace("20 s", "10 s").replace('baseline = "one"\n', "")


@pytest.fixture(scope="module")
def shop() -> Scenario:
    """One desk, two desks, and one desk by another name."""
    return loads(SHOP)


@pytest.fixture(scope="module")
def replicated(shop: Scenario) -> dict[str, Replications]:
    """Ten replications of each."""
    return {name: replicate(shop, 10, name, workers=1, warm_up=0) for name in shop.variants}


def by_figure(found: list[Difference], variant: str) -> dict[str, Difference]:
    return {one.figure: one for one in found if one.variant == variant}


def test_a_difference_is_that_of_pairs(replicated: dict[str, Replications]) -> None:
    """Its interval is Student's of ten differences, at the confidence that Holm leaves it."""
    found = by_figure(differences(replicated, "one", 0.95), "two")["latency_ms.visits.mean"]
    pairs = replicated["two"].values("mean") - replicated["one"].values("mean")
    assert found.interval == mean_interval(pairs, found.interval.confidence)
    assert found.interval.confidence > 0.95
    assert found.better == "two"


def test_a_pair_is_narrower_than_two_strangers(replicated: dict[str, Replications]) -> None:
    """What both owe to the crowd cancels: less than the two scatters together."""
    one, two = (replicated[name].values("mean") for name in ("one", "two"))
    assert (two - one).var(ddof=1) < one.var(ddof=1) + two.var(ddof=1)


def test_variants_that_do_the_same_are_the_same(replicated: dict[str, Replications]) -> None:
    """Not "no difference seen": there is none in any run."""
    found = differences(replicated, "one", 0.95)
    assert {one.verdict for one in found if one.variant == "same"} == {"the same"}


def test_a_difference_smaller_than_its_scatter_is_not_seen(shop: Scenario) -> None:
    """Three replications at load 0.8 do not tell a desk from one that is 1 % faster."""
    faster = {"services.desk.service_time.mean": "9.9 ms"}
    found = differences(
        {
            "one": replicate(shop, 3, "one", workers=1, warm_up=0),
            "faster": replicate(shop, 3, "one", workers=1, warm_up=0, set=faster),
        },
        "one",
        0.95,
    )
    assert by_figure(found, "faster")["data_centre.peak_rps"].verdict == "the same"
    assert by_figure(found, "faster")["latency_ms.visits.mean"].verdict == "no difference seen"


@pytest.mark.parametrize(
    ("figure", "low", "high", "better", "verdict"),
    [
        ("sale.sold", 1, 3, "new", "new is better"),
        ("sale.sold", -3, -1, "old", "old is better"),
        ("latency_ms.buy.p99", 1, 3, "old", "old is better"),
        ("latency_ms.buy.p99", -3, -1, "new", "new is better"),
        ("sale.oversold", 1, 3, "old", "old is better"),
        ("sale.oversold", -1, 3, None, "no difference seen"),
        ("sale.oversold", 0, 0, None, "the same"),
        ("sale.sold", 0, 3, None, "no difference seen"),
    ],
)
def test_who_is_better_depends_on_what_more_means(
    figure: str, low: float, high: float, better: str | None, verdict: str
) -> None:
    """More sold is better, more latency is worse; an interval that touches 0 says neither."""
    one = Difference(figure, "new", "old", Interval(low, (low + high) / 2, high), 0.5)
    assert (one.better, one.verdict) == (better, verdict)


def test_the_figures_that_are_compared_have_a_direction(
    replicated: dict[str, Replications],
) -> None:
    """Counts of requests have none; p50 to the mean of each workload do."""
    assert compared(replicated["one"]) == [
        "data_centre.peak_rps",
        "answered",
        "latency_ms.visits.p50",
        "latency_ms.visits.p99",
        "latency_ms.visits.mean",
    ]


def test_chance_is_students(replicated: dict[str, Replications]) -> None:
    """The p of an independent implementation."""
    values = replicated["one"].values("mean") - 40.0
    assert chance(values) == pytest.approx(stats.ttest_1samp(values, 0.0).pvalue, rel=1e-9)


def test_chance_of_what_never_changes_is_certain() -> None:
    """Always 0 is no difference, always 3 is one."""
    assert chance(np.zeros(5)) == 1.0
    assert chance(np.full(5, 3.0)) == 0.0


def test_holm_steps_down() -> None:
    """Holm's rule on 0.01, 0.04, 0.03, 0.005 at 0.05.

    0.005 <= 0.05 / 4 and 0.01 <= 0.05 / 3 are refuted; 0.03 > 0.05 / 2 is not, and so 0.04, which
    alone would be at 0.05, is tested at 0.025 as well.
    """
    assert holm([0.01, 0.04, 0.03, 0.005], 0.05) == pytest.approx([0.05 / 3, 0.025, 0.025, 0.0125])


@pytest.mark.parametrize("seed", range(50))
def test_holm_refutes_what_adjusted_chances_refute(seed: int) -> None:
    """An adjusted p is the largest so far of (n - rank) p; it is below the level where p is."""
    chances = np.random.default_rng(seed).beta(0.3, 3, 8)
    order = np.argsort(chances)
    adjusted = np.maximum.accumulate(chances[order] * np.arange(8, 0, -1))
    refuted = [p <= level for p, level in zip(chances, holm(chances, 0.05), strict=True)]
    assert np.array(refuted)[order].tolist() == (adjusted <= 0.05).tolist()


def test_holm_errs_rarely_where_plain_intervals_err_often() -> None:
    """Of 2,000 families of ten comparisons without any difference, Holm errs in 5 % of them.

    Within 4 sqrt(0.05 * 0.95 / 2000) = 0.02; uncorrected, 1 - 0.95^10 = 40 % of them err.
    """
    draws = np.random.default_rng(1).normal(size=(2_000, 10, 5))
    families = [[chance(pairs) for pairs in family] for family in draws]
    holm_errs = np.mean(
        [
            any(p <= level for p, level in zip(family, holm(family, 0.05), strict=True))
            for family in families
        ]
    )
    plain_errs = np.mean([min(family) <= 0.05 for family in families])
    assert holm_errs < 0.07
    assert plain_errs > 0.35


def test_it_says_what_it_is() -> None:
    """A figure, an interval, a verdict."""
    one = Difference("latency_ms.buy.p99", "new", "old", Interval(-3, -2, -1), 0.01)
    assert str(one) == "buy.p99: -2.0 ± 1.0 (new is better)"
