"""Scenarios that are sent to a stub, and what the simulator makes of them."""

from sim.engines.reference.engine import execute
from sim.model import Scenario, loads
from sim.results.request_log import RequestLog

SERVICE = """
[services.gateway]
workers = 8
service_time = "1 ms"
calls = [{ to = "stock" }]

[sale]
stock = 1_000
opens_at = "300 ms"
update_time = "10 us"

[edge]
nodes = 2
workers = 8
poll_time = "10 us"
click_time = "10 us"
origin = "gateway"
admission = "open"
"""

CROWD = """
[crowd]
users = 120
joins_at = "50 ms"
join_window = "200 ms"
weights = [1.0, 2.0]
reaction = { kind = "uniform", low = "10 ms", high = "400 ms" }
bots = { share = 0.2, reaction = { kind = "uniform", low = "1 ms", high = "20 ms" } }
"""

OPEN = """
[workloads.visits]
kind = "poisson"
rate = "200/s"
start = "300 ms"
stop = "1 s"
to = "gateway"
"""

CLOSED = """
[workloads.regulars]
kind = "closed"
users = 3
start = "300 ms"
think_time = "200 ms"
to = "gateway"
"""


def scenario(*parts: str, duration: str = "2 s") -> Scenario:
    """A scenario of these parts."""
    about = 'name = "shop"\nquestion = "Who comes?"\nanswer = "Everybody."\nseed = 7\n'
    return loads(f'{about}interval = "1 s"\nduration = "{duration}"\n{"".join(parts)}')


def workload(rate: str, *more: str, stop: str = "1300 ms", name: str = "visits") -> str:
    """An open workload of requests at equal distances from 300 ms on; ``more`` are its other
    lines."""
    times = f'start = "300 ms"\nstop = "{stop}"'
    head = f'[workloads.{name}]\nkind = "deterministic"\nrate = "{rate}"\n{times}\n'
    return "\n".join([head + 'to = "gateway"', *more, ""])


def simulated(scenario: Scenario) -> RequestLog:
    """The requests of the simulator's own run."""
    trace = execute(scenario)
    return RequestLog(trace.requests, trace.workloads, trace.stations)


def starts(log: RequestLog, name: str) -> dict[int, int]:
    """When each request of a workload was to be sent (ns), by its number."""
    rows = log.is_of(name)
    numbers = log.request[rows].tolist()
    assert len(set(numbers)) == len(numbers), "a request has two rows"
    return dict(zip(numbers, log.start[rows].tolist(), strict=True))
