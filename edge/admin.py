"""The admin interface of an edge node: how it stands, and changes while it runs."""

from typing import Any

from aiohttp.web import BaseRequest, Response

from edge.answer import BadRequestError, answer, problem
from edge.bearer import check_bearer
from edge.change import Change
from edge.http import ADMIN, METRICS
from edge.instant import format_instant
from edge.limits import too_large
from edge.metrics import NodeMetrics
from edge.node import Node
from edge.request_body import read_object

_METHODS = {ADMIN: ("GET", "PATCH"), METRICS: ("GET",)}


class Admin:
    """A handler for aiohttp's server that knows only those who show one of the tokens.

    401 without a token, 403 with another one, whatever the path: nobody learns what there is.
    """

    def __init__(self, node: Node, metrics: NodeMetrics, tokens: tuple[bytes, ...]) -> None:
        self._node = node
        self._metrics = metrics
        self._tokens = tokens

    async def __call__(self, request: BaseRequest) -> Response:
        """The answer to a request."""
        try:
            self._check(request)
            return await self._answer(request)
        except BadRequestError as error:
            return problem(error)

    def _check(self, request: BaseRequest) -> None:
        if too_large(request):
            raise BadRequestError(431, "wanted fewer bytes of headers")
        check_bearer(request, self._tokens)

    async def _answer(self, request: BaseRequest) -> Response:
        methods = _METHODS.get(request.path)
        if methods is None:
            raise BadRequestError(404, f"wanted one of {', '.join(_METHODS)}, got another path")
        if request.method not in methods:
            wanted = " or ".join(methods)
            error = BadRequestError(405, f"wanted {wanted}, got another method")
            return problem(error, Allow=", ".join(methods))
        if request.path == METRICS:
            return self._metrics.answer()
        if request.method == "PATCH":
            Change.read(await read_object(request)).make(self._node)
        return answer(200, self._state())

    def _state(self) -> dict[str, Any]:
        node = self._node
        return {
            "identity": node.heartbeat.identity,
            "admission": repr(node.door.policy),
            "probability": getattr(node.door.policy, "probability", None),
            "opens_at": format_instant(node.sale.opens_at),
            "stopped": node.sale.stopped,
            "sold_out": node.sale.sold_out,
            "waiting": node.people.waiting,
            "lobby": node.door.waiting,
            "clicks": node.counts.clicks,
            "admitted": node.counts.admitted,
        }
