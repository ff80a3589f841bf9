"""A data centre with edge nodes, where nothing takes time unless a test says so."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from bench import Bench, Fixed

from sim.control.data_centre import DataCentre
from sim.control.journal import Journal
from sim.outcomes import Outcome
from sim.policies.admission.base import Admission
from sim.policies.admission.open import Open
from sim.stations.edge_node import EdgeNode
from sim.stations.station import Books
from sim.stations.stock import Stock
from sim.stations.wire import Wire

Centres = Callable[..., DataCentre]


@pytest.fixture
def bench() -> Bench:
    """A clock."""
    return Bench()


@pytest.fixture
def centre(bench: Bench) -> Centres:
    """Makes a data centre that collects and pushes every 100 ns, and starts it.

    ``joins`` are the times at which users join, node by node; each node has an admission of its
    own from ``admission``; ``stock`` units are left.
    """

    def make(
        joins: Sequence[Sequence[int]] = ((),),
        admission: Callable[[], Admission] = Open,
        stock: int = 5,
        wires: tuple[Wire, Wire] | None = None,
        **options: Any,
    ) -> DataCentre:
        nodes = [_node(bench, admission()) for _ in joins]
        given: dict[str, Any] = {"census_interval": 100, "push_interval": 100, "shortcut": True}
        made = DataCentre(
            bench.env,
            Journal(bench.env),
            nodes,
            _stock(bench, stock),
            [np.array(times, dtype=np.int64) for times in joins],
            wires,
            **(given | options),
        )
        made.start()
        return made

    return make


def _node(bench: Bench, admission: Admission) -> EdgeNode:
    return EdgeNode(
        bench.env,
        Books("edge"),
        bench.pool(99),
        bench.echo(0, Outcome.SOLD),
        admission,
        opens_at=0,
        poll_time=Fixed(0),  # type: ignore[arg-type]
        click_time=Fixed(0),  # type: ignore[arg-type]
        draw=Fixed(0.5),  # type: ignore[arg-type]
    )


def _stock(bench: Bench, units: int) -> Stock:
    return Stock(
        bench.env,
        Books("stock"),
        bench.pool(),
        units,
        opens_at=0,
        update_time=Fixed(0),  # type: ignore[arg-type]
        cache_time=Fixed(0),  # type: ignore[arg-type]
        cached=True,
        unpaid=0.0,
        reserve_for=0,
        payment=Fixed(0.5),  # type: ignore[arg-type]
    )
