"""How a frozen dataclass says that it is part of a JSON document. Nothing here imports pydantic.

:mod:`certkit.formats.json_document` writes documents, reads them and makes their schemas.
"""

from __future__ import annotations

from inspect import cleandoc
from typing import Annotated, Any, TypeAlias, TypeVar

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
Schema: TypeAlias = "dict[str, Json]"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
C = TypeVar("C", bound=type)


def described(cls: C) -> C:
    """The schema shows the docstrings below the attributes of this dataclass; JSON has every attribute."""
    cls.__pydantic_config__ = _config(cls) | {"json_schema_serialization_defaults_required": True}  # type: ignore[attr-defined]
    return cls


def _config(cls: type) -> dict[str, Any]:
    """Pydantic's settings; before 2.13 it leaves the docstring of a plain dataclass out of its schema."""
    return {"use_attribute_docstrings": True, "json_schema_extra": {"description": cleandoc(cls.__doc__ or "")}}


def sparse(cls: C) -> C:
    """As :func:`described`, but JSON leaves out the attributes without content: empty, 0 or None."""

    def core_schema(_: type, source: Any, handler: Any) -> Any:
        schema = handler(source)
        schema["serialization"] = {"type": "function-wrap", "function": _said, "schema": dict(schema)}
        return schema

    cls.__get_pydantic_core_schema__ = classmethod(core_schema)  # type: ignore[attr-defined]
    cls.__pydantic_config__ = _config(cls)  # type: ignore[attr-defined]
    return cls


def _said(value: Any, write: Any) -> dict[str, Any]:
    return {key: part for key, part in write(value).items() if part not in (None, "", 0, [], {})}


class _InSeconds:
    """A number of microseconds, which JSON has in seconds."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        schema = handler(source)
        schema["serialization"] = {
            "type": "function-plain",
            "function": lambda microseconds: microseconds / 1_000_000,
            "return_schema": {"type": "float"},
        }
        return schema


Seconds = Annotated[int, _InSeconds()]
"""Microseconds; in JSON seconds."""
FineSeconds = Annotated[float, _InSeconds()]
"""The same with a fraction of a microsecond, such as a median."""
