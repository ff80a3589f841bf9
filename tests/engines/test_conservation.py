"""Conservation: whatever entered a run has left it or is inside, in every model there is."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invariants import violations
from random_models import ADMISSIONS, models

from sim.engines.reference.engine import execute
from sim.engines.trace import Trace
from sim.model import Scenario
from sim.outcomes import Outcome
from sim.results import conservation
from sim.results.fingerprint import fingerprint

MANY = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
SOME = settings(MANY, max_examples=40)


def checked(scenario: Scenario) -> Trace:
    """The trace of a scenario, which keeps its books."""
    trace = execute(scenario)
    conservation.check(trace)
    return trace


@MANY
@given(models())
def test_every_model_conserves_what_enters_it(scenario: Scenario) -> None:
    """In any model nothing is lost, made up, oversold, overbooked or out of its bounds."""
    assert violations(scenario, checked(scenario)) == []


@pytest.mark.parametrize("admission", ADMISSIONS)
@SOME
@given(data=st.data())
def test_every_edge_conserves_what_enters_it(admission: str, data: st.DataObject) -> None:
    """The same, with a crowd that goes through an edge of each kind."""
    scenario = data.draw(models(admission=admission))
    assert violations(scenario, checked(scenario)) == []


@SOME
@given(models(calm=True))
def test_where_nothing_goes_wrong_every_sale_reaches_its_buyer(scenario: Scenario) -> None:
    """Units sold are rows that say so: sold = SOLD rows - released, but for who is in flight."""
    trace = checked(scenario)
    assert violations(scenario, trace) == []
    assert trace.sale is not None
    given_out = trace.sale.sold + trace.sale.released
    receipts = int((trace.requests["outcome"] == Outcome.SOLD).sum())
    assert 0 <= given_out - receipts <= trace.in_flight


@SOME
@given(models())
def test_the_same_model_runs_the_same_twice(scenario: Scenario) -> None:
    """Two runs of one model have one fingerprint."""
    assert fingerprint(execute(scenario)) == fingerprint(execute(scenario))


@SOME
@given(models())
def test_the_width_of_the_timeline_changes_nothing_else(scenario: Scenario) -> None:
    """Read ten times as often, the books say the same in the end."""
    often = scenario.resolve(set={"interval": "1 ms"})
    one, other = execute(scenario), execute(often)
    assert (one.totals, one.events, one.sale) == (other.totals, other.events, other.sale)
    assert all((one.requests[name] == other.requests[name]).all() for name in one.requests)
