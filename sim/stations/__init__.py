"""Stations: the parts a request enters and leaves, as SimPy generators that nest."""
