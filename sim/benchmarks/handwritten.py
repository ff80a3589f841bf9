"""The baseline: what a practised SimPy user writes for the same topologies, by hand.

Plain processes, ``simpy.Resource`` and ``random``, a list of latencies, nothing else: no keyed
draws, no books, no timeline, no request log.  Times are float seconds.
"""

import random
from collections.abc import Generator
from typing import Any

import simpy

Process = Generator[simpy.Event, Any, None]


def queue(requests: int, rate: float, service: float, workers: int) -> list[float]:
    """An M/M/c queue: ``requests`` arrivals a ``rate``, exponential ``service`` times (s)."""
    rng, env, latencies = random.Random(1), simpy.Environment(), []
    pool = simpy.Resource(env, workers)

    def customer() -> Process:
        start = env.now
        with pool.request() as turn:
            yield turn
            yield env.timeout(rng.expovariate(1 / service))
        latencies.append(env.now - start)

    def source() -> Process:
        for _ in range(requests):
            yield env.timeout(rng.expovariate(rate))
            env.process(customer())

    env.process(source())
    env.run()
    return latencies


def data_centre(requests: int, rate: float, instances: int, stock: int) -> list[float]:
    """Gateway, power of two over service instances, and the hot row of the stock, synchronously."""
    rng, env, latencies = random.Random(1), simpy.Environment(), []
    gateway = simpy.Resource(env, 512)
    services = [simpy.Resource(env, 16) for _ in range(instances)]
    row = simpy.Resource(env, 1)
    left = stock

    def order() -> Process:
        nonlocal left
        start = env.now
        yield env.timeout(rng.lognormvariate(-3.5, 0.2))
        with gateway.request() as turn:
            yield turn
            yield env.timeout(rng.expovariate(1000))
            one, other = rng.sample(services, 2)
            shorter = one if len(one.queue) + one.count <= len(other.queue) + other.count else other
            with shorter.request() as worker:
                yield worker
                yield env.timeout(rng.expovariate(100))
                if left:
                    with row.request() as lock:
                        yield lock
                        yield env.timeout(rng.expovariate(50_000))
                        left -= left > 0
                else:
                    yield env.timeout(0.0002)
        yield env.timeout(rng.lognormvariate(-3.5, 0.2))
        latencies.append(env.now - start)

    def source() -> Process:
        for _ in range(requests):
            yield env.timeout(rng.expovariate(rate))
            env.process(order())

    env.process(source())
    env.run()
    return latencies


def edge(users: int, nodes: int, opens_at: float, probability: float) -> list[float]:
    """Users who poll an edge node once a second until it opens, then click; a share is let in."""
    rng, env, latencies = random.Random(1), simpy.Environment(), []
    edges = [simpy.Resource(env, 8) for _ in range(nodes)]

    def ask(node: simpy.Resource, work: float) -> Process:
        start = env.now
        yield env.timeout(rng.lognormvariate(-4.2, 0.3))
        with node.request() as turn:
            yield turn
            yield env.timeout(work)
        yield env.timeout(rng.lognormvariate(-4.2, 0.3))
        latencies.append(env.now - start)

    def user() -> Process:
        node = rng.choice(edges)
        yield env.timeout(rng.random())
        while env.now < opens_at:
            yield from ask(node, 0.00005)
            yield env.timeout(rng.uniform(0.9, 1.1))
        yield env.timeout(rng.lognormvariate(-0.8, 0.5))
        yield from ask(node, 0.0001)
        if rng.random() < probability:
            yield env.timeout(0.05)

    for _ in range(users):
        env.process(user())
    env.run()
    return latencies


def stage(requests: int, rate: float, probability: float) -> list[float]:
    """An edge node that lets a share of all requests through to a gateway."""
    rng, env, latencies = random.Random(1), simpy.Environment(), []
    node, gateway = simpy.Resource(env, 8), simpy.Resource(env, 4)

    def request() -> Process:
        start = env.now
        with node.request() as turn:
            yield turn
            yield env.timeout(0.0001)
        if rng.random() < probability:
            with gateway.request() as turn:
                yield turn
                yield env.timeout(rng.expovariate(1000))
        latencies.append(env.now - start)

    def source() -> Process:
        for _ in range(requests):
            yield env.timeout(rng.expovariate(rate))
            env.process(request())

    env.process(source())
    env.run()
    return latencies
