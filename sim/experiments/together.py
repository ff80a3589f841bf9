"""Progress of many runs together, told as that of one."""

from sim.experiments.parallel import Tell

PARTS = 1_000
"""Into how many parts the progress of one run is divided."""


class Together:
    """Is told how far each run has come, and tells under ``name`` how far all ``total`` have."""

    def __init__(self, name: str, total: int, tell: Tell) -> None:
        self.name = name
        self.total = total
        self._tell = tell
        self._finished = 0
        self._running: dict[str, float] = {}

    def __call__(self, key: str, done: int, expected: int) -> None:
        """Note how far the run ``key`` has come."""
        self._running[key] = done / expected
        self._show()

    def finish(self, key: str) -> None:
        """Note that the run ``key`` is finished."""
        self._running.pop(key, None)
        self._finished += 1
        self._show()

    def _show(self) -> None:
        share = (self._finished + sum(self._running.values())) / self.total
        self._tell(self.name, min(round(PARTS * share), PARTS), PARTS)
