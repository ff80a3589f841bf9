"""A run is what it was made of, and says so in a line, a page and a notebook."""

import pickle
from dataclasses import FrozenInstanceError
from types import ModuleType

import pytest

from sim.results.run import Run


def test_repr_is_one_line(traces: ModuleType) -> None:
    """The repr says what was run and what came out, on one line."""
    run = traces.small_run()
    assert repr(run) == (
        "Run('flash_sale', variant='probability', seed=7, engine='reference', "
        f"fingerprint='{run.fingerprint}')"
    )


def test_is_frozen(traces: ModuleType) -> None:
    """A run cannot be changed afterwards."""
    with pytest.raises(FrozenInstanceError):
        traces.small_run().wall_s = 0


def test_equality_is_of_identity_and_fingerprint(traces: ModuleType) -> None:
    """A run made twice is equal, by either engine and in any time; another seed's is not."""
    run = traces.small_run()
    slower = Run.from_trace(traces.small_trace(), traces.identity(), wall_s=99.0)
    assert run == slower
    assert hash(run) == hash(slower)
    assert run == traces.small_run(engine="compiled")
    assert run != traces.small_run(seed=8)
    assert run != "run"


def test_fingerprint_does_not_depend_on_who_ran_it(traces: ModuleType) -> None:
    """Engine, version and wall time are not part of what happened."""
    other = traces.identity(engine="compiled", version="9.9")
    run = Run.from_trace(traces.small_trace(), other, wall_s=1.0)
    assert run.fingerprint == traces.small_run().fingerprint


def test_front_must_be_a_station(traces: ModuleType) -> None:
    """A front that the trace does not know is refused by name."""
    with pytest.raises(ValueError, match="stations buy, edge, stock as front, got gateway"):
        traces.small_run(front="gateway")


def test_text_has_every_table(traces: ModuleType) -> None:
    """Printed, a run shows its sale, load, outcomes, latencies and stations."""
    text = str(traces.small_run())
    assert text.startswith("flash_sale, variant probability (seed 7, reference engine, 0.2 s;")
    for title in ("The sale", "The load", "How requests ended", "Latency", "Stations"):
        assert f"\n{title}" in text
    assert max(map(len, text.splitlines())) <= 120


def test_html_is_escaped(traces: ModuleType) -> None:
    """A notebook shows the same tables, and no name in them becomes markup."""
    page = traces.small_run(variant="<script>")._repr_html_()
    assert page.count("<table") == 5
    assert "<script>" not in page


def test_events_are_a_tuple(traces: ModuleType) -> None:
    """The controllers' events come in order, each with its time, kind, target and value."""
    (event,) = traces.small_run().events
    assert (event.kind, event.target, event.value) == ("push", "edge", 0.5)


def test_survives_pickling(traces: ModuleType) -> None:
    """A run can come from another process, before and after it was looked at."""
    run = traces.small_run()
    assert pickle.loads(pickle.dumps(run)) == run
    assert run.summary and len(run.requests) == 3
    assert pickle.loads(pickle.dumps(run)).summary == run.summary
