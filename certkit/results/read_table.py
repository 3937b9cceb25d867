"""Results that a person has filled in: YAML, or the plan as a worksheet with a column for the verdict (8.2).

A row without a verdict was not run. In YAML what holds for all runs (the configuration, PICS mode) may stand once,
next to the list::

    pics_mode: yes
    results:
    - {test_case: TC_001, verdict: pass, start: 2026-03-02T09:14:00+01:00, logfile: logs/tc_001.log}
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from certkit.errors import UnreadableFile
from certkit.finding import Place
from certkit.formats.xlsx.cells import Cell, Sheet, address, column_letters
from certkit.formats.xlsx.read import read_workbook
from certkit.formats.yaml_tree import Mapping as MappingNode
from certkit.formats.yaml_tree import Node, Scalar, Sequence, read_tree
from certkit.pics.form import FINDINGS_SHEET
from certkit.results.collect import (
    MOST_RUNS,
    ResultCollector,
    Value,
    check_about_all,
    meaning_of,
    report_unread_run,
    take_head,
)
from certkit.results.model import Results, RunVerdict
from certkit.results.names import RunNames
from certkit.text.quote import quote

RESULTS = "results"
_HEADING_ROWS = 40
"""Rows of a sheet in which the headings are looked for."""


def read_results_yaml(content: bytes, source: str, names: RunNames) -> Results:
    """The results in a YAML file: a list, or ``results`` with what holds for all of them next to it.

    Raises:
        UnreadableFile: not YAML, or no list of results.
    """
    tree = read_tree(content, source)
    collector = ResultCollector(source, names)
    common: dict[str, Value] = {}
    beside: dict[str, tuple[Value, Place]] = {}
    entries: Node | None = tree
    if isinstance(tree, MappingNode):
        entries = tree.get(RESULTS)
        for name, (scalar, value) in tree.pairs.items():
            if name == RESULTS:
                continue
            place = Place(source, scalar.line, scalar.column)
            if collector.claim(name, _yaml_value(value), place):
                continue
            if meaning_of(name) in ("", "test_case", "verdict"):
                beside[name] = (_yaml_value(value), place)
            else:
                common[name] = _yaml_value(value)
    if not isinstance(entries, Sequence):
        raise UnreadableFile(
            "these are no results: neither a table nor a list of runs",
            hint="a table has columns for test case and verdict, an entry of a list has test_case and verdict",
            file=source,
            line=tree.line if tree else 0,
            column=tree.column if tree else 0,
        )
    for node in entries.items:
        place = Place(source, node.line, node.column)
        if not isinstance(node, MappingNode):
            collector.add("RS-01.not-a-record", place)
            continue
        own = {name: _yaml_value(value) for name, (_, value) in node.pairs.items()}
        stated = {meaning_of(name) for name in own}
        rest = {name: value for name, value in common.items() if meaning_of(name) not in stated}
        collector.take({**rest, **own}, place, blank_is_not_run=True)
    check_about_all(collector, beside)
    return collector.results("YAML")


def _yaml_value(node: Node) -> Value:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, MappingNode):
        return {name: _number(value) for name, (_, value) in node.pairs.items()}
    return tuple(_yaml_value(item) for item in node.items)


def _number(node: Node) -> Value:
    """A part of a date in parts: whole numbers as numbers."""
    value = _yaml_value(node)
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 12 else value


def read_results_xlsx(content: bytes, source: str, names: RunNames) -> Results:
    """The results in a workbook: every sheet with a heading row that names test case and verdict.

    Raises:
        UnreadableFile: not a workbook, or without such a sheet.
    """
    collector = ResultCollector(source, names)
    sheets = [sheet for sheet in read_workbook(content, source).sheets if sheet.name != FINDINGS_SHEET]
    if not sum(_take_sheet(collector, sheet) for sheet in sheets):
        raise UnreadableFile(
            "no sheet of this workbook names the columns for test case and verdict",
            hint="the columns are called Test case and Verdict",
            file=source,
        )
    check_about_all(collector, collector.head)
    return collector.results("Excel")


def _take_sheet(collector: ResultCollector, sheet: Sheet) -> int:
    rows: dict[int, dict[int, Cell]] = {}
    for (row, column), cell in sheet.cells.items():
        rows.setdefault(row, {})[column] = cell
    names: dict[int, str] = {}
    head: list[int] = []
    heading = 0
    for number, cells in sorted(rows.items()):
        if names:
            _take_row(collector, sheet, number, cells, names, heading)
            continue
        texts = {column: " ".join(str(_value(cell)).split()) for column, cell in cells.items()}
        meanings = {meaning_of(text) for text in texts.values()}
        if number <= _HEADING_ROWS and {"test_case", "verdict"} <= meanings:
            names, heading = texts, number
            _no_heading_twice(names, collector.source, sheet.name)
            for above in head:
                values = {column: _value(cell) for column, cell in rows[above].items()}
                places = {column: _place(collector, sheet, above, column) for column in values}
                take_head(collector, values, places)
        else:
            if number <= _HEADING_ROWS:
                head.append(number)
            report_unread_run(collector, texts.values(), _place(collector, sheet, number, min(cells)))
    return 1 if names else 0


def _take_row(
    collector: ResultCollector,
    sheet: Sheet,
    number: int,
    cells: Mapping[int, Cell],
    names: Mapping[int, str],
    heading: int,
) -> None:
    if len(collector.runs) >= MOST_RUNS:
        raise UnreadableFile(f"there are more than {MOST_RUNS:,} rows", file=collector.source)
    case = next(column for column, name in names.items() if meaning_of(name) == "test_case")
    place = _place(collector, sheet, number, case)
    fields = {names.get(column, f"column {column_letters(column)}"): _value(cell) for column, cell in cells.items()}
    deciding = [column for column in cells if meaning_of(names.get(column, "")) in ("test_case", "verdict", "start")]
    before = len(collector.runs)
    collector.take(fields, place, blank_is_not_run=True)
    for index in range(before, len(collector.runs)):
        run = collector.runs[index]
        if any(sheet.hides(row, column) for row in (heading, number) for column in deciding):
            collector.add("RS-24", place, run=run.name)
            if run.verdict is RunVerdict.PASS:
                collector.runs[index] = run._replace(verdict=RunVerdict.UNKNOWN)


def _place(collector: ResultCollector, sheet: Sheet, row: int, column: int) -> Place:
    return Place(collector.source, sheet=sheet.name, cell=address(row, column))


def _no_heading_twice(names: Mapping[int, str], source: str, sheet: str) -> None:
    meanings = [meaning_of(name) for name in names.values() if meaning_of(name)]
    twice = next((name for name in names.values() if meanings.count(meaning_of(name)) > 1), "")
    if not twice:
        twice = next((name for name in names.values() if list(names.values()).count(name) > 1), "")
    if twice:
        raise UnreadableFile(
            f"the sheet {quote(sheet)} has two columns with the meaning of {quote(twice)}",
            hint="remove one",
            file=source,
        )


def _value(cell: Cell) -> Value:
    """What a cell says; of one without a value, why it has none, which nothing takes for a verdict."""
    value = cell.value
    if cell.trouble or isinstance(value, list | dict):
        return cell.trouble or "a list"
    if isinstance(value, datetime.datetime):  # a workbook has a day as its midnight
        return value.date().isoformat() if value.time() == datetime.time() else value
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return value
