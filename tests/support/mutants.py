"""Requests with something wrong with them, as many as wanted: mutations of good ones."""

import asyncio
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random

from raw import address

SPICE = (
    *(
        b"\r\n",
        b"\n",
        b"\r",
        b"\0",
        b" ",
        b"\t",
        b":",
        b"%00",
        b"%",
        b"../",
        b"\xff\xfe",
        b"\xc3\xa9",
    ),
    *(b"HTTP/1.1", b"HTTP/2.0", b"Content-Length: 0\r\n", b"Content-Length: 99999999999\r\n"),
    *(b"Transfer-Encoding: chunked\r\n", b"Expect: 100-continue\r\n", b"Upgrade: websocket\r\n"),
    *(b"Connection: upgrade\r\n", b"Content-Encoding: gzip\r\n", b"http://[::1", b"//", b"?", b"#"),
    *(b"9" * 400, b"[" * 300, b'{"user":', b"a" * 9000, b"X: y\r\n" * 200, b"-1", b"1e999", b"NaN"),
)


def mutants(good: Sequence[bytes], number: int, seed: int) -> Iterator[bytes]:
    """So many requests, each a good one with one to four changes."""
    random = Random(seed)
    for _ in range(number):
        request = bytearray(random.choice(good))
        for _ in range(random.choice((1, 1, 1, 2, 4))):
            _mutate(request, good, random)
        yield bytes(request)


def _mutate(request: bytearray, good: Sequence[bytes], random: Random) -> None:
    at, to = sorted(random.randrange(len(request) + 1) for _ in range(2))
    match random.randrange(6):
        case 0 if request:
            request[at % len(request)] ^= 1 << random.randrange(8)
        case 1:
            del request[at : at + random.randint(1, 8)]
        case 2:
            request[at:at] = random.choice(SPICE)
        case 3:
            request[at:at] = request[at:to]
        case 4:
            del request[to:]
        case _:
            request[at:at] = random.choice(good)[: random.randrange(60)]


async def attack(
    url: str, requests: Iterator[bytes], last: bytes, at_once: int = 40
) -> Counter[int]:
    """Send each over a connection of its own, a good one behind it: how often which status came."""
    statuses: Counter[int] = Counter()

    async def one_after_another() -> None:
        for request in requests:
            statuses.update(await _send(url, request + last))

    await asyncio.gather(*(one_after_another() for _ in range(at_once)))
    return statuses


async def _send(url: str, request: bytes) -> list[int]:
    reader, writer = await asyncio.open_connection(*address(url))
    answer = b""
    try:
        writer.write(request)
        async with asyncio.timeout(0.1):  # what is incomplete is answered too late for us
            while part := await reader.read(65536):
                answer += part
    except (TimeoutError, ConnectionError):
        pass
    writer.transport.abort()
    return [int(status) for status in re.findall(rb"HTTP/1\.[01] (\d{3})", answer)]
