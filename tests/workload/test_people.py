"""The people of a crowd: when they join, where, and how fast they are."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.distributions.constant import Constant
from sim.distributions.exponential import Exponential
from sim.rng import Stream
from sim.workload.people import People, choose_edge, gather, node_by_node


def people(users: int = 1000, seed: int = 1, **changes: Any) -> People:
    """A crowd that joins in [50, 150), even over four nodes, none of them bots."""
    given: dict[str, Any] = {
        "joins_at": 50,
        "window": 100,
        "weights": [1.0] * 4,
        "reaction": Exponential(mean=1000),
        "bot_share": 0.0,
        "bot_reaction": None,
    }
    return gather(seed, users, **(given | changes))


def test_users_join_in_the_window() -> None:
    """From 50 and before 150, and at both ends."""
    joins = people(10_000).joins
    assert (joins.min(), joins.max()) == (50, 149)


def test_without_a_window_all_join_at_once() -> None:
    """A window of nothing is one instant."""
    assert set(people(window=0).joins.tolist()) == {50}


def test_joins_are_uniform() -> None:
    """Half of 10,000 join in the first half, within four standard deviations of 50."""
    early = int((people(10_000).joins < 100).sum())
    assert abs(early - 5000) < 4 * 50


def test_nodes_are_chosen_by_weight() -> None:
    """Draws of 0.1, 0.24 and 0.25, 0.9 over weights 1 and 3: the bound is at a quarter."""
    assert choose_edge(np.array([0.1, 0.24, 0.25, 0.9]), [1.0, 3.0]).tolist() == [0, 0, 1, 1]


def test_a_node_without_weight_has_no_users() -> None:
    """Weights 0, 1, 0: all are at the second."""
    draws = np.array([1e-12, 0.5, 1 - 1e-12])
    assert choose_edge(draws, [0.0, 1.0, 0.0]).tolist() == [1, 1, 1]


def test_users_are_spread_by_weight() -> None:
    """Weights 1 and 4: a fifth of 10,000 at the first, within four standard deviations of 40."""
    edge = people(10_000, weights=[1.0, 4.0]).edge
    assert abs(int((edge == 0).sum()) - 2000) < 4 * 40


def test_bots_are_a_share() -> None:
    """A tenth of 10,000, within four standard deviations of 30."""
    crowd = people(10_000, bot_share=0.1, bot_reaction=Constant(value=1))
    assert abs(int(crowd.bot.sum()) - 1000) < 4 * 30


def test_bots_have_a_reaction_of_their_own() -> None:
    """Bots take 1 ns, people do as they would without bots."""
    plain = people()
    mixed = people(bot_share=0.5, bot_reaction=Constant(value=1))
    wanted = np.where(mixed.bot, 1, plain.reaction)
    assert mixed.reaction.tolist() == wanted.tolist()


@pytest.mark.parametrize("column", ["joins", "edge", "bot", "reaction"])
def test_a_user_is_who_she_is_in_a_crowd_of_any_size(column: str) -> None:
    """The first ten of a thousand are those of a crowd of ten."""
    few, many = getattr(people(10), column), getattr(people(1000), column)
    assert few.tolist() == many[:10].tolist()


def test_what_is_drawn_for_one_thing_is_not_drawn_for_another() -> None:
    """A user's node and reaction are what their own streams say, by inversion."""
    crowd = people(5)
    us = [Stream(1, "crowd.reaction").uniform(user) for user in range(5)]
    wanted = [Exponential(mean=1000).sample(u) for u in us]
    assert crowd.reaction.tolist() == wanted


def test_another_seed_is_another_crowd() -> None:
    """Other people."""
    assert people(seed=1).joins.tolist() != people(seed=2).joins.tolist()


def test_joins_by_node_are_sorted_and_complete() -> None:
    """For each node the sorted times of its users; an empty node has none."""
    crowd = People(
        joins=np.array([30, 10, 20, 5]),
        edge=np.array([0, 2, 0, 2]),
        bot=np.zeros(4, dtype=np.bool_),
        reaction=np.zeros(4, dtype=np.int64),
    )
    assert [joins.tolist() for joins in crowd.joins_by_edge(4)] == [[20, 30], [], [5, 10], []]


@pytest.mark.parametrize("latest", [3, 2**30, 2**62], ids=["ties", "words", "too wide for words"])
@given(data=st.data())
def test_people_are_ordered_by_node_then_time_then_number(latest: int, data: st.DataObject) -> None:
    """As Python's own sort has it, however late they come."""
    pair = st.tuples(st.integers(0, 300), st.integers(0, latest))
    rows = data.draw(st.lists(pair, max_size=30))
    edge, times = np.array(rows, dtype=np.int64).reshape(-1, 2).T
    wanted = sorted(range(len(rows)), key=lambda row: (*rows[row], row))
    assert node_by_node(edge, times).tolist() == wanted
