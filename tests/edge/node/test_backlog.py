"""A crowd that connects in one instant, while the node is busy, is heard."""

import os
import signal
import socket
from contextlib import ExitStack

CROWD = 600


def test_a_node_that_is_busy_keeps_a_crowd_at_the_door(node):
    """While the node stands still 600 people connect, and none has to knock twice: a packet that
    is dropped would come again only after a second."""
    os.kill(node.pid, signal.SIGSTOP)
    try:
        with ExitStack() as stack:
            for _ in range(CROWD):
                person = stack.enter_context(socket.socket())
                person.settimeout(0.9)
                person.connect(("127.0.0.1", node.port))
    finally:
        os.kill(node.pid, signal.SIGCONT)
