"""The closed workload: users who think, ask, wait for the answer, and think again."""

from sim.rng import Sampler
from sim.workload.client import Client, Process


class ClosedWorkload:
    """``users`` people between ``start`` and ``stop`` (ns), each with one request at a time.

    Every user thinks first.  The k-th request of user u is number k * users + u, so that draws
    belong to a person and her how-manieth request, whatever the order of events.
    """

    def __init__(
        self, client: Client, users: int, think_time: Sampler, start: int, stop: int
    ) -> None:
        self.client = client
        self.users = users
        self.think_time = think_time
        self.start = start
        self.stop = stop

    def run(self) -> Process:
        """Start every user."""
        yield self.client.env.timeout(self.start)
        for user in range(self.users):
            self.client.env.process(self._use(user))

    def _use(self, user: int) -> Process:
        env, number = self.client.env, user
        while True:
            yield env.timeout(self.think_time(number))
            if env._now >= self.stop:
                return
            yield from self.client.send(number, user)
            number += self.users

    def __repr__(self) -> str:
        return f"ClosedWorkload({self.client!r}, users={self.users})"
