"""The topologies for happysim, as a program for a Python that has it.

    python happysim_models.py queue|stage REQUESTS

prints how many requests were played and in how many seconds of CPU time.  It needs nothing of
Floodgate: happysim wants Python 3.13, and may be in an environment of its own.
"""

import random
import sys
from time import process_time

from happysimulator import Entity, Event, Instant, Server, Simulation, Sink, Source
from happysimulator.distributions import ConstantLatency, ExponentialLatency


class Toss(Entity):
    """Lets a share of all requests through to the next station."""

    def __init__(self, share: float, through: Entity, out: Entity) -> None:
        super().__init__("Toss")
        self._share = share
        self._rng = random.Random(1)
        self._through = through
        self._out = out

    def handle_event(self, event: Event) -> list[Event]:
        """Toss a coin."""
        target = self._through if self._rng.random() < self._share else self._out
        return [self.forward(event, target)]


def queue(requests: int) -> int:
    """M/M/10 at a load of 0.8."""
    sink = Sink()
    server = Server(
        "Server", concurrency=10, service_time=ExponentialLatency(0.008), downstream=sink
    )
    return _play(requests, 1_000, server, [server, sink], sink)


def stage(requests: int) -> int:
    """An edge node that lets 2 % through to a gateway."""
    sink = Sink()
    gateway = Server(
        "Gateway", concurrency=4, service_time=ExponentialLatency(0.001), downstream=sink
    )
    toss = Toss(0.02, gateway, sink)
    node = Server("Edge", concurrency=8, service_time=ConstantLatency(0.0001), downstream=toss)
    return _play(requests, 40_000, node, [node, toss, gateway, sink], sink)


def _play(requests: int, rate: float, target: Entity, entities: list[Entity], sink: Sink) -> int:
    source = Source.poisson(rate=rate, target=target)
    end = Instant.from_seconds(requests / rate)
    Simulation(sources=[source], entities=entities, end_time=end).run()
    return int(sink.events_received)


if __name__ == "__main__":
    began = process_time()
    played = {"queue": queue, "stage": stage}[sys.argv[1]](int(sys.argv[2]))
    print(played, process_time() - began)
