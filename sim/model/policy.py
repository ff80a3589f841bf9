"""The specs of admissions, limiters, balancers, backoffs and retry budgets."""

from __future__ import annotations

from typing import Annotated

from sim.model.derive import PolicySpec, bare_kind, derive, derive_one
from sim.model.kinds import Kinds, Single
from sim.policies.admission import ADMISSIONS
from sim.policies.backoff import BACKOFFS
from sim.policies.balancers import BALANCERS
from sim.policies.limiters import LIMITERS
from sim.policies.retry_budget import RetryBudget


def _kinds(noun: str, registry: dict[str, type]) -> Kinds:
    specs = derive(noun, registry, __name__)
    return Kinds(noun, specs, *bare_kind(specs))


_BALANCERS = _kinds("balancer", dict(BALANCERS))
_BACKOFFS = _kinds("backoff", dict(BACKOFFS))

AdmissionSpec = Annotated[PolicySpec, _kinds("admission", dict(ADMISSIONS))]
LimiterSpec = Annotated[PolicySpec, _kinds("limiter", dict(LIMITERS))]
BalancerSpec = Annotated[PolicySpec, _BALANCERS]
BackoffSpec = Annotated[PolicySpec, _BACKOFFS]
RetryBudgetSpec = Annotated[PolicySpec, Single(derive_one(RetryBudget, __name__))]

ROUND_ROBIN: PolicySpec = _BALANCERS.read("round_robin")
NO_BACKOFF: PolicySpec = _BACKOFFS.read("none")
