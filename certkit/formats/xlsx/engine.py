"""The one place that imports openpyxl, so that it works the same wherever it is installed.

openpyxl uses lxml for XML if lxml is installed, unless a variable of the environment says otherwise at the moment of
the import. With lxml the bytes of a workbook would depend on what else is installed, and files would not be opened by
defusedxml.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

_VARIABLE = "OPENPYXL_LXML"


@contextmanager
def _without_lxml() -> Iterator[None]:
    before = os.environ.get(_VARIABLE)
    os.environ[_VARIABLE] = "False"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_VARIABLE]
        else:
            os.environ[_VARIABLE] = before


with _without_lxml():
    from openpyxl import load_workbook
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.comments import Comment
    from openpyxl.formatting.rule import FormulaRule
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.hyperlink import Hyperlink
    from openpyxl.worksheet.pagebreak import Break
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = [
    "Alignment",
    "Border",
    "Break",
    "Cell",
    "Comment",
    "DataValidation",
    "Font",
    "FormulaRule",
    "Hyperlink",
    "MergedCell",
    "PatternFill",
    "Protection",
    "Side",
    "Workbook",
    "Worksheet",
    "load_workbook",
]
