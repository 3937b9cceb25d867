"""The JSON documents that certkit writes, as types: what mypy holds the writers to and ``schemas/`` is generated from.

Fields are added, never renamed, retyped or removed, as long as ``version`` is 1. pydantic is imported
for these types and nowhere else: they are loaded when a schema is generated, never by a command that reads a PICS.
"""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict

DESCRIBED = ConfigDict(use_attribute_docstrings=True)

SeverityName = Literal["error", "warning", "note"]
StatusName = Literal["required", "optional", "not-applicable", "undetermined"]
Answer = str | int | float | list["str | list[str]"]


@with_config(DESCRIBED)
class PlaceDocument(TypedDict, total=False):
    """Where something stands: line and column (from 1) of a text file, or sheet and cell of a workbook."""

    file: str
    """The file's name, as it was given on the command line."""
    line: int
    column: int
    sheet: str
    cell: str
