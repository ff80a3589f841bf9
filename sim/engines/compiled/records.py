"""The arrays that a world is lowered to: what each holds, a record at a time.

All times are nanoseconds.  A *domain* is one place of the reference engine with an agenda of its
own: number 0 is the data centre, number n + 1 is edge node n with the users who go through it.  An
index of -1 is none.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


def record(integers: str, floats: str = "") -> np.dtype[Any]:
    """A record of 64-bit integers and floats, by their names."""
    fields = [(name, np.int64) for name in integers.split()]
    fields += [(name, np.float64) for name in floats.split()]
    return np.dtype(fields)


RUN = record(
    "instant census_at push_at fault_at fault work coming come hungry last logged notes sold_out "
    "census push coupled",
)
"""One record: the state of the run as a whole, and what the kernel asks of Python."""

DOMAIN = record(
    "now serial heap heap_n heap_room pending edge began shift bucket far popped event_free "
    "frame_free frame_left frames request_free request_left crowd crowd_end eager burst free "
    "parked outstanding slot clicks waiting answered books",
)
"""A domain: its clock, agenda, free lists and counts of its users."""

ENTRY = record("time key what extra")
"""An event in a heap; ``key`` is its class and its number in order of scheduling."""

EVENT = record("time key what extra next")
"""An event that is far off, in a list."""

FRAME = record("node parent request state next prev token a b c")
"""One request at one station; ``a``, ``b`` and ``c`` are the station's own."""

REQUEST = record("id user deadline attempt index priority tries poll next")
"""A request in flight."""

NODE = record(
    # every station
    "kind domain station books inner inside "
    # link, deadline, retry, gate
    "there back request_size response_size moving limit outcome attempts on backoff budget limiter "
    # balancer
    "policy outstanding members first "
    # instance, stock, edge node
    "pool draw opens_at calls first_call down cache payment reserve_for cached left reserved "
    "released sold_out_at poll_time click_time admission room sold_out people clicks admitted "
    "forwarded sold "
    # client
    "workload offset priority think users stop at loaded skipped more",
    "slowdown unpaid",
)
"""A station: its kind, its parameters and its state."""

POOL = record(
    "workers busy busy_since ghosts epoch peak room margin lifo waiting lines ranks",
)
"""A worker pool; ``lines`` is the first of its ``ranks`` lines, one a rank of priority."""

LINE = record("head tail")
"""Frames that wait, chained by ``next``."""

WIRE = record("latency lottery bandwidth free_at cut", "loss")
"""One direction of a link."""

DRAW = np.dtype(
    [
        ("key0", np.uint64),
        ("key1", np.uint64),
        ("kind", np.int64),
        ("values", np.int64),
        ("length", np.int64),
        ("a", np.float64),
        ("b", np.float64),
        ("c", np.float64),
        ("d", np.float64),
    ]
)
"""A stream of keyed draws, and the distribution of what is drawn."""

POLICY = record(
    "kind limit window ends used log oldest count per level brim last shortest longest admitted turn early "
    "capacity random credit deposit full members weights total owners points",
    "probability target",
)
"""A policy: its parameters and its state."""

ROOM = record("heap heap_room heap_n waiting head tail joined door")
"""The lobby of an edge node."""

WAITER = record("serial frame", "rank")
"""One who waits in a lobby, in the order of turns."""

CROWD = record("opens_at period patience workload station draw", "jitter")
"""One record: what the users of the crowd have in common."""

USER = np.dtype(
    [
        ("start", np.int64),
        ("latency", np.int64),
        ("number", np.int32),
        ("attempts", np.int32),
        ("by", np.int32),
        ("outcome", np.int32),
    ]
)
"""A user of the crowd: her poll or click that is on its way, then her row of the request log.
``latency`` is -1 until she has clicked and been answered, or has left."""

CONTROL = record("census_interval push_interval there back shortcut stock nodes first", "target")
"""One record: the two loops between the data centre and the edge."""

NOTE = record("time kind", "value")
"""What a controller did."""

ARRIVED = 8
"""The column of a book after those of the outcomes."""
COLUMNS = 9
BUCKETS = 1024
"""Buckets of a domain's agenda."""
LOG_FIELDS = 10


class State(NamedTuple):
    """Everything that the kernel reads and writes."""

    run: Array
    domains: Array
    heap: Array
    events: Array
    buckets: Array
    frames: Array
    requests: Array
    nodes: Array
    books: Array
    pools: Array
    lines: Array
    wires: Array
    draws: Array
    policies: Array
    rooms: Array
    waiters: Array
    numbers: Array
    reals: Array
    crowd: Array
    users: Array
    joins: Array
    reactions: Array
    homes: Array
    edges: Array
    comers: Array
    begins: Array
    polled: Array
    outcomes: Array
    control: Array
    joined: Array
    joined_from: Array
    known: Array
    pushes: Array
    notes: Array
    log: Array
    tree: Array
    turns: Array
