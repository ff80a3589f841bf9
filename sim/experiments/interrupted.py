"""Ctrl-C in the middle of an experiment."""

from typing import Generic, TypeVar

Finished = TypeVar("Finished")


class Interrupted(KeyboardInterrupt, Generic[Finished]):
    """Ctrl-C while an experiment ran: ``finished`` has what was done by then.

    It is None where that was nothing; where the experiment saves to a folder, it is saved.
    """

    def __init__(self, finished: Finished | None) -> None:
        super().__init__()
        self.finished = finished
