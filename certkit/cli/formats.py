"""The formats that a command writes: what ``--format`` names, and the endings of ``-o`` that choose them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from certkit.errors import CertkitError
from certkit.loading import load

Name = TypeVar("Name", bound=str)


class Format(NamedTuple):
    """A format: the function that writes it, or makes its JSON document, as ``module:name``; and its files' endings."""

    writer: str
    endings: Sequence[str] = ()


def choose_format(asked: Name | None, output: str, formats: Mapping[Name, Format]) -> Name:
    """The format that is asked for, or the one of the ending of the output file, or else the first.

    Raises:
        CertkitError: none is asked for, and the file has an ending of another kind.
    """
    if asked is not None:
        return asked
    endings = {ending: name for name, entry in formats.items() for ending in entry.endings}
    check_ending(output, tuple(endings))
    return endings.get(_ending(output), next(iter(formats)))


def check_ending(output: str, endings: Sequence[str]) -> None:
    """Refuse an output file whose ending names another format; a name without an ending, a pipe and - are accepted.

    Raises:
        CertkitError: it has another ending.
    """
    ending = _ending(output)
    if ending and ending not in endings:
        last = f"{', '.join(endings[:-1])} or {endings[-1]}" if len(endings) > 1 else endings[0]
        raise CertkitError(f"this is not written as {ending}", hint=f"use {last}", file=output)


def write_json(document: Any) -> bytes:
    """The bytes of a JSON document. It loads pydantic, so it is loaded by name."""
    content: bytes = load("certkit.formats.json_document:write_document")(document)
    return content


def _ending(output: str) -> str:
    return "" if output == "-" or output.startswith("/dev/") else Path(output).suffix.lower()
