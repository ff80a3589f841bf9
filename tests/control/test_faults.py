"""Faults: what breaks when, for how long, and what the journal says."""

from typing import Any

from bench import Bench, Fixed
from plays import ends, play

from sim.control import faults
from sim.control.journal import Journal
from sim.stations.wire import Wire

SERVED, FAILED = "served", "failed"


def begin(bench: Bench, fault: faults.Fault, at: int, lasts: int) -> Journal:
    """Schedule a fault; its journal."""
    journal = Journal(bench.env)
    bench.env.process(faults.play(bench.env, journal, at, lasts, fault))
    return journal


def test_a_crash_takes_its_instances_down_and_brings_them_back(bench: Bench) -> None:
    """Down from 10 to 30."""
    instance = bench.instance(5)
    begin(bench, faults.Crash("service", [instance]), 10, 20)
    bench.send_all(instance, 9, 10, 29, 31)
    assert [outcome for _, (_, outcome) in sorted(bench.play().items())] == [
        FAILED,  # began at 9, was lost at 10
        FAILED,
        FAILED,
        SERVED,
    ]


def test_a_crash_may_take_several(bench: Bench) -> None:
    """Both instances are down, the third is not."""
    instances = [bench.instance(5) for _ in range(3)]
    begin(bench, faults.Crash("service", instances[:2]), 10, 20)
    bench.play(15)
    assert [instance.down for instance in instances] == [1, 1, 0]


def test_a_slowdown_ends(bench: Bench) -> None:
    """Twice as slow from 10 to 30, and exactly as before from then on."""
    instance = bench.instance(5)
    begin(bench, faults.Slow("service", [instance], 2.0), 10, 20)
    seen = []
    for time in (10, 11, 30, 31):
        bench.play(time)
        seen.append(instance.slowdown)
    assert seen == [1, 2.0, 2.0, 1]


def test_a_cut_loses_messages_and_ends(bench: Bench) -> None:
    """Both wires are cut from 10 to 30."""
    wires: list[Any] = [Wire(Fixed(0), None, 0.0, Fixed(0.5)) for _ in range(2)]  # type: ignore[arg-type]
    begin(bench, faults.Cut("service", wires), 10, 20)
    seen = []
    for time in (10, 11, 30, 31):
        bench.play(time)
        seen.append([wire.cut for wire in wires])
    assert seen == [[0, 0], [1, 1], [1, 1], [0, 0]]


def test_the_journal_says_what_began_and_what_ended(bench: Bench) -> None:
    """When, what, where and how much: instances, a factor, wires."""
    found = []
    for fault in (
        faults.Crash("a", [bench.instance()]),
        faults.Slow("b", [bench.instance()], 2.5),
        faults.Cut("c", []),
    ):
        other = Bench()
        journal = begin(other, fault, 10, 20)
        other.play()
        found.append([tuple(event) for event in journal.events])
    assert found == [
        [(10, "crash", "a", 1), (30, "recover", "a", 1)],
        [(10, "slow", "b", 2.5), (30, "recover", "b", 2.5)],
        [(10, "cut", "c", 0), (30, "mended", "c", 0)],
    ]


def test_faults_say_what_they_are(bench: Bench) -> None:
    """The repr is one line with the target and how much."""
    assert repr(faults.Slow("b", [], 2.5)) == "Slow('b', 2.5)"


WORK = """
[services.shop]
service_time = "10 ms"
queue = 0

[workloads.work]
kind = "deterministic"
rate = "10/s"
to = "shop"
"""


def outcomes(at: str, lasts: str, kind: str = 'kind = "crash"\ninstance = "all"') -> list[str]:
    """How ten requests end that arrive at 0, 100, ... ms, with one fault."""
    fault = f'[[faults]]\n{kind}\nservice = "shop"\nat = "{at}"\nlasts = "{lasts}"\n'
    return [outcome for _, _, outcome in ends(play(WORK + fault, "1 s"))]


def test_a_fault_begins_before_what_arrives_in_that_instant() -> None:
    """A crash at 300 ms meets the arrival of 300 ms, and is over for that of 500 ms."""
    assert outcomes("300 ms", "150 ms") == [SERVED] * 3 + [FAILED] * 2 + [SERVED] * 5


def test_a_fault_from_the_start_begins_before_the_first_arrival() -> None:
    """A crash at 0 meets the arrival of 0."""
    assert outcomes("0 s", "50 ms") == [FAILED] + [SERVED] * 9


def test_a_fault_may_outlast_the_run() -> None:
    """A crash from 750 ms to 2 s: the last two fail."""
    assert outcomes("750 ms", "1250 ms") == [SERVED] * 8 + [FAILED] * 2


def test_a_slowdown_shows_in_the_latencies() -> None:
    """Five times as slow from 300 to 500 ms: 50 ms instead of 10."""
    fault = (
        '[[faults]]\nkind = "slow"\nservice = "shop"\ninstance = 0\nfactor = 5.0\n'
        'at = "300 ms"\nlasts = "200 ms"\n'
    )
    log = play(WORK + fault, "1 s").requests
    assert (log.latency // 1_000_000).tolist() == [10, 10, 10, 50, 50, 10, 10, 10, 10, 10]


def test_a_cut_leaves_silence() -> None:
    """A link cut from 300 to 500 ms: two requests are never answered, eight are."""
    fault = '[[faults]]\nkind = "cut"\nlink = "shop"\nat = "300 ms"\nlasts = "200 ms"\n'
    made = play(WORK + fault, "1 s")
    assert (made.summary["outcomes"]["served"], made.trace.in_flight) == (8, 2)


def test_a_fault_of_what_a_variant_goes_round_is_none() -> None:
    """A crash of a service that nobody calls does not happen."""
    spare = '[services.spare]\nservice_time = "1 ms"\n'
    fault = (
        '[[faults]]\nkind = "crash"\nservice = "spare"\ninstance = 0\n'
        'at = "300 ms"\nlasts = "200 ms"\n'
    )
    assert play(WORK + spare + fault, "1 s").events == ()
