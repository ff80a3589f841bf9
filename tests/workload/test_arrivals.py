"""Arrival times of open workloads, exactly and in the mean."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice, takewhile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rng import Stream
from sim.units import MINUTE, SECOND, Rate
from sim.workload.arrivals import BLOCK, LAST, UNIT, curve, deterministic, poisson, unit_arrivals
from sim.workload.people import Ints


def each(blocks: Iterable[Ints]) -> Iterator[int]:
    """The arrivals one by one."""
    return chain.from_iterable(block.tolist() for block in blocks)


def first(count: int, blocks: Iterable[Ints]) -> list[int]:
    """The first so many of them."""
    return list(islice(each(blocks), count))


def test_deterministic_arrivals_are_on_schedule() -> None:
    """1,000 a second from 5 on: every millisecond."""
    assert first(4, deterministic(Rate(1, 1_000_000), 5)) == [5, 1_000_005, 2_000_005, 3_000_005]


def test_deterministic_arrivals_do_not_drift() -> None:
    """3 in 10 ns: 0, 3.3, 6.7, 10, 13.3 rounded down, and exactly 10**10 after 3 * 10**9."""
    assert first(7, deterministic(Rate(3, 10), 0)) == [0, 3, 6, 10, 13, 16, 20]


def test_unit_arrivals_add_up_the_gaps_of_the_stream() -> None:
    """The n-th arrival is the sum of n gaps, each -log(1 - u) of the n-th draw, rounded."""
    from sim.distributions.exponential import Exponential

    stream, gaps = Stream(1, "arrivals"), Exponential(mean=UNIT)
    now, wanted = 0, []
    for number in range(5):
        now += gaps.sample(stream.uniform(number))
        wanted.append(now)
    assert first(5, unit_arrivals(stream)) == wanted


def test_unit_arrivals_go_on_beyond_a_block() -> None:
    """The gap between the last arrival of one block and the first of the next is one draw."""
    from sim.distributions.exponential import Exponential

    stream = Stream(1, "arrivals")
    times = first(BLOCK + 2, unit_arrivals(stream))
    gap = Exponential(mean=UNIT).sample(stream.uniform(BLOCK))
    assert times[BLOCK] - times[BLOCK - 1] == gap


def test_poisson_arrivals_are_unit_arrivals_stretched() -> None:
    """At 2 per second an expected arrival takes half a second, from the start on."""
    units = first(9, unit_arrivals(Stream(1, "a")))
    assert first(9, poisson(Rate(2, SECOND), 7, Stream(1, "a"))) == [7 + one // 2 for one in units]


def test_the_rate_scales_the_same_arrivals() -> None:
    """Twice the rate is the same process in half the time, to the nanosecond of rounding."""
    slow = first(100, poisson(Rate(10, SECOND), 0, Stream(1, "a")))
    fast = first(100, poisson(Rate(20, SECOND), 0, Stream(1, "a")))
    assert [one // 2 for one in slow] == fast


def test_poisson_arrivals_come_at_the_rate() -> None:
    """10,000 arrivals at 100/s take 100 s, within four standard deviations of 1 s."""
    last = first(10_000, poisson(Rate(100, SECOND), 0, Stream(1, "a")))[-1]
    assert abs(last / SECOND - 100) < 4


def test_seeds_differ() -> None:
    """Another seed is another process."""
    one, other = (first(3, poisson(Rate(1, SECOND), 0, Stream(seed, "a"))) for seed in (1, 2))
    assert one != other


def test_a_curve_that_is_flat_is_a_poisson_process() -> None:
    """60 a minute throughout are the arrivals of 1 a second."""
    flat = list(each(curve([60 * UNIT] * 10, MINUTE, 0, Stream(1, "a"))))
    steady = takewhile(
        lambda time: time < 10 * MINUTE, each(poisson(Rate(1, SECOND), 0, Stream(1, "a")))
    )
    assert flat == list(steady)


def test_a_curve_ends_with_its_last_bin() -> None:
    """No arrival comes after the bins are over."""
    assert max(each(curve([60 * UNIT] * 3, MINUTE, 0, Stream(1, "a")))) < 3 * MINUTE


def test_nobody_comes_in_an_empty_bin() -> None:
    """Bins of 50, 0, 0 and 50: nothing between 1 and 3."""
    bins = [
        time // 100 for time in each(curve([50 * UNIT, 0, 0, 50 * UNIT], 100, 0, Stream(1, "a")))
    ]
    assert set(bins) == {0, 3}


def test_an_empty_curve_brings_nobody() -> None:
    """Only zeros: no arrivals, and an end."""
    assert list(each(curve([0, 0], 100, 0, Stream(1, "a")))) == []


def test_an_arrival_lies_in_its_bin_as_the_expected_count_does() -> None:
    """Bins of 2 and 8 of 100 ns each: an expected count of c lies at 50 c, then 100 + 12.5 (c-2).

    In integers: the first at c * 100 // 2 in units, the second at 100 + (c - 2) * 100 // 8.
    """
    units = takewhile(lambda one: one < 10 * UNIT, each(unit_arrivals(Stream(3, "a"))))
    wanted = [
        one * 100 // (2 * UNIT) if one < 2 * UNIT else 100 + (one - 2 * UNIT) * 100 // (8 * UNIT)
        for one in units
    ]
    assert list(each(curve([2 * UNIT, 8 * UNIT], 100, 0, Stream(3, "a")))) == wanted


@pytest.mark.parametrize("scale", [1, 3])
def test_each_bin_brings_what_it_says(scale: int) -> None:
    """Bins of 1,000, 4,000 and 2,000, scaled: within four standard deviations each."""
    counts = [scale * count for count in (1000, 4000, 2000)]
    times = each(curve([count * UNIT for count in counts], 100, 0, Stream(1, "a")))
    bins = [time // 100 for time in times]
    misses = [abs(bins.count(number) - count) for number, count in enumerate(counts)]
    assert all(miss < 4 * count**0.5 for miss, count in zip(misses, counts, strict=True))


def test_a_curve_starts_when_it_is_told_to() -> None:
    """A start of 7 moves every arrival by 7."""
    times = list(each(curve([5 * UNIT], 100, 0, Stream(1, "a"))))
    assert list(each(curve([5 * UNIT], 100, 7, Stream(1, "a")))) == [time + 7 for time in times]


RATES = st.builds(Rate.of, st.integers(1, 10**20), st.integers(1, 10**20))


@given(RATES, st.integers(0, LAST), st.integers(0, 2 * BLOCK - 1))
def test_arrivals_are_exact_at_any_rate(rate: Rate, start: int, number: int) -> None:
    """Whatever the rate: the same as in Python's integers, which have no end; the last instant
    stands for all that come after it."""
    time = first(number + 1, deterministic(rate, start))[number]
    assert time == min(start + number * rate.per // rate.count, LAST)


@given(RATES)
def test_poisson_arrivals_are_exact_at_any_rate(rate: Rate) -> None:
    """The same of unit arrivals."""
    units = first(5, unit_arrivals(Stream(1, "a")))
    wanted = [min(one * rate.per // (rate.count * UNIT), LAST) for one in units]
    assert first(5, poisson(rate, 0, Stream(1, "a"))) == wanted
