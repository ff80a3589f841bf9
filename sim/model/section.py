"""The base of every section of a scenario, and the kinds of field that sections share."""

from __future__ import annotations

from typing import Annotated, Any, Self, TypeVar

from annotated_types import Ge, Gt, Le, MaxLen
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ModelWrapValidatorHandler,
    Strict,
    ValidationError,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticSerializationError, core_schema

from sim.model.wording import reword
from sim.units import Count, Nanoseconds

T = TypeVar("T")


class Section(BaseModel):
    """A frozen table of a scenario: no unknown key, no NaN, no infinity, every number in range.

    Built from Python with the values a TOML file would hold (``Poll(period="1 s")``); what is
    wrong is a ``pydantic.ValidationError`` with one problem for each wrong field.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, use_attribute_docstrings=True
    )

    @model_validator(mode="wrap")
    @classmethod
    def _reworded(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        try:
            return handler(data)
        except ValidationError as error:
            raise reword(error, tuple(cls.model_fields)) from None

    def model_dump(self, **how: Any) -> dict[str, Any]:
        """As pydantic has it, but that Ctrl-C stays Ctrl-C where it strikes while a value is
        written: pydantic makes an error of it, as of all that comes out of a serializer."""
        try:
            return super().model_dump(**how)
        except PydanticSerializationError as error:
            if isinstance(error.__cause__, KeyboardInterrupt):
                raise error.__cause__ from None
            raise

    def __repr_args__(self) -> list[tuple[str | None, Any]]:
        """What differs from the defaults: parts as sections, all else as a file says it."""
        texts = self.model_dump(mode="json")
        return [
            (name, value if _has_parts(value) else texts[name])
            for name, field in type(self).model_fields.items()
            if (value := getattr(self, name)) != field.get_default(call_default_factory=True)
        ]


def _has_parts(value: Any) -> bool:
    items = tuple(value.values()) if isinstance(value, dict) else value
    parts = items if isinstance(items, tuple) else (items,)
    return any(isinstance(part, Section) for part in parts)


class Absent:
    """Field metadata: the text "none" says that there is none, because TOML has no null."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self._read, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"anyOf": [handler(schema), {"const": "none"}]}

    @staticmethod
    def _read(value: Any) -> Any:
        return None if value == "none" else value


Maybe = Annotated[T | None, Absent()]
Many = Annotated[tuple[T, ...], Field(max_length=1_000_000)]

Whole = Annotated[int, Strict()]
Seed = Annotated[Whole, Ge(0), Le(2**63 - 1)]
Real = Annotated[float, Strict()]
Positive = Annotated[Real, Gt(0)]
Weight = Annotated[Real, Ge(0)]
Flag = Annotated[bool, Strict()]
Text = Annotated[str, Strict(), MaxLen(10_000)]
Name = Annotated[str, Strict(), Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,63}$")]
AtLeastOne = Annotated[Count, Ge(1)]
SomeTime = Annotated[Nanoseconds, Gt(0)]
