"""The exposition: metrics as Prometheus reads them."""

from aiohttp.web import Response
from prometheus_client import CollectorRegistry, generate_latest

TYPE = "text/plain; version=0.0.4; charset=utf-8"


def exposition(registry: CollectorRegistry) -> Response:
    """The answer to whoever asks for all metrics of a registry."""
    return Response(body=generate_latest(registry), headers={"Content-Type": TYPE})
