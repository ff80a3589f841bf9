"""The kernel's readiness: compiled in this process, kept from an earlier one, or neither yet."""

import inspect
from collections.abc import Callable
from typing import Any

import numba
from numba import types

from sim.engines.compiled import lanes as lanes  # brings the entries, as the next line does
from sim.engines.compiled import streams as streams
from sim.engines.compiled.jit import ENTRIES
from sim.engines.compiled.tables import STATE

_KINDS = {"s": STATE, "column": types.float64[::1], "requests": types.int64[::1]}
"""What the parameters of entries are, by name, unless they are integers."""


def is_loaded() -> bool:
    """Whether the kernel can be called at once in this process."""
    return numba.config.DISABLE_JIT or all(entry.overloads for entry in ENTRIES)


def is_kept() -> bool:
    """Whether the kernel need not be compiled any more."""
    return is_loaded() or all(entry._cache.holds(_signature(entry)) for entry in ENTRIES)


def prepare(note: Callable[[str], None]) -> None:
    """Load the kernel, or compile it where it was not kept, which takes a while: note it."""
    if not is_kept():
        note("compiling the kernel for this machine, once: about 10 s")
    if not is_loaded():
        for entry in ENTRIES:
            entry.compile(_signature(entry))


def _signature(entry: Any) -> tuple[types.Type, ...]:
    """An entry takes the state or columns, and integers."""
    return tuple(
        _KINDS.get(name, types.int64) for name in inspect.signature(entry.py_func).parameters
    )
