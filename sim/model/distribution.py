"""The specs of distributions of durations."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import ConfigDict, PrivateAttr, ValidationInfo, model_validator

from sim.distributions import DISTRIBUTIONS
from sim.model.csv_file import read_durations
from sim.model.derive import PolicySpec, build, derive, is_composite
from sim.model.errors import at_key
from sim.model.kinds import Kinds
from sim.model.paths import folder_of
from sim.model.section import Many, Maybe, Text
from sim.units import Nanoseconds


class EmpiricalDistribution(PolicySpec):
    """Measured durations, given in place or in a CSV file, each as likely as any other."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    policy: ClassVar[type] = DISTRIBUTIONS["empirical"]

    kind: Literal["empirical"] = "empirical"
    values: Maybe[Many[Nanoseconds]] = None
    """The durations; none: they are in the file."""
    path: Maybe[Text] = None
    """A CSV file with one column, headed by its unit: ns, us, ms or s."""
    _durations: tuple[int, ...] = PrivateAttr(default=())

    @property
    def parameters(self) -> dict[str, Any]:
        return {"values": self._durations}

    @model_validator(mode="after")
    def _check(self, info: ValidationInfo) -> EmpiricalDistribution:
        if (self.values is None) == (self.path is None):
            raise ValueError("wanted either values or path, got both or neither")
        self._durations = self.values or ()
        if self.path is not None:
            with at_key("path"):
                self._durations = read_durations(self.path, folder_of(info))
        build(self)
        return self


def _kinds() -> Kinds:
    simple: dict[str, type] = {}
    composite: dict[str, type] = {}
    for kind, cls in DISTRIBUTIONS.items():
        (composite if is_composite(cls) else simple)[kind] = cls
    del simple["empirical"]
    specs: list[type[PolicySpec]] = [
        EmpiricalDistribution,
        *derive("distribution", simple, __name__),
    ]
    part = Annotated[PolicySpec, Kinds("distribution", specs, _constant, _CONSTANT)]
    specs += derive("distribution", composite, __name__, part)
    return Kinds("distribution", specs, _constant, _CONSTANT)


def _constant(text: str) -> dict[str, Any]:
    return {"kind": "constant", "value": text}


_CONSTANT = {"type": "string", "description": 'A constant duration, such as "15 ms".'}
_DISTRIBUTIONS = _kinds()

DistributionSpec = Annotated[PolicySpec, _DISTRIBUTIONS]

NO_TIME: PolicySpec = _DISTRIBUTIONS.read("0 s")
