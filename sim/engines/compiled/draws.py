"""Keyed draws in the kernel: the same bits as ``sim.rng``, the same durations as its samplers."""

import numpy as np

from sim.distributions import bounded_pareto, exponential, lognormal, weibull
from sim.distributions import uniform as uniform_distribution
from sim.engines.compiled.curves import CELL_BITS, CELLS, OCTAVES, TOLERANCE
from sim.engines.compiled.jit import compiled, gamma_quantile, inlined, normal_quantile

CONSTANT, EXPONENTIAL, LOGNORMAL, GAMMA, WEIBULL, UNIFORM, BOUNDED_PARETO, EMPIRICAL = range(8)

_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_W0, _W1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
_WORD, _HALF, _TWELVE = np.uint64(0xFFFFFFFF), np.uint64(32), np.uint64(12)
_STEP = 2.0**-52
_NUMBER_BITS = 52
_LAST, _MIDDLE = (1 << _NUMBER_BITS) - 1, (1 << (_NUMBER_BITS - 1)) - 1
_PLACE_BITS = _NUMBER_BITS - CELL_BITS
_PLACE, _PLACE_STEP = (1 << _PLACE_BITS) - 1, 2.0**-_PLACE_BITS

_exponential = inlined(exponential.quantile)
_lognormal = inlined(lognormal.quantile)
_weibull = inlined(weibull.quantile)
_uniform = inlined(uniform_distribution.quantile)
_bounded_pareto = inlined(bounded_pareto.quantile)


@inlined
def uniform(s, stream, id, attempt, index):
    """The uniform draw of a stream for (request, attempt, index)."""
    return share(number(s, stream, id, attempt, index))


@inlined
def share(number):
    return (np.float64(number) + 0.5) * _STEP


@inlined
def number(s, stream, id, attempt, index):
    """A draw as one of 2 ** 52 numbers."""
    even, odd = pair(s, stream, id, attempt, index >> 1)
    return odd if index & 1 else even


@inlined
def pair(s, stream, id, attempt, half_index):
    """The numbers of two draws, at an even index and the next."""
    draw = s.draws[stream]
    return pair_of(draw.key0, draw.key1, id, attempt, half_index)


@inlined
def pair_of(key0, key1, id, attempt, half_index):
    """The numbers of two draws under a key: Philox4x32-10, as ``sim.philox``."""
    k0 = np.uint64(key0)
    k1 = np.uint64(key1)
    c0 = np.uint64(id) & _WORD
    c1 = np.uint64(id) >> _HALF
    c2 = np.uint64(attempt)
    c3 = np.uint64(half_index)
    for _ in range(10):
        p0 = _M0 * c0
        p1 = _M1 * c2
        c0 = (p1 >> _HALF) ^ c1 ^ k0
        c1 = p1 & _WORD
        c2 = (p0 >> _HALF) ^ c3 ^ k1
        c3 = p0 & _WORD
        k0 = (k0 + _W0) & _WORD
        k1 = (k1 + _W1) & _WORD
    even = np.int64((c0 | (c1 << _HALF)) >> _TWELVE)
    return even, np.int64((c2 | (c3 << _HALF)) >> _TWELVE)


@inlined
def numbers(s, stream, id, attempt, half_index):
    """What ``duration_of`` wants for two durations, at an even index and the next."""
    if s.draws[stream].kind == CONSTANT:
        return 0, 0
    return pair(s, stream, id, attempt, half_index)


@inlined
def duration(s, stream, id, attempt, index):
    """The duration (ns) that a sampler draws for (request, attempt, index)."""
    draw = s.draws[stream]
    if draw.kind == CONSTANT:
        return np.int64(draw.a)
    return duration_of(s, stream, number(s, stream, id, attempt, index))


@inlined
def duration_of(s, stream, number):
    """The duration (ns) that a number stands for."""
    draw = s.draws[stream]
    if draw.kind == CONSTANT:
        return np.int64(draw.a)
    if draw.curve < 0:
        return _exactly(s, stream, share(number))
    value = _on_curve(s, draw.curve, number)
    rounded = np.rint(value)
    if abs(value - rounded) < 0.5 - TOLERANCE * (value + 1.0):
        return np.int64(rounded)
    return _exactly(s, stream, share(number))


@inlined
def _on_curve(s, curve, number):
    """The quantile as the curve has it; 1/2, whose rounding is in doubt, for the rarest."""
    upper = number > _MIDDLE
    twice = 2 * ((_LAST - number) if upper else number) + 1
    length = int(twice).bit_length()
    if length <= _NUMBER_BITS - OCTAVES:
        return 0.5
    digits = (twice << (_NUMBER_BITS + 1 - length)) & _LAST
    cell = ((length - 1 - (_NUMBER_BITS - OCTAVES)) << CELL_BITS) + (digits >> _PLACE_BITS)
    place = np.float64(digits & _PLACE) * _PLACE_STEP
    return _polynomial(s, curve + cell + (CELLS if upper else 0), place)


@inlined
def _polynomial(s, row, x):
    square = x * x
    low = s.curves[row, 0] + s.curves[row, 1] * x
    low += (s.curves[row, 2] + s.curves[row, 3] * x) * square
    high = s.curves[row, 4] + s.curves[row, 5] * x
    high += (s.curves[row, 6] + s.curves[row, 7] * x) * square
    return low + high * (square * square)


@compiled
def _exactly(s, stream, u):
    """The quantile itself, rounded."""
    draw = s.draws[stream]
    kind = draw.kind
    if kind == EXPONENTIAL:
        value = _exponential(u, draw.a)
    elif kind == LOGNORMAL:
        value = _lognormal(normal_quantile(u), draw.a, draw.b)
    elif kind == UNIFORM:
        value = _uniform(u, draw.a, draw.b)
    elif kind == GAMMA:
        value = draw.a * gamma_quantile(draw.b, u)
    elif kind == WEIBULL:
        value = _weibull(u, draw.a, draw.b)
    elif kind == BOUNDED_PARETO:
        value = _bounded_pareto(u, draw.a, draw.b, draw.c, draw.d)
    else:
        value = s.reals[draw.values + np.int64(np.ceil(u * draw.length)) - 1]
    return np.int64(np.rint(value))
