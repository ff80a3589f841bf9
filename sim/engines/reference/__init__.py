"""The reference engine: SimPy, one process a request, to read, to teach with and to extend."""
