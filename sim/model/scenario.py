"""The scenario: one question, the model it is asked of, and named variants of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from annotated_types import MaxLen
from pydantic import (
    BeforeValidator,
    Field,
    PrivateAttr,
    ValidationError,
    ValidationInfo,
    model_validator,
)

from sim.model.checks import problems
from sim.model.control import Control
from sim.model.crowd import Crowd
from sim.model.document import out_of_bounds
from sim.model.edge import Edge
from sim.model.errors import Problem, ScenarioError, hint, refuse, show
from sim.model.fault import FaultSpec
from sim.model.overrides import Replacements, flatten, replace
from sim.model.paths import Reading, rebase
from sim.model.price import Prices
from sim.model.sale import Sale
from sim.model.section import Many, Maybe, Name, Section, Seed, SomeTime, Text
from sim.model.service import Service
from sim.model.short import leaves, whole_path
from sim.model.wording import problems_of
from sim.model.workload import WorkloadSpec
from sim.units import SECOND

FIXED = ("variants.", "baseline", "compared")
"""What nobody replaces: the beginnings of these paths."""

Variant = Annotated[Replacements, BeforeValidator(flatten)]


class Scenario(Section):
    """One question about one system, and everything that a run of it needs.

    A frozen section like its parts: equal if all they say is equal, wherever it was read from.
    """

    name: Name
    """A short name."""
    question: Text
    """What is asked."""
    answer: Text
    """What its author expects, and why."""
    seed: Seed = 1
    """What all random draws derive from."""
    duration: SomeTime
    """When the run ends; what is in flight then stays in flight."""
    interval: SomeTime = SECOND
    """The width of one interval of the timeline."""
    crowd: Maybe[Crowd] = None
    """The flash crowd; none: only workloads."""
    sale: Maybe[Sale] = None
    """What is for sale; none: nothing."""
    edge: Maybe[Edge] = None
    """The edge nodes; none: everything goes to the data centre."""
    services: Annotated[dict[Name, Service], MaxLen(1_000)] = Field(default_factory=dict)
    """The services of the data centre, by name."""
    workloads: Annotated[dict[Name, WorkloadSpec], MaxLen(1_000)] = Field(default_factory=dict)
    """What arrives besides the crowd, by name."""
    control: Control = Control()
    """How the edge and the data centre keep in touch."""
    faults: Annotated[Many[FaultSpec], MaxLen(10_000)] = ()
    """What breaks."""
    cost: Maybe[Prices] = None
    """What its parts cost to run; none: nobody asks."""
    variants: Annotated[dict[Name, Variant], MaxLen(100)] = Field(default_factory=dict)
    """By name: the dotted paths whose values a variant replaces."""
    baseline: Name | None = None
    """The variant that others are compared against; none: the scenario as it stands."""
    compared: Many[Name] = ()
    """The variants that a comparison runs unless told which; none: all."""
    _reading: Reading = PrivateAttr(default=Reading())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scenario) and self.__dict__ == other.__dict__

    __hash__ = None  # type: ignore[assignment]  # its tables are dicts

    @property
    def folder(self) -> Path:
        """The folder that the relative paths in it start from."""
        return self._reading.folder

    @property
    def file(self) -> Path | None:
        """The file that it was read from; None where it was made from text or in Python."""
        return self._reading.file

    def mapping(self) -> dict[str, Any]:
        """What a TOML file would hold to say the same, with all defaults written out."""
        return self.model_dump(mode="json", exclude_none=True)

    def resolve(
        self,
        variant: str | None = None,
        seed: int | None = None,
        set: Mapping[str, Any] | None = None,
        option: str = "--set",
    ) -> Scenario:
        """The scenario with a variant, a seed and further replacements merged in, in this order.

        ``set`` maps dotted paths, or as much of their ends as tells them from others (``stock``
        for ``sale.stock``), to values, whose relative file paths start from the current folder.
        The variants are kept.  A ``ScenarioError`` says what does not fit, and names
        the ``option`` that the replacements came from.
        """
        mapping, label = self.mapping(), ""
        try:
            if variant is not None:
                mapping, label = replace(mapping, self._variant(variant)), f"variants.{variant}: "
            if seed is not None:
                mapping, label = {**mapping, "seed": seed}, ""
            if set:
                given = rebase(dict(set), Path(), self.folder)
                label = f"{option}: "
                mapping = replace(mapping, self._at_whole_paths(given, mapping))
        except ValidationError as error:
            raise _scenario_error(error, f"{self._reading.source}: {label}") from None
        reading = dataclasses.replace(self._reading, check_variants=False)
        return validate(mapping, reading, label)

    def whole_path(self, path: str, mapping: Mapping[str, Any] | None = None) -> str:
        """The path that a short one means here, or in a mapping made of this scenario.

        ValueError where it may be several.  A value that is not there but might be counts, too.
        """
        known = (*leaves(mapping or {}), *leaves(self.model_dump(mode="json")))
        possible = (full for full in known if not full.startswith(FIXED))
        return whole_path(path, type(self).model_fields, possible)

    def _at_whole_paths(self, given: Replacements, mapping: Mapping[str, Any]) -> Replacements:
        try:
            whole = {path: self.whole_path(path, mapping) for path in given}
        except ValueError as error:
            refuse("Scenario", [Problem((), str(error))])
        twice = [path for path in whole if list(whole.values()).count(whole[path]) > 1]
        if twice:
            refuse("Scenario", [Problem((), f"wanted each path once, got {' and '.join(twice)}")])
        return {whole[path]: value for path, value in given.items()}

    @model_validator(mode="after")
    def _check(self, info: ValidationInfo) -> Scenario:
        if isinstance(info.context, Reading):
            self._reading = info.context
        found = problems(self)
        if not found and self._reading.check_variants:
            found = self._variant_problems()
        if found:
            refuse("Scenario", found)
        return self

    def _variant_problems(self) -> list[Problem]:
        reading = dataclasses.replace(self._reading, check_variants=False)
        mapping = self.mapping()
        found = []
        for name, replacements in self.variants.items():
            try:
                Scenario.model_validate(replace(mapping, replacements), context=reading)
            except ValidationError as error:
                path = ("variants", name)
                found += [Problem(path, str(problem)) for problem in problems_of(error)]
        return found

    def _variant(self, name: str) -> Replacements:
        if name not in self.variants:
            text = f"unknown variant {show(name)}{hint(name, self.variants)}"
            raise ScenarioError([f"{self._reading.source}: {text}"])
        return self.variants[name]


def validate(mapping: Mapping[str, Any], reading: Reading, label: str = "") -> Scenario:
    """The scenario that a mapping says; a ``ScenarioError`` has one line for each problem."""
    where = f"{reading.source}: {label}"
    found = out_of_bounds(mapping)
    if found:
        raise ScenarioError([f"{where}{problem}" for problem in found])
    try:
        return Scenario.model_validate(dict(mapping), context=reading)
    except ValidationError as error:
        raise _scenario_error(error, where) from None


def _scenario_error(error: ValidationError, where: str) -> ScenarioError:
    return ScenarioError([f"{where}{problem}" for problem in problems_of(error)])
