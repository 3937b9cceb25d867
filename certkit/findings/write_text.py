"""Findings for people at a terminal: the place as compilers write it, what is wrong, the line, and the way out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from certkit.finding import Finding, Severity, count_severities, place_in_front
from certkit.findings.checked_file import CheckedFile
from certkit.findings.gather import gathered, others_text
from certkit.text.quote import value as answer_text
from certkit.text.terminal import Ink, counted, cut, safe, width_of, wrapped

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "blue"}
_QUOTED = r"""'(?:[^']|'')*'|"(?:[^"\\]|\\.)*"|"""
_VALUE = re.compile(_QUOTED + r"[\[{].*[\]}]|[^\s#].*?(?=\s+#|:?\s*$|:\s)")
_VALUE_IN_FLOW = re.compile(_QUOTED + r"[^\s#,\[\]{}][^,\[\]{}]*?(?=\s*[,\]}:]|\s+#|\s*$)|\S")
_INDENT = "  "
_LABEL = 6
_WIDEST_NAME = 17


def write_findings_text(
    files: Sequence[CheckedFile], *, unreadable: int = 0, ink: Ink | None = None, width: int = 100
) -> str:
    """The findings of all files, a summary of each, and with several files one of all.

    Args:
        unreadable: how many further files could not be read.
        width: columns to wrap at.

    Returns:
        Text that ends with a line break, or "" without files.
    """
    ink = ink or Ink()
    blocks = ["\n".join(_file(file, ink, width)) for file in files]
    if len(files) + unreadable > 1:
        blocks.append(_total(files, unreadable, ink))
    # Files without findings take a line each, and stand together.
    text = "".join(
        block + ("\n" if "\n" not in block and "\n" not in following else "\n\n")
        for block, following in pairwise(blocks)
    )
    return text + blocks[-1] + "\n" if blocks else ""


def _file(file: CheckedFile, ink: Ink, width: int) -> Iterator[str]:
    lines = file.lines() if file.findings and file.content else []
    unanswered = [finding for finding in file.findings if _is_unanswered(finding, file)]
    listed = unanswered if len(unanswered) > 1 else []
    single = [finding for finding in file.findings if not listed or not _is_unanswered(finding, file)]
    for finding, others in gathered(single):
        yield from _finding(finding, others, file, lines, ink, width)
        yield ""
    for severity in Severity:
        yield from _to_answer([found for found in listed if found.severity is severity], file, ink, width)
    yield _summary(file, ink)


def _is_unanswered(finding: Finding, file: CheckedFile) -> bool:
    """Whether it says that its item must be answered and is not."""
    item = file.rulebook.items.get(finding.items[0]) if finding.items else None
    return item is not None and finding.code == item.missing and item.id not in file.pics.answers


def _to_answer(findings: Sequence[Finding], file: CheckedFile, ink: Ink, width: int) -> Iterator[str]:
    """What is still to be answered, as one list: place, code, item, question and what is expected."""
    if not findings:
        return
    severity = findings[0].severity
    colour = _COLOURS[severity]
    heading = f"{ink(severity, 'bold', colour)}: {counted(len(findings), 'question')} not answered"
    yield f"{ink(safe(file.pics.source) + ':', 'bold')} {heading}"
    rows = [(str(f.where or ""), f.code, file.rulebook.items[f.items[0]]) for f in findings]
    places = max(len(safe(place)) for place, _, _ in rows)
    codes = max(len(code) for _, code, _ in rows)
    names = min(max(len(item.id) for _, _, item in rows), _WIDEST_NAME)
    for place, code, item in rows:
        before = f"{_INDENT}{safe(place):<{places}}  {code:<{codes}}  "
        begin = f"{before}{item.id:<{names}}  "
        label = "" if item.label == item.id else f"{item.label}: "
        indent = " " * (len(before) + names + 2)
        if len(item.id) > names:
            yield ink(before, "dim") + item.id
            yield wrapped(label + item.domain.expected, width, first=indent, indent=indent)
        else:
            text = wrapped(label + item.domain.expected, width, first=begin, indent=indent)
            yield ink(before, "dim") + text[len(before) :]
    yield _labelled(
        "help", f"certkit explain {rows[0][2].id} says what is meant; so for every name and code", ink, width
    )
    yield ""


def _finding(
    finding: Finding, others: Sequence[Finding], file: CheckedFile, lines: list[str], ink: Ink, width: int
) -> Iterator[str]:
    colour = _COLOURS[finding.severity]
    place = ink(safe(place_in_front(finding.where, file.pics.source)), "bold")
    severity = ink(finding.severity, "bold", colour) if finding.accepted is None else ink("accepted warning", "bold")
    yield f"{place} {severity} {ink(safe(finding.code), colour)} {safe(finding.name)}"
    yield _wrapped(finding.message, width)
    yield from _excerpt(finding, file, lines, ink, colour, width)
    for other in finding.related:
        place = f" ({other.where})" if str(other.where) else ""
        yield _labelled("also", f"{_answered(other.item, file)}{place}", ink, width)
    if others:
        yield _labelled("also", others_text(others), ink, width)
    if finding.accepted is not None:
        yield _labelled("why", str(finding.accepted), ink, width)
    elif finding.hint:
        yield _labelled("help", finding.hint, ink, width)
    if finding.cite:
        yield _labelled("see", finding.cite, ink, width)


def _excerpt(finding: Finding, file: CheckedFile, lines: list[str], ink: Ink, colour: str, width: int) -> Iterator[str]:
    """The source line with the value marked, or the question and the text of the cell; nothing for no answer."""
    place = finding.where
    item = finding.items[0] if finding.items else ""
    if place is None or _is_unanswered(finding, file):
        return
    if place.cell:
        known = file.rulebook.items.get(item)
        if known is not None:
            bar = ink(f"{place.cell} |", "dim")
            answer = cut(safe(_given(item, file)), width - 24)
            label = cut(safe(known.label), max(width - 14 - width_of(answer), 10))  # the answer is never cut for it
            yield f"{_INDENT * 2}{bar} {label}: {answer}"
        return
    if not 0 < place.line <= len(lines):
        return
    line, start = lines[place.line - 1], place.column - 1
    value = (_VALUE_IN_FLOW if set(line[:start]) & set("[{") else _VALUE).match(line, start)
    if value is None:
        return
    before, marked, after = safe(line[:start]), safe(value.group()), safe(line[value.end() :])
    gutter = f"{place.line:>4} |"
    room = max(width - len(gutter) - 4, 20)
    if width_of(before) > room // 2:  # a value far to the right in a list or group on one line
        before = "…" + before[-(room // 2 - 1) :]
    marked = cut(marked, max(room - width_of(before), 10))
    shown = before + ink(marked, "bold") + ink(cut(after, max(room - width_of(before + marked), 1)), "dim")
    yield f"{_INDENT}{ink(gutter, 'dim')} {shown.rstrip()}"
    carets = " " * width_of(before) + ink("^" * width_of(marked), "bold", colour)
    yield f"{_INDENT}{ink(' ' * (len(gutter) - 1) + '|', 'dim')} {carets}"


def _answered(item: str, file: CheckedFile) -> str:
    if item in file.pics.answers:
        return f"{item} is {_given(item, file)}"
    return (
        f"{item} is {_given(item, file)}, which is no answer"
        if item in file.pics.refused
        else f"{item} is not answered"
    )


def _given(item: str, file: CheckedFile) -> str:
    if item in file.pics.answers:
        return answer_text(file.pics.answers[item].value)
    return file.pics.refused[item].text if item in file.pics.refused else ""


def _wrapped(text: str, width: int) -> str:
    return wrapped(safe(text), width, first=_INDENT, indent=_INDENT)


def _labelled(label: str, text: str, ink: Ink, width: int) -> str:
    begin = f"{_INDENT}{label + ':':<{_LABEL}}"
    body = wrapped(safe(text), width, first=begin, indent=" " * len(begin))
    return ink(begin, "dim") + body[len(begin) :]


def _summary(file: CheckedFile, ink: Ink) -> str:
    source = ink(safe(file.pics.source), "bold")
    what = _counts([file], ink)
    if what:
        return f"{source}: {what}"
    return f"{source}: {ink('no findings', 'green')}"


def _counts(files: Sequence[CheckedFile], ink: Ink) -> str:
    counts = count_severities(finding for file in files for finding in file.findings)
    parts = [
        ink(counted(counts.of(severity), severity.value), _COLOURS[severity])
        for severity in Severity
        if counts.of(severity)
    ]
    return ", ".join([*parts, *([counted(counts.accepted, "accepted warning")] if counts.accepted else [])])


def _total(files: Sequence[CheckedFile], unreadable: int, ink: Ink) -> str:
    text = f"{counted(len(files) + unreadable, 'file')}: {_counts(files, ink) or ink('no findings', 'green')}"
    return f"{text}; {ink(counted(unreadable, 'file') + ' could not be read', 'red')}" if unreadable else text
