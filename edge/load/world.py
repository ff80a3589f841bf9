"""The world of one process: what all its users share."""

from typing import NamedTuple

from edge.load.clock import Clock
from edge.load.journal import Journal
from edge.load.shop import Shop


class World(NamedTuple):
    """The time, the shop, and where it is written down what happens."""

    clock: Clock
    shop: Shop
    journal: Journal
