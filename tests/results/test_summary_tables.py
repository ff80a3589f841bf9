"""The tables of a summary show what occurred, by variant and by station."""

from types import ModuleType

from sim.results.run import Run
from sim.results.summary_tables import (
    latency_table,
    load_table,
    outcome_table,
    sale_table,
    station_table,
    summary_tables,
)


def test_sale(traces: ModuleType) -> None:
    """Who got the goods: 2 of 2 sold within 1 s, all of them through one of two nodes."""
    table = sale_table({"a": traces.small_run().summary})
    assert table.header == (
        "variant",
        "stock",
        "sold",
        "unsold",
        "oversold",
        "sold out (s)",
        "Jain",
    )
    assert table.rows == (("a", "2", "2", "0", "0", "1.00", "0.500"),)


def test_load(traces: ModuleType) -> None:
    """What had to be borne: 4 clicks and 2 polls, of which 3 reached the data centre."""
    table = load_table({"a": traces.small_run().summary})
    assert table.rows == (("a", "4", "2", "3", "3", "2"),)


def test_outcomes_that_did_not_occur_have_no_column(traces: ModuleType) -> None:
    """Only sold, refused and in flight occurred; together they are all the requests."""
    table = outcome_table({"a": traces.small_run().summary})
    assert table.header == ("variant", "requests", "sold", "refused", "in flight")
    assert table.rows == (("a", "4", "2", "1", "1"),)


def test_latencies(traces: ModuleType) -> None:
    """Milliseconds to three figures, a row a workload, polls among them."""
    table = latency_table({"a": traces.small_run().summary})
    assert table.rows[0] == ("a", "buy", "20.0", "40.0", "40.0", "40.0", "20.7", "40.0")
    assert table.rows[1][:2] == ("a", "poll")


def test_a_workload_without_requests_has_no_latency(traces: ModuleType) -> None:
    """Polls that never were have no row of dashes."""
    trace = traces.small_trace(polls=traces.LatencyHistogram(), poll_outcomes={})
    summary = Run.from_trace(trace, traces.identity(), 0.0).summary
    assert [row[1] for row in latency_table({"a": summary}).rows] == ["buy"]


def test_stations(traces: ModuleType) -> None:
    """A station that is no pool has neither utilisation nor queue."""
    table = station_table(traces.small_run().summary)
    assert table.header[:5] == ("station", "arrived", "served", "refused", "in flight")
    assert table.rows[1] == ("edge", "4", "2", "1", "1", "–", "–")
    assert table.rows[2] == ("stock", "3", "2", "0", "1", "20.0\N{NO-BREAK SPACE}%", "1")


def test_a_model_without_a_sale_has_no_sale_table(traces: ModuleType) -> None:
    """Nor are there clicks and polls in its load."""
    trace = traces.small_trace(sale=None)
    tables = summary_tables({"a": Run.from_trace(trace, traces.identity(), 0.0).summary})
    assert tables[0].title == "The load"
    assert tables[0].header == ("variant", "at data centre", "peak (1/s)")
