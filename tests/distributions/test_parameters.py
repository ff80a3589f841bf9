"""What every distribution says of parameters that it cannot take."""

import pytest

from sim.distributions import DISTRIBUTIONS, Constant

ORDER = "high must be > low, got high 2 and low 5"
RANGE = " must be between 1e-9 and 1e9, got "
LONG = "longest draw must be < 2**53 ns, got "
NO_PART = "components must hold at least one distribution, got none"
NAN, INF = float("nan"), float("inf")
ANY = {"weights": [1], "components": [Constant(value=1)]}


@pytest.mark.parametrize(
    ("kind", "parameters", "message"),
    [
        ("constant", {"value": -1}, "value must be >= 0 ns, got -1"),
        ("constant", {"value": 1.5}, "value must be a whole number of ns, got 1.5"),
        ("constant", {"value": True}, "value must be a whole number of ns, got True"),
        ("constant", {"value": 2**53}, "value must be < 2**53 ns, got 9007199254740992"),
        ("uniform", {"low": -1, "high": 5}, "low must be >= 0 ns, got -1"),
        ("uniform", {"low": 5, "high": 5}, "high must be > low, got high 5 and low 5"),
        ("exponential", {"mean": 0}, "mean must be >= 1 ns, got 0"),
        (
            "exponential",
            {"mean": 2**50},
            LONG + "4.14e+16 of Exponential(mean=1125899906842624)",
        ),
        ("lognormal", {"mean": 0, "cv": 1.0}, "mean must be >= 1 ns, got 0"),
        ("lognormal", {"mean": 5, "cv": 0.0}, "cv must be between 1e-9 and 1e9, got 0.0"),
        ("lognormal", {"mean": 5, "cv": NAN}, "cv must be between 1e-9 and 1e9, got nan"),
        (
            "lognormal",
            {"mean": 10**9, "cv": 1e3},
            LONG + "1.79e+19 of Lognormal(mean=1000000000, cv=1000.0)",
        ),
        ("gamma", {"mean": 5, "shape": -1.0}, "shape must be between 1e-9 and 1e9, got -1.0"),
        ("gamma", {"mean": 5, "shape": INF}, "shape must be between 1e-9 and 1e9, got inf"),
        ("gamma", {"mean": 0, "shape": 1.0}, "mean must be >= 1 ns, got 0"),
        ("erlang", {"mean": 5, "stages": 0}, "stages must be an int >= 1, got 0"),
        ("erlang", {"mean": 5, "stages": 1.5}, "stages must be an int >= 1, got 1.5"),
        ("erlang", {"mean": 0, "stages": 1}, "mean must be >= 1 ns, got 0"),
        ("weibull", {"scale": 0, "shape": 1.0}, "scale must be >= 1 ns, got 0"),
        ("weibull", {"scale": 5, "shape": 0.0}, "shape must be between 1e-9 and 1e9, got 0.0"),
        (
            "weibull",
            {"scale": 5, "shape": 0.001},  # 36.7**1000 has no float
            LONG + "inf of Weibull(scale=5, shape=0.001)",
        ),
        ("bounded_pareto", {"low": 0, "high": 5, "alpha": 1.0}, "low must be >= 1 ns, got 0"),
        ("bounded_pareto", {"low": 5, "high": 2, "alpha": 1.0}, ORDER),
        ("bounded_pareto", {"low": 1, "high": 2, "alpha": 0.0}, "alpha" + RANGE + "0.0"),
        ("empirical", {"values": []}, "values must hold at least one duration, got none"),
        ("empirical", {"values": [5, -1]}, "values must be >= 0 ns, got -1"),
        ("mixture", {"weights": [], "components": []}, NO_PART),
        ("mixture", ANY | {"weights": [1, 2]}, "weights must be one a component (1), got 2"),
        ("mixture", ANY | {"weights": [0.0]}, "weights must be between 1e-9 and 1e9, got 0.0"),
        ("mixture", ANY | {"weights": [NAN]}, "weights must be between 1e-9 and 1e9, got nan"),
    ],
)
def test_a_bad_parameter_says_what_was_wanted(
    kind: str, parameters: dict[str, object], message: str
) -> None:
    """The error names the parameter, its bound and what came."""
    with pytest.raises(ValueError) as error:
        DISTRIBUTIONS[kind](**parameters)
    assert str(error.value) == message
