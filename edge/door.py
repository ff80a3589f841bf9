"""The admission of a real edge node: the simulator's policy, asked with the real time."""

from edge.clock import Clock
from edge.lobby import Lobby
from sim.policies.admission import Admission, Decision, Probability, WaitingRoom


class Door:
    """Decides about clicks by a policy that can be changed while people wait.

    What ``decide`` answers is None for a click that may go on, or why it may not.
    """

    def __init__(self, clock: Clock, policy: Admission) -> None:
        self._clock = clock
        self.policy = policy
        self._lobby = self._room()

    async def decide(self, draw: float) -> str | None:
        """None once the click is admitted; "admission" or what ``send_home`` said, if it is not."""
        while True:
            decision = self.policy.decide(self._clock.elapsed(), draw)
            if decision is not Decision.WAIT:
                return None if decision is Decision.ADMIT else "admission"
            assert self._lobby is not None
            answer = await self._lobby.wait(draw)
            if answer != _CHANGED:
                return answer

    def change(self, policy: Admission) -> None:
        """Decide by another policy from now on; who waits is decided about anew."""
        lobby, self.policy = self._lobby, policy
        self._lobby = self._room()
        if lobby is not None:
            lobby.close(_CHANGED)

    def update(self, probability: float) -> None:
        """Use another probability; ValueError where the policy has none, or it is out of range."""
        if not isinstance(self.policy, Probability):
            wanted = "wanted an admission with a probability"
            raise ValueError(f"{wanted}, got {self.policy!r}")
        self.policy.update(probability)

    def send_home(self, reason: str) -> None:
        """Everyone who waits goes, with a reason."""
        if self._lobby is not None:
            self._lobby.close(reason)

    @property
    def waiting(self) -> int:
        """How many requests are held until their turn."""
        return 0 if self._lobby is None else len(self._lobby)

    def _room(self) -> Lobby | None:
        policy = self.policy
        return Lobby(self._clock, policy) if isinstance(policy, WaitingRoom) else None

    def __repr__(self) -> str:
        return f"Door({self.policy!r}, waiting={self.waiting})"


_CHANGED = "changed"
