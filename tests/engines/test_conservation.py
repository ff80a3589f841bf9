"""Conservation: whatever entered a run has left it or is inside, in every model there is."""

from typing import Any

import pytest
from engines import ENGINES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invariants import violations
from random_models import ADMISSIONS, models

from sim.engines.execute import Execute
from sim.engines.trace import Trace
from sim.model import Scenario
from sim.outcomes import Outcome
from sim.results import conservation
from sim.results.fingerprint import fingerprint

MANY = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
SOME = settings(MANY, max_examples=40)


each_engine = pytest.mark.parametrize("engine", ENGINES)


def checked(execute: Execute, scenario: Scenario) -> Trace:
    """The trace of a scenario, which keeps its books."""
    trace = execute(scenario, None)
    conservation.check(trace)
    return trace


def playable(engine: str, **wanted: Any) -> st.SearchStrategy[Scenario]:
    """Random models that an engine can run: only the reference engine knows mixtures."""
    return models(mixtures=engine == "reference", **wanted)


@each_engine
@MANY
@given(data=st.data())
def test_every_model_conserves_what_enters_it(engine: str, data: st.DataObject) -> None:
    """In any model nothing is lost, made up, oversold, overbooked or out of its bounds."""
    scenario = data.draw(playable(engine))
    assert violations(scenario, checked(ENGINES[engine], scenario)) == []


@each_engine
@pytest.mark.parametrize("admission", ADMISSIONS)
@SOME
@given(data=st.data())
def test_every_edge_conserves_what_enters_it(
    admission: str, engine: str, data: st.DataObject
) -> None:
    """The same, with a crowd that goes through an edge of each kind."""
    scenario = data.draw(playable(engine, admission=admission))
    assert violations(scenario, checked(ENGINES[engine], scenario)) == []


@each_engine
@SOME
@given(data=st.data())
def test_where_nothing_goes_wrong_every_sale_reaches_its_buyer(
    engine: str, data: st.DataObject
) -> None:
    """Units sold are rows that say so: sold = SOLD rows - released, but for who is in flight."""
    scenario = data.draw(playable(engine, calm=True))
    trace = checked(ENGINES[engine], scenario)
    assert violations(scenario, trace) == []
    assert trace.sale is not None
    given_out = trace.sale.sold + trace.sale.released
    receipts = int((trace.requests["outcome"] == Outcome.SOLD).sum())
    assert 0 <= given_out - receipts <= trace.in_flight


@each_engine
@SOME
@given(data=st.data())
def test_the_same_model_runs_the_same_twice(engine: str, data: st.DataObject) -> None:
    """Two runs of one model have one fingerprint."""
    scenario, execute = data.draw(playable(engine)), ENGINES[engine]
    assert fingerprint(execute(scenario, None)) == fingerprint(execute(scenario, None))


@each_engine
@SOME
@given(data=st.data())
def test_the_width_of_the_timeline_changes_nothing_else(engine: str, data: st.DataObject) -> None:
    """Read ten times as often, the books say the same in the end."""
    scenario, execute = data.draw(playable(engine)), ENGINES[engine]
    one, other = execute(scenario, None), execute(scenario.resolve(set={"interval": "1 ms"}), None)
    assert (one.totals, one.events, one.sale) == (other.totals, other.events, other.sale)
    assert all((one.requests[name] == other.requests[name]).all() for name in one.requests)
