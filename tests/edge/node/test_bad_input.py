"""What is wrong with a command line is one line, and nothing is started."""

import socket

import pytest
from edge_node import spawn

ORIGIN = ("--origin", "http://127.0.0.1:9")


def refused(*words: object, **environment: str) -> str:
    """The line that a command ends with before anything is started."""
    process = spawn(words, **environment)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (2, "")
    assert err.count("\n") == 1
    return err


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (
            ("--origin", "127.0.0.1:9"),
            '--origin: wanted an address such as "http://127.0.0.1:8080"',
        ),
        (("--origin", "http://:9"), "--origin: wanted an address"),
        (("--origin", "http://a:99999"), "--origin: wanted an address"),
        ((), "Missing option '--origin'"),
        ((*ORIGIN, "--port", "70000"), "--port"),
        ((*ORIGIN, "--opens-at", "noon"), "--opens-at: wanted a time with its offset"),
        ((*ORIGIN, "--grace", "long"), "--grace"),
        ((*ORIGIN, "--work", "16000"), "--work"),
        ((*ORIGIN, "--ticket-life", "-1 s"), "--ticket-life"),
        ((*ORIGIN, "--ticket-life", "0 s"), "--ticket-life: wanted more than 0 s"),
        ((*ORIGIN, "--set", "edge.admission=opne"), '"opne"'),
        ((*ORIGIN, "--variant", "none"), 'unknown variant "none"'),
        ((*ORIGIN, "--host", "256.0.0.1"), "--host"),
        ((*ORIGIN, "--seed", "-1"), "--seed"),
        ((*ORIGIN, "--max-connections", "0"), "--max-connections"),
    ],
)
def test_a_mistake_is_one_line(sale, words, line):
    """The line names the option and what was wanted."""
    assert line in refused(sale, *words)


def test_a_port_in_use_is_one_line(sale):
    """Somebody else listens there."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        for option in ("--port", "--admin-port"):
            line = refused(sale, *ORIGIN, "--port", "0", option, port)
            assert "wanted an address and a port that are free, got one in use" in line


def test_a_scenario_without_an_edge_is_one_line():
    """There is nothing to start."""
    assert "wanted a scenario with an edge and a sale" in refused("balancers", *ORIGIN)
