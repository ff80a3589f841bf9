"""Draws for admission: keyed as the simulator's, or from the operating system."""

from collections.abc import Callable
from secrets import randbits

from sim.rng import Stream

Draw = Callable[[int, int], float]
"""A uniform draw from (0, 1) for an attempt of a user."""

STREAM = "edge.admission"
"""The name under which the simulator's edge nodes draw."""


def draws(seed: int | None) -> Draw:
    """The draws that the simulator makes with this seed; without one nobody can foretell them."""
    if seed is None:
        return lambda user, attempt: (randbits(52) + 0.5) * 2.0**-52
    stream = Stream(seed, STREAM)
    return lambda user, attempt: stream.uniform(user, attempt)
