"""A test plan as the laboratory's worksheet: what is run, in which order, with room for verdicts.

Everything that the plan decided is locked, without a password; the tester's columns are open. What does not apply
is on a sheet of its own with its reasons, and so are the readings of the document that the plan depends on.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from certkit.edition.rulebook import Rulebook
from certkit.formats.xlsx import look
from certkit.formats.xlsx.cells import address
from certkit.formats.xlsx.engine import DataValidation, Worksheet
from certkit.formats.xlsx.table import Column, Content, cell_at, draw_header, draw_row, draw_table, draw_title, finish
from certkit.formats.xlsx.write import edition_date, to_bytes
from certkit.plan.columns import REASON, STATUS, TEST_CASE, TITLE, WORKSHEET, PlanColumn, columns_of
from certkit.plan.model import PlannedTestCase, Status, TestPlan
from certkit.plan.summary import order_of, selected_readings, statuses_counted, waiting_for


def _sheet_column(column: PlanColumn, width: float) -> Column:
    size, color = (8.5, look.MUTED) if column.small else (9.5, look.INK)
    return Column(column.heading, width, centred=column.centred, size=size, color=color, bold=column.bold)


VERDICTS = ("pass", "fail", "inconc")
TESTS, REST, WAITING, READINGS = "Test plan", "Not applicable", "Waiting for", "Readings"
_PLANNED = columns_of(WORKSHEET)
COLUMNS = (
    Column("No", 6, centred=True),
    *(_sheet_column(column, column.width) for column in _PLANNED),
    Column("Tester", 11),
    Column("Verdict", 10, centred=True),
    Column("Date", 12, centred=True),
    Column("Remarks", 32),
)
_LAST = len(COLUMNS)
_TESTER, _VERDICT, _DATE = _LAST - 3, _LAST - 2, _LAST - 1
_TEST_CASE, _TITLE, _REASON = (2 + _PLANNED.index(column) for column in (TEST_CASE, TITLE, REASON))
_UNPLANNED = tuple(column for column in _PLANNED if column is not STATUS)
_REST_COLUMNS = tuple(_sheet_column(column, 1.5 * column.width) for column in _UNPLANNED)
"""Without the tester's columns there is more room for each."""
_WAITING_COLUMNS = (Column("Item", 26), Column("Question", 62), Column("Test cases", 84))
_READING_COLUMNS = (Column("Reading", 12), Column("Question", 62), Column("In force", 14), Column("What it says", 84))
_RESET_TITLE = "Return the station to its basic state"
_HEAD, _HEADER = 2, 11
"""The first row of the head above the table of test cases, and the row of its header."""
_HEAD_HEIGHT = 190.0
_COUNTS = 4
"""How far below the first row the counts of verdicts begin."""
_FIRST_DAY = 36526  # 1 January 2000, as a workbook counts days


def write_plan(plan: TestPlan, rulebook: Rulebook, run: Sequence[str]) -> bytes:
    """The worksheet as an ``.xlsx``; the same bytes for the same arguments.

    Args:
        run: the ids to run one after the other, the reset utility among them where it comes before a test case.
    """
    title = f"Test plan, {plan.edition}"
    date = edition_date(rulebook.info.date)
    workbook = look.new_workbook(title, rulebook.info.title, date)
    _draw_tests(workbook.worksheets[0], plan, rulebook, _with_resets(run, rulebook))
    if plan.blocked_by:
        _draw_waiting(workbook.create_sheet(WAITING), plan, rulebook)
    _draw_rest(workbook.create_sheet(REST), plan)
    if plan.readings:
        _draw_readings(workbook.create_sheet(READINGS), plan, rulebook)
    for sheet in workbook.worksheets:
        look.protect(sheet)
        sheet.protection.autoFilter = False
    return to_bytes(workbook, date, _verdicts_shown(plan))


def _with_resets(run: Sequence[str], rulebook: Rulebook) -> set[str]:
    """The test cases before which the reset utility is run."""
    return {after for before, after in pairwise(run) if before not in rulebook.test_cases}


def _footer(plan: TestPlan) -> str:
    return f"{plan.source} · PICS {plan.pics_sha256[:16]} · {plan.edition}"


def _draw_tests(sheet: Worksheet, plan: TestPlan, rulebook: Rulebook, with_resets: set[str]) -> None:
    sheet.title = TESTS
    _draw_head(sheet, plan, rulebook)
    draw_header(sheet, _HEADER, COLUMNS)
    row, number = _HEADER, 0
    blocks: list[list[int]] = []
    for case in plan.test_cases:
        if case.status is Status.NOT_APPLICABLE:
            continue
        blocks.append([])
        if case.id in with_resets:
            row += 1
            _draw_reset(sheet, row, rulebook.evidence.reset)
            blocks[-1].append(row)
        row, number = row + 1, number + 1
        _draw_case(sheet, row, number, case)
        blocks[-1].append(row)
    _open_tester_columns(sheet, _HEADER + 1, row)
    _draw_laboratory(sheet, _HEAD, row)
    sheet.freeze_panes = f"C{_HEADER + 1}"
    finish(sheet, _HEADER, row, _LAST, _footer(plan))
    look.break_pages(sheet, blocks, [column.width for column in COLUMNS], _HEAD_HEIGHT, 20.0)


def _draw_head(sheet: Worksheet, plan: TestPlan, rulebook: Rulebook) -> None:
    """What the plan was made from."""
    draw_title(sheet, "Test plan")
    readings = selected_readings(plan)
    facts = (
        ("PICS", plan.source),
        ("SHA-256 of the PICS", plan.pics_sha256),
        ("Device under test", plan.dut or "not stated in the PICS"),
        ("Edition", f"{plan.edition}, release {plan.release}: {rulebook.info.title}, {rulebook.info.date}"),
        ("SHA-256 of the edition", plan.rulebook_sha256),
        ("Readings", f"as taken, but for {readings}" if readings else "as taken"),
        ("Order", order_of(plan)),
        ("Test cases", statuses_counted(plan)),
    )
    for row, (name, text) in enumerate(facts, start=_HEAD):
        for column, content, font in ((1, name, look.font(9, color=look.MUTED)), (3, text, look.font(9.5))):
            cell = cell_at(sheet, row, column)
            look.put(cell, content)
            cell.font, cell.alignment = font, look.ONE_LINE
        sheet.row_dimensions[row].height = 15.5


def _draw_laboratory(sheet: Worksheet, row: int, last: int) -> None:
    """What the laboratory fills in at the top, and how far it has come with the rows down to the last."""
    for offset, name in enumerate(("Laboratory", "Serial number", "Test tool")):
        _label(sheet, row + offset, name)
        cell = cell_at(sheet, row + offset, _TESTER)
        sheet.merge_cells(f"{cell.coordinate}:{address(row + offset, _LAST)}")
        for column in range(_TESTER, _LAST + 1):
            sheet.cell(row + offset, column).border = look.BOX
        cell.fill, cell.font, cell.alignment = look.fill(look.ANSWER), look.font(9.5), look.ONE_LINE
        cell.protection, cell.number_format = look.OPEN, "@"
    first, end = _HEADER + 1, max(last, _HEADER + 1)
    verdicts = f"{address(first, _VERDICT)}:{address(end, _VERDICT)}"
    numbers = f"{address(first, 1)}:{address(end, 1)}"  # resets have none
    for offset, verdict in enumerate((*VERDICTS, ""), start=_COUNTS):
        _label(sheet, row + offset, verdict or "still to be run")
        cell = cell_at(sheet, row + offset, _TESTER)
        cell.value = f'=COUNTIFS({verdicts},"{verdict}",{numbers},">0")'
        cell.font, cell.alignment = look.font(9.5, bold=True), look.ONE_LINE


def _verdicts_shown(plan: TestPlan) -> dict[tuple[str, str], str | int]:
    """What the counts show before anything was run."""
    rows = sum(case.status is not Status.NOT_APPLICABLE for case in plan.test_cases)
    counts = (*[0] * len(VERDICTS), rows)
    return {(TESTS, address(_HEAD + _COUNTS + n, _TESTER)): count for n, count in enumerate(counts)}


def _label(sheet: Worksheet, row: int, text: str) -> None:
    cell = cell_at(sheet, row, _TESTER - 1)
    look.put(cell, text)
    cell.font, cell.alignment = look.font(9, color=look.MUTED), look.RIGHT


def _draw_case(sheet: Worksheet, row: int, number: int, case: PlannedTestCase) -> None:
    contents: list[Content] = [number, *(column.text(case) for column in _PLANNED)]
    draw_row(sheet, row, COLUMNS, contents + [None] * (_LAST - len(contents)))
    if case.status is Status.UNDETERMINED:
        for column in range(1, _TESTER):
            sheet.cell(row, column).fill = look.fill(look.MISSING)
        sheet.cell(row, _REASON).font = look.font(8.5, bold=True, color=look.LOUD)


def _draw_reset(sheet: Worksheet, row: int, reset: str) -> None:
    texts = {_TEST_CASE: reset, _TITLE: _RESET_TITLE}
    draw_row(sheet, row, COLUMNS, [texts.get(column) for column in range(1, _LAST + 1)])
    for column in range(1, _LAST + 1):
        sheet.cell(row, column).font = look.font(8, color=look.MUTED)
        sheet.cell(row, column).fill = look.fill(look.SOFT)
    sheet.row_dimensions[row].height = 14


def _open_tester_columns(sheet: Worksheet, first: int, last: int) -> None:
    """Let the tester write into the last columns, choose a verdict, and enter a date."""
    if last < first:
        return
    for row in range(first, last + 1):
        for column in range(_TESTER, _LAST + 1):
            cell = sheet.cell(row, column)
            cell.protection, cell.border = look.OPEN, look.BOX
            cell.number_format = "yyyy-mm-dd" if column == _DATE else "@"
    verdict = DataValidation(
        type="list",
        formula1=f'"{",".join(VERDICTS)}"',
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="Not a verdict",
        error=f"Choose {', '.join(VERDICTS[:-1])} or {VERDICTS[-1]}.",
    )
    day = DataValidation(
        type="date",
        operator="greaterThanOrEqual",
        formula1=str(_FIRST_DAY),
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="Not a date",
        error="Enter the day of the test as a date.",
    )
    for rule, column in ((verdict, _VERDICT), (day, _DATE)):
        rule.add(f"{address(first, column)}:{address(last, column)}")
        sheet.add_data_validation(rule)
    cells = f"{address(first, _VERDICT)}:{address(last, _VERDICT)}"
    top = address(first, _VERDICT)
    for text, ground in zip(VERDICTS, (look.GOOD, look.WRONG, look.MISSING), strict=True):
        look.colour_where(sheet, cells, f'{top}="{text}"', ground=ground, bold=True, ink=look.INK)


def _draw_rest(sheet: Worksheet, plan: TestPlan) -> None:
    rest = [case for case in plan.test_cases if case.status is Status.NOT_APPLICABLE]
    row = draw_title(sheet, "Not applicable", "Test cases of the edition that are not run for this device, and why.")
    rows = [[column.text(case) for column in _UNPLANNED] for case in rest]
    last = draw_table(sheet, row + 1, _REST_COLUMNS, rows)
    finish(sheet, row + 1, last, len(_REST_COLUMNS), _footer(plan))


def _draw_waiting(sheet: Worksheet, plan: TestPlan, rulebook: Rulebook) -> None:
    explanation = "Questions that are not answered. Until they are, it is open whether these test cases are run."
    row = draw_title(sheet, "Waiting for answers", explanation)
    rows = [(item, label, ", ".join(cases)) for item, label, cases in waiting_for(plan, rulebook)]
    last = draw_table(sheet, row + 1, _WAITING_COLUMNS, rows)
    finish(sheet, row + 1, last, len(_WAITING_COLUMNS), _footer(plan))


def _draw_readings(sheet: Worksheet, plan: TestPlan, rulebook: Rulebook) -> None:
    explanation = "Passages of the document that can be read in more than one way, as they were read for this plan."
    row = draw_title(sheet, "Readings in force", explanation)
    known = [(rulebook.readings[name], letter) for name, letter in plan.readings]
    rows = [(reading.id, reading.question, letter, reading.in_force) for reading, letter in known]
    last = draw_table(sheet, row + 1, _READING_COLUMNS, rows)
    finish(sheet, row + 1, last, len(_READING_COLUMNS), _footer(plan))
