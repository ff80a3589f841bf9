"""How compiled code is put together: the kernel is optimised once, as a whole.

Left to itself, Numba makes every function a library of its own, with a copy of all that it calls,
optimises it and turns it into machine code.  With some two hundred functions that call one another
this is the same work over and over, and takes a minute.  So a *part* of the kernel stays as its
function passes leave it, and only an *entry*, which Python calls, links all parts that it can
reach and optimises them together.
"""

from collections.abc import Iterator
from typing import Any

from numba.core import codegen, compiler


class Part(codegen.JITCodeLibrary):
    """The library of a function that is only called by compiled code: IR, and no machine code."""

    @property
    def codegen(self) -> "Part":
        return self

    def set_env(self, name: str, environment: Any) -> None:
        """A part never uses Python objects, so it needs no environment to find them in."""

    def finalize(self) -> None:
        self._finalized = True

    def get_pointer_to_function(self, name: str) -> int:
        return 0

    def reachable(self) -> Iterator[Any]:
        """This library and all that it needs, some more than once."""
        yield self
        for library in self._linking_libraries:
            yield from library.reachable() if isinstance(library, Part) else [library]


class Whole(codegen.JITCodeLibrary):
    """The library of an entry: it links everything that its parts need, each once."""

    def finalize(self) -> None:
        parts = [library for library in self._linking_libraries if isinstance(library, Part)]
        for part in parts:
            self._linking_libraries.extend(part.reachable())
        super().finalize()


def _compiler(library: type[codegen.CodeLibrary]) -> type[compiler.Compiler]:
    """Numba's compiler, but into a library of this class."""

    class Into(compiler.Compiler):
        def define_pipelines(self) -> Any:
            code = self.state.targetctx.codegen()
            self.state.library = library(code, self.state.func_id.func_qualname)
            self.state.library.enable_object_caching()
            return super().define_pipelines()

    return Into


PartCompiler, WholeCompiler = _compiler(Part), _compiler(Whole)
