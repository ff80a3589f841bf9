"""What the origin counts, as Prometheus reads it."""

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from edge.nodes import Nodes

PREFIX = "floodgate_origin"


class OriginMetrics:
    """Orders by outcome and kind, units left, people waiting at the nodes, pushes that failed."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        counts = f"{PREFIX}_orders", "Answers to orders.", ("outcome", "kind")
        self.orders = Counter(*counts, registry=self._registry)
        self.left = self._gauge("stock_left", "Units that nobody holds.")
        self._waiting = self._gauge("waiting", "People at the nodes, as last reported.")
        self._failures = self._gauge("push_failures", "Pushes that no node took.")

    def _gauge(self, name: str, text: str) -> Gauge:
        return Gauge(f"{PREFIX}_{name}", text, registry=self._registry)

    def counted(self, answered: web.Response, outcome: str, kind: str = "") -> web.Response:
        """The same answer, counted."""
        self.orders.labels(outcome, kind).inc()
        return answered

    def page(self, nodes: Nodes) -> web.Response:
        """Everything as text."""
        self._waiting.set(nodes.waiting)
        self._failures.set(nodes.failures)
        text = generate_latest(self._registry)
        return web.Response(body=text, headers={"Content-Type": CONTENT_TYPE_LATEST})
