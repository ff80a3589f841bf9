"""The compiled engine: the reference engine's world as arrays, played by one Numba kernel."""
