"""The balancer: spreads requests over the instances of a service."""

from collections.abc import Sequence

from sim.policies.balancers.base import Balancer as Policy
from sim.rng import Uniforms
from sim.stations.request import Request
from sim.stations.station import Station, Steps


class Balancer:
    """Asks a policy which instance takes a request; counts what each has outstanding.

    It keeps no books: whatever comes in leaves to an instance at once, and is booked there.
    """

    def __init__(self, instances: Sequence[Station], policy: Policy, draw: Uniforms) -> None:
        self.instances = instances
        self.policy = policy
        self.outstanding = [0] * len(instances)
        self.draw = draw

    def __call__(self, request: Request) -> Steps:
        draw = self.draw(request.id, request.attempt, request.index)
        chosen = self.policy.pick(self.outstanding, draw, request.user)
        self.outstanding[chosen] += 1
        response = yield from self.instances[chosen](request)
        self.outstanding[chosen] -= 1
        return response

    def __repr__(self) -> str:
        return f"Balancer({self.policy!r}, instances={len(self.instances)})"
