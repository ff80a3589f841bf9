"""The fingerprint: a hash of everything that happened in a run, and of nothing else."""

import hashlib
import struct
from collections.abc import Mapping, Sequence
from dataclasses import astuple
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engines.trace import Trace
from sim.histogram import LatencyHistogram

DIGEST_BYTES = 16


def fingerprint(trace: Trace) -> str:
    """The BLAKE2b-128 hash of a trace, in hexadecimal.

    It depends on every number and name in the trace and on the order of its rows, but not on the
    order of its mappings, on the byte order or integer widths of the machine, nor on who computed
    it or how long that took.
    """
    canon = _Canon()
    for part in _parts(trace):
        canon.add(part)
    return canon.digest()


def _parts(trace: Trace) -> list[Any]:
    return [
        trace.end,
        trace.interval,
        trace.stations,
        trace.workloads,
        trace.requests,
        trace.polls,
        trace.poll_outcomes,
        {name: astuple(totals) for name, totals in trace.totals.items()},
        trace.timeline,
        [(event.time, event.kind, event.target, float(event.value)) for event in trace.events],
        astuple(trace.sale) if trace.sale else None,
        trace.edges,
        trace.in_flight,
        *([] if trace.poll_rows is None else [trace.poll_rows]),
    ]


class _Canon:
    """Feeds values to a hash, each with a tag and a length, so that no two traces read alike."""

    def __init__(self) -> None:
        self._hash = hashlib.blake2b(digest_size=DIGEST_BYTES)

    def digest(self) -> str:
        return self._hash.hexdigest()

    def add(self, value: Any) -> None:
        match value:
            case LatencyHistogram():
                self.add([value.sum, value.min, value.max, list(value.buckets())])
            case np.ndarray():
                self._add_array(value)
            case Mapping():
                self._add_list(b"m", [part for key in sorted(value) for part in (key, value[key])])
            case list() | tuple():
                self._add_list(b"l", value)
            case _:
                self._put(*_scalar(value))

    def _add_array(self, array: NDArray[Any]) -> None:
        wide = "<f8" if array.dtype.kind == "f" else "<i8"
        self._put(b"a", np.ascontiguousarray(array, dtype=wide).tobytes())

    def _add_list(self, tag: bytes, values: Sequence[Any]) -> None:
        self._put(tag, str(len(values)).encode())
        for value in values:
            self.add(value)

    def _put(self, tag: bytes, content: bytes) -> None:
        self._hash.update(tag + struct.pack("<q", len(content)))
        self._hash.update(content)


def _scalar(value: Any) -> tuple[bytes, bytes]:
    match value:
        case None:
            return b"-", b""
        case str():
            return b"s", value.encode()
        case int():
            return b"i", str(int(value)).encode()
        case float():
            return b"f", struct.pack("<d", value)
    raise TypeError(f"wanted a value that a trace can hold, got {value!r}")
