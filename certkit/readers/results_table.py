"""Results that a person has filled in: YAML, or the plan as a worksheet with a column for the verdict (8.2).

A row without a verdict was not run. In YAML what holds for all runs (the configuration, PICS mode) may stand once,
beside the list::

    pics_mode: yes
    results:
    - {test_case: TC_001, verdict: pass, start: 2026-03-02T09:14:00+01:00, logfile: logs/tc_001.log}
"""

from __future__ import annotations

import datetime
import io
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from certkit.errors import UnreadableFile
from certkit.model.domain import shown
from certkit.model.finding import Place
from certkit.model.result import Results
from certkit.readers.result_fields import MOST_RUNS, ResultCollector, Value, meaning_of
from certkit.yaml_tree import Mapping as MappingNode
from certkit.yaml_tree import Node, Scalar, Sequence, plain, read_tree

RESULTS = "results"
_LARGEST_WORKBOOK = 64_000_000
_HEADING_ROWS = 40
"""Rows of a sheet in which the headings are looked for."""
_MOST_ROWS, _MOST_COLUMNS = 20_000, 60


def read_results_yaml(content: bytes, source: str) -> Results:
    """The results in a YAML file: a list, or ``results`` with what holds for all of them beside it.

    Raises:
        UnreadableFile: not YAML, or no list of results.
    """
    tree = read_tree(content, source)
    collector = ResultCollector(source)
    common: dict[str, Value] = {}
    entries: Node | None = tree
    if isinstance(tree, MappingNode):
        entries = tree.get(RESULTS)
        for name, (scalar, value) in tree.pairs.items():
            if name == RESULTS:
                continue
            if meaning_of(name) in ("", "test_case", "verdict"):
                collector.unknown.setdefault(name, Place(source, scalar.line, scalar.column))
            else:
                common[name] = _value(value)
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
            collector.tell("RS-01", "an entry of the list is not a group of fields", place)
            continue
        own = {name: _value(value) for name, (_, value) in node.pairs.items()}
        stated = {meaning_of(name) for name in own}
        rest = {name: value for name, value in common.items() if meaning_of(name) not in stated}
        collector.take({**rest, **own}, place, blank_is_not_run=True)
    return collector.results("YAML")


def _value(node: Node) -> Value:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, MappingNode):
        return {name: _number(value) for name, (_, value) in node.pairs.items()}
    return "a list" if plain(node) else None


def _number(node: Node) -> Value:
    """A part of a date in parts: whole numbers as numbers."""
    value = _value(node)
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 12 else value


def read_results_xlsx(content: bytes, source: str) -> Results:
    """The results in a workbook: every sheet with a heading row that names test case and verdict.

    Raises:
        UnreadableFile: not a workbook, or without such a sheet.
    """
    collector = ResultCollector(source)
    sheets = 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of parts that it leaves out, which are not read here
        workbook = _open(content, source)
        try:
            for sheet in workbook.worksheets:
                sheets += _take_sheet(collector, sheet)
        except UnreadableFile:
            raise
        except Exception:
            raise UnreadableFile("the workbook is damaged", hint="open it and save it anew", file=source) from None
        finally:
            workbook.close()
    if not sheets:
        raise UnreadableFile(
            "no sheet of this workbook names the columns for test case and verdict",
            hint="the columns are called Test case and Verdict",
            file=source,
        )
    return collector.results("Excel")


def _open(content: bytes, source: str) -> Any:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(info.file_size for info in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise UnreadableFile("this is no workbook, or it is damaged", hint="is it cut off?", file=source) from None
    if size > _LARGEST_WORKBOOK:
        raise UnreadableFile(f"the workbook has more than {_LARGEST_WORKBOOK:,} bytes unpacked", file=source)
    from openpyxl import load_workbook

    try:
        return load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except Exception:  # openpyxl raises whatever its parts do: KeyError, TypeError, its own errors
        raise UnreadableFile(
            "this is no workbook, or it is damaged", hint="open it and save it anew", file=source
        ) from None


def _take_sheet(collector: ResultCollector, sheet: Any) -> int:
    names: dict[int, str] = {}
    for number, cells in _rows(sheet):
        if not names:
            texts = {column: " ".join(str(cell).split()) for column, cell in cells.items()}
            meanings = [meaning_of(text) for text in texts.values()]
            if "test_case" in meanings and "verdict" in meanings:
                names = texts
                _no_heading_twice(names, collector.source, sheet.title)
            elif number > _HEADING_ROWS:
                return 0
            continue
        if number > _MOST_ROWS or len(collector.runs) >= MOST_RUNS:
            raise UnreadableFile(f"the sheet has more than {_MOST_ROWS:,} rows", file=collector.source)
        case = next(column for column, name in names.items() if meaning_of(name) == "test_case")
        place = Place(collector.source, sheet=sheet.title, cell=f"{_letters(case)}{number}")
        fields = {names[column]: _cell(cell) for column, cell in cells.items() if column in names}
        collector.take(fields, place, blank_is_not_run=True)
    return 1 if names else 0


def _rows(sheet: Any) -> Iterator[tuple[int, Mapping[int, object]]]:
    """Row number -> the cells that hold something, by column from 1."""
    for number, cells in enumerate(sheet.iter_rows(max_col=_MOST_COLUMNS, values_only=True), start=1):
        found = {column: cell for column, cell in enumerate(cells, start=1) if cell is not None and cell != ""}
        if found:
            yield number, found
        if number > _MOST_ROWS + 1:
            return


def _no_heading_twice(names: Mapping[int, str], source: str, sheet: str) -> None:
    meanings = [meaning_of(name) for name in names.values() if meaning_of(name)]
    twice = next((name for name in names.values() if meanings.count(meaning_of(name)) > 1), "")
    if twice:
        raise UnreadableFile(
            f"the sheet {shown(sheet)} has two columns with the meaning of {shown(twice)}",
            hint="remove one",
            file=source,
        )


def _cell(cell: object) -> Value:
    if isinstance(cell, datetime.datetime):  # a workbook has a day as its midnight
        return cell.date().isoformat() if cell.time() == datetime.time() else cell
    if isinstance(cell, str | bool | int | float):
        return cell
    if isinstance(cell, datetime.timedelta):
        return cell.total_seconds()
    if isinstance(cell, datetime.time):
        return cell.isoformat()
    return str(cell)


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
