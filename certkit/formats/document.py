"""How a frozen dataclass says that it is part of a JSON document. Nothing here imports pydantic.

:mod:`certkit.formats.json_document` writes documents, reads them and makes their schemas.
"""

from __future__ import annotations

from typing import Any, TypeVar

C = TypeVar("C", bound=type)


def described(cls: C) -> C:
    """The schema shows the docstrings below the attributes of this dataclass."""
    cls.__pydantic_config__ = {"use_attribute_docstrings": True}  # type: ignore[attr-defined]
    return cls


def sparse(cls: C) -> C:
    """As :func:`described`; and JSON leaves out the attributes that say nothing: empty, 0 or None."""

    def core_schema(_: type, source: Any, handler: Any) -> Any:
        schema = handler(source)
        schema["serialization"] = {"type": "function-wrap", "function": _said, "schema": dict(schema)}
        return schema

    cls.__get_pydantic_core_schema__ = classmethod(core_schema)  # type: ignore[attr-defined]
    return described(cls)


def _said(value: Any, write: Any) -> dict[str, Any]:
    return {key: part for key, part in write(value).items() if part not in (None, "", 0, [], {})}
