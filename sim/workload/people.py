"""The people of a flash crowd: who comes when, through which edge node, and how fast."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.distributions.base import Distribution
from sim.rng import Stream

Ints = NDArray[np.int64]

WORD_BITS = 63
"""Of a number that is not negative."""
BLOCK = 1 << 15
"""How many users are drawn at a time: what this takes in between fits the processor's cache."""


@dataclass(frozen=True, slots=True)
class People:
    """The crowd as columns, one row a user: when she loads the page (ns), her edge node, whether
    she is a bot, and her reaction time (ns).  The same for every variant with the same crowd."""

    joins: Ints
    edge: Ints
    bot: NDArray[np.bool_]
    reaction: Ints

    def joins_by_edge(self, nodes: int) -> list[Ints]:
        """For each edge node, the sorted times at which its users loaded the page."""
        order = node_by_node(self.edge, self.joins)
        bounds = np.searchsorted(self.edge[order], np.arange(nodes + 1))
        joins = self.joins[order]
        return [joins[low:high] for low, high in pairwise(bounds)]


def node_by_node(edge: Ints, times: Ints) -> Ints:
    """The order by edge node, and within a node by time, ties by number.

    Where node, time and number fit one word together, sorting these words takes a tenth of the
    time of sorting by keys.
    """
    after = times - times.min(initial=2**WORD_BITS - 1)
    wide, many = _bits(after), len(times).bit_length()
    if _bits(edge) + wide + many > WORD_BITS:
        return np.lexsort((times, edge))
    words = edge << wide + many | after << many | np.arange(len(times))
    words.sort()
    return np.asarray(words & (1 << many) - 1)


def _bits(numbers: Ints) -> int:
    """How many bits the largest of them takes."""
    return int(numbers.max(initial=0)).bit_length()


def gather(
    seed: int,
    users: int,
    *,
    joins_at: int,
    window: int,
    weights: list[float],
    reaction: Distribution,
    bot_share: float,
    bot_reaction: Distribution | None,
    streams: type[Stream] = Stream,
) -> People:
    """Draw the crowd: users join uniformly in the window and spread over nodes by weight."""
    ids = np.arange(users, dtype=np.int64)
    blocks = np.split(ids, range(BLOCK, users, BLOCK))

    def draw(name: str) -> NDArray[Any]:
        stream = streams(seed, f"crowd.{name}")
        return np.concatenate([stream.uniforms(block) for block in blocks])

    joins = joins_at + (draw("join") * window).astype(np.int64)
    bot = draw("bot") < bot_share if bot_share else np.zeros(users, dtype=np.bool_)
    times = reaction.samples(draw("reaction"))
    if bot_reaction is not None:
        times[bot] = bot_reaction.samples(draw("reaction")[bot])
    return People(joins, choose_edge(draw("edge"), weights), bot, times)


def choose_edge(draws: NDArray[np.float64], weights: list[float]) -> Ints:
    """The edge node of each draw: node i for the i-th stretch of the weights laid end to end."""
    bounds = np.cumsum(np.array(weights, dtype=np.float64))
    chosen = np.searchsorted(bounds, draws * bounds[-1], side="right")
    return np.asarray(np.minimum(chosen, len(weights) - 1), dtype=np.int64)
