"""Findings: what the results say, in a sentence or two with their numbers."""

from collections.abc import Callable, Mapping

import numpy as np

from sim.outcomes import ANSWERS
from sim.reports.timeline import rates
from sim.results.run import Run
from sim.results.summary import Summary
from sim.results.table import figures, number, share

Runs = Mapping[str, Run]

ALIKE = 0.001
"""Answered shares that differ by less than this are told apart by their latency instead."""

KEEPS_UP = 0.9
"""A run that serves this part of what is offered at its end keeps up."""

LAST = 0.1
"""The part of a run that tells what it ends like."""


def findings(runs: Runs) -> list[str]:
    """Sentences that hold for these runs, computed from nothing but their results."""
    if all(run.summary["sale"] for run in runs.values()):
        return [_goods(runs), *_peaks(runs)]
    return [_answered(runs), *_recovery(runs)]


def _goods(runs: Runs) -> str:
    """Who sold everything, who did not, and who promised more than there was."""
    sales = {name: run.summary["sale"] for name, run in runs.items()}
    stock, clicks = (max(sale[key] for sale in sales.values()) for key in ("stock", "clicks"))
    all_sold = [name for name, sale in sales.items() if not sale["unsold"]]
    rest = [_left(name, sale) for name, sale in sales.items() if sale["unsold"]]
    over = [f"{n} by {number(s['oversold'])}" for n, s in sales.items() if s["oversold"]]
    parts = [f"Of {number(stock)} units for {number(clicks)} clicks, "]
    parts.append(f"{_whoever(all_sold, runs)} sold all" if all_sold else "nobody sold all")
    parts.append(f"; {_listed(rest)}" if rest else "")
    parts.append(f"; oversold: {_listed(over)}." if over else "; nothing was oversold.")
    return "".join(parts)


def _whoever(names: list[str], runs: Runs) -> str:
    """Names, or how many they are where that is everybody."""
    everybody = len(names) == len(runs) > 2
    return f"each of the {len(names)} variants" if everybody else _listed(names)


def _left(name: str, sale: Summary) -> str:
    return f"{name} left {number(sale['unsold'])} unsold"


def _peaks(runs: Runs) -> list[str]:
    """How much the data centre had to bear, at most and at least."""
    peaks = {n: r.summary["data_centre"]["peak_rps"] for n, r in runs.items() if _front(r)}
    if not peaks:
        return []
    most, least = _extremes(peaks, peaks.__getitem__)
    if len(peaks) == 1 or peaks[most] == peaks[least]:
        return [f"The data centre saw at most {number(peaks[most])} requests a second."]
    times = f", {figures(peaks[most] / peaks[least])} times less" if peaks[least] else ""
    return [
        f"The data centre saw at most {number(peaks[most])} requests a second with {most}, "
        f"and {number(peaks[least])} with {least}{times}."
    ]


def _answered(runs: Runs) -> str:
    """Who answered the largest part of the requests that ended, and who the smallest."""
    parts = {name: _answered_share(run) for name, run in runs.items()}
    best, worst = _extremes(parts, parts.__getitem__)
    if parts[best] - parts[worst] < ALIKE:
        return _latencies(runs, parts[worst])
    return (
        f"{best} answered {share(parts[best])} of {number(len(runs[best].requests))} requests, "
        f"{worst} {share(parts[worst])} of {number(len(runs[worst].requests))}."
    )


def _latencies(runs: Runs, answered: float) -> str:
    """Who made people wait longest, where all answered alike."""
    means = {name: _mean_ms(run) for name, run in runs.items()}
    slow, fast = _extremes(means, means.__getitem__)
    if len(runs) == 1:
        return _alone(answered, figures(means[slow]))
    part = "every request" if answered == 1 else f"{share(answered)} or more of the requests"
    return (
        f"All answered {part}, on average in {figures(means[fast])} ms "
        f"with {fast} and in {figures(means[slow])} ms with {slow}."
    )


def _alone(answered: float, mean_ms: str) -> str:
    """What share one run answered, and how long its requests took, answered or not."""
    if answered == 1:
        return f"It answered every request, in {mean_ms} ms on average."
    took = f"a request took {mean_ms} ms on average, answered or not"
    return f"It answered {share(answered)} of the requests; {took}."


def _recovery(runs: Runs) -> list[str]:
    """What is still served at the end of the run, where that is not what is asked for."""
    ends = {name: _at_the_end(run) for name, run in runs.items()}
    if all(served >= KEEPS_UP * offered for offered, served in ends.values()):
        return []
    told = ", ".join(f"{name} {_whole(served)}" for name, (_, served) in ends.items())
    offered = _whole(max(offered for offered, _ in ends.values()))
    return [
        f"In the last tenth of the run, with up to {offered} requests offered a second, "
        f"served a second: {told}."
    ]


def _at_the_end(run: Run) -> tuple[float, float]:
    """Rates per second, offered and served, in the last tenth of a run."""
    drawn = rates(run)
    widths = np.diff(drawn.bounds)
    late = drawn.bounds[1:] > drawn.bounds[-1] * (1 - LAST)
    offered, served = (
        float(np.average(drawn.series[key][late], weights=widths[late]))
        for key in ("offered", "served")
    )
    return offered, served


def _answered_share(run: Run) -> float:
    return float(run.requests.ended_as(ANSWERS).mean()) if len(run.requests) else 0.0


def _mean_ms(run: Run) -> float:
    return float(run.requests.latency.mean() / 1e6) if len(run.requests) else 0.0


def _whole(rate: float) -> str:
    """A rate with no more decimals than matter: none from 10 a second up."""
    return number(rate, 0 if rate >= 10 or rate == 0 else 1)


def _front(run: Run) -> bool:
    return run.summary["data_centre"] is not None


def _extremes(names: Mapping[str, float], value: Callable[[str], float]) -> tuple[str, str]:
    """The names with the largest and the smallest value, the first of equals."""
    return max(names, key=value), min(names, key=value)


def _listed(names: list[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
