"""The nearest path to one that a scenario does not have."""

import pytest

from sim.model import load
from sim.model.nearest import dotted_paths, nearest


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("stock", "sale.stock"),
        ("sale.stok", "sale.stock"),
        ("stok", "sale.stock"),
        ("services.gateway.calls.0.timout", "services.gateway.calls.0.timeout"),
        ("edge.admision.probability", "edge.admission.probability"),
        ("services.orders.instances", "services.order.instances"),
    ],
)
def test_a_path_that_is_nearly_right(path, near):
    """A path that ends like a known one, or is spelt like it, is answered with that one."""
    error = nearest(load("flash_sale").resolve("probability"), [path], "--over")
    assert str(error) == f'--over: unknown path "{path}", did you mean "{near}"?'


def test_known_paths_have_no_nearest():
    """Where all paths are known there is nothing to say."""
    assert nearest(load("flash_sale"), ["sale.stock"], "--over") is None


def test_nothing_is_near():
    """Where nothing is near nothing is suggested."""
    assert nearest(load("flash_sale"), ["qqqqqqqq"], "--over") is None


def test_every_path_leads_to_a_value():
    """What is listed can be replaced by what is there."""
    scenario = load("metastable")
    known = scenario.mapping()
    for path in dotted_paths(scenario):
        value = known
        for key in path.split("."):
            value = value[int(key) if isinstance(value, list) else key]
        assert scenario.resolve(set={path: value}) is not None
