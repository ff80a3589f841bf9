"""Work: what a click costs an edge node besides admission, such as checks of who is asking."""

import hashlib


class Work:
    """So many rounds of a password hash for each click, on the node's own event loop.

    A real sale checks more than this minimal one does; the rounds stand for it, in processor time
    that is really spent.  0 rounds: none.
    """

    def __init__(self, rounds: int) -> None:
        if rounds < 0:
            raise ValueError(f"rounds must be >= 0, got {rounds}")
        self.rounds = rounds

    def __call__(self, user: int) -> None:
        """Spend it, for the click of a user."""
        if self.rounds:
            hashlib.pbkdf2_hmac("sha256", user.to_bytes(8, "big"), b"work", self.rounds)

    def __repr__(self) -> str:
        return f"Work({self.rounds})"
