"""Tickets: what an admitted user shows to the origin, signed so that nobody else can make one."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass
from struct import Struct

from sim.units import SECOND

_BODY = Struct(">QQ16s")  # user, when it expires (ns since the epoch), what makes it unique
_SIGNATURE_BYTES = 32
MIN_SECRET_BYTES = 16


class TicketError(ValueError):
    """A ticket that is none: ``str`` says what was wanted and what came, without the ticket."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """Who was admitted, until when (ns since the epoch), and 16 bytes that no other ticket has.

    It is spent at the origin, once; an edge node only signs it.
    """

    user: int
    expires: int
    serial: bytes


class Tickets:
    """Signs and verifies the tickets of one event under a secret, and verifies an older one's.

    A ticket is base64url of user, expiry and serial with their HMAC-SHA-256, which also covers
    their purpose and the event's name.  ``secrets``: the first signs, all verify, so that one can
    be rotated; each at least 16 bytes.  Errors: ValueError for secrets that are too short or
    missing.
    """

    def __init__(self, event: str, *secrets: bytes) -> None:
        if not secrets:
            raise ValueError("wanted at least one secret, got none")
        if short := [len(secret) for secret in secrets if len(secret) < MIN_SECRET_BYTES]:
            raise ValueError(f"secret must have >= {MIN_SECRET_BYTES} bytes, got {short[0]}")
        self._event = event.encode()
        self._secrets = secrets

    def sign(self, ticket: Ticket) -> str:
        """The text of a ticket: 86 characters that are safe in headers and addresses."""
        body = _BODY.pack(ticket.user, ticket.expires, ticket.serial)
        signed = body + self._signature(self._secrets[0], body)
        return urlsafe_b64encode(signed).rstrip(b"=").decode()

    def verify(self, text: str, now: int) -> Ticket:
        """The ticket that a text says, at ``now`` (ns since the epoch).

        TicketError where it is malformed, signed by nobody we know or for another event, or
        expired.
        """
        signed = _decoded(text)
        body, signature = signed[: _BODY.size], signed[_BODY.size :]
        # Every secret is tried: how long this takes says nothing about which one it was.
        known = [hmac.compare_digest(self._signature(s, body), signature) for s in self._secrets]
        if not any(known):
            raise TicketError("wanted a ticket of this event, got one with another signature")
        ticket = Ticket(*_BODY.unpack(body))
        if now >= ticket.expires:
            late = (now - ticket.expires) // SECOND
            raise TicketError(f"wanted a ticket that is valid, got one that expired {late} s ago")
        return ticket

    def _signature(self, secret: bytes, body: bytes) -> bytes:
        # Codes are signed under the same secret: neither may pass for the other.
        return hmac.digest(secret, b"ticket\0" + self._event + b"\0" + body, "sha256")

    def __repr__(self) -> str:
        return f"Tickets({self._event.decode()!r}, {len(self._secrets)} secrets)"


def _decoded(text: str) -> bytes:
    wanted = f"wanted a ticket of {_text_length()} characters"
    if len(text) != _text_length():
        raise TicketError(f"{wanted}, got {len(text)}")
    try:
        signed = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (Base64Error, ValueError):
        raise TicketError(f"{wanted} of base64url, got others") from None
    # Base64 has several spellings of the same bytes: only the one that we write is a ticket.
    if urlsafe_b64encode(signed).rstrip(b"=").decode() != text:
        raise TicketError(f"{wanted} as it was signed, got another spelling")
    return signed


def _text_length() -> int:
    return -(-(_BODY.size + _SIGNATURE_BYTES) * 4 // 3)
