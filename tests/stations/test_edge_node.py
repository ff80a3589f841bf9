"""The edge node: polls, clicks, admission, and what it hears from the data centre."""

from typing import Any

import pytest
from bench import Bench, Echo, Fixed, left

from sim.outcomes import Outcome
from sim.policies.admission.base import Admission
from sim.policies.admission.census import Census
from sim.policies.admission.open import Open
from sim.policies.admission.probability import Probability
from sim.policies.admission.quota import Quota
from sim.policies.admission.token_bucket import TokenBucketAdmission
from sim.stations.edge_node import EdgeNode
from sim.units import Rate

SOLD, REFUSED, SOLD_OUT = "sold", "refused", "sold_out"


def node(bench: Bench, admission: Admission | None = None, **options: Any) -> EdgeNode:
    """A node with one worker, 1 ns a poll, 2 ns a click, open from the start, draws of 0.5.

    Its origin sells after 10 ns.
    """
    given: dict[str, Any] = {"origin": bench.echo(10, Outcome.SOLD)}
    return bench.edge_node(admission, **given | options)


def test_an_admitted_click_goes_to_the_origin() -> None:
    """2 ns at the node, 10 at the origin."""
    bench = Bench()
    one = node(bench)
    bench.send(one)
    assert (bench.play(), one.origin.seen) == ({0: (12, SOLD)}, [(2, 0)])


def test_no_worker_waits_for_the_origin() -> None:
    """The single worker answers a poll while a click is at the origin."""
    bench = Bench()
    one = node(bench)
    bench.send(one, 0)
    bench.send(one, 1, at=5, poll=True)
    assert bench.play() == {1: (6, "served"), 0: (12, SOLD)}


def test_clicks_and_polls_share_the_workers() -> None:
    """One worker: a click from 0 to 2, a poll from 2 to 3."""
    bench = Bench()
    one = node(bench)
    bench.send(one, 0)
    bench.send(one, 1, poll=True)
    assert bench.play()[1] == (3, "served")


def test_a_full_node_sheds() -> None:
    """One worker and room for one: of three clicks the third is shed."""
    bench = Bench()
    bench.send_all(node(bench, room=1), 0, 0, 0)
    assert bench.play()[2] == (0, "shed")


def test_clicks_before_the_opening_are_refused() -> None:
    """Open from 10: a click that is decided at 9 is refused, one at 10 goes on."""
    bench = Bench()
    one = node(bench, opens_at=10, workers=2)
    bench.send_all(one, 7, 8)
    assert bench.play() == {0: (9, REFUSED), 1: (20, SOLD)}


def test_an_early_click_costs_nothing_of_the_admission() -> None:
    """Before the opening the policy is not asked: a quota of one is there for the first after."""
    bench = Bench()
    bench.send_all(node(bench, Quota(quota=1), opens_at=10), 0, 20)
    assert bench.play() == {0: (2, REFUSED), 1: (32, SOLD)}


def test_polls_are_told_when_it_is_open() -> None:
    """Open from 10: a poll answered at 9 says no, one answered at 10 says yes."""
    bench = Bench()
    one = node(bench, opens_at=10)
    for id, at in enumerate((8, 9)):
        bench.send(one, id, at, poll=True)
    bench.play()
    assert [bench.responses[id].open for id in (0, 1)] == [False, True]


def test_polls_are_told_sold_out() -> None:
    """After the data centre said so, the answer to a poll is sold out, and not open."""
    bench = Bench()
    one = node(bench)
    one.announce(sold_out=True)
    bench.send(one, poll=True)
    assert (bench.play(), bench.responses[0].open) == ({0: (1, SOLD_OUT)}, False)


def test_clicks_are_told_sold_out_by_the_node() -> None:
    """After the data centre said so, clicks end at the node."""
    bench = Bench()
    one = node(bench)
    one.announce(sold_out=True)
    bench.send(one)
    assert (bench.play(), one.origin.seen) == ({0: (2, SOLD_OUT)}, [])


def test_what_came_back_is_for_sale_again() -> None:
    """The data centre may take "sold out" back."""
    bench = Bench()
    one = node(bench)
    one.announce(sold_out=True)
    one.announce(sold_out=False)
    bench.send(one)
    assert bench.play() == {0: (12, SOLD)}


RATE = Rate(1, 10)
ADMITTED = [
    (Open(), [0, 1, 2, 3]),
    (Probability(probability=0.4), [1, 3]),
    (Probability(probability=0.0), []),
    (Census(initial=0.15), [1]),
    (Quota(quota=3), [0, 1, 2]),
    (TokenBucketAdmission(rate=RATE, burst=1), [0, 2]),
]


@pytest.mark.parametrize(("admission", "admitted"), ADMITTED, ids=lambda value: repr(value))
def test_the_admission_decides(admission: Admission, admitted: list[int]) -> None:
    """Four clicks, at 0, 5, 10, 15, with draws of 0.9, 0.1, 0.8, 0.2.

    The bucket has one token at the start and another every 10 ns: clicks are decided at 2 and
    17, 2 + 10 = 12 and not at 7.
    """
    bench = Bench()
    one = node(bench, admission, draw=Fixed(0, r0=0.9, r1=0.1, r2=0.8, r3=0.2))
    bench.send_all(one, 0, 5, 10, 15)
    bench.play()
    assert [id for _, id in one.origin.seen] == admitted


def test_draws_are_keyed_by_request_attempt_and_index() -> None:
    """Another attempt has another chance."""
    bench, draw = Bench(), Fixed(0.5)
    bench.send(node(bench, Probability(probability=0.6), draw=draw), 7, attempt=3)
    bench.play()
    assert draw.asked == [(7, 3, 0)]


def test_times_are_keyed_by_request_attempt_and_index() -> None:
    """A poll's time is drawn under its index."""
    bench, time = Bench(), Fixed(1)
    bench.send(node(bench, poll_time=time), 7, index=4, poll=True)
    bench.play()
    assert time.asked == [(7, 0, 4)]


def test_refusals_name_the_edge() -> None:
    """Who is refused at the edge is told so by the edge."""
    bench = Bench()
    bench.send(node(bench, Quota(quota=0)))
    bench.play()
    assert bench.responses[0] == (Outcome.REFUSED, "edge", False)


def test_the_origin_speaks_for_itself() -> None:
    """What happened at the origin is told on with the name of who decided it."""
    bench = Bench()
    bench.send(node(bench))
    bench.play()
    assert bench.responses[0] == (Outcome.SOLD, "echo", False)


def test_it_counts_clicks_people_admissions_and_sales() -> None:
    """Four clicks of three people (one tried twice), three admitted, two sold."""
    bench = Bench()
    origin = bench.echo(10, Outcome.SOLD, Outcome.SHED, Outcome.SOLD)
    one = node(bench, Quota(quota=3), origin=origin)
    bench.send_all(one, 0, 5, 10)
    bench.send(one, 2, at=20, attempt=1)
    bench.play()
    assert (one.clicks, one.people, one.admitted, one.sold) == (4, 3, 3, 2)


def test_polls_are_no_clicks() -> None:
    """Who asks has not clicked."""
    bench = Bench()
    one = node(bench)
    bench.send(one, poll=True)
    bench.play()
    assert (one.clicks, one.people) == (0, 0)


def test_the_books_of_a_node_add_up() -> None:
    """A poll, a refusal, a sale and one at the origin: four came, one is there."""
    bench = Bench()
    origin: Echo = bench.echo(10, Outcome.SOLD)
    one = node(bench, Quota(quota=2), origin=origin)
    bench.send(one, 0, poll=True)
    bench.send_all(one, 1, 20, 30)
    bench.at(15, lambda: setattr(origin, "delay", None))
    bench.play()
    assert (one.books.arrived, left(one.books), one.in_flight()) == (
        4,
        {"served": 1, SOLD: 1, REFUSED: 1},
        1,
    )


def test_a_node_says_what_it_is() -> None:
    """The repr is one line with the admission and the workers."""
    text = "EdgeNode(Open(), WorkerPool(workers=1, busy=0, queue=0))"
    assert repr(node(Bench())) == text
