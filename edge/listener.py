"""The listening socket of a node: shared with the node that takes over, and left without a loss."""

import ctypes
import socket
import sys
from struct import pack

BACKLOG = 4096
_SO_ATTACH_FILTER = 26
_DROP_SYN = (
    (0x30, 0, 0, 13),  # load the byte with the flags of the TCP header
    (0x54, 0, 0, 0x12),  # keep SYN and ACK
    (0x15, 0, 1, 0x02),  # SYN alone?
    (0x06, 0, 0, 0),  # yes: drop it
    (0x06, 0, 0, 0xFFFFFFFF),  # no: pass all of it
)
"""A classic BPF program: (code, jump if true, jump if false, operand), as in linux/filter.h."""


def listen(host: str, port: int, *, beside: bool = False) -> socket.socket:
    """A listening socket, at any free port for 0.

    ``beside``: other processes of the same user that listen there are welcome, for a restart.
    OSError where the address is in use, or is none.
    """
    if not beside:
        _bound(host, port, shared=False).close()
    listener = _bound(host, port, shared=True)
    listener.listen(BACKLOG)
    listener.setblocking(False)
    return listener


def _bound(host: str, port: int, *, shared: bool) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, shared)
        bound.bind((host, port))
    except OSError:
        bound.close()
        raise
    return bound


def hush(listener: socket.socket) -> None:
    """Let no new connection begin at this socket; those that began can still be accepted.

    A listener that is closed resets what it has not accepted.  After this one nothing comes to
    it: a client's first packet is dropped, and its kernel's next one, a second later, finds the
    node that listens instead.  Where the system is not Linux nothing happens.
    """
    if sys.platform != "linux":
        return
    program = b"".join(pack("HBBI", *step) for step in _DROP_SYN)
    buffer = ctypes.create_string_buffer(program)
    option = pack("HL", len(_DROP_SYN), ctypes.addressof(buffer))
    listener.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, option)
