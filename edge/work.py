"""Work: what a click costs an edge node besides admission, such as checks of who is asking."""

import hashlib
from time import thread_time_ns

_ROUNDS = 50
"""Of the hash between two looks at the clock: some 10 us, so that is how much too long it takes."""


class Work:
    """A password hash for each click, on the node's own event loop, for so much processor time.

    A real sale checks more than this minimal one does; the hash stands for it.  It ends by the
    thread's clock of processor time (ns) and not after so many rounds: so a click costs the same
    while other tenants of a shared machine slow the processor down.  0: none.
    """

    def __init__(self, busy: int) -> None:
        if busy < 0:
            raise ValueError(f"work must be >= 0 ns, got {busy}")
        self.busy = busy

    def __call__(self, user: int) -> None:
        """Spend it, for the click of a user."""
        if not self.busy:
            return
        until = thread_time_ns() + self.busy
        while thread_time_ns() < until:
            hashlib.pbkdf2_hmac("sha256", user.to_bytes(8, "big"), b"work", _ROUNDS)

    def __repr__(self) -> str:
        return f"Work({self.busy})"
