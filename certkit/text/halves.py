"""Halves of characters: JSON can name one with an escape, Python keeps it as a lone surrogate, and UTF-8 has none."""

from __future__ import annotations

import dataclasses
from typing import Any


def without_halves(value: Any) -> Any:
    r"""A document in whose texts each half of a character is written as ``\udXXX``, which is what the file has."""
    if isinstance(value, str):
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:
            return value.encode("utf-8", "backslashreplace").decode("utf-8")
        return value
    if isinstance(value, dict):
        return {without_halves(key): without_halves(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [without_halves(entry) for entry in value]
    if isinstance(value, tuple):
        entries = [without_halves(entry) for entry in value]
        return type(value)(*entries) if hasattr(value, "_fields") else tuple(entries)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changes = {field.name: without_halves(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return dataclasses.replace(value, **changes)
    return value
