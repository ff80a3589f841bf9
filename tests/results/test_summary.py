"""The summary holds what scripts rely on, and no invented numbers."""

import json
from dataclasses import replace
from types import ModuleType

from sim.outcomes import Outcome
from sim.results.run import Run


def test_small_run(traces: ModuleType) -> None:
    """The whole object of the small run, worked by hand.

    Latencies 2, 20, 40 ms: p50 is the 2nd, all higher ones the 3rd; the mean is 62 / 3.
    Polls of 1 and 3 ms: p50 within 0.39 % of 1.  The stock was busy 0.5 of 2.5 s: 20 %.
    Its front sees at most 1 arrival in the first two seconds and 1 in the last half second:
    2 a second.  Goods by node 2 and 0: Jain 4 / (2 * 4).
    """
    summary = traces.small_run().summary
    latency = summary.pop("latency_ms")
    assert summary == {
        "scenario": "flash_sale",
        "variant": "probability",
        "seed": 7,
        "engine": "reference",
        "version": "0.1.0",
        "fingerprint": traces.small_run().fingerprint,
        "outcomes": {
            "served": 0,
            "sold": 2,
            "sold_out": 0,
            "refused": 1,
            "shed": 0,
            "timed_out": 0,
            "failed": 0,
            "abandoned": 0,
            "in_flight": 1,
        },
        "sale": {
            "stock": 2,
            "sold": 2,
            "oversold": 0,
            "unsold": 0,
            "admitted": 3,
            "clicks": 4,
            "polls": 2,
            "sold_out_at_s": 1.0,
        },
        "edge": {"nodes": 2, "jain": 0.5},
        "data_centre": {"arrived": 3, "peak_rps": 2.0},
        "stations": {
            "buy": _station(4, 2, refused=1),
            "edge": _station(4, 2, refused=1),
            "stock": _station(3, 2) | {"utilisation": 0.2, "peak_queue": 1},
        },
        "wall_s": 0.25,
    }
    assert latency["buy"] == {
        "p50": 20.0,
        "p90": 40.0,
        "p99": 40.0,
        "p999": 40.0,
        "mean": 62 / 3,
        "max": 40.0,
    }
    assert abs(latency["poll"]["p50"] - 1) < 0.0039
    assert (latency["poll"]["mean"], latency["poll"]["max"]) == (2.0, 3.0)


def _station(arrived: int, served: int, refused: int = 0) -> dict[str, object]:
    zeros = dict.fromkeys(("shed", "timed_out", "failed", "abandoned"), 0)
    passages = {"arrived": arrived, "served": served, "refused": refused, **zeros, "in_flight": 1}
    return passages | {"utilisation": None, "peak_queue": 0}


def test_is_json(traces: ModuleType) -> None:
    """The summary is made of plain JSON values and comes back from JSON unchanged."""
    summary = traces.small_run().summary
    assert json.loads(json.dumps(summary, allow_nan=False)) == summary


def test_sections_that_do_not_apply_are_none(traces: ModuleType) -> None:
    """Without a sale, an edge and a front there is nothing to say of them."""
    trace = traces.small_trace(sale=None, edges=None, polls=traces.LatencyHistogram())
    trace = replace(trace, poll_outcomes={})
    trace.requests["edge"][:] = -1
    summary = Run.from_trace(trace, traces.identity(front=None), 0.0).summary
    assert (summary["sale"], summary["edge"], summary["data_centre"]) == (None, None, None)
    assert list(summary["latency_ms"]) == ["buy"]


def test_a_sale_that_is_not_over_has_no_time_of_it(traces: ModuleType) -> None:
    """A stock that never ran out has no moment at which it did, and what is left is unsold."""
    sale = replace(traces.small_trace().sale, stock=5, sold_out_at=-1)
    summary = Run.from_trace(traces.small_trace(sale=sale), traces.identity(), 0.0).summary
    assert summary["sale"]["sold_out_at_s"] is None
    assert summary["sale"]["unsold"] == 3


def test_oversold_is_counted_from_receipts(traces: ModuleType) -> None:
    """Two receipts for a stock of one are one too many."""
    sale = replace(traces.small_trace().sale, stock=1)
    summary = Run.from_trace(traces.small_trace(sale=sale), traces.identity(), 0.0).summary
    assert summary["sale"]["oversold"] == 1
    assert summary["sale"]["unsold"] == 0


def test_a_unit_that_nobody_was_told_of_is_not_oversold(traces: ModuleType) -> None:
    """Books that gave out three of two count for nothing beside two receipts."""
    sale = replace(traces.small_trace().sale, sold=3)
    summary = Run.from_trace(traces.small_trace(sale=sale), traces.identity(), 0.0).summary
    assert summary["sale"]["oversold"] == 0


def test_a_unit_that_came_back_is_not_oversold(traces: ModuleType) -> None:
    """Two receipts for a stock of one are in order when the first unit was released."""
    sale = replace(traces.small_trace().sale, stock=1, sold=1, released=1)
    summary = Run.from_trace(traces.small_trace(sale=sale), traces.identity(), 0.0).summary
    assert summary["sale"]["oversold"] == 0


def test_nothing_sold_has_no_fairness(traces: ModuleType) -> None:
    """Jain's index of an edge that sold nothing is None, not 0 and not 1."""
    trace = traces.small_trace()
    trace.edges["sold"][:] = 0
    assert Run.from_trace(trace, traces.identity(), 0.0).summary["edge"]["jain"] is None


def test_every_outcome_is_there(traces: ModuleType) -> None:
    """Outcomes that did not occur are counted 0, so that scripts find them."""
    outcomes = traces.small_run().summary["outcomes"]
    assert list(outcomes) == [*(outcome.label for outcome in Outcome), "in_flight"]
