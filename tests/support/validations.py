"""A validation that is made up: what it measured is arithmetic."""

from sim.results import Validation
from sim.results.level import Figures, Level


def validation(p99: float = 1.0) -> Validation:
    """Three levels at which the simulator is 2 % high, and its p99 so many times as high."""
    return Validation(
        scenario="edge_validation",
        question="How far is the simulator from the real edge?",
        seed=1,
        capacity=250.0,
        calibration={"click, mean of refused": "4.000 ms", "machine": "x86_64, 2 processors"},
        levels=[
            _level(f"{share:.0%} load", share, p99, {"throughput": 0.05, "p50": 0.1, "p99": 0.2})
            for share in (0.3, 0.8)
        ]
        + [_level("saturation", 1.3, p99, {"throughput": 0.1})],
    )


def _level(name: str, share: float, p99: float, bounds: dict[str, float]) -> Level:
    rate, wait = 250 * min(share, 1.0), 4 / max(0.05, 1 - share)
    return Level(
        name=name,
        share=share,
        offered=250 * share,
        real=_figures(rate, wait, 5 * wait),
        simulated=_figures(rate * 1.02, wait * 1.02, 5 * wait * 1.02 * p99),
        chances=(_figures(rate * 0.97, wait * 0.8, 4 * wait), _figures(rate, wait * 1.2, 7 * wait)),
        probability=0.2,
        lag_p99_ms=0.4,
        bounds=bounds,
    )


def _figures(throughput: float, p50: float, p99: float) -> Figures:
    return Figures(1_000, throughput, p50, p50, (p50 + p99) / 2, p99, (1_000,), (204,), 204, 0)
