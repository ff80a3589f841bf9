"""Tables of several kinds: which section a table with a ``kind`` is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, core_schema

from sim.model.errors import Problem, hint, refuse, show


class Single:
    """Field metadata: a value is the section that is given here, which no static type names."""

    def __init__(self, section: type[BaseModel]) -> None:
        self.section = section

    def __repr__(self) -> str:
        return f"Single({self.section.__name__})"

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return handler.generate_schema(self.section)


class Kinds:
    """Field metadata: a value is one of several sections, chosen by the key ``kind``.

    Text stands for the table that ``bare`` makes of it; ``bare_schema`` describes such text.
    """

    def __init__(
        self,
        noun: str,
        sections: Sequence[type[BaseModel]],
        bare: Callable[[str], dict[str, Any]] | None = None,
        bare_schema: Mapping[str, Any] | None = None,
    ) -> None:
        self.noun = noun
        self.sections = {section.model_fields["kind"].default: section for section in sections}
        self.bare = bare
        self.bare_schema = bare_schema

    def __repr__(self) -> str:
        return f"Kinds({self.noun!r}, {list(self.sections)})"

    def read(self, value: Any, info: ValidationInfo | None = None) -> Any:
        """The section that a table (or bare text) says; problems are those of that section."""
        if isinstance(value, tuple(self.sections.values())):
            return value
        table = self.bare(value) if self.bare and isinstance(value, str) else value
        if not isinstance(table, Mapping):
            raise ValueError(f"wanted a {self.noun}: {self._forms()}, got {show(value)}")
        context = info.context if info else None
        return self._section(table).model_validate(dict(table), context=context)

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        tables = [self._described(section, handler) for section in self.sections.values()]
        return {"anyOf": [self.bare_schema, *tables] if self.bare_schema else tables}

    def _section(self, table: Mapping[str, Any]) -> type[BaseModel]:
        kind = table.get("kind")
        if kind is None:
            text = f"this key is required, but missing{hint('', self.sections)}"
            refuse(self.noun, [Problem(("kind",), text)])
        if not isinstance(kind, str) or kind not in self.sections:
            text = f"unknown kind of {self.noun} {show(kind)}{hint(str(kind), self.sections)}"
            refuse(self.noun, [Problem(("kind",), text)])
        return self.sections[kind]

    def _forms(self) -> str:
        return "a table with a kind" + (", or text" if self.bare else "")

    @staticmethod
    def _described(section: type[BaseModel], handler: GetJsonSchemaHandler) -> dict[str, Any]:
        described = handler(section.__pydantic_core_schema__)
        return {**described, "required": sorted({"kind", *described.get("required", ())})}
