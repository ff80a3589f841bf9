"""The clock: whole nanoseconds, and the order within one instant."""

import pytest
from bench import Bench
from simpy import Event

from sim.stations.clock import Clock, Hold, wake


def note(log: list[str], event: Event, name: str) -> None:
    """Write a name down when the event happens."""
    assert event.callbacks is not None
    event.callbacks.append(lambda _: log.append(name))


def test_playing_leaves_out_the_instant_where_it_ends() -> None:
    """Everything before the end of a stretch happens in it, and nothing of its last instant."""
    bench, log = Bench(), []
    for time in (9, 10, 11):
        note(log, bench.env.timeout(time), f"at {time}")
    bench.play(10)
    assert (log, bench.env.now) == (["at 9"], 10)


def test_stretches_join_up() -> None:
    """What one stretch left out is the first thing of the next."""
    bench, log = Bench(), []
    for time in (9, 10, 11):
        note(log, bench.env.timeout(time), f"at {time}")
    bench.play(10)
    bench.play(11)
    assert (log, bench.env.now) == (["at 9", "at 10"], 11)


def test_time_passes_without_events() -> None:
    """An empty clock goes to the end of the stretch all the same."""
    env = Clock()
    env.play(10**18)
    assert env.now == 10**18


def test_time_stays_an_int() -> None:
    """Far from zero a nanosecond is still a nanosecond: 2**60 + 1 is not rounded."""
    bench, log = Bench(), []
    bench.at(2**60 + 1, lambda: log.append(bench.env.now))
    bench.play(2**61)
    assert log == [2**60 + 1]


def test_a_hold_ends_before_timeouts_of_the_same_instant() -> None:
    """A service time that ends goes first, even when it was scheduled last."""
    env, log = Clock(), []
    note(log, env.timeout(10), "timeout")
    note(log, Hold(env, 10), "hold")
    env.play(11)
    assert log == ["hold", "timeout"]


def test_holds_end_in_order_of_scheduling() -> None:
    """Two service times that end together end in the order in which they were scheduled."""
    env, log = Clock(), []
    for name in ("first", "second", "third"):
        note(log, Hold(env, 10), name)
    env.play(11)
    assert log == ["first", "second", "third"]


def test_timeouts_end_in_order_of_scheduling() -> None:
    """Two timers that end together end in the order in which they were set."""
    env, log = Clock(), []
    for name in ("first", "second", "third"):
        note(log, env.timeout(10), name)
    env.play(11)
    assert log == ["first", "second", "third"]


def test_who_is_woken_goes_on_before_the_rest_of_the_instant() -> None:
    """Woken in an instant means before every timer of that instant that is still to come."""
    bench, log = Bench(), []
    event = Event(bench.env)
    bench.at(10, lambda: wake(event))
    note(log, bench.env.timeout(10), "timeout")
    note(log, event, "woken")
    bench.play(11)
    assert log == ["woken", "timeout"]


def test_the_woken_get_the_value() -> None:
    """What they are woken with is the event's value."""
    bench, log = Bench(), []
    event = Event(bench.env)
    assert event.callbacks is not None
    event.callbacks.append(lambda woken: log.append(woken.value))
    wake(event, "turn")
    bench.play(1)
    assert log == ["turn"]


def test_errors_are_not_swallowed() -> None:
    """An error in a process ends the play with that error."""
    bench = Bench()

    def fail() -> None:
        raise RuntimeError("broken")

    bench.at(5, fail)
    with pytest.raises(RuntimeError, match="broken"):
        bench.play(10)


def test_errors_of_processes_are_not_swallowed() -> None:
    """A station that raises ends the play with its error, also where nobody waits for it."""
    bench = Bench()
    bench.send(None, at=3)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        bench.play(10)
