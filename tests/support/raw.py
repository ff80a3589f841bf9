"""Requests written byte by byte, as nobody who means well sends them."""

import asyncio
import socket
from urllib.parse import urlsplit


def exchange(url: str, *pieces: bytes, timeout: float = 20) -> bytes:
    """Send the pieces over one connection, one after the other: all that comes back until it ends.

    The last request says ``Connection: close``, or the server closes because of what it got, and
    that while we still send, perhaps.
    """
    with socket.create_connection(address(url), timeout) as connection:
        try:
            for piece in pieces:
                connection.sendall(piece)
        except ConnectionError:
            pass
        return read_all(connection)


def read_all(connection: socket.socket) -> bytes:
    """Everything until the connection ends, in order or not."""
    parts = []
    try:
        while part := connection.recv(65536):
            parts.append(part)
    except ConnectionError:
        pass
    return b"".join(parts)


def address(url: str) -> tuple[str, int]:
    """The host and port of a URL."""
    parts = urlsplit(url)
    assert parts.hostname is not None and parts.port is not None
    return parts.hostname, parts.port


def status(answer: bytes) -> int:
    """The status of the first answer; 0 where there is none."""
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.") else 0


async def trickle(url: str, start: bytes, drop: bytes, every: float) -> float:
    """Send a start and then a drop again and again: the seconds until the server closes."""
    loop = asyncio.get_running_loop()
    reader, writer = await asyncio.open_connection(*address(url))
    began = loop.time()
    writer.write(start)
    reading = asyncio.create_task(_until_end(reader))
    while not reading.done():
        await asyncio.wait([reading], timeout=every)
        writer.write(drop)
    writer.close()
    return reading.result() - began


async def _until_end(reader: asyncio.StreamReader) -> float:
    try:
        while await reader.read(65536):
            pass
    except ConnectionError:
        pass
    return asyncio.get_running_loop().time()
