"""What travels between users, edge nodes and the origin: paths, headers and answers.

Everything is JSON.  Every answer to a click says what happened in ``outcome``, one of the labels
of ``sim.outcomes.Outcome``; what refused it is named in ``kind``.
"""

from typing import Final

POLL: Final = "/poll"
"""GET at an edge node, ``?user=N`` for the census: ``{"open", "opens_in_ms", "sold_out"}``, and
``"buy"``, the path to click, once it is open."""
CODE: Final = "/code"
"""GET at an edge node: ``{"question", "challenge"}``, the verification code of one user."""
BUY: Final = "/buy"
"""POST at an edge node, ``{"user", "challenge", "code"}`` and ``"attempt"`` from 0: the click.
Whoever is admitted gets a ticket, and the node takes the order to the origin at once; the answer
holds both."""
ORDERS: Final = "/orders"
"""POST at the origin, or at an edge node that passes it on, ``{"user"}`` with a ticket and an
idempotency key in the headers: one unit, reserved.  GET ``/orders/ID``: how it stands."""
PAYMENT: Final = "/orders/{order}/payment"
"""POST at the origin: the unit is paid for, and stays sold."""
CENSUS: Final = "/census"
"""POST at the origin, from an edge node: ``{"node", "admin", "waiting", "clicks", "admitted"}``,
whose answer is ``{"stock", "sold_out"}`` and, under a census admission, ``"probability"``."""
HEALTH: Final = "/health"
METRICS: Final = "/metrics"
ADMIN: Final = "/admin"
"""PATCH on the admin interface, any of ``{"probability", "admission", "opens_at", "stopped",
"sold_out"}``, an instant as text with its offset; GET: how they stand."""

TICKET: Final = "X-Ticket"
IDEMPOTENCY_KEY: Final = "Idempotency-Key"
LIMITED: Final = "X-Limited"
"""From the edge to the origin, and from a limiter to the back end: limiting is on."""
RETRY_AFTER: Final = "Retry-After"

KINDS: Final = ("admission", "code", "closed", "stopped", "ticket", "limiter", "one_per_user")
"""What can refuse a click; ``limiter`` alone answers 429, the others 403."""

STATUS: Final = {
    "served": 200,
    "sold": 201,
    "sold_out": 410,
    "refused": 403,
    "shed": 503,
    "timed_out": 504,
    "failed": 503,
}
"""The HTTP status of each outcome; a repeated order is answered as it was the first time, the
same key with another body is 409."""

MAX_HEADERS: Final = 16 * 1024
"""Bytes of a request's line and headers."""
MAX_BODY: Final = 64 * 1024
"""Bytes of a request's body."""
