"""Whether a workbook may be given to openpyxl, which trusts what it opens.

openpyxl builds a cell for every cell of a merged or linked range, and parses parts that reading a form never looks at.
So all of them are looked at here, before it is let at the file.
"""

from __future__ import annotations

from certkit.errors import UnreadableFile
from certkit.formats.xlsx.cells import Workbook
from certkit.formats.xlsx.package import open_package
from certkit.formats.xlsx.parts import read_package
from certkit.formats.xlsx.xml_part import go_through

WIDEST_SPREAD = 500_000
"""Cells that merged ranges and links may reach over; rows merged over their whole width have sixteen thousand each."""


def workbook_guard(content: bytes, source: str) -> Workbook:
    """The workbook, if openpyxl may open it.

    Raises:
        UnreadableFile: it may not; the message says why, the hint names the way out.
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
