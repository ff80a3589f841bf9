"""The parts of the edge node by themselves: time, people, codes, the lobby, the heartbeat."""

import asyncio
import time

import pytest

from edge.clock import Clock
from edge.code import LIFE, Codes
from edge.heartbeat import BEAT, Heartbeat
from edge.instant import format_instant, parse_instant
from edge.lobby import Lobby
from edge.people import People
from edge.process import running
from edge.sale import Sale
from edge.work import Work
from sim.policies.admission import WaitingRoom
from sim.units import MILLISECOND, SECOND, Rate

SECRET = b"q8rj2mz7vk1xw9b3nd5c"


class Dial(Clock):
    """A clock that is turned by hand: ns since the start and since the epoch."""

    def __init__(self) -> None:
        self.time = 0

    def elapsed(self) -> int:
        return self.time

    def now(self) -> int:
        return self.time


def solve(question: str) -> str:
    """The answer."""
    return str(sum(map(int, question.split("+"))))


def test_a_clock_that_jumps_opens_no_sale(monkeypatch):
    """The time of day is read once: a year forward or back changes nothing."""
    clock = Clock()
    sale = Sale(clock, clock.now() + 60 * SECOND)
    real = time.time_ns
    for jump in (10**18, -(10**18)):
        monkeypatch.setattr(time, "time_ns", lambda jump=jump: real() + jump)
        assert not sale.is_open() and b'"open":false' in sale.poll()
        sale.opens_at = clock.now() - SECOND
        assert sale.is_open() and b'"open":true' in sale.poll()
        sale.opens_at = clock.now() + 60 * SECOND


def test_a_countdown_is_rounded_up_to_the_millisecond():
    """Nobody is told that nothing is left while the sale is closed."""
    clock = Dial()
    sale = Sale(clock, 2_000_001)

    assert b'"opens_in_ms":3,' in sale.poll()
    clock.time = 2_000_000
    assert b'"open":false,"opens_in_ms":1,' in sale.poll()
    clock.time = 2_000_001
    assert b'"open":true,"opens_in_ms":0,' in sale.poll()


def test_people_wait_until_they_click():
    """Who polls again is the same person; who clicks waits no more, whatever she does then."""
    people = People()
    for user in (1, 2, 3, 2):
        people.come(user)
    people.click(2)
    people.click(2)
    people.come(2)
    people.click(4)

    assert (people.waiting, people.clicked) == (2, 2)


def test_people_are_counted_up_to_a_bound(monkeypatch):
    """Whoever makes up numbers fills no memory."""
    monkeypatch.setattr("edge.people.MOST", 3)
    people = People()
    for user in range(10):
        people.come(user)
        people.click(user + 100)

    assert people.waiting + people.clicked == 3


def test_a_code_is_right_once_asked():
    """The sum is the answer, with spaces around it too."""
    codes = Codes("sale", SECRET)
    for user in range(200):
        question, challenge = codes.ask(user, 0)
        assert codes.check(user, challenge, f" {solve(question)} ", LIFE - 1)


@pytest.mark.parametrize(
    "given", [("user",), ("challenge",), ("code",), ("time",), ("event",), ("secret",)]
)
def test_a_code_is_good_for_one_user_event_and_time(given):
    """Another user, challenge, answer, time, event or secret: no."""
    codes = Codes("sale", SECRET)
    question, challenge = codes.ask(1, 0)
    right = {"user": 1, "challenge": challenge, "code": solve(question), "time": 0}
    other = {
        "user": 2,
        "challenge": codes.ask(1, 1)[1][:-4] + "AAAA",
        "code": str(int(solve(question)) + 1),
        "time": LIFE,
    }
    checker = {
        "event": Codes("other", SECRET),
        "secret": Codes("sale", SECRET[::-1]),
    }.get(given[0], codes)
    assert codes.check(*right.values())

    asked = right | {name: other[name] for name in given if name in other}
    assert not checker.check(*asked.values())


def test_a_code_of_the_old_secret_is_good_during_a_rotation():
    """Who was asked before a restart answers after it."""
    question, challenge = Codes("sale", SECRET[::-1]).ask(1, 0)

    assert Codes("sale", SECRET, SECRET[::-1]).check(1, challenge, solve(question), 0)


def test_a_challenge_does_not_give_its_answer_away():
    """The same random bytes have another sum under another secret."""
    codes = Codes("sale", SECRET)
    sums = {codes.ask(1, 0)[0] for _ in range(200)}

    assert len(sums) > 100


def test_instants_are_read_and_written():
    """An instant with its offset, or a duration from now."""
    assert parse_instant("10 s", 5) == 10 * SECOND + 5
    assert parse_instant("1970-01-01T01:00:01+01:00", 0) == SECOND
    assert format_instant(1_500_000_000) == "1970-01-01T00:00:01.500000+00:00"


@pytest.mark.parametrize("text", ["", "soon", "2026-11-27T20:00:00", "10", "-5 s", "9" * 400])
def test_what_is_no_instant_is_refused(text):
    """One line says what was wanted and what came."""
    with pytest.raises(ValueError, match="wanted a time with its offset"):
        parse_instant(text, 0)


def test_a_lobby_lets_out_in_turn():
    """First come, first out, and no two at the same instant: the schedule is the policy's."""
    left: list[int] = []

    async def come(lobby: Lobby, number: int) -> None:
        assert await lobby.wait(0.5) is None
        left.append(number)

    async def play() -> float:
        lobby = Lobby(Clock(), WaitingRoom(outflow=Rate(100, SECOND)))
        began = time.monotonic()
        await asyncio.gather(*(come(lobby, number) for number in range(11)))
        assert len(lobby) == 0
        return time.monotonic() - began

    assert asyncio.run(play()) >= 10 / 100
    assert left == list(range(11))


def test_a_lobby_whose_timer_is_late_keeps_its_schedule():
    """All whose turn has come leave together, and the next turn is where it was to be."""

    async def play() -> tuple[int, int]:
        clock, room = Dial(), WaitingRoom(outflow=Rate(5, SECOND // 1_000))  # a turn: 200 us
        lobby = Lobby(clock, room)
        waiting = [asyncio.create_task(lobby.wait(0.5)) for _ in range(4)]
        await waiting[0]
        clock.time = 1_000_000
        await asyncio.wait(waiting)
        return room.turn, len(lobby)

    assert asyncio.run(play()) == (4 * 200_000, 0)


def test_an_idle_lobby_saves_nothing_up():
    """After a pause the room lets one out at once, and the next a whole turn later."""

    async def play() -> float:
        lobby = Lobby(Clock(), WaitingRoom(outflow=Rate(10, SECOND)))
        await lobby.wait(0.5)
        await asyncio.sleep(0.35)
        began = time.monotonic()
        await asyncio.gather(lobby.wait(0.5), lobby.wait(0.5), lobby.wait(0.5))
        return time.monotonic() - began

    assert asyncio.run(play()) >= 0.199


def test_who_is_cancelled_leaves_the_lobby():
    """Nobody's turn is spent on someone who has gone."""

    async def play() -> int:
        room = WaitingRoom(outflow=Rate(1, 3600 * SECOND))
        lobby = Lobby(Clock(), room)
        await lobby.wait(0.5)
        waiting = asyncio.create_task(lobby.wait(0.5))
        await asyncio.sleep(0)
        assert len(room) == 1
        waiting.cancel()
        await asyncio.wait([waiting])
        return len(room) + len(lobby)

    assert asyncio.run(play()) == 0


def test_a_loop_that_hangs_has_no_heartbeat(monkeypatch):
    """The beat comes from the working loop: while that is busy it grows old."""

    async def play() -> tuple[bool, bool]:
        monkeypatch.setattr("edge.heartbeat.STALE", 3 * BEAT)
        heart = Heartbeat("me")
        beating = asyncio.create_task(heart.beat())
        await asyncio.sleep(0.15)
        time.sleep(0.4)
        hung = heart.is_beating()
        heart.stop()
        await beating
        return hung, heart.is_beating()

    assert asyncio.run(play()) == (False, False)


def test_work_is_processor_time_that_is_really_spent():
    """By the thread's own clock, which stands still while others have the processor."""
    began = time.thread_time_ns()
    Work(3 * MILLISECOND)(7)
    assert time.thread_time_ns() - began >= 3 * MILLISECOND


def test_less_than_no_work_is_refused():
    """There is no such thing."""
    with pytest.raises(ValueError, match="work must be >= 0 ns"):
        Work(-1)


def test_a_job_that_fails_is_in_the_log(caplog):
    """One line says which and why; the service goes on."""

    async def sweep():
        raise KeyError("gone")

    async def serve():
        async with running(sweep(), asyncio.sleep(60)):
            await asyncio.sleep(0.01)

    asyncio.run(serve())
    (line,) = caplog.messages
    assert ".sweep at " in line and line.endswith("failed: KeyError('gone')")
