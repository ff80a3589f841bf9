"""Distributions of durations, one kind a file, and the registry of all kinds by name."""

from sim.distributions.base import Distribution
from sim.distributions.bounded_pareto import BoundedPareto
from sim.distributions.constant import Constant
from sim.distributions.empirical import Empirical
from sim.distributions.exponential import Exponential
from sim.distributions.gamma import Erlang, Gamma
from sim.distributions.lognormal import Lognormal
from sim.distributions.mixture import Mixture
from sim.distributions.uniform import Uniform
from sim.distributions.weibull import Weibull

DISTRIBUTIONS: dict[str, type[Distribution]] = {
    "constant": Constant,
    "uniform": Uniform,
    "exponential": Exponential,
    "lognormal": Lognormal,
    "gamma": Gamma,
    "erlang": Erlang,
    "weibull": Weibull,
    "bounded_pareto": BoundedPareto,
    "empirical": Empirical,
    "mixture": Mixture,
}

__all__ = [
    "DISTRIBUTIONS",
    "BoundedPareto",
    "Constant",
    "Distribution",
    "Empirical",
    "Erlang",
    "Exponential",
    "Gamma",
    "Lognormal",
    "Mixture",
    "Uniform",
    "Weibull",
]
