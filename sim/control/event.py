"""The control event: one thing that happened outside the request path."""

from typing import NamedTuple


class ControlEvent(NamedTuple):
    """At ``time`` (ns) something of ``kind`` happened to ``target``; ``value`` says how much."""

    time: int
    kind: str
    target: str
    value: float
