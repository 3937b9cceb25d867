"""JSON as certkit writes it: UTF-8, a line for each key of the document and for each entry of its lists."""

from __future__ import annotations

import json
from collections.abc import Mapping

from certkit.text.characters import is_invisible


def to_json(document: Mapping[str, object]) -> bytes:
    """The bytes of a JSON document.

    What is not printed is escaped, since it may be shown on a terminal, and so is what UTF-8 cannot hold (half a
    surrogate in a file's name).
    """
    members = ",\n ".join(f"{_line(key)}: {_member(value)}" for key, value in document.items())
    return f"{{{members}}}\n".encode()


def printable_json(text: str) -> str:
    """The same JSON, with every character escaped that steers a terminal or turns or hides what is read."""
    plain = text.replace("\n", "")
    return text if plain.isascii() and plain.isprintable() else "".join(map(_printable, text))


def _printable(character: str) -> str:
    if character == "\n" or (character.isprintable() and not is_invisible(character)):
        return character
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[n : n + 4]}" for n in range(0, len(units), 4))


def _member(value: object) -> str:
    if isinstance(value, list) and any(isinstance(entry, dict) for entry in value):
        return "[\n  " + ",\n  ".join(_line(entry) for entry in value) + "]"
    return _line(value)


def _line(value: object) -> str:
    return printable_json(json.dumps(value, ensure_ascii=False, allow_nan=False))
