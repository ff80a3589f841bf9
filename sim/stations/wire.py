"""One direction of a link: latency, bandwidth and loss for the messages that travel it."""

from sim.rng import Sampler, Uniforms

BITS_PER_BYTE_SECOND = 8 * 1_000_000_000


class Wire:
    """A way that messages take, one behind the other where its bandwidth is limited.

    A message first waits for those in front of it, then is put on the wire at ``bandwidth``
    bits/s (None: at once), then travels for a ``latency``.  Each is lost with probability
    ``loss``; while the wire is ``cut`` (by that many faults), all are.
    """

    __slots__ = ("_free_at", "_latency", "_loss", "_lottery", "bandwidth", "cut")

    def __init__(
        self, latency: Sampler, bandwidth: int | None, loss: float, lottery: Uniforms
    ) -> None:
        self._latency = latency
        self._loss = loss
        self._lottery = lottery
        self._free_at = 0
        self.bandwidth = bandwidth
        self.cut = 0

    def delay(self, now: int, size: int, id: int, attempt: int, index: int) -> int | None:
        """Nanoseconds until a message of ``size`` bytes arrives, or None if it never does."""
        wait = self._transmit(now, size) if self.bandwidth is not None else 0
        if self.cut or (self._loss and self._lottery(id, attempt, index) < self._loss):
            return None
        return wait + self._latency(id, attempt, index)

    def _transmit(self, now: int, size: int) -> int:
        assert self.bandwidth is not None
        begins = max(now, self._free_at)
        self._free_at = begins - (-size * BITS_PER_BYTE_SECOND // self.bandwidth)
        return self._free_at - now

    def __repr__(self) -> str:
        return f"Wire(bandwidth={self.bandwidth}, loss={self._loss}, cut={self.cut})"
