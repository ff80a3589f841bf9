"""The cache of an entry: what Numba asks for compiled code before it compiles, and gives it after.

Numba's own cache knows of a change only in the file of the entry itself, and the kernel is
compiled into its entries from many files; and a damaged file stops it.
"""

import hashlib
from collections.abc import Callable
from typing import Any

from numba.core.caching import NullCache
from numba.core.compiler import CompileResult
from numba.core.serialize import dumps, loads

from sim.engines.compiled import cache_folder


class EntryCache(NullCache):
    """The compiled code of one function, a file a signature."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._name = function.__name__

    def holds(self, signature: Any) -> bool:
        """Whether there is code for a signature."""
        return cache_folder.holds(self._file(signature))

    def load_overload(self, signature: Any, context: Any) -> CompileResult | None:
        """The code for a signature, ready to be called; None where it is still to be compiled."""
        content = cache_folder.read(self._file(signature))
        if content is None:
            return None
        context.refresh()
        return CompileResult._rebuild(context, *loads(content))

    def save_overload(self, signature: Any, code: CompileResult) -> None:
        """Keep what has just been compiled."""
        cache_folder.write(self._file(signature), dumps(code._reduce()))

    def _file(self, signature: Any) -> str:
        return f"{self._name}-{hashlib.sha256(str(signature).encode()).hexdigest()[:8]}"
