"""A workbook as sheets of cells: read without trusting it, in one pass over its parts.

An ``.xlsx`` is a ZIP of XML parts. It is read here with ``zipfile`` and ``expat`` alone, for three reasons: a cell's
formula and the value stored with it are seen together, so that a formula which was never calculated is not mistaken for
an empty cell; sizes, addresses and counts are bounded while they are read, before anything is built from them; and a
check of a form does not have to import a library for writing workbooks. Writing is openpyxl's.
"""

from certkit.formats.xlsx.cells import Cell, Sheet, Workbook, address, column_letters
from certkit.formats.xlsx.guard import workbook_guard
from certkit.formats.xlsx.package import Package, open_package
from certkit.formats.xlsx.parts import read_workbook

__all__ = [
    "Cell",
    "Package",
    "Sheet",
    "Workbook",
    "address",
    "column_letters",
    "open_package",
    "read_workbook",
    "workbook_guard",
]
