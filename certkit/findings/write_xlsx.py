"""Findings in a copy of the workbook they are about: each at its cell, and all of them on a sheet that is added.

The cell is coloured by the gravest finding and gets a note; a note that was there stays. openpyxl makes the copy, and
what it cannot keep, such as drawn shapes, is not in it. So the copy is for reading; fix the original.
"""

from __future__ import annotations

import datetime
import io
import warnings
import zipfile
from collections.abc import Iterable, Mapping, Sequence

from certkit.errors import UnreadableFile
from certkit.finding import Finding, Place, Severity, count_severities
from certkit.formats.xlsx import look
from certkit.formats.xlsx.cells import Workbook as SafeWorkbook
from certkit.formats.xlsx.cells import address
from certkit.formats.xlsx.engine import Cell, Comment, Hyperlink, MergedCell, Workbook, Worksheet, load_workbook
from certkit.formats.xlsx.read import workbook_guard
from certkit.formats.xlsx.table import Column, cell_at, draw_table, draw_title, finish
from certkit.formats.xlsx.write import Value, edition_date, to_bytes
from certkit.pics.form import FINDINGS_SHEET
from certkit.text.terminal import counted

AUTHOR = "certkit"
COLOURS = {Severity.ERROR: look.WRONG, Severity.WARNING: look.WARNING, Severity.NOTE: look.NOTE}
"""Severity -> the ground of a cell with such a finding."""
_COLUMNS = (
    Column("Cell", 22),
    Column("Severity", 11, centred=True),
    Column("Code", 9, centred=True),
    Column("What is wrong", 66),
    Column("What to do", 46),
    Column("Items", 30),
    Column("Source", 30),
)
_MACROS, _CORE = "xl/vbaproject.bin", "docprops/core.xml"
_LONGEST_NAME = 31
_RULE = "\n\n"


def annotate(content: bytes, findings: Sequence[Finding], source: str) -> bytes:
    """A copy of the workbook with the findings written into it; the same bytes for the same arguments.

    Args:
        content: the workbook's bytes.
        findings: those about this workbook.
        source: its name, for errors and for the added sheet.

    Raises:
        UnreadableFile: it is no workbook, or none that openpyxl can copy.
    """
    safe = workbook_guard(content, source)
    workbook = _opened(content, source)
    by_cell: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        cell = _cell_at(workbook, finding.where)
        if cell is not None:
            by_cell.setdefault((cell.parent.title, cell.coordinate), []).append(finding)
    for (sheet, coordinate), there in by_cell.items():
        cell = workbook[sheet][coordinate]
        cell.fill = look.fill(COLOURS[_gravest(there)])
        cell.comment = _note(cell.comment, there)
    _add_list(workbook, findings, source)
    copy = to_bytes(workbook, _changed(workbook, content), _shown(safe))
    if workbook.vba_archive is not None:
        workbook.vba_archive.close()
    return copy


def _opened(content: bytes, source: str) -> Workbook:
    macros = any(name.lower() == _MACROS for name in _names(content))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl does not keep is no news to the user of a copy
            return load_workbook(io.BytesIO(content), keep_vba=macros, rich_text=True)
    except Exception as error:  # openpyxl raises whatever it stumbles over
        raise UnreadableFile(
            f"the workbook can be read, but not copied: openpyxl says {type(error).__name__}",
            hint="open it in a spreadsheet program, save it, and try again",
            file=source,
        ) from None


def _names(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.namelist()


def _cell_at(workbook: Workbook, place: Place | None) -> Cell | None:
    """The cell of a place; of merged cells, the one that shows."""
    if place is None or not place.cell or place.sheet not in workbook.sheetnames:
        return None
    sheet = workbook[place.sheet]
    if not isinstance(sheet, Worksheet):
        return None
    cell = sheet[place.cell]
    if isinstance(cell, MergedCell):
        merged = next(merged for merged in sheet.merged_cells.ranges if place.cell in merged)
        cell = sheet.cell(merged.min_row, merged.min_col)
    return cell if isinstance(cell, Cell) else None


def _gravest(findings: Iterable[Finding]) -> Severity:
    order = list(Severity)
    return min(map(_shown_as, findings), key=order.index)


def _shown_as(finding: Finding) -> Severity:
    """The severity whose colour a finding has; an accepted warning has that of a note."""
    return Severity.NOTE if finding.accepted is not None else finding.severity


def _severity(finding: Finding) -> str:
    return "accepted" if finding.accepted is not None else finding.severity.value


def _remedy(finding: Finding) -> str:
    return f"Accepted: {finding.accepted}" if finding.accepted is not None else finding.hint


def _note(before: Comment | None, findings: Sequence[Finding]) -> Comment:
    """The note of a cell: what stood there, and then the findings."""
    ours = _RULE.join(_described(finding) for finding in findings)
    text = f"{before.text.rstrip()}{_RULE}{ours}" if before is not None and before.text else ours
    note = Comment(look.as_cell_text(text)[: look.LONGEST_CELL], before.author if before is not None else AUTHOR)
    note.width = 360
    note.height = 30 + 17 * sum(1 + len(line) // 52 for line in text.split("\n"))
    return note


def _described(finding: Finding) -> str:
    head = f"certkit: {finding.code}, {_severity(finding)}"
    remedy = _remedy(finding)
    if remedy and finding.accepted is None:
        remedy = f"What to do: {remedy}"
    return "\n".join(line for line in (head, finding.message, remedy) if line)


def _add_list(workbook: Workbook, findings: Sequence[Finding], source: str) -> None:
    """Add the sheet with all findings, and let the workbook open there."""
    sheet = workbook.create_sheet(_free_name(workbook))
    assert isinstance(sheet, Worksheet)
    counts = count_severities(findings)
    listed = [counted(counts.of(severity), severity.value) for severity in Severity]
    if counts.accepted:
        listed.append(counted(counts.accepted, "accepted warning"))
    row = draw_title(sheet, "Findings", f"{source}: {', '.join(listed)}. This is a copy; fix the original.")
    last = draw_table(sheet, row + 1, _COLUMNS, [_listed(finding) for finding in findings])
    for number, finding in enumerate(findings, start=row + 2):
        _draw_severity(cell_at(sheet, number, 2), _shown_as(finding))
        target = _cell_at(workbook, finding.where)
        if target is not None:
            _link(cell_at(sheet, number, 1), target)
    finish(sheet, row + 1, last, len(_COLUMNS), f"certkit · findings in {source}")
    for other in workbook.worksheets:
        other.sheet_view.tabSelected = other is sheet
    workbook.active = workbook.sheetnames.index(sheet.title)


def _listed(finding: Finding) -> tuple[str, ...]:
    place = str(finding.where) if finding.where is not None else ""
    items = ", ".join(finding.items)
    return place, _severity(finding), finding.code, finding.message, _remedy(finding), items, finding.cite


def _draw_severity(cell: Cell, severity: Severity) -> None:
    cell.fill = look.fill(COLOURS[severity])


def _link(cell: Cell, target: Cell) -> None:
    name = target.parent.title.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{name}'!{target.coordinate}")
    cell.font = look.font(9.5, color=look.LINK, link=True)


def _free_name(workbook: Workbook) -> str:
    taken = {name.casefold() for name in workbook.sheetnames}
    name, number = FINDINGS_SHEET, 1
    while name.casefold() in taken:
        number += 1
        name = f"{FINDINGS_SHEET} {number}"[:_LONGEST_NAME]
    return name


def _changed(workbook: Workbook, content: bytes) -> datetime.datetime:
    """When the workbook was last changed, as far as it says so; openpyxl would say: now."""
    known: datetime.datetime | None = workbook.properties.modified or workbook.properties.created
    if known is None or _CORE not in (name.lower() for name in _names(content)):
        workbook.properties.created = known = edition_date("")
    return known


def _shown(workbook: SafeWorkbook) -> Mapping[tuple[str, str], Value]:
    """The values stored with the workbook's formulas, so that the copy still has them."""
    return {
        (sheet.name, address(row, column)): cell.value
        for sheet in workbook.sheets
        for (row, column), cell in sheet.cells.items()
        if isinstance(cell.value, str | int | float) and not cell.trouble
    }
