"""The topologies of ``handwritten`` as scenarios: what ``handwritten`` plays, for Floodgate."""

from sim.model import Scenario, loads

QUEUE = """
name = "queue"
question = "How fast is one M/M/c queue?"
answer = "See the table."
duration = "{end} ms"

[workloads.requests]
kind = "poisson"
rate = "{rate}/s"
stop = "{stop} ms"
to = "service"

[services.service]
workers = {workers}
service_time = {{ kind = "exponential", mean = "{service_ms} ms" }}
"""

DATA_CENTRE = """
name = "data_centre"
question = "How fast is the path of an order?"
answer = "See the table."
duration = "{end} ms"

[sale]
stock = {stock}
opens_at = "0 s"
update_time = {{ kind = "exponential", mean = "20 us" }}
cache_time = "200 us"

[workloads.orders]
kind = "poisson"
rate = "{rate}/s"
stop = "{stop} ms"
to = "gateway"

[services.gateway]
workers = 512
service_time = {{ kind = "exponential", mean = "1 ms" }}
link = {{ latency = {{ kind = "lognormal", mean = "30 ms", cv = 0.2 }} }}
calls = [{{ to = "order" }}]

[services.order]
instances = {instances}
workers = 16
service_time = {{ kind = "exponential", mean = "10 ms" }}
balancer = "power_of_two"
calls = [{{ to = "stock" }}]
"""

EDGE = """
name = "edge"
question = "How fast are polls at the edge?"
answer = "See the table."
duration = "{seconds} s"

[crowd]
users = {users}
join_window = "1 s"
poll = {{ period = "1 s", jitter = 0.1 }}
reaction = {{ kind = "lognormal", mean = "500 ms", cv = 0.5 }}

[sale]
stock = 100
opens_at = "{opens_s} s"
update_time = "1 ms"

[edge]
nodes = {nodes}
workers = 8
poll_time = "50 us"
click_time = "100 us"
origin = "gateway"
admission = {{ kind = "probability", probability = {probability} }}
link = {{ latency = {{ kind = "lognormal", mean = "15 ms", cv = 0.3 }} }}

[services.gateway]
workers = 64
service_time = "1 ms"
link = {{ latency = "24 ms" }}
calls = [{{ to = "stock" }}]
"""

STAGE = """
name = "stage"
question = "How fast is a coin toss at the edge?"
answer = "See the table."
duration = "{seconds} s"

[crowd]
users = {users}
reaction = {{ kind = "uniform", low = "0 s", high = "{window} ms" }}

[sale]
stock = 1
opens_at = "0 s"
update_time = "1 ms"

[edge]
nodes = 1
workers = 8
poll_time = "50 us"
click_time = "100 us"
origin = "gateway"
admission = {{ kind = "probability", probability = {probability} }}

[services.gateway]
workers = 4
service_time = {{ kind = "exponential", mean = "1 ms" }}
"""


def queue(requests: int, rate: int, service_ms: int, workers: int) -> Scenario:
    """An M/M/c queue."""
    return _scenario(
        QUEUE,
        **_times(requests, rate),
        rate=rate,
        service_ms=service_ms,
        workers=workers,
    )


def data_centre(requests: int, rate: int, instances: int, stock: int) -> Scenario:
    """Gateway, balanced service instances and the stock."""
    return _scenario(
        DATA_CENTRE,
        **_times(requests, rate),
        rate=rate,
        instances=instances,
        stock=stock,
    )


def edge(users: int, nodes: int, opens_s: int, probability: float) -> Scenario:
    """Edge nodes under polls and clicks."""
    return _scenario(
        EDGE,
        seconds=opens_s + 10,
        users=users,
        nodes=nodes,
        opens_s=opens_s,
        probability=probability,
    )


def stage(requests: int, rate: int, probability: float) -> Scenario:
    """An edge node that lets a share of all clicks through to a gateway."""
    window = max(1, 1000 * requests // rate)
    return _scenario(
        STAGE, seconds=window // 1000 + 1, users=requests, window=window, probability=probability
    )


def _times(requests: int, rate: int) -> dict[str, int]:
    """Until when so many requests come at a rate, and until when all have long been answered."""
    stop = max(1, 1000 * requests // rate)
    return {"stop": stop, "end": stop + 2000}


def _scenario(text: str, **values: object) -> Scenario:
    return loads(text.format(**values))
