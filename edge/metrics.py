"""Metrics of an edge node for Prometheus, read from its counts when somebody asks."""

from collections.abc import Iterator

from aiohttp.web import Response
from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from edge.exposition import exposition
from edge.limits import LimitedServer
from edge.node import Node
from sim.units import SECOND


class NodeMetrics(Collector):
    """The counts of a node and its server; nothing is counted twice, or on the way of a poll."""

    def __init__(self, node: Node, server: LimitedServer) -> None:
        self._node = node
        self._server = server
        self._registry = CollectorRegistry(auto_describe=False)
        self._registry.register(self)

    def answer(self) -> Response:
        """The answer to whoever asks for them."""
        return exposition(self._registry)

    def collect(self) -> Iterator[Metric]:
        """The metrics as they stand."""
        counts, node, server = self._node.counts, self._node, self._server
        yield _counter("polls", "Polls answered", counts.polls)
        yield _counter("clicks", "Clicks received", counts.clicks)
        yield _counter("admitted", "Clicks sent on to the origin", counts.admitted)
        yield self._ends()
        yield _counter("connections_turned_away", "Connections over the limit", server.turned_away)
        yield _counter("connections_cut", "Connections whose header was too slow", server.cut)
        yield _counter("malformed", "Requests that were no HTTP", server.malformed)
        yield _gauge("people_waiting", "People who came and did not click", node.people.waiting)
        yield _gauge("lobby", "Requests held until their turn", node.door.waiting)
        yield _gauge("connections", "Open connections", len(server.connections))
        yield _gauge("sold_out", "Whether the node says sold out", node.sale.sold_out)
        yield _gauge("stopped", "Whether the sale is stopped by hand", node.sale.stopped)
        yield _gauge("heartbeat_age_seconds", "Age of the last beat", node.heartbeat.age() / SECOND)
        yield _gauge("heartbeat_lag_seconds", "Lag of the loop", node.heartbeat.lag / SECOND)
        probability = getattr(node.door.policy, "probability", None)
        if probability is not None:
            yield _gauge("admission_probability", "Share of clicks admitted", probability)

    def _ends(self) -> Metric:
        help = "Clicks and repeated orders by how they ended"
        ends = CounterMetricFamily("floodgate_edge_ends", help, labels=("outcome", "kind"))
        for (outcome, kind), number in self._node.counts.ends.items():
            ends.add_metric((outcome, kind), number)
        return ends


def _counter(name: str, help: str, value: float) -> Metric:
    return CounterMetricFamily(f"floodgate_edge_{name}", help, value)


def _gauge(name: str, help: str, value: float) -> Metric:
    return GaugeMetricFamily(f"floodgate_edge_{name}", help, value)
