"""Latency counts from the instant at which a request was to be sent."""

import os
import signal
from threading import Thread
from time import sleep

import numpy as np
from loads import SERVICE, scenario, workload
from shop_stub import TOKEN, Shop, shop

from edge.load import run
from sim.outcomes import Outcome
from sim.results.percentiles import percentile
from sim.units import MILLISECOND, SECOND


def test_a_queue_shows() -> None:
    """100 clicks/s at a desk that takes 20 ms each: click k waits for k others, who take 10 ms
    longer each than they are apart, so it takes at least 20 + 10 k ms."""
    steady = scenario(SERVICE, workload("100/s"), duration="4 s")
    with shop(serves_in_ms=20) as one:
        log = run(steady, [one.url], admins=[one.url], token=TOKEN, lag="p99 <= 1 s").requests
    assert len(log) == 100
    latency = log.latency[log.request.argsort()]
    assert (np.sort(latency) >= (20 + 10 * np.arange(100)) * MILLISECOND).all()


def test_nobody_waits_for_anothers_answer() -> None:
    """40 clicks within 400 ms at a shop that takes a second for each are all there at once."""
    burst = scenario(SERVICE, workload("100/s", stop="700 ms"), duration="3 s")
    with shop(serves_in_ms=1000, desks=100) as one:
        run(burst, [one.url], admins=[one.url], token=TOKEN, lag="p99 <= 10 s")
        assert one.peak == 40


def frozen(stub: Shop, after: float, lasts: float) -> None:
    """Stop a process in its tracks for a while."""
    sleep(after)
    os.kill(stub.process.pid, signal.SIGSTOP)
    sleep(lasts)
    os.kill(stub.process.pid, signal.SIGCONT)


def test_a_frozen_server_shows_its_whole_freeze() -> None:
    """A server that is stopped for six seconds shows six seconds at p99; nobody waits for
    somebody else's answer, and whoever waits 300 ms at most is timed out meanwhile."""
    impatient = workload("20/s", 'timeout = "300 ms"', stop="8300 ms", name="impatient")
    steady = scenario(SERVICE, workload("50/s", stop="8300 ms"), impatient, duration="9 s")
    with shop(codes=False) as one:
        freeze = Thread(target=frozen, args=(one, 4, 6))
        freeze.start()
        result = run(steady, [one.url], admins=[one.url], token=TOKEN, lag="p99 <= 1 s")
        freeze.join()
    log = result.requests
    visits = np.sort(log.latency[log.is_of("visits")])
    # 50 a second: the three that 1 % of 400 lets pass came 60 ms after the freeze began.
    assert 5.8 * SECOND <= percentile(visits, 99) <= 7 * SECOND
    timed_out = log.is_of("impatient") & log.ended_as([Outcome.TIMED_OUT])
    assert timed_out.sum() > 80
    assert (log.latency[timed_out] < SECOND).all()
    assert len(log) + result.in_flight == 400 + 160
