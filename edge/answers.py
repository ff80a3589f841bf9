"""Answers: what happened to a click or an order, as JSON with the status that goes with it."""

from datetime import UTC, datetime

from aiohttp import web

from edge.http import LIMITED, RETRY_AFTER, STATUS
from sim.units import SECOND


def answer(outcome: str, **more: str | int) -> web.Response:
    """The answer of one of the contract's outcomes."""
    return web.json_response({"outcome": outcome, **more}, status=STATUS[outcome])


def refused(kind: str, error: str) -> web.Response:
    """A refusal by one of the contract's kinds, and in words what was wanted and what came."""
    return answer("refused", kind=kind, error=error)


def limited(wait: int) -> web.Response:
    """A limiter's refusal: worth asking again in ``wait`` ns."""
    headers = {RETRY_AFTER: str(_seconds(wait)), LIMITED: "1"}
    body = {"outcome": "refused", "kind": "limiter"}
    return web.json_response(body, status=429, headers=headers)


def failed(error: str) -> web.Response:
    """Something behind us does not answer: worth asking again with the same key in a second."""
    answered = answer("failed", error=error)
    answered.headers[RETRY_AFTER] = "1"
    return answered


def problem(status: int, error: str) -> web.Response:
    """A request that is none."""
    return web.json_response({"error": error}, status=status)


def instant(time: int) -> str:
    """An instant in ns since the epoch, as ISO 8601 says it, to the millisecond."""
    whole = datetime.fromtimestamp(time // SECOND, UTC)
    return whole.replace(microsecond=time % SECOND // 1_000_000 * 1_000).isoformat(
        "T", "milliseconds"
    )


def _seconds(wait: int) -> int:
    return max(1, -(-wait // SECOND))
