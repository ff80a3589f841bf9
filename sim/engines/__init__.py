"""Engines: what executes a run and hands over its trace."""
