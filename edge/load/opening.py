"""The opening: a run's start, laid so that the edge opens when the scenario's sale does."""

import json
from collections.abc import Sequence
from http.client import HTTPException
from time import monotonic_ns, time_ns
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

from edge import http
from edge.instant import format_instant
from edge.load.errors import LoadError
from sim.units import MILLISECOND, SECOND, format_duration

LEAD = 1500 * MILLISECOND
"""How long before the start everybody is told of it; codes are fetched within it."""
PATIENCE = 10.0
"""Seconds in which an edge node has to answer."""
DIRECTLY = build_opener(ProxyHandler({}))
"""As the people of the load ask: a proxy of the environment would see the token."""


def wants_codes(edge: str) -> bool:
    """Whether an edge node asks for a verification code.  LoadError where none answers."""
    status, _ = ask(f"{edge}{http.CODE}?user=0")
    return status != 404


def open_at(admins: Sequence[str], token: str, opens_at: int) -> int:
    """Tell every node when to open; the start of the run (ns of ``monotonic_ns``)."""
    start = monotonic_ns() + LEAD
    opening = format_instant(time_ns() + (start - monotonic_ns()) + opens_at)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    for admin in admins:
        status, answer = ask(admin + http.ADMIN, "PATCH", {"opens_at": opening}, headers)
        if status != 200:
            raise LoadError(f"{admin}: wanted the opening set, got status {status} {answer}")
    return start


def start_before(edges: Sequence[str], opens_at: int) -> int:
    """The start of a run whose sale opens when the nodes say that they do.

    LoadError where that start has passed.
    """
    remaining = [_opens_in(edge) for edge in edges]
    start = monotonic_ns() + max(remaining) - opens_at
    if all(remaining) or opens_at > 0:
        _check_ahead(edges, max(remaining), opens_at)
        return start
    return monotonic_ns() + LEAD


def _check_ahead(edges: Sequence[str], opens_in: int, opens_at: int) -> None:
    if opens_in >= opens_at + LEAD:
        return
    wanted = f"an opening at least {format_duration(opens_at + LEAD)} ahead"
    got = f"one in {opens_in / SECOND:.1f} s" if opens_in else "one that is open"
    raise LoadError(f"{edges[0]}: wanted {wanted}, got {got}: --admin sets it")


def _opens_in(edge: str) -> int:
    """Nanoseconds until a node opens; 0 where it is open."""
    status, answer = ask(edge + http.POLL)
    if status != 200 or "open" not in answer:
        raise LoadError(f"{edge}: wanted the answer to a poll, got status {status}")
    if answer["open"]:
        return 0
    return max(1, round(float(answer.get("opens_in_ms") or 0) * MILLISECOND))


def ask(
    url: str, method: str = "GET", body: Any = None, headers: dict[str, str] | None = None
) -> tuple[int, dict[str, Any]]:
    """The status and the object of an answer.  LoadError where there is none."""
    data = None if body is None else json.dumps(body).encode()
    request = Request(url, data, headers or {}, method=method)
    try:
        with DIRECTLY.open(request, timeout=PATIENCE) as response:
            return response.status, _object(response.read())
    except HTTPError as error:
        with error:
            return error.code, _object(error.read())
    except (OSError, HTTPException) as error:
        reason = getattr(error, "reason", error)
        raise LoadError(f"{url}: wanted an answer, got {reason}") from None


def _object(content: bytes) -> dict[str, Any]:
    try:
        value = json.loads(content)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
