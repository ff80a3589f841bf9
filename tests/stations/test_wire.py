"""The wire: latency, bandwidth and loss of one direction."""

from bench import Fixed

from sim.stations.wire import Wire

BYTE_A_NS = 8_000_000_000
"""The bandwidth, in bits/s, at which a byte takes a nanosecond."""


def wire(latency: int = 0, bandwidth: int | None = None, loss: float = 0.0, draw: float = 0.5):
    """A wire with a fixed latency and a fixed lottery."""
    return Wire(Fixed(latency), bandwidth, loss, Fixed(draw))  # type: ignore[arg-type]


def test_an_ideal_wire_takes_no_time() -> None:
    """Without latency and with unbounded bandwidth a message is there at once."""
    assert wire().delay(5, 10**9, 1, 0, 0) == 0


def test_latency_does_not_depend_on_size() -> None:
    """With unbounded bandwidth only the latency counts."""
    assert [wire(30).delay(0, size, 1, 0, 0) for size in (0, 1, 10**9)] == [30, 30, 30]


def test_a_message_is_put_on_the_wire_at_the_bandwidth() -> None:
    """1,000 bytes at 1 Gbit/s take 8,000 ns, and then travel."""
    assert wire(30, 10**9).delay(0, 1000, 1, 0, 0) == 8000 + 30


def test_a_part_of_a_nanosecond_is_a_whole_one() -> None:
    """One byte at 3 Gbit/s takes 8/3 = 2.67 ns: 3."""
    assert wire(0, 3 * 10**9).delay(0, 1, 1, 0, 0) == 3


def test_messages_go_one_behind_the_other() -> None:
    """Three messages of 10 ns at once are on their way after 10, 20 and 30 ns."""
    one = wire(5, BYTE_A_NS)
    assert [one.delay(0, 10, id, 0, 0) for id in range(3)] == [15, 25, 35]


def test_a_message_waits_for_what_is_left_of_the_one_before() -> None:
    """The second message, 4 ns after the first of 10 ns, waits 6 ns before its own 10."""
    one = wire(0, BYTE_A_NS)
    one.delay(0, 10, 1, 0, 0)
    assert one.delay(4, 10, 2, 0, 0) == 16


def test_an_idle_wire_saves_nothing_up() -> None:
    """After a pause a message takes its own time, no less."""
    one = wire(0, BYTE_A_NS)
    one.delay(0, 10, 1, 0, 0)
    assert one.delay(500, 10, 2, 0, 0) == 10


def test_latencies_overlap() -> None:
    """Messages travel side by side: only putting them on the wire queues."""
    one = wire(1000, BYTE_A_NS)
    assert [one.delay(0, 1, id, 0, 0) for id in range(3)] == [1001, 1002, 1003]


def test_a_message_is_lost_below_the_share() -> None:
    """A draw below the loss is a loss, a draw at it is none."""
    assert [wire(7, loss=0.3, draw=draw).delay(0, 1, 1, 0, 0) for draw in (0.29, 0.3)] == [None, 7]


def test_a_lost_message_was_on_the_wire() -> None:
    """What is lost has taken its share of the bandwidth all the same."""
    lottery = Fixed(0.9, r1=0.0)
    one = Wire(Fixed(0), BYTE_A_NS, 0.5, lottery)  # type: ignore[arg-type]
    assert [one.delay(0, 10, id, 0, 0) for id in (1, 2)] == [None, 20]


def test_a_cut_wire_loses_everything() -> None:
    """While a wire is cut no message arrives, and afterwards all do again."""
    one = wire(7)
    one.cut += 1
    during = one.delay(0, 1, 1, 0, 0)
    one.cut -= 1
    assert (during, one.delay(0, 1, 1, 0, 0)) == (None, 7)


def test_a_wire_cut_twice_wants_mending_twice() -> None:
    """Two faults that overlap: the wire works again after both."""
    one = wire(7)
    one.cut += 2
    one.cut -= 1
    assert one.delay(0, 1, 1, 0, 0) is None


def test_draws_are_keyed_by_request_attempt_and_index() -> None:
    """Latency and loss are drawn for this message, and for no other."""
    latency, lottery = Fixed(7), Fixed(0.9)
    Wire(latency, None, 0.5, lottery).delay(0, 1, 4, 5, 6)  # type: ignore[arg-type]
    assert (latency.asked, lottery.asked) == ([(4, 5, 6)], [(4, 5, 6)])


def test_a_wire_says_what_it_is() -> None:
    """The repr is one line like the constructor."""
    assert repr(wire(7, 10, 0.5)) == "Wire(bandwidth=10, loss=0.5, cut=0)"
