"""A workbook as bytes, the same for the same content: no time of writing in it, and none in its archive."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Mapping
from typing import TypeAlias
from xml.sax.saxutils import escape

from certkit.formats.xlsx.engine import Workbook

_FIRST_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_CORE = "docProps/core.xml"
_FORMULA = re.compile(rb'<c r="([A-Z]+[0-9]+)"([^>]*)><f([^>]*)>([^<]*)</f><v(?: ?/>|></v>)</c>')
"""A formula as openpyxl writes it, without its value."""
_KINDS = {str: b' t="str"', bool: b' t="b"'}
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


Value: TypeAlias = str | int | float | bool
Shown: TypeAlias = Mapping[tuple[str, str], Value]
"""(sheet, cell) -> what a formula there shows; cells without a formula do not matter."""


def to_bytes(workbook: Workbook, changed: datetime.datetime, shown: Shown | None = None) -> bytes:
    """The workbook's file.

    Args:
        changed: what the file says of when it was last changed.
        shown: the values of the formulas, for programs that show a workbook without calculating it.
    """
    saved = io.BytesIO()
    workbook.save(saved)
    parts = {f"xl/worksheets/sheet{n}.xml": name for n, name in enumerate(workbook.sheetnames, start=1)}
    values: dict[str, dict[str, Value]] = {part: {} for part in parts}
    for part, name in parts.items():
        values[part] = {cell: value for (sheet, cell), value in (shown or {}).items() if sheet == name}
    return _rewritten(saved, changed, values)


def edition_date(text: str) -> datetime.datetime:
    """The date of an edition (``2025-09-30``), or a fixed one where it is none."""
    try:
        return datetime.datetime.fromisoformat(text[:10])
    except ValueError:
        return datetime.datetime.fromisoformat("2000-01-01")


def _rewritten(saved: io.BytesIO, changed: datetime.datetime, values: Mapping[str, Mapping[str, Value]]) -> bytes:
    stamp = changed.strftime("%Y-%m-%dT%H:%M:%SZ").encode("ascii")
    result = io.BytesIO()
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == _CORE:
                content = _MODIFIED.sub(rb"\g<1>" + stamp + rb"\g<2>", content)
            if values.get(entry.filename):
                content = _with_values(content, values[entry.filename])
            target.writestr(zipfile.ZipInfo(entry.filename, _FIRST_ZIP_DATE), content, zipfile.ZIP_DEFLATED)
    return result.getvalue()


def _with_values(content: bytes, values: Mapping[str, Value]) -> bytes:
    """A sheet with the value of each formula stored with it, which openpyxl cannot do."""

    def with_value(found: re.Match[bytes]) -> bytes:
        address, attributes, formula_attributes, formula = found.groups()
        value = values.get(address.decode("ascii"))
        if value is None:
            return found.group()
        kind = _KINDS.get(type(value), b"")
        stored = escape(str(int(value) if isinstance(value, bool) else value)).encode("utf-8")
        start = b'<c r="%s"%s%s><f%s>%s</f>' % (address, attributes, kind, formula_attributes, formula)
        return b"%s<v>%s</v></c>" % (start, stored)

    return _FORMULA.sub(with_value, content)
