"""Connections: kept alive between requests, and as many as are in use at a time."""

from typing import Any

from gevent.queue import Queue
from geventhttpclient.client import HTTPClient, HTTPClientPool

ENOUGH = 1 << 20
"""More than a process can have open: nobody waits for a connection."""
DAY = 86_400.0
"""Seconds: whoever waits less for an answer has a time limit of her own."""


class Connections(HTTPClientPool):
    """One pool of connections per edge node, shared by all users of a process."""

    def __init__(self) -> None:
        how = {"concurrency": ENOUGH, "network_timeout": DAY, "connection_timeout": DAY}
        super().__init__(**how)

    def get_client(self, url: Any) -> HTTPClient:
        """The client of an edge node.

        It sends a poll again where the connection turns out to be closed: once, not once for
        every connection that there may be.  And it takes the connection that was idle longest:
        epoll, which the node asks, still has the one that was busy just now in front, so that
        whoever takes that one jumps the queue.
        """
        client = super().get_client(url)
        pool = client._connection_pool
        if pool.size:
            pool.size, pool._socket_queue = 0, Queue()
        return client
