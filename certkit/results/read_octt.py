"""The results of the OCTT as it exports them: its records as JSON or CSV, or a ZIP of these with the logs (8.2).

The titles of the CSV are not published, so a column is known by the record's field in any case, and the columns may
stand in any order and be separated by a comma, a semicolon or a tab.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import PurePosixPath

from certkit.errors import UnreadableFile
from certkit.finding import Place
from certkit.formats.json_tree import Array, Json, Leaf, Object, Places, decode, read_json
from certkit.formats.zip_members import Member, members_of
from certkit.results.collect import (
    MOST_RUNS,
    ResultCollector,
    Value,
    check_about_all,
    meaning_of,
    report_unread_run,
    take_head,
)
from certkit.results.model import Origin, Results
from certkit.results.names import RunNames
from certkit.results.signals import folded
from certkit.text.quote import quote

DELIMITERS = ",;\t|"
LARGEST_EXPORT = 40_000_000
"""Bytes of results that are read from an archive."""
_NAME_OF_THE_TOOL = "testcasename"
"""How the tool calls the column of the test case."""


def read_results_json(content: bytes, source: str, names: RunNames) -> Results:
    """Records as JSON: a list, or an object whose ``data`` is one.

    Raises:
        UnreadableFile: not JSON, or no list of records.
    """
    text = decode(content, source)
    collector = ResultCollector(source, names, Origin.TOOL)
    _take_json(collector, read_json(text, source), Places(text))
    return collector.results("OCTT JSON")


def read_results_csv(content: bytes, source: str, names: RunNames) -> Results:
    """Records as CSV, with the names of the fields in the first line.

    Raises:
        UnreadableFile: not CSV, or without the columns of a result.
    """
    collector = ResultCollector(source, names, Origin.TOOL)
    take_csv(collector, decode(content, source))
    return collector.results("OCTT CSV")


def read_results_zip(content: bytes, source: str, names: RunNames) -> Results:
    """An export with its logs: every file of records in it, and the names of the logs.

    Raises:
        UnreadableFile: not a ZIP, or one without a file of records.
    """
    collector = ResultCollector(source, names, Origin.TOOL)
    logs, files, size = [], 0, 0
    for member in members_of(content, source):
        suffix = PurePosixPath(member.name).suffix.lower()
        if suffix in (".log", ".txt"):
            logs.append(member.name)
        elif suffix in (".json", ".csv"):
            size += member.info.file_size
            if size > LARGEST_EXPORT:
                raise UnreadableFile(f"the results in the archive have more than {LARGEST_EXPORT:,} bytes", file=source)
            files += _take_member(collector, member, suffix)
        else:
            collector.add("RS-08.kind", Place(source), name=member.name)
    if not files:
        raise UnreadableFile(
            "there is no file of results in this archive",
            hint="the results are a file that ends in .json or .csv; XLS cannot be read",
            file=source,
        )
    _compare_with_logs(collector, logs)
    return collector.results("OCTT ZIP", logs)


def _take_member(collector: ResultCollector, member: Member, suffix: str) -> int:
    """Take the records of a file of the archive; 0 if it has none or cannot be read."""
    name = f"{collector.source}/{member.name}"
    before = len(collector.runs)
    inner = ResultCollector(name, collector.names, Origin.TOOL)
    try:
        text = decode(member.read(), name)
        if suffix == ".json":
            _take_json(inner, read_json(text, name), Places(text))
        else:
            take_csv(inner, text)
    except UnreadableFile as error:
        place = Place(name, error.line, error.column)
        collector.add("RS-08.damaged", place, name=member.name, problem=error.message)
        return 0
    collector.runs += inner.runs[: MOST_RUNS - before]
    collector.findings += inner.findings
    collector.not_run += inner.not_run
    collector.not_run_at = collector.not_run_at or inner.not_run_at
    collector.unknown.update(inner.unknown)
    for key, claim in inner.claims.items():
        collector.claims.setdefault(key, claim)
    return 1


def _compare_with_logs(collector: ResultCollector, logs: list[str]) -> None:
    there = {PurePosixPath(name.replace("\\", "/")).name: name for name in logs}
    named = set()
    for run in collector.runs:
        log = PurePosixPath(run.logfile.replace("\\", "/")).name
        named.add(log)
        if log and log not in there:
            collector.add("RS-06", run.place, run=run.name, log=log)
    for log, path in there.items():
        if log not in named:
            place, test_case = Place(f"{collector.source}/{path}"), collector.names.find_in_log_name(log)
            if test_case:
                collector.add("RS-07.of", place, log=log, test_case=test_case)
            else:
                collector.add("RS-07.unknown", place, log=log)


def _take_json(collector: ResultCollector, node: Json, places: Places) -> None:
    wrapper = next((name for name in ("data", "results") if isinstance(node, Object) and name in node.pairs), "")
    records = node.get(wrapper) if isinstance(node, Object) and wrapper else node
    beside: dict[str, tuple[Value, Place]] = {}
    if isinstance(node, Object) and wrapper:
        for name, value in node.pairs.items():
            place = Place(collector.source, *places.of(value.at))
            if name != wrapper and not collector.claim(name, _value(value), place):
                beside[name] = (_value(value), place)
    if isinstance(records, Object) and any(meaning_of(name) == "test_case" for name in records.pairs):
        records = Array([records], records.at)
    if not isinstance(records, Array):
        line, column = places.of(node.at)
        raise UnreadableFile(
            "these are no results: a list of records is expected, alone or as data",
            file=collector.source,
            line=line,
            column=column,
        )
    for record in records.items:
        place = Place(collector.source, *places.of(record.at))
        if len(collector.runs) >= MOST_RUNS:
            raise UnreadableFile(f"there are more than {MOST_RUNS:,} records", file=collector.source, line=place.line)
        if isinstance(record, Object):
            fields = {name: _value(value) for name, value in record.pairs.items()}
            typed = all(folded(name) != _NAME_OF_THE_TOOL for name in fields)
            collector.take(fields, place, typed=typed)
        else:
            collector.add("RS-01.not-a-record", place)
    check_about_all(collector, beside)


def _value(node: Json) -> Value:
    if isinstance(node, Leaf):
        return node.value
    if isinstance(node, Object):
        return {name: _value(value) for name, value in node.pairs.items()}
    return tuple(_value(item) for item in node.items)


def take_csv(collector: ResultCollector, text: str) -> None:
    """Take the records of a CSV text. In a table that a person fills in, a row without a verdict was not run.

    Raises:
        UnreadableFile: it has no line of names that a result needs, or quotes that do not close.
    """
    source = collector.source
    rows = _rows(text, source)
    names: list[str] = []
    for line, row in rows:
        meanings = [meaning_of(name) for name in row]
        if "test_case" in meanings and "verdict" in meanings:
            names = [name.strip() or f"column {number}" for number, name in enumerate(row, start=1)]
            break
        report_unread_run(collector, row, Place(source, line, 1))
        take_head(collector, dict(enumerate(row)), dict.fromkeys(range(len(row)), Place(source, line, 1)))
        if line > 50 or len(row) > 1000:
            break
    if not names:
        raise UnreadableFile(
            "these are no results: no line names the columns for test case and verdict",
            hint="the columns are called testCaseName and verdict, or test_case and verdict",
            file=source,
        )
    twice = {name for name in names if name and names.count(name) > 1}
    if twice:
        raise UnreadableFile(
            f"the column {quote(min(twice))} is there twice", hint="remove one of the two", file=source
        )
    by_hand = all(folded(name) != _NAME_OF_THE_TOOL for name in names)
    for line, row in rows:
        place = Place(source, line, 1)
        if len(collector.runs) >= MOST_RUNS:
            raise UnreadableFile(f"there are more than {MOST_RUNS:,} records", file=source, line=line)
        if not any(cell.strip() for cell in row):
            continue
        if len(row) > len(names) and any(cell.strip() for cell in row[len(names) :]):
            collector.add("RS-01.cells", place, cells=len(row), columns=len(names))
            continue
        fields: dict[str, Value] = {
            name: _cell(cell) for name, cell in zip(names, row, strict=False) if meaning_of(name) or cell.strip()
        }
        collector.take(fields, place, blank_is_not_run=by_hand, typed=by_hand)
    check_about_all(collector, collector.head)


def _rows(text: str, source: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line it begins in."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text) or ",", strict=True)
    while True:
        line = reader.line_num + 1
        try:
            yield line, next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise UnreadableFile(
                "this is not valid CSV: quotes do not close, or a cell is far too long",
                hint="is the file cut off?",
                file=source,
                line=line,
            ) from None


def delimiter_of(text: str) -> str:
    """What separates the columns: the mark by which one of the first lines names test case and verdict, or empty."""
    for line in text[:50_000].splitlines()[:50]:
        for mark in DELIMITERS:
            if {"test_case", "verdict"} <= {meaning_of(cell) for cell in line.split(mark)}:
                return mark
    return ""


def _cell(text: str) -> Value:
    """A cell; the start of a run may stand there as the JSON of the record."""
    text = text.strip()
    if text.startswith("{") and len(text) < 1000:
        try:
            return _value(read_json(text, ""))
        except UnreadableFile:
            return text
    return text[1:] if text.startswith("'") else text  # an apostrophe in front keeps a spreadsheet from computing
