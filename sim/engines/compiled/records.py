"""The arrays that a world is lowered to: what each holds, a record at a time.

All times are nanoseconds.  A *domain* is one place of the reference engine with an agenda of its
own: number 0 is the data centre, number n + 1 is edge node n with the users who go through it.  An
index of -1 is none.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, TypeAlias, get_type_hints

import numpy as np
from numba.core.config import DISABLE_JIT

from sim.histogram import BUCKETS as POLL_BUCKETS

Array: TypeAlias = Any
"""A NumPy array; one of records has its fields as attributes, of which types know nothing."""


def record(integers: str, floats: str = "", small: str = "") -> np.dtype[Any]:
    """A record of 64-bit integers and floats, and of ``small`` 32-bit integers, by their names."""
    fields: list[tuple[str, Any]] = [(name, np.int64) for name in integers.split()]
    fields += [(name, np.float64) for name in floats.split()]
    # Compiled code widens them when it reads them (``tables``), which plain Python would not.
    fields += [(name, np.int64 if DISABLE_JIT else np.int32) for name in small.split()]
    return np.dtype(fields, align=True)


RUN = record(
    "end burst census_at push_at fault_at census push notes sold_out fault work coming come "
    "hungry stuck last coupled domains leaves logged log_room heard_room "
    "intervals interval stations",
)
"""One record: the state of the run as a whole, and what the kernel asks of Python."""

DOMAIN = record(
    # agenda
    "now serial token pending heap heap_n heap_room event_free popped comer comes_at comes_key "
    "wheel bits fine_mask coarse_mask far edge shift coarse fine_n coarse_n far_at adapted_at "
    # free lists
    "frame_free frame_left frames request_free request_left "
    # users
    "crowd crowd_end eager burst normal_at link node books clicks waiting answered "
    # the edge node's dealings with the data centre
    "free parked outstanding "
    # readings
    "slot reading reading_at first_book first_pool",
)
"""A domain: its clock, agenda, free lists and counts of its users.  ``comer`` is the client whose
request comes next of all, ``comes_at`` then, with ``comes_key`` for a place in that instant."""

ENTRY = record("time key what", small="extra")
"""An event in a heap; ``key`` is its class and its number in order of scheduling."""

EVENT = record("time key what", small="extra next")
"""An event that is far off, in a list."""

FRAME = record("b", small="node parent request state next prev token a c")
"""One request at one station; ``a``, ``b`` and ``c`` are the station's own."""

REQUEST = record("id user deadline start", small="attempt index priority tries poll next")
"""A request in flight; ``start`` is when a workload sent it."""

NODE = record(
    # every station
    "kind domain station books inner inside "
    # link, deadline, retry, gate
    "there back request_size response_size moving limit outcome attempts on backoff budget limiter "
    # balancer
    "policy outstanding members first "
    # instance, stock, edge node
    "pool draw opens_at calls first_call lends down cache payment reserve_for cached left reserved "
    "released sold_out_at poll_time click_time answer_time wake_time admission room sold_out "
    "people clicks admitted forwarded sold "
    # client
    "workload offset priority think users stop at loaded skipped more",
    "slowdown unpaid",
)
"""A station: its kind, its parameters and its state."""

POOL = record(
    "workers busy busy_since ghosts epoch peak room margin lifo waiting lines ranks station next",
)
"""A worker pool; ``lines`` is the first of its ``ranks`` lines, one a rank of priority."""

LINE = record("head tail")
"""Frames that wait, chained by ``next``."""

WIRE = record("latency lottery bandwidth free_at cut", "loss")
"""One direction of a link."""

DRAW = record("key0 key1 kind values length curve blocks", "a b c d")
"""A stream of keyed draws, the distribution of what is drawn, and where its blocks begin."""

BLOCK = record("number missed misses")
"""A place for a block of kept draws: which one is there, and how often which other one was missed;
the draws are in ``kept``."""

POLICY = record(
    "kind limit window ends used log oldest count per level brim last shortest longest admitted "
    "turn early capacity random credit deposit full members weights total owners points",
    "probability target",
)
"""A policy: its parameters and its state."""

ROOM = record("heap heap_room heap_n waiting head tail joined door")
"""The lobby of an edge node."""

WAITER = record("", "rank", small="serial frame")
"""One who waits in a lobby, in the order of turns."""

CROWD = record("opens_at period patience priority workload station draw rows", "jitter")
"""One record: what the users of the crowd have in common."""

USER = record("start latency back", small="id number attempts response")
"""A user of the crowd: her poll or click that is on its way, then her row of the request log.
``latency`` is -1 until she has clicked and been answered, or has left, with ``response``."""

CONTROL = record("census_interval push_interval there back shortcut stock nodes first", "target")
"""One record: the two loops between the data centre and the edge."""

NOTE = record("time kind", "value")
"""What a controller did."""

ARRIVED = 8
"""The column of a book after those of the outcomes."""
COLUMNS = 9
QUEUE, BUSY, READ = 9, 10, 11
"""A reading: the columns of a book, then the gauges of its pools."""
SUM, LEAST, MOST, KEPT = 8, 9, 10, 11
SUMMARY = 24
"""Polls of a slot: counts by outcome, then the sum, the least and the most of their latencies, and
how many of them have a row by now.  There are so many columns that two slots, and so two threads,
never share a line of the cache."""

TURN = record("time rank")
"""When a domain goes on, and its rank among those that go on in the same instant."""

TELLING = record("sold_out", "share")
"""What the data centre pushed to the edge: whether nothing is left, and the share or -1."""

HEARD = record("user number start latency outcome")
"""The row of a poll that has been answered."""

COVER = record("station next")
"""Whose a book is, and the next book of the same domain."""

TERMS = 8
"""Coefficients of a piece of a curve."""

INTEGER, SMALL, REAL = np.dtype(np.int64), np.dtype(np.int32), np.dtype(np.float64)
SHORT, BYTE = np.dtype(np.int16), np.dtype(np.uint8)


@dataclass(frozen=True)
class State:
    """Everything that the kernel reads and writes: tables, each with its kind of element, and how
    many of them are in a row where it has two dimensions."""

    run: Annotated[Array, RUN]
    domains: Annotated[Array, DOMAIN]
    heap: Annotated[Array, ENTRY]
    events: Annotated[Array, EVENT]
    buckets: Annotated[Array, SMALL]
    frames: Annotated[Array, FRAME]
    requests: Annotated[Array, REQUEST]
    nodes: Annotated[Array, NODE]
    books: Annotated[Array, INTEGER, COLUMNS]
    covers: Annotated[Array, COVER]
    readings: Annotated[Array, INTEGER, READ]
    early: Annotated[Array, INTEGER, COLUMNS]
    pools: Annotated[Array, POOL]
    lines: Annotated[Array, LINE]
    wires: Annotated[Array, WIRE]
    draws: Annotated[Array, DRAW]
    curves: Annotated[Array, REAL, TERMS]
    blocks: Annotated[Array, BLOCK]
    kept: Annotated[Array, INTEGER]
    policies: Annotated[Array, POLICY]
    rooms: Annotated[Array, ROOM]
    waiters: Annotated[Array, WAITER]
    numbers: Annotated[Array, INTEGER]
    reals: Annotated[Array, REAL]
    crowd: Annotated[Array, CROWD]
    users: Annotated[Array, USER]
    joins: Annotated[Array, INTEGER]
    reactions: Annotated[Array, INTEGER]
    homes: Annotated[Array, INTEGER]
    edges: Annotated[Array, INTEGER, 2]
    begins: Annotated[Array, INTEGER]
    polled: Annotated[Array, INTEGER, POLL_BUCKETS]
    outcomes: Annotated[Array, INTEGER, SUMMARY]
    heard: Annotated[Array, HEARD]
    control: Annotated[Array, CONTROL]
    joined: Annotated[Array, INTEGER]
    joined_from: Annotated[Array, INTEGER]
    known: Annotated[Array, INTEGER]
    pushes: Annotated[Array, TELLING]
    notes: Annotated[Array, NOTE]
    log_request: Annotated[Array, INTEGER]
    log_start: Annotated[Array, INTEGER]
    log_latency: Annotated[Array, INTEGER]
    log_workload: Annotated[Array, SHORT]
    log_outcome: Annotated[Array, BYTE]
    log_by: Annotated[Array, SHORT]
    log_attempts: Annotated[Array, SHORT]
    tree: Annotated[Array, INTEGER]
    turns: Annotated[Array, TURN]

    def __post_init__(self) -> None:
        for name, (dtype, width) in TABLES.items():
            table = getattr(self, name)
            fits = table.dtype == dtype and table.shape[1:] == ((width,) if width else ())
            assert fits and table.flags.c_contiguous, f"{name}: wanted contiguous {dtype}" + (
                f" in rows of {width}" if width else ""
            )

    @cached_property
    def _addresses(self) -> Array:
        return np.array([getattr(self, name).ctypes.data for name in TABLES], dtype=np.int64)

    @cached_property
    def address(self) -> int:
        """Where compiled code finds the addresses of all tables, in this order."""
        return int(self._addresses.ctypes.data)


def _kind(hint: Any) -> tuple[np.dtype[Any], int]:
    dtype, *width = hint.__metadata__
    return dtype, width[0] if width else 0


TABLES = {name: _kind(hint) for name, hint in get_type_hints(State, include_extras=True).items()}
"""The tables by name: the dtype of an element, and the width of a row or 0."""

LOG = tuple(name for name in TABLES if name.startswith("log_"))
"""The columns of the request log: the kernel writes each row as it will be handed over."""
