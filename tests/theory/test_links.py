"""Links: a bandwidth is a queue with constant service times, a latency is none."""

import numpy as np
from intervals import agree, batch_means, binomial, independent
from systems import CONSTANT, DRAIN, UNIT, Play, open_workload, passages, queue, scenario, settled

from sim import Scenario
from sim.outcomes import Outcome

REQUESTS = 150_000
SEED = 11
WIDE = {"bandwidth": "800 kbit/s", "request_size": "1 kB", "response_size": "1 kB"}
"""8,000 bits take 10 ms at 800 kbit/s: one unit of time each way."""


def test_transmission_is_md1(play: Play) -> None:
    """Messages at 0.8 of a bandwidth wait as in M/D/1, 2.0 transmission times.

    A request waits, is put on the wire there and back, and never waits on the way back, since
    requests came at least one transmission apart: 2.0 + 1 + 1.
    """
    starts, ends = passages(play(through(WIDE)))
    agree(batch_means(settled((ends - starts) / UNIT)).against(4.0))


def test_transmission_of_each_message(play: Play) -> None:
    """Each message leaves the wire one transmission after it came or after the one before it."""
    starts, ends = passages(play(through(WIDE)))
    turns = np.arange(1, len(starts) + 1) * UNIT
    # out[k] = max(start[k], out[k-1]) + UNIT, so out[k] - (k+1) UNIT is a running maximum.
    out = np.maximum.accumulate(starts - turns + UNIT) + turns
    assert (ends == out + UNIT).all()


def test_response_is_the_bottleneck(play: Play) -> None:
    """Where responses weigh ten times as much, they wait, and requests hardly."""
    heavy = WIDE | {"request_size": "0 B", "response_size": "1 kB"}
    starts, ends = passages(play(through(heavy)))
    agree(batch_means(settled((ends - starts) / UNIT)).against(3.0))


def test_latency_has_no_queue(play: Play) -> None:
    """Two exponential ways of mean 1 add up to mean 2 and variance 2: drawn independently."""
    link = {"latency": {"kind": "exponential", "mean": CONSTANT}}
    starts, ends = passages(play(through(link)))
    times = (ends - starts) / UNIT
    agree(independent(times).against(2.0))
    agree(independent((times - 2) ** 2).against(2.0))


def test_loss_is_silence(play: Play) -> None:
    """A link that loses 10 % each way answers 81 %; the others time out."""
    service = {"workers": 1_000, "service_time": "0 s", "link": {"loss": 0.1}}
    workload = open_workload(500, 100, timeout="1 s")
    system = scenario({"service": service}, {"requests": workload}, 100 + DRAIN, seed=SEED)
    log = play(system).requests
    agree(binomial(int((log.outcome == Outcome.SERVED).sum()), len(log), 0.81))
    assert set(log.outcome.tolist()) == {Outcome.SERVED, Outcome.TIMED_OUT}


def through(link: dict[str, object]) -> Scenario:
    """80 requests a second through a link to a service that takes no time."""
    return queue(0.8, REQUESTS, service_time="0 s", link=link, seed=SEED)
