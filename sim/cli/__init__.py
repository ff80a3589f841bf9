"""The floodgate command."""

from sim.cli.app import main

__all__ = ["main"]
