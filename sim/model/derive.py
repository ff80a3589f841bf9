"""Specs of policies, derived from the signatures of the policies themselves.

A policy's keyword-only parameters are what a scenario gives; its positional ones are what the
builder knows (how many instances there are).  So a new policy needs no word here.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Mapping, Sequence
from types import NoneType
from typing import Annotated, Any, ClassVar, Literal, Self, get_args, get_origin

from pydantic import ConfigDict, Strict, create_model, model_validator

from sim.model.section import Many, Maybe, Section

_SCALARS = (int, float, str, bool)
_MANY: Any = Many  # generic aliases, subscripted at run time
_MAYBE: Any = Maybe
_Bare = Callable[[str], dict[str, Any]]


class PolicySpec(Section):
    """What a scenario says about one policy: its kind and its parameters."""

    # Derived classes have no source to look docstrings up in; looking takes 0.2 s.
    model_config = ConfigDict(use_attribute_docstrings=False)

    policy: ClassVar[Callable[..., Any]]
    context: ClassVar[int] = 0  # how many positional arguments the policy takes

    @property
    def parameters(self) -> dict[str, Any]:
        """The policy's keyword arguments: ints, floats and policies, not text."""
        names = [name for name in type(self).model_fields if name != "kind"]
        return {name: _built(getattr(self, name)) for name in names}

    @model_validator(mode="after")
    def _check(self) -> Self:
        if not self.context:
            build(self)
        return self


def build(spec: PolicySpec, *context: Any) -> Any:
    """A fresh policy as ``spec`` says; ``context`` is its positional arguments.

    A ``ValueError`` says which parameter is out of range.
    """
    try:
        return spec.policy(*context, **spec.parameters)
    except ArithmeticError as error:
        raise ValueError(f"wanted parameters that can be computed with, got {error}") from None


def derive(
    noun: str, registry: Mapping[str, type], module: str, parts: Any = None
) -> list[type[PolicySpec]]:
    """One spec for each policy of a registry, found in ``module`` by their names (as pickle does).

    ``parts`` is the type of the parameters that are themselves policies.
    """
    return [_derive_kind(noun, kind, cls, parts, module) for kind, cls in registry.items()]


def derive_one(policy: type, module: str) -> type[PolicySpec]:
    """The spec of a policy that has no other kinds beside it."""
    return _create(f"{policy.__name__}Spec", policy, {}, None, module)


def is_composite(policy: type) -> bool:
    """Whether a parameter of the policy is itself a policy."""
    return any(_is_policy(_item(p.annotation)) for p in _keywords(policy))


def bare_kind(specs: Sequence[type[PolicySpec]]) -> tuple[_Bare, dict[str, Any]]:
    """Bare text is a kind with the defaults of its policy; and the JSON schema of such text."""
    whole = [kind for spec in specs if (kind := _kind_alone(spec))]
    return (lambda text: {"kind": text}), {"enum": whole, "type": "string"}


def _kind_alone(spec: type[PolicySpec]) -> str | None:
    fields = spec.model_fields
    needed = any(field.is_required() for field in fields.values())
    return None if needed else str(fields["kind"].default)


def _derive_kind(noun: str, kind: str, policy: type, parts: Any, module: str) -> type[PolicySpec]:
    name = "".join(word.capitalize() for word in [*kind.split("_"), noun])
    return _create(name, policy, {"kind": (Literal[kind], kind)}, parts, module)


def _create(
    name: str, policy: type, fields: dict[str, Any], parts: Any, module: str
) -> type[PolicySpec]:
    for parameter in _keywords(policy):
        default = ... if parameter.default is parameter.empty else parameter.default
        fields[parameter.name] = (_field(parameter.annotation, parts), default)
    doc = (inspect.getdoc(policy) or name).partition("\n")[0]
    spec = create_model(name, __base__=PolicySpec, __module__=module, __doc__=doc, **fields)
    spec.policy, spec.context = policy, _positional(policy)
    setattr(sys.modules[module], name, spec)
    return spec


def _parameters(policy: type) -> list[inspect.Parameter]:
    return list(inspect.signature(policy, eval_str=True).parameters.values())


def _keywords(policy: type) -> list[inspect.Parameter]:
    return [p for p in _parameters(policy) if p.kind is p.KEYWORD_ONLY]


def _positional(policy: type) -> int:
    return sum(p.kind is p.POSITIONAL_OR_KEYWORD for p in _parameters(policy))


def _is_policy(annotation: Any) -> bool:
    return isinstance(annotation, type) and annotation not in _SCALARS


def _item(annotation: Any) -> Any:
    """What a sequence holds; anything else is itself."""
    is_sequence = get_origin(annotation) in (Sequence, list, tuple)
    return get_args(annotation)[0] if is_sequence else annotation


def _field(annotation: Any, parts: Any) -> Any:
    """The field of a spec for the annotation of a policy's parameter."""
    item = _item(annotation)
    if item is not annotation:
        return _MANY[_field(item, parts)]
    arguments = get_args(annotation)
    if NoneType in arguments:
        return _MAYBE[_field(arguments[0], parts)]
    if annotation in _SCALARS:
        return Annotated[annotation, Strict()]
    return parts if _is_policy(annotation) else annotation


def _built(value: Any) -> Any:
    if isinstance(value, PolicySpec):
        return build(value)
    return tuple(map(_built, value)) if type(value) is tuple else value
