"""The balancer: who is picked, and what is outstanding."""

from collections.abc import Sequence
from typing import Any

from bench import Bench, Fixed

from sim.outcomes import Outcome
from sim.policies.balancers.base import Balancer as Policy
from sim.policies.balancers.least_outstanding import LeastOutstanding
from sim.policies.balancers.round_robin import RoundRobin
from sim.stations.balancer import Balancer


class Seen(Policy):
    """Picks by the user, and remembers what it was asked."""

    __slots__ = ("asked",)

    def __init__(self, instances: int) -> None:
        super().__init__(instances)
        self.asked: list[tuple[list[int], float, int]] = []

    def pick(self, outstanding: Sequence[int], draw: float, key: int) -> int:
        self.asked.append((list(outstanding), draw, key))
        return key % self.instances


def balancer(stations: Sequence[Any], policy: Policy, draw: Any = None) -> Balancer:
    """A balancer with a fixed draw."""
    return Balancer(stations, policy, draw or Fixed(0.5))


def test_the_policy_picks_the_instance() -> None:
    """Round robin over three: requests 0 and 3 at the first, 1 at the second, 2 at the third."""
    bench = Bench()
    echoes = [bench.echo(5) for _ in range(3)]
    bench.send_all(balancer(echoes, RoundRobin(3)), 0, 1, 2, 3)
    bench.play()
    assert [[id for _, id in echo.seen] for echo in echoes] == [[0, 3], [1], [2]]


def test_the_policy_sees_what_is_outstanding() -> None:
    """Users 0, 1, 0 at 0, 1, 2 with 10 ns each, user 1 at 12: at 10 and 11 two have ended.

    Seen on arrival: nothing; one at the first; one at each; the second of the first instance.
    """
    bench, policy = Bench(), Seen(2)
    one = balancer([bench.echo(10), bench.echo(10)], policy)
    for id, (user, at) in enumerate([(0, 0), (1, 1), (0, 2), (1, 11)]):
        bench.send(one, id, at, user=user)
    bench.play()
    assert [outstanding for outstanding, _, _ in policy.asked] == [[0, 0], [1, 0], [1, 1], [1, 1]]


def test_nothing_is_outstanding_in_the_end() -> None:
    """Whatever the outcome, an answer is no longer outstanding."""
    bench = Bench()
    one = balancer([bench.echo(3, Outcome.SHED), bench.echo(9)], RoundRobin(2))
    bench.send_all(one, 0, 0, 1, 2)
    bench.play()
    assert one.outstanding == [0, 0]


def test_what_is_never_answered_stays_outstanding() -> None:
    """Silence is outstanding for ever."""
    bench = Bench()
    one = balancer([bench.echo(None), bench.echo(9)], RoundRobin(2))
    bench.send_all(one, 0, 0)
    bench.play()
    assert one.outstanding == [1, 0]


def test_who_waits_in_line_is_outstanding() -> None:
    """Least outstanding counts lines as well as services: four requests, two at each instance."""
    bench = Bench()
    instances = [bench.instance(100), bench.instance(100)]
    bench.send_all(balancer(instances, LeastOutstanding(2)), 0, 1, 2, 3)
    bench.play(50)
    assert [instance.in_flight() for instance in instances] == [2, 2]


def test_the_draw_is_keyed_and_the_key_is_the_user() -> None:
    """The draw belongs to request, attempt and index; what stays together is the user."""
    bench, policy, draw = Bench(), Seen(2), Fixed(0.25)
    one = balancer([bench.echo(0), bench.echo(0)], policy, draw)
    bench.send(one, 7, user=9, attempt=2, index=4)
    bench.play()
    assert (draw.asked, policy.asked) == ([(7, 2, 4)], [([0, 0], 0.25, 9)])


def test_a_balancer_says_what_it_is() -> None:
    """The repr is one line with the policy."""
    assert repr(balancer([None, None], RoundRobin(2))) == "Balancer(RoundRobin(2), instances=2)"
