"""What both services do with requests that are too large, or made to split parsers."""

import socket
from collections.abc import Iterator

import pytest
from raw import address, exchange, read_all, status
from services import ASK, HOST, LAST, POST

from edge.http import MAX_BODY, MAX_HEADERS


def filler(size: int) -> bytes:
    """Headers of so many bytes, none of them too large by itself."""
    return b"".join(b"X-%04d: %s\r\n" % (i, b"a" * 990) for i in range(size // 1000))


def test_headers_within_16_kib_are_taken(service):
    """What is just small enough is served."""
    request = ASK + filler(MAX_HEADERS - 500)

    assert status(service.exchange(request + b"Connection: close\r\n\r\n")) == 200


@pytest.mark.parametrize("pieces", [1, 7])
def test_headers_above_16_kib_are_refused(service, pieces):
    """Too many bytes of headers are 431 or 400, in one packet or in several."""
    request = ASK + filler(MAX_HEADERS + 1500) + b"\r\n"
    step = -(-len(request) // pieces)
    parts = [request[at : at + step] for at in range(0, len(request), step)]

    assert status(service.exchange(*parts)) in (400, 431)


def test_large_headers_behind_a_poll_are_refused(service):
    """A second request in the same packet is measured too."""
    second = ASK + filler(MAX_HEADERS + 1500) + b"\r\n"
    answer = service.exchange(ASK + b"\r\n" + second)

    assert answer.count(b"HTTP/1.1 200") == 1
    assert b"HTTP/1.1 431" in answer or b"HTTP/1.1 400" in answer


def test_headers_without_end_are_cut(service):
    """A header that never ends is refused long before it fills the memory."""
    sent = 0
    with socket.create_connection(address(service.url), 20) as connection:
        try:
            for number in range(10_000):
                line = b"X-%05d: %s\r\n" % (number, b"a" * 990)
                connection.sendall((b"GET / HTTP/1.1\r\n" if not number else b"") + line)
                sent += len(line)
        except ConnectionError:
            pass
        assert sent < 10_000 * 1000
        assert status(read_all(connection)) in (0, 400, 431)


@pytest.mark.parametrize("line", [b"GET /%s HTTP/1.1\r\n", b"GET /asked?x=%s HTTP/1.1\r\n"])
def test_a_long_address_is_refused(service, line):
    """The request line counts as well."""
    request = line % (b"a" * 20_000) + HOST + b"\r\n"

    assert status(service.exchange(request)) in (400, 414, 431)


def test_a_large_body_is_refused_before_it_is_sent(service):
    """Content-Length alone is enough: the answer comes while the body is still to come."""
    request = POST + b"Content-Length: %d\r\n\r\n" % (MAX_BODY + 1)
    with socket.create_connection(address(service.url), 20) as connection:
        connection.sendall(service.spelled(request))
        answer = connection.recv(65536)

    assert status(answer) == 413
    assert b"Connection: close" in answer


def test_a_body_of_64_kib_is_read(service):
    """The largest body is taken, and found to be no JSON."""
    request = POST + b"Content-Length: %d\r\n\r\n" % MAX_BODY

    assert status(service.exchange(request, b"x" * MAX_BODY, LAST)) == 400


def test_a_large_body_in_chunks_is_refused(service):
    """A body that does not say how large it is is measured while it comes."""
    request = POST + b"Transfer-Encoding: chunked\r\n\r\n"
    chunk = b"1000\r\n" + b"x" * 0x1000 + b"\r\n"

    assert status(service.exchange(request, *[chunk] * 17, b"0\r\n\r\n")) == 413


def test_a_body_in_chunks_is_read(service):
    """Chunks are as good as a length."""
    request = POST + b'Transfer-Encoding: chunked\r\n\r\n5\r\n{"use\r\n7\r\nr": -1}\r\n0\r\n\r\n'

    answer = service.exchange(request, LAST)

    assert status(answer) == 400
    assert b"got -1" in answer


def test_whoever_asks_is_told_to_send_the_body(service):
    """Expect: 100-continue is answered before the body is read."""
    request = POST + b"Content-Length: 2\r\nExpect: 100-continue\r\n\r\n"
    with socket.create_connection(address(service.url), 20) as connection:
        connection.sendall(service.spelled(request))
        assert status(connection.recv(65536)) == 100
        connection.sendall(b"[]")
        assert status(connection.recv(65536)) == 400


def malformed() -> Iterator[tuple[str, bytes]]:
    """Requests that two parsers could understand in two ways, by name."""
    chunked = b"Transfer-Encoding: chunked\r\n"
    yield "length and chunks", POST + chunked + b"Content-Length: 5\r\n\r\n0\r\n\r\n"
    yield "chunks and length", POST + b"Content-Length: 5\r\n" + chunked + b"\r\n0\r\n\r\n"
    yield "two lengths", POST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n{}"
    yield "length list", POST + b"Content-Length: 2, 3\r\n\r\n{}"
    yield "length +2", POST + b"Content-Length: +2\r\n\r\n{}"
    yield "length -1", POST + b"Content-Length: -1\r\n\r\n{}"
    yield "length 0x2", POST + b"Content-Length: 0x2\r\n\r\n{}"
    yield "obs-fold", ASK + b"X-A: b\r\n c\r\n\r\n"
    yield "obs-fold with tab", ASK + b"X-A: b\r\n\tc\r\n\r\n"
    yield "bare CR in a value", ASK + b"X-A: b\rc: d\r\n\r\n"
    yield "bare CR as a line end", b"GET /asked HTTP/1.1\rHost: edge\r\r"
    yield "NUL in a value", ASK + b"X-A: b\0c\r\n\r\n"
    yield "space before the colon", ASK + b"X-A : b\r\n\r\n"
    yield "space in the name", ASK + b"X A: b\r\n\r\n"
    yield "no colon", ASK + b"X-A\r\n\r\n"
    yield "version 9", b"GET /asked HTTP/9.1\r\n" + HOST + b"\r\n"
    yield "no version", b"GET /asked\r\n\r\n"
    for size in (b"g", b"0x5", b"-5", b"+5", b"5 ", b"", b"5\n", b"f" * 20, b"1_0"):
        yield f"chunk size {size!r}", POST + chunked + b"\r\n" + size + b"\r\n12345\r\n0\r\n\r\n"
    yield "chunk longer than said", POST + chunked + b"\r\n3\r\n12345\r\n0\r\n\r\n"
    yield "chunked twice", POST + b"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n"
    yield "coding unknown", POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"
    yield "not chunked last", POST + b"Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n"


MALFORMED = dict(malformed())


@pytest.mark.parametrize("name", MALFORMED)
def test_what_could_split_parsers_is_refused(service, name):
    """None of these is answered as a request, nor is what was smuggled behind it."""
    answer = service.exchange(MALFORMED[name] + LAST)

    assert 400 <= status(answer) < 500, name
    assert b"HTTP/1.1 2" not in answer, name


def test_a_path_with_its_host_is_a_path(service):
    """HTTP/1.1 lets a client name the host in the request line, as to a proxy."""
    request = b"GET http://edge/asked?user=5 HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n"

    assert status(service.exchange(request)) == 200


def test_the_service_is_well_after_all_this(service):
    """Nothing of this file has hurt it."""
    assert service.is_well()


def test_a_broken_header_is_not_logged(fresh):
    """A token on a line that is no header is in no log, which nobody can fill with such lines."""
    broken = b"GET /health HTTP/1.1\r\nAuthorization : Bearer hush-hush-hush\r\n\r\n"
    with fresh() as service:
        for url in (service.url, service.admin):
            assert status(exchange(url, broken)) == 400
        assert service.said() == ""
