"""A workbook as sheets of cells: read in one pass over its parts, without trusting it.

An ``.xlsx`` is a ZIP of XML parts. It is read with ``zipfile`` and ``expat`` alone, for three reasons: a formula and
the value stored with it are seen together, so a formula that was never calculated is not mistaken for an empty cell;
sizes, addresses and counts are bounded while they are read, before anything is built from them; and a check of a form
does not import a library for writing workbooks. Writing is openpyxl's.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field

from certkit.errors import UnreadableFile
from certkit.formats.xlsx.cells import Sheet, Workbook
from certkit.formats.xlsx.package import Package, go_through, open_package
from certkit.formats.xlsx.sheet import Budget, Formats, read_sheet

MOST_SHEETS = 100
_WORKBOOK = "xl/workbook.xml"
_STRICT = "http://purl.oclc.org/ooxml/"
_DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
"""The built-in formats of numbers that show a date or a time (ISO/IEC 29500-1, 18.8.30)."""
_BUILT_IN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 49: "@"}
"""The codes of those that show a number as another text than it is."""
_NOT_A_DATE_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|General', re.IGNORECASE)
"""The letters in the code of a format that do not mean a date: quoted, escaped, colours and conditions."""
WIDEST_SPREAD = 500_000
"""Cells that merged ranges and links may reach over; rows merged over their whole width have sixteen thousand each."""


def read_workbook(content: bytes, source: str) -> Workbook:
    """The sheets of a workbook, with every cell that holds something.

    Args:
        content: the file's bytes, trusted in nothing.
        source: its name, for errors.

    Raises:
        UnreadableFile: no workbook, a damaged one, or one that is larger than any form.
    """
    return read_package(open_package(content, source))


def read_package(package: Package) -> Workbook:
    """The sheets of an unpacked workbook.

    Raises:
        UnreadableFile: as for :func:`read_workbook`.
    """
    main = _main_part(package)
    listing = _Listing()
    _go_through(package, main, listing)
    if len(listing.sheets) > MOST_SHEETS:
        raise UnreadableFile(
            f"the workbook has {len(listing.sheets)} sheets; at most {MOST_SHEETS} are read",
            hint="remove those that do not belong to the form",
            file=package.source,
        )
    relations = _relations(package, main)
    formats = Formats(lambda: _number_formats(package, relations), listing.from_1904)
    strings = _shared_strings(package, relations)
    budget = Budget()
    sheets = []
    for name, visible, relation in listing.sheets:
        kind, target = relations.get(relation, ("", ""))
        if kind not in ("worksheet", ""):
            continue  # a chart, a dialogue or macros on a sheet of their own
        content = package.part(target)
        if content is None:
            raise package.damaged(f"the sheet “{name}” is missing from it")
        sheets.append(read_sheet(package, target, content, Sheet(name, visible, {}), strings, formats, budget))
    if not sheets:
        raise UnreadableFile("the workbook has no sheet with cells", hint="is it the right file?", file=package.source)
    return Workbook(package.source, tuple(sheets), listing.names, listing.strict)


def workbook_guard(content: bytes, source: str) -> Workbook:
    """The workbook, if openpyxl may open it.

    Raises:
        UnreadableFile: it may not; the message says why, the hint what to do.
    """
    package = open_package(content, source)
    workbook = read_package(package)
    for name, part in package.parts.items():
        if name.endswith((".xml", ".rels")):
            go_through(package, name, part)
    if workbook.strict:
        raise UnreadableFile(
            "the workbook was saved as “Strict Open XML Spreadsheet”, which certkit can read but not write",
            hint="save it as Excel Workbook (.xlsx)",
            file=source,
        )
    for sheet in workbook.sheets:
        if sheet.spread > WIDEST_SPREAD:
            raise UnreadableFile(
                f"merged cells and links reach over {sheet.spread:,} cells",
                hint="unmerge cells that are merged over whole columns, and save the workbook",
                file=source,
                sheet=sheet.name,
            )
    return workbook


def _go_through(package: Package, part: str, handler: _Listing | _Relations | _Strings | _Styles) -> None:
    content = package.part(part)
    if content is None:
        raise package.damaged(f"{part} is missing from it")
    go_through(package, part, content, handler)


def _main_part(package: Package) -> str:
    """The part with the list of sheets, which nearly always has the same name."""
    if package.part(_WORKBOOK) is not None:
        return _WORKBOOK
    found = _Relations("")
    _go_through(package, "_rels/.rels", found)
    for kind, target in found.targets.values():
        if kind == "officeDocument":
            return target
    raise package.damaged("it does not say where its sheets are")


def _relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Id -> (last word of the kind, part) of what a part refers to."""
    folder, name = posixpath.split(part)
    found = _Relations(folder)
    _go_through(package, f"{folder}/_rels/{name}.rels", found)
    return found.targets


def _target(relations: dict[str, tuple[str, str]], kind: str) -> str:
    return next((target for known, target in relations.values() if known == kind), "")


def _shared_strings(package: Package, relations: dict[str, tuple[str, str]]) -> list[str]:
    part = _target(relations, "sharedStrings")
    content = package.part(part) if part else None
    found = _Strings()
    if content is not None:
        go_through(package, part, content, found)
    return found.strings


def _number_formats(package: Package, relations: dict[str, tuple[str, str]]) -> list[tuple[bool, str]]:
    """For every style of a cell whether it shows a number as a date, and the code of its format."""
    part = _target(relations, "styles")
    content = package.part(part) if part else None
    if content is None:
        return []
    found = _Styles()
    go_through(package, part, content, found)
    codes = {**_BUILT_IN, **found.codes}
    return [
        (number in _DATE_FORMATS or is_date_code(codes.get(number, "")), codes.get(number, ""))
        for number in found.cells
    ]


def is_date_code(code: str) -> bool:
    """Whether the code of a number's format shows a date or a time: ``dd.mm.yyyy``, ``[h]:mm``."""
    return bool(re.search(r"[ymdhs]", _NOT_A_DATE_CODE.sub("", code.split(";")[0]), re.IGNORECASE))


@dataclass
class _Relations:
    folder: str
    targets: dict[str, tuple[str, str]] = field(default_factory=dict)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.join(self.folder, target)
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.targets[attributes.get("Id", "")] = (kind, posixpath.normpath(path))

    def end(self, name: str) -> None: ...

    def text(self, text: str) -> None: ...


@dataclass
class _Listing:
    """What the main part says: sheets as (name, visible, relation), names, and where dates count from."""

    sheets: list[tuple[str, bool, str]] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    from_1904: bool = False
    strict: bool = False
    naming: str = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            relation = next((v for k, v in attributes.items() if k.rpartition(":")[2] == "id" and ":" in k), "")
            visible = attributes.get("state", "visible") == "visible"
            self.sheets.append((attributes.get("name", ""), visible, relation))
        elif name == "definedName" and "localSheetId" not in attributes:
            self.naming = attributes.get("name", "")
        elif name == "workbookPr":
            self.from_1904 = attributes.get("date1904", "0") in ("1", "true")
        elif name == "workbook":
            self.strict = any(value.startswith(_STRICT) for value in attributes.values())

    def end(self, name: str) -> None:
        self.naming = ""

    def text(self, text: str) -> None:
        if self.naming:
            self.names[self.naming] = self.names.get(self.naming, "") + text


@dataclass
class _Strings:
    """The shared texts, each without its formatting and without the reading aids of East Asian scripts."""

    strings: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    reading: bool = False
    aside: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self.pieces.clear()
        elif name == "rPh":
            self.aside = True
        elif name == "t":
            self.reading = not self.aside

    def end(self, name: str) -> None:
        if name == "si":
            self.strings.append("".join(self.pieces))
        elif name == "rPh":
            self.aside = False
        elif name == "t":
            self.reading = False

    def text(self, text: str) -> None:
        if self.reading:
            self.pieces.append(text)


@dataclass
class _Styles:
    """``codes``: number of a format -> its code. ``cells``: the format's number of every style of a cell."""

    codes: dict[int, str] = field(default_factory=dict)
    cells: list[int] = field(default_factory=list)
    inside: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            self.codes[_number(attributes.get("numFmtId", ""))] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self.inside = True
        elif name == "xf" and self.inside:
            self.cells.append(_number(attributes.get("numFmtId", "")))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self.inside = False

    def text(self, text: str) -> None: ...


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
