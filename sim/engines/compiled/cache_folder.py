"""Where compiled code is kept between runs: one folder for each kernel.

A kernel is what was compiled (the sources of sim, up to the engines), by what (Python, Numba,
LLVM, NumPy, SciPy, and the settings of Numba) and for which processor; a digest of all that is the
folder's name, so nothing stale is ever found.  The folder is in NUMBA_CACHE_DIR, or in the user's
cache, or, where neither can be written, in a folder of the user's own among the temporary files.
Where that fails too, nothing is kept.
"""

import hashlib
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from uuid import uuid4

import llvmlite
import numba
import numpy
import scipy
from numba.core.registry import cpu_target

import sim
from sim.version import __version__

KEPT = 8
"""How many kernels are kept, counting from the one that was used last: there may be several
installations, and each version of a source that is being worked on has one."""

APART = ("results", "experiments", "reports", "benchmarks", "cli")
"""The parts of sim above the engines: imports go one way, so nothing of them is compiled in."""

SEAL = hashlib.sha256
"""What a file begins with: the hash of the rest, so that a damaged one is known."""


def holds(name: str) -> bool:
    """Whether there is such a file, and it is whole."""
    return any(_content(folder / name) is not None for folder in _folders())


def read(name: str) -> bytes | None:
    """The content of a file; None where there is none that is whole."""
    for folder in _folders():
        content = _content(folder / name)
        if content is not None:
            with suppress(OSError):
                os.utime(folder)
            return content
    return None


def write(name: str, content: bytes) -> None:
    """Keep a file in the first place that can be written, if any."""
    for folder in _folders():
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _put(folder, name, SEAL(content).digest() + content)
        except OSError:
            continue
        _tidy(folder)
        return


def _content(file: Path) -> bytes | None:
    try:
        sealed = file.read_bytes()
    except OSError:
        return None
    size = SEAL().digest_size
    seal, content = sealed[:size], sealed[size:]
    return content if SEAL(content).digest() == seal else None


def _put(folder: Path, name: str, content: bytes) -> None:
    """Write a file in one go: who reads it meanwhile sees the old one or the new one."""
    made = folder / f"{name}.{uuid4().hex}"
    try:
        made.write_bytes(content)
        made.replace(folder / name)
    except OSError:
        made.unlink(missing_ok=True)
        raise


def _tidy(folder: Path) -> None:
    """Remove the kernels that have not been used for longest."""
    with suppress(OSError):
        kernels = sorted(folder.parent.glob("kernel-*"), key=lambda it: -it.stat().st_mtime)
        for old in kernels[KEPT:]:
            shutil.rmtree(old, ignore_errors=True)


def _folders() -> Iterator[Path]:
    """Where this kernel may be, in order of preference."""
    name = f"kernel-{_digest()}"
    for base in (Path(numba.config.CACHE_DIR or ""), _user_cache()):
        if base.is_absolute():
            yield base / "floodgate" / name
    own = _own_temporary()
    if own is not None:
        yield own / name


def _user_cache() -> Path:
    given = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if given.is_absolute():
        return given
    try:
        return Path.home() / ".cache"
    except RuntimeError:  # nobody knows where that is
        return Path()


def _own_temporary() -> Path | None:
    """A folder that nobody else can write to: what is read from it is executed."""
    user = os.getuid() if hasattr(os, "getuid") else 0  # Windows: temporary files are the user's
    try:
        folder = Path(tempfile.gettempdir(), f"floodgate-{user}")
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return None
    own = stat.S_ISDIR(found.st_mode) and found.st_uid == user and not found.st_mode & 0o022
    return folder if own or not hasattr(os, "getuid") else None


@cache
def _digest() -> str:
    """The hash of everything that compiled code depends on."""
    digest = hashlib.sha256(repr(_setting()).encode())
    root = Path(sim.__file__).parent
    for source in sorted(root.rglob("*.py")):
        place = source.relative_to(root)
        if place.parts[0] not in APART:
            digest.update(f"{place.as_posix()} {source.stat().st_size}\n".encode())
            digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def _setting() -> list[object]:
    packages = [it.__version__ for it in (numba, llvmlite, numpy, scipy)]
    settings = [it for it in sorted(os.environ.items()) if it[0].startswith("NUMBA_")]
    chosen = [it for it in settings if it[0] != "NUMBA_CACHE_DIR"]
    processor = cpu_target.target_context.codegen().magic_tuple()
    return [__version__, sys.version, *packages, *chosen, *processor]
