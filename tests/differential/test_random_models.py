"""Equality: in every model that both engines can run, both say the same of every request."""

import pytest
from engines import FIXED, check_same
from hypothesis import given, settings
from hypothesis import strategies as st
from random_models import ADMISSIONS, BACKOFFS, LIMITERS, models

from sim.model import Scenario


@settings(FIXED, max_examples=300)
@given(models(mixtures=False))
def test_both_engines_say_the_same_of_every_model(scenario: Scenario) -> None:
    """Every row of the log, every count of the timeline, every event, and the fingerprint."""
    check_same(scenario)


@pytest.mark.parametrize("admission", ADMISSIONS)
@settings(FIXED, max_examples=40)
@given(data=st.data())
def test_both_engines_say_the_same_of_every_edge(admission: str, data: st.DataObject) -> None:
    """The same, with a crowd that goes through an edge of each kind."""
    check_same(data.draw(models(admission=admission, mixtures=False)))


@pytest.mark.parametrize("limiter", LIMITERS)
@settings(FIXED, max_examples=30)
@given(data=st.data())
def test_both_engines_say_the_same_of_every_limiter(limiter: str, data: st.DataObject) -> None:
    """The same, with a workload whose requests meet the limits of each kind exactly."""
    check_same(data.draw(models(limiter=limiter, mixtures=False)))


@pytest.mark.parametrize("backoff", BACKOFFS)
@settings(FIXED, max_examples=30)
@given(data=st.data())
def test_both_engines_say_the_same_of_every_backoff(backoff: str, data: st.DataObject) -> None:
    """The same, with a workload that gives up too early and asks again, in each way."""
    check_same(data.draw(models(backoff=backoff, mixtures=False)))


@settings(FIXED, max_examples=40)
@given(models(calm=True, mixtures=False))
def test_both_engines_say_the_same_where_nothing_goes_wrong(scenario: Scenario) -> None:
    """The same, where every sale reaches its buyer."""
    check_same(scenario)
