"""What the form has for one kind of device: tables, questions, answers, and whether each question is answered.

A form shows the questions that the edition asks of that kind of device. A statement that is written into it may answer
other questions too; those are shown as well, so that nothing is lost. A question that must be answered counts as open;
one that depends on another answer is optional until that answer is given. Nothing here knows of colours or of openpyxl.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeAlias

from certkit.conditions import Answers, Node, Not, Value
from certkit.edition.domains import Choice, Domain, Members, NotInDomain, Number, Settings, Texts
from certkit.edition.model import ALWAYS, Item, Section
from certkit.edition.rulebook import Rulebook
from certkit.pics.condition_formula import answered, text_literal, to_formula
from certkit.pics.form import ANSWER, COLUMNS, KEY, QUESTION, STATUS, asked_only_if, question_of
from certkit.pics.model import Pics

FEWEST_PAIRS: Mapping[type[Domain], int] = {Settings: 8, Members: 24}
"""Rows for free settings and for members of a family that a form has at the least; a locked sheet gets no more."""
SPARE_PAIRS = 3
"""Empty rows that are left behind those filled in."""
TITLE_ROW, EDITION_ROW, HEADER_ROW = 1, 2, 4
"""The rows that the form begins with; its tables follow the header."""

ANSWERED, REQUIRED, OPTIONAL, WRONG, HALF = "answered", "required", "optional", "not an answer", "incomplete"
NOT_ASKED = "not asked"
OPEN = (REQUIRED, WRONG, HALF)
"""The statuses of a row that is still to be answered."""

PAIR_TITLES: dict[type[Domain], tuple[str, str]] = {
    Settings: ("Name of the limit or setting", "Value"),
    Members: ("Model", "Firmware version"),
}
"""What the two cells of a pair are called."""

Content: TypeAlias = str | int | float | None
"""The content of a cell."""


class Kind(Enum):
    """What a row is for."""

    SECTION = auto()
    EXPLANATION = auto()
    HEADING = auto()
    QUESTION = auto()
    PAIRS_HEADING = auto()
    PAIR = auto()


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row of the form.

    Attributes:
        row: its number.
        text: its title, explanation or heading; for a question the question.
        item: the question that the row is about.
        answer: what the answer's cell holds; of a pair its second, and above the pairs what that is called.
        name: the first of a pair.
    """

    kind: Kind
    row: int
    section: Section
    text: str = ""
    item: Item | None = None
    answer: Content = None
    name: Content = None


@dataclass(frozen=True)
class Layout:
    """The rows of the form, and the cells of its answers. Before a table there is an empty row."""

    rows: tuple[FormRow, ...]

    @property
    def sections(self) -> tuple[Section, ...]:
        return tuple(row.section for row in self.rows if row.kind is Kind.SECTION)

    @property
    def last_row(self) -> int:
        return self.rows[-1].row

    def rows_of(self, section: Section) -> tuple[int, int]:
        """First and last row of a section."""
        numbers = [row.row for row in self.rows if row.section is section]
        return numbers[0], numbers[-1]

    def cells(self) -> dict[str, str]:
        """Item id -> the cell of its answer, or for pairs the cells of their names and values."""
        found: dict[str, str] = {}
        pairs: dict[str, list[int]] = {}
        for row in self.rows:
            if row.item is not None and row.kind is Kind.QUESTION:
                found[row.item.id] = f"${letter(ANSWER)}${row.row}"
            elif row.item is not None and row.kind is Kind.PAIR:
                pairs.setdefault(row.item.id, []).append(row.row)
        for item, rows in pairs.items():
            found[item] = f"${letter(QUESTION)}${rows[0]}:${letter(ANSWER)}${rows[-1]}"
        return found

    def status_cells(self, section: Section) -> str:
        first, last = self.rows_of(section)
        return f"${letter(STATUS)}${first}:${letter(STATUS)}${last}"


def letter(column: str) -> str:
    """The letter of a column of the form, by its title."""
    return "ABCDEFGH"[COLUMNS.index(column)]


LAST_PRINTED = letter(COLUMNS[COLUMNS.index(KEY) - 1])
"""The last column on paper: the ids on the right are for programs, and for whoever moves between the formats."""


def lay_out(rulebook: Rulebook, dut: str | None, pics: Pics | None) -> Layout:
    """The form for a kind of device, or for all of them if ``dut`` is None; blank, or with a statement's answers."""
    return Layout(tuple(_numbered(_rows(rulebook, dut, pics))))


def _numbered(rows: Iterator[FormRow]) -> Iterator[FormRow]:
    number = HEADER_ROW
    for row in rows:
        number += 2 if row.kind is Kind.SECTION and number > HEADER_ROW else 1
        yield FormRow(row.kind, number, row.section, row.text, row.item, row.answer, row.name)


def _rows(rulebook: Rulebook, dut: str | None, pics: Pics | None) -> Iterator[FormRow]:
    for section in rulebook.sections.values():
        items = [item for item in _shown(rulebook, dut, pics) if item.section == section.id]
        if not items:
            continue
        yield FormRow(Kind.SECTION, 0, section, section.title)
        yield FormRow(Kind.EXPLANATION, 0, section, f"{section.help} {asked_only_if(section)}".strip())
        heading = ""
        for item in items:
            pairs = isinstance(item.domain, Settings | Members)
            above = item.heading or (item.label_for(dut) if pairs else "")
            if above and above != heading:
                yield FormRow(Kind.HEADING, 0, section, above)
            heading = above
            if pairs:
                yield from _pairs(section, item, pics)
            else:
                yield FormRow(Kind.QUESTION, 0, section, question_of(item, dut), item, _content(item, dut, pics))


def _shown(rulebook: Rulebook, dut: str | None, pics: Pics | None) -> Iterator[Item]:
    for item in rulebook.items.values():
        given = pics is not None and (item.id in pics.answers or item.id in pics.refused)
        if dut is None or dut in item.asked_of or given:
            yield item


def _content(item: Item, dut: str | None, pics: Pics | None) -> Content:
    if pics is None:
        return dut if item.id == "dut" else None
    if item.id in pics.answers:
        return _written(pics.answers[item.id].value, "\n" if isinstance(item.domain, Texts) else ", ")
    refused = pics.refused.get(item.id)
    return refused.text if refused else None


def _written(value: Value, separator: str) -> Content:
    """An answer as the text of a cell; its domain parses it back as it was."""
    return separator.join(map(str, value)) if isinstance(value, tuple) else value


def _pairs(section: Section, item: Item, pics: Pics | None) -> Iterator[FormRow]:
    pairs = _given_pairs(item, pics)
    first, second = PAIR_TITLES[type(item.domain)]
    yield FormRow(Kind.PAIRS_HEADING, 0, section, first, item, second)
    count = max(FEWEST_PAIRS[type(item.domain)], len(pairs) + SPARE_PAIRS)
    for name, value in [*pairs, *[(None, None)] * (count - len(pairs))]:
        yield FormRow(Kind.PAIR, 0, section, "", item, value, name)


def _given_pairs(item: Item, pics: Pics | None) -> Sequence[tuple[Content, Content]]:
    if pics is None:
        return []
    if item.id in pics.answers:
        value = pics.answers[item.id].value
        parts = value if isinstance(value, tuple) else ()
        return [(part[0] or None, part[1] or None) for part in parts if isinstance(part, tuple)]
    return [(None, pics.refused[item.id].text)] if item.id in pics.refused else []


def status_formula(row: FormRow, layout: Layout, required: Node) -> str:
    """The formula, with ``=``, of a row's status."""
    cells = layout.cells()
    if row.kind is Kind.PAIR:
        name, value = f"TRIM(B{row.row})", f"TRIM(C{row.row})"
        return f'=IF({name}&{value}="","",IF(OR({name}="",{value}=""),"{HALF}","{ANSWERED}"))'
    assert row.item is not None
    cell = cells[row.item.id]
    needed = to_formula(required, cells.get)
    unanswered = f'"{OPTIONAL}"' if needed == "FALSE" else f'IF({needed},"{REQUIRED}","{OPTIONAL}")'
    if needed == "TRUE":
        unanswered = f'"{REQUIRED}"'
    if row.item.asked_if != ALWAYS:
        unanswered = f'IF({to_formula(Not(row.item.asked_if), cells.get)},"{NOT_ASKED}",{unanswered})'
    wrong = _wrong(row.item.domain, cell.replace("$", ""))
    there = f'IF({wrong},"{WRONG}","{ANSWERED}")' if wrong else f'"{ANSWERED}"'
    return f"=IF({answered(cell)},{there},{unanswered})"


def status_shown(row: FormRow, required: Node, answers: Answers, filled: Mapping[str, Content]) -> str:
    """What the formula shows for the answers that are written into the form.

    Args:
        answers: the answers, for conditions.
        filled: item id -> the content of its cell; an invalid answer as its text.
    """
    if row.kind is Kind.PAIR:
        parts = [part for part in (row.name, row.answer) if part is not None]
        return ("", HALF, ANSWERED)[len(parts)]
    assert row.item is not None
    content = filled.get(row.item.id)
    if content is None:
        if row.item.asked_if.evaluate(answers) is False:
            return NOT_ASKED
        return REQUIRED if required.evaluate(answers) else OPTIONAL
    if isinstance(row.item.domain, Choice | Number):
        try:
            row.item.domain.parse(content)
        except NotInDomain:
            return WRONG
    return ANSWERED


def statuses_shown(layout: Layout, rulebook: Rulebook, answers: Answers) -> dict[int, str]:
    """Row -> the status that it shows for the answers that are written into the form."""
    filled: dict[str, Content] = {}
    for row in layout.rows:
        if row.item is not None and row.kind in (Kind.QUESTION, Kind.PAIR):
            content = row.answer if row.answer is not None else row.name
            if filled.get(row.item.id) is None:
                filled[row.item.id] = content
    return {
        row.row: status_shown(row, rulebook.requirements[row.item.id], answers, filled)
        for row in layout.rows
        if row.item is not None
    }


def open_count(cells: str) -> str:
    """The formula, without ``=``, of how many rows of these status cells are still to be answered."""
    return "+".join(f'COUNTIF({cells},"{status}")' for status in OPEN)


def _wrong(domain: Domain, cell: str) -> str:
    """The formula that is TRUE where the cell holds no possible answer; empty where a formula cannot tell."""
    if isinstance(domain, Choice):
        known = dict.fromkeys([*domain.values, *(alias for alias, _ in domain.aliases)])
        return f"ISNA(MATCH(TRIM({cell}),{{{','.join(map(text_literal, known))}}},0))"
    if isinstance(domain, Number):
        number = f"IFERROR(VALUE({cell}),{domain.minimum - 1})"
        limits = [f"{number}<{domain.minimum}"]
        if domain.maximum is not None:
            limits.append(f"{number}>{domain.maximum}")
        if domain.whole:
            limits.append(f"{number}<>INT({number})")
        return f"OR({','.join(limits)})" if len(limits) > 1 else limits[0]
    return ""
