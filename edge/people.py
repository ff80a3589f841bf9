"""The people at an edge node: who loaded the page, and who of them has not clicked yet."""

MOST = 2**21
"""People whom a node tells apart; it counts no more than these, and needs 200 MB for them."""


class People:
    """Counts who is waiting, as the simulator's census does: everyone who came and did not click.

    A user is a number that she keeps; whoever sends none is not counted.
    """

    def __init__(self) -> None:
        self._came: set[int] = set()
        self._clicked: set[int] = set()

    def come(self, user: int) -> None:
        """A user polls."""
        if len(self._came) < MOST:
            self._came.add(user)

    def click(self, user: int) -> None:
        """A user clicks, for the first time or again."""
        self.come(user)
        if user in self._came:
            self._clicked.add(user)

    @property
    def clicked(self) -> int:
        return len(self._clicked)

    @property
    def waiting(self) -> int:
        return len(self._came) - len(self._clicked)

    def __repr__(self) -> str:
        return f"People(waiting={self.waiting}, clicked={self.clicked})"
