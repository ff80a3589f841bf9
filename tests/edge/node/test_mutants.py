"""Requests that are broken at random: no answer is a failure of the node, and it lives on."""

import asyncio

from edge_node import edge_node
from mutants import attack, mutants


def test_no_mutant_makes_the_node_fail(sale, origin):
    """Thousands of mutated requests: no 5xx, no exit, nothing left open."""
    with edge_node(sale, "--origin", origin.url) as node:
        before = node.files()
        statuses = asyncio.run(attack(node.url, mutants(4_000, seed=1)))
        assert node.process.poll() is None
        assert node.get("/health")[0] == 200
        assert node.files() <= before + 5
        node.process.terminate()
        log = node.process.stderr.read()

    assert sum(statuses.values()) > 4_000
    assert [status for status in statuses if status >= 500] == []
    assert log == ""
