"""Tests of the waiting room."""

from fractions import Fraction
from math import ceil

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sim.policies.admission.base import Decision
from sim.policies.admission.waiting_room import WaitingRoom
from sim.units import SECOND, Rate, parse_rate

PERS = st.integers(1, 60)
RATES = PERS.flatmap(lambda per: st.builds(Rate, st.integers(1, per), st.just(per)))
FAST = Rate(1, 1)
DRAWS = st.floats(2.0**-53, 1 - 2.0**-53)


def filled(people: int, outflow: Rate = FAST, at: int = 0, **parameters: object) -> WaitingRoom:
    """A room in which tickets 0, 1, ... joined at one time."""
    room = WaitingRoom(outflow=outflow, **parameters)  # type: ignore[arg-type]
    for ticket in range(people):
        room.join(at, ticket, 0.5)
    return room


def take_next(room: WaitingRoom, now: int) -> tuple[int, int]:
    """(time, ticket) of the next person, taken as soon as possible."""
    turn = room.next_turn(now)
    assert turn is not None
    return turn, room.take(turn)


def test_trace() -> None:
    """Three people at one in ten nanoseconds leave at 7, 17 and 27; after a pause, at once."""
    room = filled(3, Rate(1, 10), at=7)
    assert [take_next(room, 7) for _ in range(3)] == [(7, 0), (17, 1), (27, 2)]
    assert room.next_turn(30) is None
    room.join(31, 3, 0.5)
    assert take_next(room, 31) == (37, 3)  # 27 + 10
    room.join(95, 4, 0.5)
    assert take_next(room, 95) == (95, 4)


@given(outflow=RATES, start=st.integers(10_000, 10**12), before=st.integers(0, 5))
@example(outflow=Rate(3, SECOND), start=10 * SECOND, before=2)
@example(outflow=parse_rate("7M/s"), start=12_345, before=0)
@example(outflow=parse_rate("999999999/s"), start=10_000, before=1)
def test_no_drift_under_a_constant_backlog(outflow: Rate, start: int, before: int) -> None:
    """The n-th turn after the first is at start + ceil(n * per / count), whatever came before."""
    room = filled(before, outflow)
    for _ in range(before):
        take_next(room, 0)
    for ticket in range(300):
        room.join(start, ticket, 0.5)
    turns = [take_next(room, start)[0] for _ in range(300)]
    assert turns == [start + ceil(Fraction(n * outflow.per, outflow.count)) for n in range(300)]


@given(
    outflow=RATES,
    steps=st.lists(st.tuples(st.integers(0, 90), st.integers(0, 20), st.integers(0, 3))),
)
def test_at_most_one_per_period_in_every_interval(
    outflow: Rate, steps: list[tuple[int, int, int]]
) -> None:
    """In any window [t, t + T) fewer than 1 + outflow * T people leave, after any idle time."""
    room = WaitingRoom(outflow=outflow)
    now, left = 0, []
    for number, (idle, late, people) in enumerate(steps):
        now += idle
        for person in range(people):
            room.join(now, 3 * number + person, 0.5)
        while (turn := room.next_turn(now)) is not None and turn <= now + late:
            now = turn + late  # whoever opens the door may be late
            room.take(now)
            left.append(now)
    rate = Fraction(outflow.count, outflow.per)
    for index, first in enumerate(left):
        for number, last in enumerate(left[index:], start=1):
            assert number < 1 + rate * (last - first + 1)


def test_no_burst_after_idle() -> None:
    """After an idle hour ten people who come at once leave one period apart."""
    hour = 3600 * SECOND
    room = filled(10, parse_rate("2/s"), at=hour)
    turns = [take_next(room, hour)[0] - hour for _ in range(10)]
    assert turns == [number * SECOND // 2 for number in range(10)]


@given(data=st.data(), order=st.sampled_from(["fifo", "random"]))
def test_order(data: st.DataObject, order: str) -> None:
    """However people join and leave, the first who joined, or the least draw, is next out."""
    room = WaitingRoom(outflow=FAST, order=order)  # type: ignore[arg-type]
    waiting: list[tuple[float, int, int]] = []  # (rank, serial, ticket)
    for now in range(data.draw(st.integers(0, 60))):
        step = data.draw(st.sampled_from(["join", "join", "take", "leave"]))
        ticket = data.draw(st.integers(0, 9))
        present = [entry for entry in waiting if entry[2] == ticket]
        if step == "leave":
            assert room.leave(ticket) is bool(present)
            waiting = [entry for entry in waiting if entry[2] != ticket]
        elif step == "take" and waiting:
            assert room.take(now) == min(waiting)[2]
            waiting.remove(min(waiting))
        elif step == "join" and not present:
            draw = data.draw(DRAWS)
            room.join(now, ticket, draw)
            waiting.append((draw if order == "random" else 0.0, now, ticket))
        assert len(room) == len(waiting)


def test_random_order_is_by_draw() -> None:
    """The smallest draw leaves first, whoever joined first; equal draws leave in order."""
    room = WaitingRoom(outflow=FAST, order="random")
    for ticket, draw in enumerate((0.7, 0.2, 0.9, 0.2, 0.4)):
        room.join(0, ticket, draw)
    assert [take_next(room, 0)[1] for _ in range(5)] == [1, 3, 4, 0, 2]


def test_a_place_given_up_costs_nobody_a_turn() -> None:
    """When the first leaves the second takes the first's turn, at the same time."""
    room = filled(3, Rate(1, 10))
    assert take_next(room, 0) == (0, 0)
    assert room.leave(1) is True
    assert take_next(room, 0) == (10, 2)


def test_who_comes_back_is_last() -> None:
    """A ticket that left and joins again waits behind everybody else."""
    room = filled(3)
    room.leave(0)
    room.join(5, 0, 0.5)
    assert [take_next(room, 5)[1] for _ in range(3)] == [1, 2, 0]


def test_leave_wants_somebody_who_waits() -> None:
    """Leaving is False for a ticket that never joined, has left or was taken."""
    room = filled(2)
    assert (room.leave(9), room.leave(1), room.leave(1)) == (False, True, False)
    room.take(0)
    assert room.leave(0) is False


def test_capacity() -> None:
    """A full room refuses; a place that falls free is given again."""
    room = filled(2, capacity=2)
    assert room.decide(0, 0.5) is Decision.REFUSE
    room.leave(0)
    assert room.decide(0, 0.5) is Decision.WAIT
    room.join(0, 2, 0.5)
    assert room.decide(0, 0.5) is Decision.REFUSE
    room.take(0)
    assert room.decide(0, 0.5) is Decision.WAIT


def test_without_capacity_everyone_may_wait() -> None:
    """A room without a capacity never refuses."""
    assert filled(5000).decide(0, 0.5) is Decision.WAIT


def test_who_left_takes_no_memory() -> None:
    """However many people join and leave, the queue stays in proportion to who is waiting."""
    room = filled(3)
    for ticket in range(3, 10_000):
        room.join(0, ticket, 0.5)
        room.leave(ticket)
        assert len(room.queue) <= 2 * len(room) + 17
    assert [take_next(room, 0)[1] for _ in range(3)] == [0, 1, 2]


def test_taking_wants_somebody_and_the_right_time() -> None:
    """Nobody can be taken from an empty room or before the next turn."""
    room = filled(2, Rate(1, 10), at=5)
    room.take(5)
    with pytest.raises(ValueError, match=r"^now must be >= 15, the next turn, got 14$"):
        room.take(14)
    assert room.take(15) == 1
    with pytest.raises(ValueError, match=r"^take wants somebody waiting, got an empty room$"):
        room.take(99)


def test_joining_wants_a_new_ticket_and_a_place() -> None:
    """A ticket cannot wait twice, and nobody joins a full room."""
    room = filled(2, capacity=2)
    with pytest.raises(ValueError, match=r"^ticket must not be waiting already, got 1$"):
        room.join(0, 1, 0.5)
    with pytest.raises(ValueError, match=r"^room must have < 2 people, got 2$"):
        room.join(0, 2, 0.5)


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"outflow": Rate(2, 1)}, r"outflow must be <= 1G/s, one a nanosecond, got 2G/s"),
        ({"order": "lifo"}, r"order must be \"fifo\" or \"random\", got 'lifo'"),
        ({"capacity": 0}, r"capacity must be >= 1, got 0"),
    ],
)
def test_errors(parameters: dict[str, object], message: str) -> None:
    """A parameter out of range is a ValueError that says what was wanted and what came."""
    with pytest.raises(ValueError, match=f"^{message}$"):
        WaitingRoom(**{"outflow": FAST, **parameters})  # type: ignore[arg-type]
