"""A plain table on a sheet of its own, as certkit's workbooks have them: title, header, rows, set up for paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from certkit.formats.xlsx import look
from certkit.formats.xlsx.cells import address, column_letters
from certkit.formats.xlsx.engine import Alignment, Cell, Worksheet

Content = str | int | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its title, how wide it is, whether what is in it is centred, and in which type it is set."""

    title: str
    width: float
    centred: bool = False
    size: float = 9.5
    color: str = look.INK
    bold: bool = False

    @property
    def alignment(self) -> Alignment:
        return look.CENTRED if self.centred else look.MIDDLE_LEFT


def cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    """A cell that can be written to."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    return cell


def draw_title(sheet: Worksheet, text: str, explanation: str = "", *, row: int = 1) -> int:
    """Draw what a sheet is; returns the next free row."""
    title = cell_at(sheet, row, 1)
    look.put(title, text)
    title.font, title.alignment = look.font(15, bold=True, color=look.DEEP), look.ONE_LINE
    sheet.row_dimensions[row].height = 26
    if not explanation:
        return row + 1
    line = cell_at(sheet, row + 1, 1)
    look.put(line, explanation)
    line.font, line.alignment = look.font(color=look.MUTED), look.ONE_LINE
    return row + 2


def draw_header(sheet: Worksheet, row: int, columns: Sequence[Column]) -> None:
    """Draw the row of titles, and give the columns their widths."""
    for number, column in enumerate(columns, start=1):
        sheet.column_dimensions[column_letters(number)].width = column.width
        cell = cell_at(sheet, row, number)
        look.put(cell, column.title)
        cell.font, cell.fill = look.font(9, bold=True, color="FFFFFF"), look.fill(look.DEEP)
        cell.alignment = column.alignment
    sheet.row_dimensions[row].height = 20


def draw_row(sheet: Worksheet, row: int, columns: Sequence[Column], contents: Sequence[Content]) -> None:
    """Draw a row, as high as its longest text needs."""
    height = 18.0
    for number, (column, content) in enumerate(zip(columns, contents, strict=True), start=1):
        cell = cell_at(sheet, row, number)
        look.put(cell, content)
        cell.font = look.font(column.size, bold=column.bold, color=column.color)
        cell.alignment, cell.border = column.alignment, look.UNDERLINE
        lines = look.lines_needed(str(content or ""), column.width, column.size)
        height = max(height, look.height_for(lines, column.size))
    sheet.row_dimensions[row].height = min(400.0, height)


def draw_table(sheet: Worksheet, row: int, columns: Sequence[Column], rows: Iterable[Sequence[Content]]) -> int:
    """Draw header and rows, with the header staying in sight; returns the last row."""
    draw_header(sheet, row, columns)
    last = row
    for last, contents in enumerate(rows, start=row + 1):
        draw_row(sheet, last, columns, contents)
    sheet.freeze_panes = f"A{row + 1}"
    return last


def finish(sheet: Worksheet, header: int, last: int, columns: int, left: str) -> None:
    """Set a sheet up for paper, with a filter on the table."""
    area = f"A1:{address(max(last, header), columns)}"
    look.set_up_page(sheet, area=area, titles=f"{header}:{header}", left=left)
    if last > header:
        sheet.auto_filter.ref = f"A{header}:{address(last, columns)}"
