"""Answers: JSON with the status of what happened, and the errors that become one."""

import json
from collections.abc import Mapping
from typing import Any

from aiohttp.web import Response

from edge.http import RETRY_AFTER, STATUS

JSON = {"Content-Type": "application/json", "Cache-Control": "no-store"}
RETRY_IN_SECONDS = 1


class BadRequestError(Exception):
    """A request that is not in order: its status, and a line of what was wanted and what came."""

    def __init__(self, status: int, problem: str) -> None:
        super().__init__(problem)
        self.status = status


def encode(body: Mapping[str, Any]) -> bytes:
    """The bytes of a JSON object."""
    return json.dumps(body, separators=(",", ":")).encode()


def answer(status: int, body: Mapping[str, Any], **headers: str) -> Response:
    """An answer that nobody may keep."""
    return Response(status=status, body=encode(body), headers=JSON | headers)


def outcome(label: str, **more: Any) -> Response:
    """The answer to a click that ended like this; who may try again is told when."""
    headers = {RETRY_AFTER: str(RETRY_IN_SECONDS)} if STATUS[label] >= 500 else {}
    return answer(STATUS[label], {"outcome": label, **more}, **headers)


def refused(kind: str, **more: Any) -> Response:
    """The answer to a click that was refused; ``kind`` says by what."""
    return outcome("refused", kind=kind, **more)


def problem(error: BadRequestError, **headers: str) -> Response:
    """The answer to a request that is not in order; one without a token is told what to show, and
    the connection of one that is too large or too slow is closed."""
    if error.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    response = answer(error.status, {"error": str(error)}, **headers)
    if error.status in (408, 413, 431):
        response.force_close()
    return response
