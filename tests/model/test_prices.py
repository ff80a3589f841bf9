"""Prices: what a scenario may say about them, and what it comes to."""

import pytest

from sim.model import Price, Prices, ScenarioError, dumps, load, loads
from sim.model.digest import digest
from sim.results.bill import by_use, hourly

SALE = load("flash_sale")
COST = {
    "currency": "EUR",
    "services": {"order": {"per_hour": 0.5, "per_million": 2}},
    "edge": {"per_hour": 0.1},
}


def priced(cost):
    """The flash sale with prices."""
    return SALE.resolve(set={"cost": cost})


def test_prices_come_back_as_they_were():
    """A scenario with prices is written and read again."""
    assert loads(dumps(priced(COST))).cost == priced(COST).cost
    assert priced(COST).cost == Prices(
        currency="EUR",
        services={"order": Price(per_hour=0.5, per_million=2)},
        edge=Price(per_hour=0.1),
    )


@pytest.mark.parametrize(
    ("cost", "text"),
    [
        (
            {"services": {"ordr": {}}},
            'services.ordr: unknown service "ordr", did you mean "order"?',
        ),
        (
            {"services": {"order": {"per_hour": -1}}},
            "services.order.per_hour: must be >= 0, got -1",
        ),
        ({"services": {"order": {"hourly": 1}}}, "services.order.hourly: unknown key"),
        ({"edgy": {}}, 'edgy: unknown key, did you mean "edge"?'),
    ],
)
def test_prices_are_checked(cost, text):
    """A price of nothing, below nothing or under another name is one line."""
    with pytest.raises(ScenarioError) as caught:
        priced(cost)
    assert f"cost.{text}" in str(caught.value)


def test_a_price_of_edge_nodes_wants_an_edge():
    """Edge nodes that there are not have no price."""
    with pytest.raises(ScenarioError, match=r"cost\.edge: a price of edge nodes wants an edge"):
        load("metastable").resolve(set={"cost": {"edge": {"per_hour": 1}}})


def test_prices_change_no_run():
    """What something costs is not part of what happens."""
    assert digest(priced(COST)) == digest(SALE)


def test_instances_cost_by_the_hour():
    """So many orders' instances at 0.5, so many edge nodes at 0.1."""
    instances, nodes = SALE.services["order"].instances, SALE.edge.nodes
    assert hourly(priced(COST)) == pytest.approx(0.5 * instances + 0.1 * nodes)
    assert hourly(SALE) == 0


def test_requests_cost_by_the_million():
    """1,000 requests in a run of d seconds are 3,600,000 / d an hour, at 2 a million."""
    cost = by_use(priced(COST), {"order": 1_000, "edge": 5_000}.__getitem__)
    assert cost == pytest.approx(2 * 3.6 / (SALE.duration / 1e9))
