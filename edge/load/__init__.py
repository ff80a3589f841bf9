"""The load: a scenario's own people and arrivals, sent over HTTP to real edge nodes.

Locust runs in processes of its own: nothing here that others import imports it.
"""

from edge.load.errors import LoadError
from edge.load.launch import Interrupted, run
from edge.load.result import LoadResult

__all__ = ["Interrupted", "LoadError", "LoadResult", "run"]
