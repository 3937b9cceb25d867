"""One sheet: its cells with their values, and the limits that a form never reaches.

A formula counts with the value it was last shown with. If the program that wrote the file never calculated it, or the
result is an error, the cell has no value but says why.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

from certkit.errors import UnreadableFile
from certkit.formats.raw import Raw
from certkit.formats.xlsx.cells import LAST_COLUMN, LAST_ROW, Cell, Sheet, address, column_letters
from certkit.formats.xlsx.package import Package, go_through

MOST_CELLS = 300_000
"""Cells and rows of all sheets, empty ones with a format included. A filled-in form has some two thousand."""
MOST_MERGES = 20_000
_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,400}(?:\.[0-9]{0,400})?|\.[0-9]{1,400})(?:[eE][+-]?[0-9]{1,3})?")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_START_1900 = datetime.datetime.fromisoformat("1899-12-30")
_START_1904 = datetime.datetime.fromisoformat("1904-01-01")
_TRUE = ("1", "true")
_LEAST_SIZES = {"ht": 4.0, "width": 1.0}
"""Points of a row's height and characters of a column's width below which nobody can read what is in it."""
SHOWS_OTHERWISE = "a text whose format shows something else, or nothing"
_SECTION = re.compile(r'(?:"[^"]*"|\\.|[^;"\\])*')
_PADDING = re.compile(r"_.|\*.|\[[^\]]*\]|\s", re.DOTALL)
"""What a format may add to a text without changing it: room, filling and colour."""
NEVER_CALCULATED = "a formula that was never calculated"


class Budget:
    """How many cells and rows may still be read, over all sheets."""

    def __init__(self) -> None:
        self.left = MOST_CELLS


class Formats:
    """What a number's format makes of it. The styles are read only when the first formatted number is met."""

    def __init__(self, load: Callable[[], list[tuple[bool, str]]], from_1904: bool) -> None:
        self._load = load
        self._loaded: list[tuple[bool, str]] | None = None
        self._from_1904 = from_1904

    def value(self, number: int | float, style: str) -> tuple[Raw, str]:
        """The number, or the date it is shown as; and the format's code."""
        is_date, code = self._format(style)
        return (as_date(number, self._from_1904) if is_date else number), code

    def shows_text(self, style: str) -> bool:
        """Whether a text is shown as it is."""
        return _shows_text(self._format(style)[1])

    def _format(self, style: str) -> tuple[bool, str]:
        """Whether it is of a date, and its code."""
        if not style or style == "0":
            return False, ""
        if self._loaded is None:
            self._loaded = self._load()
        index = int(style) if style.isascii() and style.isdecimal() and len(style) < 7 else 0
        return self._loaded[index] if index < len(self._loaded) else (False, "")


@cache
def _shows_text(code: str) -> bool:
    sections = [code[found.start() : found.end()] for found in _sections(code)]
    last = sections[3] if len(sections) > 3 else next((one for one in sections if "@" in one), "@")
    return _PADDING.sub("", last) in ("@", "General")


def _sections(code: str) -> Iterator[re.Match[str]]:
    position = 0
    while position <= len(code) and (found := _SECTION.match(code, position)) is not None:
        yield found
        position = found.end() + 1


def as_date(number: int | float, from_1904: bool) -> Raw:
    """The date or time of a number of days; the number itself if it is not one."""
    try:
        start = _START_1904 if from_1904 else _START_1900
        shift = 1 if not from_1904 and 1 <= number < 60 else 0  # spreadsheets believe in 29 February 1900
        moment = start + datetime.timedelta(days=int(number) + shift, seconds=round((number % 1) * 86400))
        if 0 <= number < 1:
            return moment.time()
        return moment.date() if number == int(number) else moment
    except (OverflowError, ValueError):
        return number


def read_sheet(
    package: Package, part: str, content: bytes, sheet: Sheet, strings: list[str], formats: Formats, budget: Budget
) -> Sheet:
    """The sheet with its cells.

    Raises:
        UnreadableFile: damaged, too many cells, or a cell far outside any form.
    """
    reader = _SheetReader(package, sheet.name, strings, formats, budget)
    go_through(package, part, content, reader)
    return replace(
        sheet,
        cells=reader.cells,
        merges=tuple(reader.merges),
        spread=reader.spread,
        hidden_rows=frozenset(reader.hidden_rows),
        hidden_columns=tuple(reader.hidden_columns),
    )


class _SheetReader:
    """Told of the elements of a sheet, collects its cells."""

    def __init__(self, package: Package, sheet: str, strings: list[str], formats: Formats, budget: Budget) -> None:
        self.package, self.sheet = package, sheet
        self.strings, self.formats, self.budget = strings, formats, budget
        self.cells: dict[tuple[int, int], Cell] = {}
        self.merges: list[tuple[int, int, int, int]] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: list[tuple[int, int]] = []
        self.rows_are_hidden = False
        self.row = self.column = self.spread = 0
        self.in_cell = self.aside = False
        self.kind = self.style = ""
        self.pieces: list[str] | None = None
        self.stored: list[str] | None = None
        self.inline: list[str] = []
        self.formula = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self.in_cell:
            self.start_within_cell(name)
        elif name == "c":
            self.spend()
            self.column += 1
            if reference := attributes.get("r"):
                self.row, self.column = self.position(reference)
            self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "")
            self.in_cell, self.formula, self.aside = True, False, False
            self.stored, self.inline, self.pieces = None, [], None
        elif name == "row":
            self.spend()
            number = attributes.get("r", "")
            self.row = int(number) if number.isascii() and number.isdecimal() and len(number) < 8 else self.row + 1
            self.column = 0
            if self.is_hidden(attributes, "ht"):
                self.hidden_rows.add(self.row)
        elif name == "col":
            if self.is_hidden(attributes, "width") and len(self.hidden_columns) < MOST_MERGES:
                self.hidden_columns.append((_index(attributes.get("min", "")), _index(attributes.get("max", ""))))
        elif name == "sheetFormatPr":
            self.rows_are_hidden = attributes.get("zeroHeight", "0") in _TRUE
        elif name == "mergeCell":
            self.merge(self.reach(attributes.get("ref", "")))
        elif name == "hyperlink":
            self.reach(attributes.get("ref", ""))

    def is_hidden(self, attributes: dict[str, str], size: str) -> bool:
        """Whether a row or a column is not shown, or has (next to) no height or width."""
        if attributes.get("hidden", "0") in _TRUE:
            return True
        stated = attributes.get(size, "").strip()
        if not stated:
            return self.rows_are_hidden and size == "ht"
        return _NUMBER.fullmatch(stated) is None or float(stated) < _LEAST_SIZES[size]

    def start_within_cell(self, name: str) -> None:
        if name == "v":
            self.stored = self.pieces = []
        elif name == "f":
            self.formula = True
        elif name == "rPh":
            self.aside = True
        elif name == "t" and not self.aside:
            self.pieces = self.inline

    def end(self, name: str) -> None:
        if not self.in_cell:
            return
        if name == "c":
            self.in_cell = False
            self.keep()
        elif name in ("v", "t"):
            self.pieces = None
        elif name == "rPh":
            self.aside = False

    def text(self, text: str) -> None:
        if self.pieces is not None:
            self.pieces.append(text)

    def spend(self) -> None:
        self.budget.left -= 1
        if self.budget.left < 0:
            raise UnreadableFile(
                f"the workbook has more than {MOST_CELLS:,} rows and cells",
                hint="copy the form into a new workbook; formats alone can fill rows without end",
                file=self.package.source,
                sheet=self.sheet,
            )

    def keep(self) -> None:
        cell = self.cell()
        if cell is None or (isinstance(cell.value, str) and not cell.value.strip() and not cell.trouble):
            return
        if self.row > LAST_ROW or self.column > LAST_COLUMN or self.row < 1:
            raise UnreadableFile(
                "there is something in a cell far outside the form",
                hint=f"delete it: a form ends before row {LAST_ROW:,} and column {column_letters(LAST_COLUMN)}",
                file=self.package.source,
                sheet=self.sheet,
                cell=address(self.row, self.column),
            )
        self.cells[self.row, self.column] = cell

    def cell(self) -> Cell | None:
        """The cell just ended, or None if it is empty."""
        if self.kind == "inlineStr":
            return self.text_cell("".join(self.inline))
        stored = "".join(self.stored) if self.stored is not None else None
        if not stored:
            if self.formula and not (self.kind == "str" and stored is not None):
                return Cell(None, NEVER_CALCULATED)
            return None
        if self.kind == "s":
            return self.text_cell(self.shared(stored))
        if self.kind == "str":
            return self.text_cell(stored)
        if self.kind == "e":
            return Cell(stored, f"the error {stored[:20]}")
        if self.kind == "b":
            return Cell(stored.strip() in ("1", "true"))
        if self.kind == "d":
            return Cell(self.iso_date(stored.strip()))
        value, code = self.formats.value(self.number(stored.strip()), self.style)
        return Cell(value, "", code)

    def text_cell(self, text: str) -> Cell:
        if text.strip() and not self.formats.shows_text(self.style):
            return Cell(None, SHOWS_OTHERWISE)
        return Cell(_unescaped(text))

    def shared(self, index: str) -> str:
        index = index.strip()
        if index.isascii() and index.isdecimal() and len(index) < 10 and int(index) < len(self.strings):
            return self.strings[int(index)]
        raise self.damaged("refers to a text that is not there")

    def number(self, text: str) -> int | float:
        if not _NUMBER.fullmatch(text):
            raise self.damaged("holds a number that is none")
        if len(text) <= 15 and text.isdecimal():
            return int(text)
        number = float(text)
        if not math.isfinite(number):
            raise self.damaged("holds a number that is none")
        return number

    def iso_date(self, text: str) -> Raw:
        try:
            return datetime.datetime.fromisoformat(text) if "-" in text else datetime.time.fromisoformat(text)
        except ValueError:
            raise self.damaged("holds a date that is none") from None

    def merge(self, merged: tuple[int, int, int, int]) -> None:
        if len(self.merges) >= MOST_MERGES:
            raise self.package.damaged(f"the sheet “{self.sheet}” has more than {MOST_MERGES:,} merged ranges")
        self.merges.append(merged)

    def reach(self, reference: str) -> tuple[int, int, int, int]:
        """The first row and column and the last of a range of cells."""
        first, _, last = reference.partition(":")
        top, left = self.position(first)
        bottom, right = self.position(last) if last else (top, left)
        found = (min(top, bottom), min(left, right), max(top, bottom), max(left, right))
        self.spread += (found[2] - found[0] + 1) * (found[3] - found[1] + 1)
        return found

    def position(self, reference: str) -> tuple[int, int]:
        found = _ADDRESS.fullmatch(reference)
        if found is None:
            raise self.package.damaged(f"the sheet “{self.sheet}” has a cell without a proper address")
        column = 0
        for letter in found.group(1).upper():
            column = column * 26 + ord(letter) - 64
        return int(found.group(2)), column

    def damaged(self, what: str) -> UnreadableFile:
        return self.package.damaged(f"the cell {address(self.row, self.column)} of the sheet “{self.sheet}” {what}")


def _index(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 0


def _unescaped(text: str) -> str:
    """``_x000D_`` is how a workbook writes a character that XML cannot hold."""
    if "_x" not in text:
        return text
    plain = _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # two halves are one character
