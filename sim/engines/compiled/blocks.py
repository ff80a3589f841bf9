"""Blocks of draws: what consecutive requests draw from one stream, made together and kept.

The requests of a workload come to a station nearly in the order of their numbers.  So what they
draw there first, or first and second, is made for 256 of them at once, which takes a fraction of
the time, since the processor makes several side by side; and a request finds its own.  A block is
made when a few of its requests have drawn for themselves: of a crowd of which few come none is.
"""

from sim.engines.compiled.draws import CONSTANT, duration_of, number, pair, share
from sim.engines.compiled.draws import duration as _duration
from sim.engines.compiled.jit import compiled, inlined

BITS = 8
SIZE = 1 << BITS
"""Requests of a block."""
BLOCKS = 8
"""Blocks that are kept of a stream's draws of index 0, and as many of index 1."""
NO_BLOCKS = -1
"""The blocks of a stream from which not the data centre alone draws, or which needs none."""
_ENOUGH = 4
"""After so many draws of its requests a block is made."""


@inlined
def duration(s, stream, id, attempt, index):
    """The duration (ns) that a sampler draws for (request, attempt, index)."""
    draw = s.draws[stream]
    if draw.kind == CONSTANT:
        return int(draw.a)
    if attempt == 0 and index <= 1 and _is_kept(s, draw, id, index):
        return s.kept[_place(draw, id, index)]
    return _duration_alone(s, stream, id, attempt, index)


@inlined
def uniform(s, stream, id, attempt, index):
    """The uniform draw of a stream for (request, attempt, index)."""
    draw = s.draws[stream]
    if attempt == 0 and index <= 1 and _is_kept(s, draw, id, index):
        return share(s.kept[_place(draw, id, index)])
    return share(_number_alone(s, stream, id, attempt, index))


@inlined
def _block(draw, id, index):
    return draw.blocks + BLOCKS * index + ((id >> BITS) & (BLOCKS - 1))


@inlined
def _is_kept(s, draw, id, index):
    return draw.blocks >= 0 and s.blocks[_block(draw, id, index)].number == id >> BITS


@inlined
def _place(draw, id, index):
    return (_block(draw, id, index) << BITS) + (id & (SIZE - 1))


@compiled
def _duration_alone(s, stream, id, attempt, index):
    """The duration of a request that has found none."""
    if _is_wanted(s, s.draws[stream], id, attempt, index):
        _make(s, stream, id, index)
        first = _block(s.draws[stream], id, index) << BITS
        for place in range(first, first + SIZE):
            s.kept[place] = duration_of(s, stream, s.kept[place])
        return s.kept[_place(s.draws[stream], id, index)]
    return _duration(s, stream, id, attempt, index)


@compiled
def _number_alone(s, stream, id, attempt, index):
    """The number of a request that has found none."""
    if _is_wanted(s, s.draws[stream], id, attempt, index):
        _make(s, stream, id, index)
        return s.kept[_place(s.draws[stream], id, index)]
    return number(s, stream, id, attempt, index)


@inlined
def _is_wanted(s, draw, id, attempt, index):
    """Whether it is time to make a block."""
    if draw.blocks < 0 or attempt > 0 or index > 1:
        return False
    block = s.blocks[_block(draw, id, index)]
    if block.missed != id >> BITS:
        block.missed = id >> BITS
        block.misses = 0
    block.misses += 1
    return block.misses >= _ENOUGH


@compiled
def _make(s, stream, id, index):
    """Fill a block with the numbers of its draws."""
    place = _block(s.draws[stream], id, index)
    s.blocks[place].number = id >> BITS
    first = id >> BITS << BITS
    for other in range(SIZE):
        even, odd = pair(s, stream, first + other, 0, 0)
        s.kept[(place << BITS) + other] = odd if index else even
