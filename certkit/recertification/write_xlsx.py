"""The impact report as a workbook: a summary, the test cases to filter and sort, and what the certificate states."""

from __future__ import annotations

from collections.abc import Sequence

from certkit.formats.xlsx import look
from certkit.formats.xlsx.engine import Worksheet
from certkit.formats.xlsx.table import Column, Content, cell_at, draw_row, draw_table, draw_title, finish
from certkit.formats.xlsx.write import edition_date, to_bytes
from certkit.recertification.model import (
    Coverage,
    ExtractChange,
    ImpactChange,
    ImpactDocument,
    ImpactedCase,
    OldRun,
    Sameness,
)
from certkit.recertification.policy import Impact
from certkit.recertification.write_text import HEADINGS, coverage_line
from certkit.text.sentence import shown_time
from certkit.verdict.words import place_text

SUMMARY, CASES, CHANGES, DROPPED, EXTRACT = "Summary", "Test cases", "Changes", "Fell away", "Certificate"
_FACTS = (Column("", 26, color=look.MUTED), Column("", 14, bold=True), Column("", 62), Column("", 62))
_CASES = (
    Column("Test case", 13, bold=True),
    Column("Title", 40),
    Column("Class", 17, bold=True),
    Column("Why", 46),
    Column("Changed keys", 26, size=8.5),
    Column("Old run", 34, size=8.5),
    Column("New run so far", 13, centred=True),
    Column("Rerun", 8, centred=True, bold=True),
    Column("Rule of the policy", 44, size=8.5),
)
_CHANGES = (
    Column("Found in", 14),
    Column("Code", 9, centred=True),
    Column("What changed", 60),
    Column("Question", 40, size=8.5),
    Column("Before", 26),
    Column("Now", 26),
    Column("Items", 16),
    Column("Place", 34, size=8.5),
    Column("Source", 18, size=8.5),
)
_DROPPED = (
    Column("Test case", 13, bold=True),
    Column("Title", 50),
    Column("Now", 18),
    Column("Because", 60),
    Column("Changed answers", 50),
)
_EXTRACT = (
    Column("Key", 36, bold=True),
    Column("What changes", 70),
    Column("Before", 30),
    Column("Now", 30),
    Column("Source", 34, size=8.5),
)
_GROUNDS = {
    Impact.NEW: look.NOTE,
    Impact.ANSWER_CHANGED: look.WARNING,
    Impact.RULE_CHANGED: look.WARNING,
    Impact.NOT_PASSED: look.WRONG,
    Impact.UNDETERMINED: look.MISSING,
    Impact.SAME_QUESTION: look.GOOD,
}
_STATES = {Sameness.SAME: look.GOOD, Sameness.DIFFERENT: look.WRONG, Sameness.UNKNOWN: look.MISSING}
_COVERAGES = {
    Coverage.COVERED: look.GOOD,
    Coverage.NOT_COVERED: look.WRONG,
    Coverage.NO_CERTIFICATE: look.MISSING,
    Coverage.UNKNOWN: look.MISSING,
}


def write_impact_xlsx(report: ImpactDocument) -> bytes:
    """The workbook as an ``.xlsx``; the same bytes for the same report."""
    date = edition_date("")
    workbook = look.new_workbook("Impact report", report.old.id, date)
    _draw_summary(workbook.worksheets[0], report)
    footer = f"{report.old.kind} {report.old.id} · {report.new.file}"
    _draw_cases(workbook.create_sheet(CASES), report.test_cases, footer)
    changes = [
        *(_change("declared", change) for change in report.declared),
        *(_change("evidence", change) for change in report.evidence),
        *(_change("note", change) for change in report.notes),
    ]
    _draw(workbook.create_sheet(CHANGES), "What changed", _CHANGES, changes, footer)
    dropped = [(case.id, case.title, case.message, case.because, "; ".join(case.answers)) for case in report.dropped]
    _draw(workbook.create_sheet(DROPPED), "Test cases that fell away", _DROPPED, dropped, footer)
    rows = [_extract(change) for change in report.extract]
    _draw(workbook.create_sheet(EXTRACT), "What the certificate states of configuration keys", _EXTRACT, rows, footer)
    for sheet in workbook.worksheets:
        look.protect(sheet)
        sheet.protection.autoFilter = sheet.protection.sort = False
    return to_bytes(workbook, date)


def _draw_summary(sheet: Worksheet, report: ImpactDocument) -> None:
    sheet.title = SUMMARY
    row = draw_title(sheet, "Impact report", coverage_line(report))
    ground = _COVERAGES[report.coverage]
    if report.coverage is Coverage.COVERED and not report.unchanged:
        ground = look.MISSING
    for column in range(1, len(_FACTS) + 1):
        cell_at(sheet, row - 1, column).fill = look.fill(ground)
    cell_at(sheet, row - 1, 1).font = look.font(11, bold=True)
    old, new = report.old, report.new
    rows: list[Sequence[Content]] = [
        ("The device", "", "Old document", "New record"),
        *((fact.aspect.value, fact.state.value, fact.old, fact.new) for fact in report.product),
        ("", "", "", ""),
        ("The documents", "", "", ""),
        ("file", "", old.file, new.file),
        ("SHA-256 of the file", "", old.sha256, new.sha256),
        ("what it is", "", f"{old.kind} {old.id}, {old.issued_at}, by {old.issuer}", new.mode or "mode not stated"),
        ("rehearsal", "", "yes: this is not an official document" if old.rehearsal else "no", ""),
        ("outcome of the test run", "", old.outcome.value, f"{new.outcome.value} so far"),
        ("edition", "", f"{old.edition}, release {old.release}", f"{new.edition}, release {new.release}"),
        ("SHA-256 of the edition", "", old.rulebook_sha256, new.rulebook_sha256),
        ("SHA-256 of the PICS", "", old.pics_sha256, new.pics_sha256),
        ("", "", "", ""),
        ("The test cases", "", "", ""),
        *((impact.value, count, HEADINGS[impact], "") for impact, count in report.summary.items()),
        ("fell away", len(report.dropped), "they were required, and are not any more", ""),
        ("to rerun", report.to_rerun, f"by the policy: {report.policy.title}", _policy_file(report)),
        *(("allowed", "", allowance.text, allowance.cite) for allowance in report.policy.allowances),
        ("old results", 0, f"{report.old_results.message}", report.old_results.cite),
    ]
    headings = {"The device", "The documents", "The test cases"}
    for last, contents in enumerate(rows, start=row + 1):
        draw_row(sheet, last, _FACTS, contents)
        if contents[0] in headings:
            for column in range(1, len(_FACTS) + 1):
                cell = cell_at(sheet, last, column)
                cell.font, cell.fill = look.font(10, bold=True, color="FFFFFF"), look.fill(look.DEEP)
        state = next((fact.state for fact in report.product if contents[:2] == (fact.aspect.value, fact.state)), None)
        if state in _STATES:
            cell_at(sheet, last, 2).fill = look.fill(_STATES[state])
    for letter, spec in zip("ABCD", _FACTS, strict=True):
        sheet.column_dimensions[letter].width = spec.width
    look.set_up_page(sheet, area=f"A1:D{row + len(rows)}", titles="", left=f"{old.kind} {old.id} · {new.file}")


def _policy_file(report: ImpactDocument) -> str:
    return f"{report.policy.file}, SHA-256 {report.policy.sha256}"


def _draw_cases(sheet: Worksheet, cases: Sequence[ImpactedCase], footer: str) -> None:
    explanation = "Each test case that the new plan requires, or may require, has one class. No old result counts."
    first = _draw(sheet, "Test cases", _CASES, [_case(case) for case in cases], footer, explanation)
    for row, case in enumerate(cases, start=first):
        cell_at(sheet, row, 3).fill = look.fill(_GROUNDS[case.impact])


def _draw(
    sheet: Worksheet,
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Content]],
    footer: str,
    explanation: str = "",
) -> int:
    """Draw a table; returns the first row below its header."""
    header = draw_title(sheet, title, explanation or ("" if rows else "None.")) + 1
    last = draw_table(sheet, header, columns, rows)
    finish(sheet, header, last, len(columns), footer)
    return header + 1


def _case(case: ImpactedCase) -> tuple[Content, ...]:
    return (
        case.id,
        case.title,
        case.impact.value,
        case.message,
        ", ".join(case.keys),
        _run(case.old_run) if case.old_run else "",
        case.new_outcome.value if case.new_outcome else "",
        "yes" if case.rerun else "no",
        f"{case.rule}: {case.reason} ({case.cite})",
    )


def _run(run: OldRun) -> str:
    when = f", {shown_time(run.start)}" if run.start else ""
    tool = f", {run.tool}" if run.tool else ""
    return f"{run.outcome.value}{when}{tool}, in {run.document} (SHA-256 {run.document_sha256[:16]}…)"


def _change(kind: str, change: ImpactChange) -> tuple[Content, ...]:
    return (
        kind,
        change.code,
        change.message,
        change.label,
        change.old or "",
        change.new or "",
        ", ".join(change.items),
        place_text(change.where),
        change.cite,
    )


def _extract(change: ExtractChange) -> tuple[Content, ...]:
    before, now = change.values
    return change.key, change.message, ", ".join(before), ", ".join(now), change.cite
