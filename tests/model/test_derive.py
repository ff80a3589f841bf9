"""Tests of specs that are derived from the signatures of policies."""

import math
from collections.abc import Sequence
from typing import Annotated, Any, Literal

import pytest
from pydantic import TypeAdapter, ValidationError

from sim.distributions import DISTRIBUTIONS, Exponential, Mixture
from sim.model import PolicySpec, build
from sim.model.derive import bare_kind, derive, is_composite
from sim.model.distribution import DistributionSpec
from sim.model.kinds import Kinds
from sim.model.policy import AdmissionSpec, BackoffSpec, BalancerSpec, LimiterSpec
from sim.policies.admission import ADMISSIONS
from sim.policies.backoff import BACKOFFS
from sim.policies.balancers import BALANCERS
from sim.policies.limiters import LIMITERS
from sim.units import MILLISECOND, Count, Nanoseconds


class Plain:
    """A policy for the tests.

    This is not its first line.
    """

    def __init__(
        self,
        instances: int,
        *,
        limit: Count,
        window: Nanoseconds = 5,
        factor: float = 1.0,
        order: Literal["fifo", "random"] = "fifo",
        cap: Count | None = None,
        weights: Sequence[int] = (),
    ) -> None:
        if limit < 1:
            raise ValueError(f"limit must be >= 1, got {limit}")
        self.arguments = (instances, limit, window, factor, order, cap, weights)


(SPEC,) = derive("test", {"plain": Plain}, __name__)


def read(spec: Any, value: Any) -> PolicySpec:
    found = TypeAdapter(spec).validate_python(value)
    assert isinstance(found, PolicySpec)
    return found


def test_keyword_parameters_are_the_keys() -> None:
    """A spec has the keyword-only parameters of its policy and its kind, and the defaults."""
    assert list(SPEC.model_fields) == [
        "kind", "limit", "window", "factor", "order", "cap", "weights",
    ]  # fmt: skip
    assert SPEC.model_fields["limit"].is_required()
    assert SPEC(limit=3).parameters == {
        "limit": 3, "window": 5, "factor": 1.0, "order": "fifo", "cap": None, "weights": (),
    }  # fmt: skip


def test_the_first_line_describes_it() -> None:
    """The first line of the policy's docstring is the description of the schema."""
    assert SPEC.model_json_schema()["description"] == "A policy for the tests."


def test_positional_parameters_are_the_context() -> None:
    """Building passes the context first, then what the scenario says."""
    spec = SPEC(limit="2k", window="1 ms", weights=[1, 2])
    built = build(spec, 7)
    assert built.arguments == (7, 2000, MILLISECOND, 1.0, "fifo", None, (1, 2))


def test_each_build_is_fresh() -> None:
    """Two builds of one spec are two policies."""
    spec = read(LimiterSpec, {"kind": "concurrency", "limit": 1})
    assert build(spec) is not build(spec)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("limit", -1),
        ("window", 5),
        ("factor", math.nan),
        ("factor", math.inf),
        ("factor", "1"),
        ("factor", True),
        ("order", "lifo"),
        ("weights", [1.5]),
        ("weights", 3),
        ("limits", 3),
    ],
)
def test_parameters_are_checked_by_their_annotations(key: str, value: object) -> None:
    """A value that is not of the parameter's type is refused at its key."""
    with pytest.raises(ValidationError) as caught:
        SPEC(**{"limit": 1, key: value})
    assert {error["loc"][0] for error in caught.value.errors()} == {key}


REGISTRIES: list[tuple[Any, dict[str, Any]]] = [
    (AdmissionSpec, dict(ADMISSIONS)),
    (LimiterSpec, dict(LIMITERS)),
    (BalancerSpec, dict(BALANCERS)),
    (BackoffSpec, dict(BACKOFFS)),
    (DistributionSpec, dict(DISTRIBUTIONS)),
]


@pytest.mark.parametrize(("spec", "registry"), REGISTRIES, ids=range(len(REGISTRIES)))
def test_every_registered_policy_has_a_spec(spec: Any, registry: dict[str, Any]) -> None:
    """Each kind of a registry is known to its field, and no other kind is."""
    with pytest.raises(ValidationError) as caught:
        read(spec, {"kind": "no such kind"})
    kinds = caught.value.errors()[0]["msg"].partition("wanted one of: ")[2].split(", ")
    assert kinds == sorted(registry)


def test_bare_text_is_a_kind() -> None:
    """Text in the place of a policy is its kind with all defaults."""
    assert read(BalancerSpec, "random") == read(BalancerSpec, {"kind": "random"})


def test_bare_text_is_a_constant() -> None:
    """Text in the place of a distribution is a constant duration."""
    spec = read(DistributionSpec, "5 ms")
    assert spec == read(DistributionSpec, {"kind": "constant", "value": "5 ms"})
    assert build(spec).mean == 5 * MILLISECOND


def test_a_mixture_builds_its_components() -> None:
    """A parameter that is itself a policy is read by its kind and built with the whole."""
    parts = ["1 ms", {"kind": "exponential", "mean": "3 ms"}]
    mapping = {"kind": "mixture", "weights": [1.0, 1.0], "components": parts}
    built = build(read(DistributionSpec, mapping))
    assert isinstance(built, Mixture)
    assert built.components[1] == Exponential(mean=3 * MILLISECOND)
    assert built.mean == 2 * MILLISECOND


def test_only_mixtures_are_composite() -> None:
    """Of the distributions, the mixture alone is made of others, and does not nest."""
    assert [kind for kind, cls in DISTRIBUTIONS.items() if is_composite(cls)] == ["mixture"]
    inner = {"kind": "mixture", "weights": [1.0], "components": ["1 ms"]}
    with pytest.raises(ValidationError, match="unknown kind of distribution"):
        read(DistributionSpec, {"kind": "mixture", "weights": [1.0], "components": [inner]})


def test_the_policy_checks_its_ranges() -> None:
    """The policy's own error is the error of its spec, when the spec is read."""
    with pytest.raises(ValidationError, match="burst must be >= 1, got 0"):
        read(LimiterSpec, {"kind": "token_bucket", "rate": "1/s", "burst": 0})


def test_arithmetic_that_fails_is_a_problem_too() -> None:
    """A policy whose own arithmetic fails on its parameters is a wrong spec, not a crash."""

    class Fragile:
        """Divides by what it is given."""

        def __init__(self, *, limit: int) -> None:
            self.inverse = 1 / limit

    (spec,) = derive("test", {"fragile": Fragile}, __name__)
    with pytest.raises(ValidationError, match="can be computed with, got division by zero"):
        spec(limit=0)


def test_overflow_is_a_problem_too() -> None:
    """Parameters that overflow a float are refused, not raised."""
    with pytest.raises(ValidationError):
        read(DistributionSpec, {"kind": "lognormal", "mean": "100000 d", "cv": 1e300})


def test_a_spec_is_taken_as_it_is() -> None:
    """A field takes a spec that was made before, and only one of its kinds."""
    spec = read(BalancerSpec, "random")
    assert read(BalancerSpec, spec) is spec
    with pytest.raises(ValidationError, match="wanted a limiter"):
        read(LimiterSpec, spec)


def test_whole_kinds_are_listed_for_editors() -> None:
    """The schema of bare text lists the kinds whose parameters all have defaults."""
    adapter: TypeAdapter[Any] = TypeAdapter(AdmissionSpec)
    assert set(adapter.json_schema()["anyOf"][0]["enum"]) == {"open", "census"}
    field = Annotated[PolicySpec, Kinds("test", [SPEC], *bare_kind([SPEC]))]
    assert TypeAdapter(field).json_schema()["anyOf"][0]["enum"] == []
