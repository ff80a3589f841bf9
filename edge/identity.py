"""The identity of a process: no other one has it, and none that comes after it will."""

import os


def identity(ip: str, port: int, start: int, pid: int | None = None) -> str:
    """``ip:port:start:pid``: where it listens, when it started (s since the epoch), and its number.

    A process that takes over an address of another has another start or another number.
    """
    return f"{ip}:{port}:{start}:{os.getpid() if pid is None else pid}"
