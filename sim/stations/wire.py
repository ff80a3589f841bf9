"""One direction of a link: latency, bandwidth and loss for the messages that travel it."""

from sim.rng import Sampler, Uniforms

BITS_PER_BYTE_SECOND = 8 * 1_000_000_000


def transmission(size: int, bandwidth: int) -> int:
    """Whole nanoseconds in which ``size`` bytes are put on a wire of ``bandwidth`` bits/s."""
    return -(-size * BITS_PER_BYTE_SECOND // bandwidth)


class Wire:
    """A way that messages take, one behind the other where its bandwidth is limited.

    A message first waits for those in front of it, then is put on the wire at ``bandwidth``
    bits/s (None: at once), then travels for a ``latency``.  Each is lost with probability
    ``loss``; while the wire is ``cut`` (by that many faults), all are.
    """

    __slots__ = ("bandwidth", "cut", "free_at", "latency", "loss", "lottery")

    def __init__(
        self, latency: Sampler, bandwidth: int | None, loss: float, lottery: Uniforms
    ) -> None:
        self.latency = latency
        self.loss = loss
        self.lottery = lottery
        self.free_at = 0
        self.bandwidth = bandwidth
        self.cut = 0

    def delay(self, now: int, size: int, id: int, attempt: int, index: int) -> int | None:
        """Nanoseconds until a message of ``size`` bytes arrives, or None if it never does."""
        wait = self._transmit(now, size) if self.bandwidth is not None else 0
        if self.cut or (self.loss and self.lottery(id, attempt, index) < self.loss):
            return None
        return wait + self.latency(id, attempt, index)

    def _transmit(self, now: int, size: int) -> int:
        assert self.bandwidth is not None
        self.free_at = max(now, self.free_at) + transmission(size, self.bandwidth)
        return self.free_at - now

    def __repr__(self) -> str:
        return f"Wire(bandwidth={self.bandwidth}, loss={self.loss}, cut={self.cut})"
