"""The open workload: requests that arrive whether or not earlier ones were answered."""

from collections.abc import Iterator
from itertools import chain

from sim.workload.client import Client, Process
from sim.workload.people import Ints


class OpenWorkload:
    """Sends one request at each arrival time before ``stop`` (ns); ``arrivals`` are blocks."""

    def __init__(self, client: Client, arrivals: Iterator[Ints], stop: int) -> None:
        self.client = client
        self.arrivals = arrivals
        self.stop = stop

    def run(self) -> Process:
        """Play the arrivals: a process for each request."""
        env, send = self.client.env, self.client.send
        times = chain.from_iterable(block.tolist() for block in self.arrivals)
        for number, time in enumerate(times):
            if time >= self.stop:
                return
            if time > env._now:
                yield env.timeout(time - env._now)
            env.process(send(number, number))

    def __repr__(self) -> str:
        return f"OpenWorkload({self.client!r}, stop={self.stop})"
