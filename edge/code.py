"""The verification code: a small sum that a person does and a repeated request does not know."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from secrets import token_bytes
from struct import Struct

from sim.units import MINUTE

_BODY = Struct(">Q8s")  # when it expires (ns since the epoch), and what the sum follows from
_SIGNATURE_BYTES = 32
LIFE = 2 * MINUTE


class Codes:
    """Asks and checks verification codes without remembering any.

    A challenge is base64url of its expiry and 8 random bytes, with their HMAC-SHA-256 under the
    secret, which also covers the event and the user; the sum follows from that under the secret
    too, so that the challenge does not give it away.  ``secrets`` as for ``Tickets``.
    """

    def __init__(self, event: str, *secrets: bytes) -> None:
        self._event = event.encode()
        self._secrets = secrets

    def ask(self, user: int, now: int) -> tuple[str, str]:
        """(question, challenge) for a user at ``now`` (ns since the epoch); good for 2 min."""
        body = _BODY.pack(now + LIFE, token_bytes(8))
        signed = body + self._digest(self._secrets[0], b"challenge", user, body)
        left, right = self._sum(self._secrets[0], user, body)
        return f"{left} + {right}", urlsafe_b64encode(signed).rstrip(b"=").decode()

    def check(self, user: int, challenge: str, code: str, now: int) -> bool:
        """Whether ``code`` answers the question of a challenge that is this user's and valid."""
        try:
            signed = urlsafe_b64decode(challenge + "=" * (-len(challenge) % 4))
        except ValueError:
            return False
        if len(signed) != _BODY.size + _SIGNATURE_BYTES:
            return False
        body, signature = signed[: _BODY.size], signed[_BODY.size :]
        given = code.strip().encode(errors="replace")
        known = [self._fits(secret, user, body, signature, given) for secret in self._secrets]
        return any(known) and now < _BODY.unpack(body)[0]

    def _fits(self, secret: bytes, user: int, body: bytes, signature: bytes, given: bytes) -> bool:
        ours = hmac.compare_digest(self._digest(secret, b"challenge", user, body), signature)
        answer = str(sum(self._sum(secret, user, body))).encode()
        return ours and hmac.compare_digest(answer, given)

    def _sum(self, secret: bytes, user: int, body: bytes) -> tuple[int, int]:
        digest = self._digest(secret, b"question", user, body)
        return 1 + digest[0] % 49, 1 + digest[1] % 49

    def _digest(self, secret: bytes, purpose: bytes, user: int, body: bytes) -> bytes:
        said = b"\0".join((purpose, self._event, str(user).encode(), body))
        return hmac.digest(secret, said, "sha256")

    def __repr__(self) -> str:
        return f"Codes({self._event.decode()!r}, {len(self._secrets)} secrets)"
