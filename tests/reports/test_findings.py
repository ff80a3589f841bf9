"""Findings say what the results are, with the results' own numbers."""

from dataclasses import replace
from types import ModuleType

from sim.reports.findings import findings
from sim.results import Comparison, Run


def _sale(traces: ModuleType, front: str | None = "stock", **sale: int) -> Run:
    changed = replace(traces.small_trace().sale, **sale)
    trace = traces.small_trace(sale=changed)
    run: Run = Run.from_trace(trace, traces.identity(front=front), 0.0)
    return run


def _plain(traces: ModuleType) -> Run:
    run: Run = Run.from_trace(traces.small_trace(sale=None), traces.identity(), 0.0)
    return run


def test_a_sale_of_many_variants(sales: Comparison) -> None:
    """All six sold everything; the peaks are the largest and the smallest of the summaries."""
    peaks = {name: run.summary["data_centre"]["peak_rps"] for name, run in sales.items()}
    most, least = max(peaks.values()), min(peaks.values())
    goods, load = findings(sales)
    assert goods == (
        "Of 100 units for 20,000 clicks, each of the 6 variants sold all; nothing was oversold."
    )
    assert load.startswith(
        f"The data centre saw at most {most:,.0f} requests a second with no_edge"
    )
    assert f"and {least:,.0f} with " in load


def test_unsold_and_oversold_are_named(traces: ModuleType) -> None:
    """Who left goods and who sold too many is said with the number."""
    runs = {"a": _sale(traces, stock=5, sold_out_at=-1), "b": _sale(traces, stock=1)}
    assert findings(runs)[0] == (
        "Of 5 units for 4 clicks, b sold all; a left 3 unsold; oversold: b by 1."
    )


def test_nobody_sold_all(traces: ModuleType) -> None:
    """Where every variant has goods left, that is what is said."""
    runs = {"a": _sale(traces, stock=5, sold_out_at=-1)}
    assert findings(runs)[0] == (
        "Of 5 units for 4 clicks, nobody sold all; a left 3 unsold; nothing was oversold."
    )


def test_one_peak(traces: ModuleType) -> None:
    """A single variant has a peak, and nothing to compare it with."""
    assert findings({"a": traces.small_run()})[1] == (
        "The data centre saw at most 2 requests a second."
    )


def test_without_a_front_there_is_no_peak(traces: ModuleType) -> None:
    """A model without a data centre says nothing of one."""
    assert len(findings({"a": _sale(traces, front=None)})) == 1


def test_services_that_differ_in_answers(traces: ModuleType) -> None:
    """Without a sale, what counts is the share of ended requests: 2 of 3 here, all 4 there."""
    everything = traces.flash_sale("no_edge", users=4, nodes=1, stock=4).trace
    whole = Run.from_trace(replace(everything, sale=None), traces.identity(front=None), 0.0)
    first = findings({"a": _plain(traces), "b": whole})[0].replace("\N{NO-BREAK SPACE}", " ")
    assert first == "b answered 100.0 % of 4 requests, a 66.7 % of 3."


def test_services_that_answer_alike(traces: ModuleType) -> None:
    """Equal shares are told apart by their mean latency: 62 / 3 ms."""
    runs = {"a": _plain(traces), "b": _plain(traces)}
    assert findings(runs)[0].replace("\N{NO-BREAK SPACE}", " ") == (
        "All answered 66.7 % or more of the requests, "
        "on average in 20.7 ms with a and in 20.7 ms with a."
    )


def test_one_run_answers_a_share(traces: ModuleType) -> None:
    """Alone it answered 2 of 3, and not "or more": there is nobody else."""
    first = findings({"a": _plain(traces)})[0].replace("\N{NO-BREAK SPACE}", " ")
    expected = (
        "It answered 66.7 % of the requests; a request took 20.7 ms on average, answered or not."
    )
    assert first == expected


def test_a_run_that_does_not_keep_up(traces: ModuleType) -> None:
    """The last tenth of 2.5 s lies in the last interval: 2 offered a second, none served."""
    assert findings({"a": _plain(traces)})[1] == (
        "In the last tenth of the run, with up to 2.0 requests offered a second, "
        "served a second: a 0."
    )


def test_a_run_that_keeps_up_says_nothing_of_it(traces: ModuleType) -> None:
    """Where all that is offered at the end is served there is nothing to report."""
    trace = traces.flash_sale("no_edge", users=4, nodes=1, stock=4).trace
    run = Run.from_trace(replace(trace, sale=None), traces.identity(front=None), 0.0)
    (only,) = findings({"a": run})
    assert only.startswith("It answered every request, in ")
