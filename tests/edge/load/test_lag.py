"""A load that was sent late says so, and does not count."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from loads import SERVICE, scenario, workload
from shop_stub import Shop

from edge.load.lag import LagBound
from sim.histogram import LatencyHistogram
from sim.model import dumps
from sim.units import MILLISECOND


def test_a_starved_sender_is_found_out(
    stub: Shop, floodgate: Callable[..., Any], tmp_path: Path
) -> None:
    """20,000 clicks a second are more than a process can send: the load fails in one line."""
    much = tmp_path / "much.toml"
    much.write_text(dumps(scenario(SERVICE, workload("20k/s", stop="1 s"), duration="1 s")))
    done = floodgate("load", much, "--edge", stub.url, "--admin", stub.url, "--quiet")
    assert done.exit_code == 1
    assert done.stderr.startswith("error: invalid: wanted the lag's p99 <= 10 ms, got requests")
    assert done.stderr.count("\n") == 1


def lag(*milliseconds: int) -> LatencyHistogram:
    histogram = LatencyHistogram()
    for one in milliseconds:
        histogram.record(one * MILLISECOND)
    return histogram


def test_a_bound_is_about_its_percentile() -> None:
    """Of 200 requests two may be late at p99, three may not."""
    bound = LagBound.parse("p99 <= 10 ms")
    assert bound.problem(lag(*[1] * 198, 50, 50)) is None
    problem = bound.problem(lag(*[1] * 197, 50, 50, 50))
    assert problem is not None and "wanted the lag's p99 <= 10 ms" in problem


def test_nothing_sent_is_nothing_late() -> None:
    """A load without requests has no lag to speak of."""
    assert LagBound.parse("p99 <= 0 ms").problem(LatencyHistogram()) is None


@pytest.mark.parametrize("text", ["10 ms", "p99 < 10 ms", "p98 <= 10 ms", "p99 <= soon", ""])
def test_a_text_that_is_no_bound_is_refused(text: str) -> None:
    """The percentile is one that summaries have, the limit a duration."""
    with pytest.raises(ValueError, match="wanted"):
        LagBound.parse(text)
