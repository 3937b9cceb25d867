"""Digests written into a test record in place, so that no file of the dossier can change unseen (5.5, 8.3).

Nothing else in the text is touched: comments, order and quotes stay as the tester wrote them. The caller reads the text
again and compares, because a file may be written in ways that no replacement of text foresees.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from certkit.finding import Place

_EMPTY = re.compile(r"""(?:~|null|Null|NULL|''|"")(?=[\s,\]}]|$)""")
_VALUE = re.compile(r"""'[^'\n]*'|"[^"\n]*"|[^\s,\]}#'"][^\s,\]}#]*""")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A digest to be written.

    Attributes:
        key: the field's name, ``sha256``.
        field: the place of the field's value or, if it is empty, where it would begin; None if the key is not there.
        group: where the group begins that the field belongs to.
        empty: whether the field has no value.
    """

    key: str
    digest: str
    field: Place | None
    group: Place
    empty: bool


def write_stamps(text: str, stamps: Iterable[Stamp]) -> str:
    """The text with all digests written in, from the bottom upwards so that every place stays right.

    In JSON, where keys stand in quotes, so do what is written.
    """
    lines = text.split("\n")
    for stamp in sorted(stamps, key=_place, reverse=True):
        if stamp.field is not None:
            _fill(lines, stamp, stamp.field)
        else:
            _add(lines, stamp)
    return "\n".join(lines)


def _place(stamp: Stamp) -> tuple[int, int]:
    place = stamp.field or stamp.group
    return place.line, place.column


def _fill(lines: list[str], stamp: Stamp, place: Place) -> None:
    line, column = lines[place.line - 1], place.column - 1
    before, behind = line[:column], line[column:]
    written = (_EMPTY if stamp.empty else _VALUE).match(behind)
    behind = behind[written.end() :] if written else behind
    digest = f'"{stamp.digest}"' if before.rstrip().endswith('":') else stamp.digest
    space = "" if before.endswith((" ", "\t")) else " "
    rest = f" {behind.lstrip(' ')}" if behind.lstrip(" ").startswith("#") else behind
    lines[place.line - 1] = f"{before}{space}{digest}{rest}"


def _add(lines: list[str], stamp: Stamp) -> None:
    line, column = lines[stamp.group.line - 1], stamp.group.column - 1
    if line[column : column + 1] == "{":
        inside = (line[column + 1 :] + "".join(lines[stamp.group.line :])).lstrip()
        pair = f'"{stamp.key}": "{stamp.digest}"' if inside.startswith('"') else f"{stamp.key}: {stamp.digest}"
        lines[stamp.group.line - 1] = f"{line[: column + 1]}{pair}, {line[column + 1 :]}"
    else:  # a group on lines of its own begins at its first key: the new one goes before it
        lines[stamp.group.line - 1] = f"{line[:column]}{stamp.key}: {stamp.digest}"
        lines.insert(stamp.group.line, " " * column + line[column:])
