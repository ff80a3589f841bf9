"""What validation plays unless somebody says otherwise."""

from sim.units import SECOND

SHARES = (0.3, 0.5, 0.65, 0.8)
"""Loads that are scored, as shares of the capacity."""
WINDOW = 15 * SECOND
"""How long (ns) people click at each of them."""
