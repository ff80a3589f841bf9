"""Connections of the load: which one the next request takes."""

import socket

from edge.load.connections import Connections


def test_the_next_request_takes_the_connection_that_was_idle_longest() -> None:
    """Of two the one that was given back first: a node reads from whoever was busy last first."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        host, port = server.getsockname()
        pool = Connections().get_client(f"http://{host}:{port}/")._connection_pool
        first, second = pool.get_socket(), pool.get_socket()
        pool.return_socket(first)
        pool.return_socket(second)
        assert pool.get_socket() is first
        first.close()
        second.close()


def test_a_node_has_one_pool() -> None:
    """Asked for again, it is the same client, with the connections that are idle."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        host, port = server.getsockname()
        connections = Connections()
        pool = connections.get_client(f"http://{host}:{port}/poll")._connection_pool
        only = pool.get_socket()
        pool.return_socket(only)
        again = connections.get_client(f"http://{host}:{port}/click")._connection_pool
        assert again.get_socket() is only
        only.close()
