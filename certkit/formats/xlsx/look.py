"""How certkit's workbooks look: one typeface, few colours with one meaning each, widths that paper can hold.

Also how text gets into a cell: always as text, whatever it begins with.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence

from certkit.errors import CertkitError
from certkit.formats.xlsx.engine import (
    Alignment,
    Border,
    Break,
    Cell,
    Font,
    FormulaRule,
    PatternFill,
    Protection,
    Side,
    Workbook,
    Worksheet,
)

FACE = "Arial"
INK, MUTED, FAINT = "1F2933", "66727F", "9AA5B1"
DEEP = "1F3A4D"
BAND, SOFT = "DCE5EB", "F1F4F6"
ANSWER, MISSING, WRONG, GOOD = "FFFCEE", "FFE6C4", "F7CFC9", "DDEFE0"
WARNING, NOTE = "FFF3A3", "DCE9F5"
"""Each ground means one thing in every workbook: orange (MISSING) is only what is still to be filled in."""
LINE, LINK, LOUD, CALM = "C5CDD5", "1F5A86", "9C4A00", "2F6B3A"

_SPACE = 0.5
_WIDTHS = dict.fromkeys("iljI'|.,:;!", 0.45) | dict.fromkeys("ft()[]/\\r -", 0.58) | dict.fromkeys("mwMW@%", 1.6)
"""Widths of characters, in digits, where they are far from one."""

_PAPER = (769.0, 498.0)
"""Width and height of what can be printed on a page in landscape, in points; a little less than there is."""
LONGEST_FOOTER = 100
"""Characters of a footer's left part; all of it may have 255, with doubled ampersands and the formatting."""
LONGEST_CELL = 32_767
"""Characters that a cell can hold."""
_ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_LIKE_A_FORMULA = ("=", "+", "-", "@", "'", "\t")

_THIN = Side(style="thin", color=LINE)
BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
UNDERLINE = Border(bottom=_THIN)
OPEN = Protection(locked=False)
TOP_LEFT = Alignment(vertical="top", horizontal="left", wrap_text=True, indent=1)
MIDDLE_LEFT = Alignment(vertical="center", horizontal="left", wrap_text=True, indent=1)
ONE_LINE = Alignment(vertical="center", horizontal="left", indent=1)
RIGHT = Alignment(vertical="center", horizontal="right", indent=1)
CENTRED = Alignment(vertical="center", horizontal="center", wrap_text=True)


def font(size: float = 10, *, bold: bool = False, italic: bool = False, color: str = INK, link: bool = False) -> Font:
    """Certkit's typeface, in a size and a colour."""
    return Font(name=FACE, size=size, bold=bold, italic=italic, color=color, underline="single" if link else None)


def fill(color: str) -> PatternFill:
    """A ground of one colour."""
    return PatternFill("solid", start_color=color, end_color=color)


def put(cell: Cell, value: str | int | float | None) -> None:
    """Write a value that may come from anyone: numbers as numbers, all else as text, never as a formula.

    Raises:
        CertkitError: the text is longer than a cell can hold.
    """
    if not isinstance(value, str):
        cell.value = value
        return
    text = as_cell_text(value)
    if len(text) > LONGEST_CELL:
        raise CertkitError(
            f"a text of {len(text):,} characters is longer than a cell of a workbook can hold",
            hint=f"shorten it to {LONGEST_CELL:,} characters, or use YAML",
            cell=cell.coordinate,
            sheet=cell.parent.title,
        )
    cell.value = text
    cell.data_type = "s"  # openpyxl takes what begins with = for a formula
    if text.startswith(_LIKE_A_FORMULA):
        cell.quotePrefix = True


def as_cell_text(text: str) -> str:
    """Text as a workbook stores it: what XML cannot hold becomes ``_x0007_``, and what looks like that is escaped."""
    text = _ESCAPE_LIKE.sub("_x005F_", text)
    return _NOT_IN_XML.sub(lambda found: f"_x{ord(found.group()):04X}_", text)


def lines_needed(text: str, width: float, size: float = 10) -> int:
    """How many lines a text takes in a column of this width; rather one too many than one too few."""
    space = max(4.0, (width - 3) * 10 / size)
    return sum(_wrapped_lines(line, space) for line in text.split("\n"))


def _wrapped_lines(line: str, space: float) -> int:
    lines, used = 1, 0.0
    for word in line.split(" "):
        wide = text_width(word)
        if used and used + _SPACE + wide > space:
            lines, used = lines + 1, 0.0
        used += wide + (_SPACE if used else 0.0)
        while used > space:
            lines, used = lines + 1, used - space
    return lines


def text_width(text: str) -> float:
    """How wide a text is, in digits of the typeface."""
    return sum(_WIDTHS.get(c) or (1.28 if c.isupper() else 1.0 if ord(c) < 0x2E80 else 1.9) for c in text)


def height_for(lines: int, size: float = 10) -> float:
    """The height of a row with so many lines, in points."""
    return lines * size * 1.3 + 5


def new_workbook(title: str, subject: str, created: datetime.datetime) -> Workbook:
    """An empty workbook with one sheet, in certkit's typeface."""
    workbook = Workbook()
    workbook._fonts[0] = font()  # type: ignore[attr-defined]  # the typeface that columns are measured in
    workbook.properties.title = title
    workbook.properties.subject = subject
    workbook.properties.creator = "certkit"
    workbook.properties.created = created
    return workbook


def colour_where(
    sheet: Worksheet, cells: str, formula: str, *, ground: str = "", ink: str = "", bold: bool = False
) -> None:
    """Colour the cells in which a formula, written for the first of them, is TRUE; the first rule that fits counts."""
    styled = {
        "fill": fill(ground) if ground else None,
        "font": Font(bold=bold or None, color=ink) if ink else None,
    }
    rule = FormulaRule(formula=[formula], stopIfTrue=True, **styled)  # type: ignore[no-untyped-call]
    sheet.conditional_formatting.add(cells, rule)


def set_up_page(sheet: Worksheet, *, area: str, titles: str, left: str, landscape: bool = True) -> None:
    """A4, as many pages down as needed and one across, with what it is and the page's number at the foot.

    Args:
        area: the range that is printed.
        titles: the rows that every page begins with (``1:4``), or empty.
        left: the text at the foot on the left.
    """
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    sheet.print_area = area
    if titles:
        sheet.print_title_rows = titles
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.page_margins.top, sheet.page_margins.bottom = 0.55, 0.7
    sheet.page_margins.header = sheet.page_margins.footer = 0.3
    sheet.print_options.horizontalCentered = True
    shortened = left if len(left) <= LONGEST_FOOTER else f"{left[: LONGEST_FOOTER - 1]}…"
    for position, text in (("left", shortened.replace("&", "&&")), ("right", "Page &P of &N")):
        part = getattr(sheet.oddFooter, position)
        part.text, part.size, part.font, part.color = text, 8, FACE, MUTED
    sheet.sheet_view.showGridLines = False


def break_pages(
    sheet: Worksheet, blocks: Iterable[Sequence[int]], widths: Iterable[float], begin: float, header: float
) -> None:
    """Begin a page before rows that belong together and would be cut in two, unless much of a page would stay empty.

    Args:
        blocks: the numbers of rows that belong together, from the top.
        widths: those of the columns that are printed; the page, in landscape, is scaled down to them.
        begin: the height of everything above the first block, in points.
        header: the height of what every further page begins with.
    """
    room = _PAPER[1] * max(1.0, sum(width * 5.25 + 3.75 for width in widths) / _PAPER[0])
    used = begin
    for block in blocks:
        heights = {row: sheet.row_dimensions[row].height or 15.0 for row in block}
        together = sum(heights.values())
        if room / 3 < used and together < room - header < used + together - header:
            used = _break_before(sheet, block[0], header)
        for row, height in heights.items():
            if used + height > room:
                used = _break_before(sheet, row, header)
            used += height


def _break_before(sheet: Worksheet, row: int, header: float) -> float:
    sheet.row_breaks.append(Break(id=row - 1))
    return header


def protect(sheet: Worksheet) -> None:
    """Only what is open can be changed; there is no password, and rows and columns can be resized."""
    protection = sheet.protection
    protection.sheet = True
    protection.formatColumns = protection.formatRows = False
    protection.selectLockedCells = protection.selectUnlockedCells = False
