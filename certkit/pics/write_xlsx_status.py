"""Whether a question of the form is answered: as a formula that lives in the form, and as what it shows at first.

A question that must be answered counts as open from the moment it has to be: one that depends on another answer is
optional until that answer is given.
"""

from __future__ import annotations

from collections.abc import Mapping

from certkit.conditions import Answers, Node
from certkit.edition.domains import Choice, Domain, NotInDomain, Number
from certkit.edition.rulebook import Rulebook
from certkit.pics.condition_formula import answered, text_literal, to_formula
from certkit.pics.write_xlsx_layout import Content, FormRow, Kind, Layout

ANSWERED, REQUIRED, OPTIONAL, WRONG, HALF = "answered", "required", "optional", "not an answer", "incomplete"
OPEN = (REQUIRED, WRONG, HALF)
"""What still has to be done."""


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
    wrong = _wrong(row.item.domain, cell.replace("$", ""))
    there = f'IF({wrong},"{WRONG}","{ANSWERED}")' if wrong else f'"{ANSWERED}"'
    return f"=IF({answered(cell)},{there},{unanswered})"


def status_shown(row: FormRow, required: Node, answers: Answers, filled: Mapping[str, Content]) -> str:
    """What the formula shows for the answers that are written into the form.

    Args:
        answers: the answers, for conditions.
        filled: item id -> what stands in its cell; of what is refused, the text.
    """
    if row.kind is Kind.PAIR:
        parts = [part for part in (row.name, row.answer) if part is not None]
        return ("", HALF, ANSWERED)[len(parts)]
    assert row.item is not None
    content = filled.get(row.item.id)
    if content is None:
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
    """The formula, without ``=``, of how many rows of these status cells still have something to be done."""
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
