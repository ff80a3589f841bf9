"""What the origin counts, as Prometheus reads it."""

from aiohttp.web import Response
from prometheus_client import CollectorRegistry, Counter, Gauge

from edge.exposition import exposition
from edge.nodes import Nodes

PREFIX = "floodgate_origin"


class OriginMetrics:
    """Orders by outcome and kind, units left, people waiting at the nodes, pushes that failed."""

    def __init__(self, nodes: Nodes) -> None:
        self._registry = CollectorRegistry()
        counts = f"{PREFIX}_orders", "Answers to orders.", ("outcome", "kind")
        self.orders = Counter(*counts, registry=self._registry)
        limited = f"{PREFIX}_limited_orders", "Orders that came through a limit at the edge."
        self.limited = Counter(*limited, registry=self._registry)
        self.left = self._gauge("stock_left", "Units that nobody holds.")
        waiting = self._gauge("waiting", "People at the nodes, as last reported.")
        waiting.set_function(lambda: nodes.waiting)
        failures = self._gauge("push_failures", "Pushes that no node took.")
        failures.set_function(lambda: nodes.failures)

    def answer(self) -> Response:
        """The answer to whoever asks for them."""
        return exposition(self._registry)

    def _gauge(self, name: str, help: str) -> Gauge:
        return Gauge(f"{PREFIX}_{name}", help, registry=self._registry)
