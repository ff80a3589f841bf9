"""What validation plays unless somebody says otherwise."""

from sim.units import MILLISECOND, SECOND

SHARES = (0.3, 0.5, 0.65, 0.8)
"""Loads that are scored, as shares of the capacity."""
WINDOW = 15 * SECOND
"""How long (ns) people click at each of them."""
WORK = 3 * MILLISECOND
"""What a click takes of a node's processor: enough that the node saturates before the load does."""
