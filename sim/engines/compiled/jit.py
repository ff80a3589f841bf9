"""How the kernel is compiled, and what it needs of SciPy inside compiled code.

``inlined`` is for the parts of the kernel and for the rules of policies and distributions: each is
compiled into whatever calls it.  ``entry`` is for the few functions that Python calls.  With
``NUMBA_DISABLE_JIT=1`` all of them stay plain Python, and give the same results.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar, cast

import numba
from llvmlite import binding
from numba import types
from numba.cpython.unsafe.numbers import leading_zeros
from numba.extending import get_cython_function_address, overload, overload_method
from scipy import special

from sim.engines.compiled.cache import EntryCache
from sim.engines.compiled.library import PartCompiler, WholeCompiler

Function = TypeVar("Function", bound=Callable[..., Any])
OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "_nrt": False}
PART: dict[str, Any] = {
    "pipeline_class": PartCompiler,
    "no_cpython_wrapper": True,
    "no_cfunc_wrapper": True,
    **OPTIONS,
}

ENTRIES: list[Any] = []
"""The functions that Python calls, once their modules are imported."""


def inlined(function: Function) -> Function:
    """A part of the kernel, compiled into its callers."""
    return _part(function, forceinline=True)


def compiled(function: Function) -> Function:
    """A part of the kernel that is called, not copied into its callers: it is long or rare.

    Said outright, since Numba lets a function that does not say inherit it from its first caller.
    """
    return _part(function, forceinline=False)


def _part(function: Function, forceinline: bool) -> Function:
    made: Any = numba.njit(forceinline=forceinline, **PART)(function)
    if not numba.config.DISABLE_JIT:
        made.get_call_template = partial(_call_template, made.get_call_template)
    return cast(Function, made)


def _call_template(get: Callable[..., Any], args: Any, kws: Any) -> Any:
    """How a part is called: one that is handed a constant is not compiled once more for it."""
    return get([types.unliteral(kind) for kind in args], kws)


def entry(function: Function) -> Function:
    """A function of the kernel that Python calls; its code is kept for the next time."""
    made: Any = numba.njit(pipeline_class=WholeCompiler, **OPTIONS)(function)
    if not numba.config.DISABLE_JIT:
        made._cache = EntryCache(function)
    ENTRIES.append(made)
    return cast(Function, made)


def normal_quantile(u: float) -> float:
    """The standard normal distribution's quantile, as SciPy computes it."""
    return float(special.ndtri(u))


def gamma_quantile(shape: float, u: float) -> float:
    """The quantile of a gamma distribution of scale 1, as SciPy computes it."""
    return float(special.gammaincinv(shape, u))


def _external(name: str, arguments: int) -> types.ExternalFunction:
    """SciPy's own compiled function under a symbol that cached code finds again."""
    symbol = f"floodgate_{name}"
    address = get_cython_function_address("scipy.special.cython_special", name)
    binding.add_symbol(symbol, address)
    signature = types.double(*[types.double] * arguments, types.intc)
    return types.ExternalFunction(symbol, signature)


_ndtri = _external("ndtri", 1)
_gammaincinv = _external("gammaincinv", 2)


@overload(normal_quantile, inline="never")
def _normal_quantile(u):
    return lambda u: _ndtri(u, 0)


@overload(gamma_quantile, inline="never")
def _gamma_quantile(shape, u):
    return lambda shape, u: _gammaincinv(shape, u, 0)


@overload_method(types.Integer, "bit_length")
def _bit_length(number):
    return lambda number: 64 - leading_zeros(types.int64(number))
