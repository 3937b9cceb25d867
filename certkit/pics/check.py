"""The static conformance review of a PICS: everything the statement alone shows to be wrong, missing or suspicious.

What the edition's rows decide (Appendix A's tables, and the combinations that contradict each other) is applied here;
only what rows cannot say is a function of its own, in :data:`MEMBER_CHECKS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from certkit.conditions import deciding_items, items_of
from certkit.edition.domains import Choices
from certkit.edition.model import Constraint, Item
from certkit.edition.rulebook import Rulebook
from certkit.finding import Finding, Related, Severity
from certkit.messages import finding
from certkit.pics.accept import accept_warnings
from certkit.pics.model import Pics
from certkit.pics.parse import item_finding
from certkit.text.quote import quote
from certkit.text.sentence import Sentence

UNANSWERED = "K-03"
TO_CONFIRM = "K-15"
NOT_ASKED = "K-05"


def check_pics(
    pics: Pics, rulebook: Rulebook, *, draft: bool = False, today: date | None = None
) -> tuple[Finding, ...]:
    """All findings at once: in the order of the file where it has one, errors first at the same place.

    Args:
        draft: accept unanswered items: those findings become notes.
        today: a warning that is accepted after this day is not accepted yet. None accepts every date.
    """
    findings = [
        *pics.findings,
        *_to_confirm(pics, draft),
        *_unanswered(pics, rulebook, draft),
        *_not_asked(pics, rulebook),
        *_other_names(pics, rulebook),
        *_constraints(pics, rulebook),
        *_members(pics, rulebook),
    ]
    if pics.accepted:
        findings = [*accept_warnings(findings, pics, rulebook, today)]
    return tuple(sorted(findings, key=_order))


def missing_items(pics: Pics, rulebook: Rulebook) -> Iterator[Item]:
    """The items that must be answered and are not. An invalid answer has a finding already."""
    dut = pics.dut
    for item in rulebook.items.values():
        if item.id in pics.answers or item.id in pics.refused:
            continue
        if dut is None and item.asked_of != rulebook.info.kinds:
            continue
        if dut is not None and dut not in item.asked_of:
            continue
        if rulebook.requirements[item.id].evaluate(pics.values):
            yield item


def _to_confirm(pics: Pics, draft: bool) -> Iterator[Finding]:
    """One finding about all answers that nobody confirmed yet; they count as not answered."""
    if pics.to_confirm:
        first = next(iter(pics.to_confirm.values())).place
        severity = Severity.NOTE if draft else None
        items = tuple(pics.to_confirm)
        yield finding(TO_CONFIRM, where=first, items=items, severity=severity, count=len(items), of=items)


def _unanswered(pics: Pics, rulebook: Rulebook, draft: bool) -> Iterator[Finding]:
    for item in missing_items(pics, rulebook):
        if item.id in pics.to_confirm:
            continue
        found = _unanswered_finding(pics, rulebook, item)
        yield replace(found, severity=Severity.NOTE) if draft else found


def _unanswered_finding(pics: Pics, rulebook: Rulebook, item: Item) -> Finding:
    row = rulebook.constraints.get(item.missing)
    if row is not None and (pics.dut is None or pics.dut in row.asked_of):
        needed = deciding_items(rulebook.requirements[item.id], pics.values)
        return _finding(row, pics, (item.id, *needed), f"{item.id} is not answered. {row.message}")
    return item_finding(
        UNANSWERED, item, pics.place_of(item.id), label=item.label_for(pics.dut), expected=item.domain.expected
    )


def _not_asked(pics: Pics, rulebook: Rulebook) -> Iterator[Finding]:
    dut = pics.dut
    if dut is None:
        return
    for name in pics.answers:
        item = rulebook.items[name]
        if item.is_asked(dut, pics.values):
            continue
        row = rulebook.constraints.get(item.unasked)
        if row is not None and dut in row.asked_of:
            yield _finding(row, pics, (name, "dut"), f"{name}: {row.message}")
            continue
        if dut in item.asked_of:
            found = item_finding(f"{NOT_ASKED}.answers", item, pics.place_of(name), condition=str(item.asked_if))
            yield replace(found, items=(name, *items_of(item.asked_if)))
        else:
            found = item_finding(f"{NOT_ASKED}.device", item, pics.place_of(name), dut=dut)
            yield replace(found, items=(name, "dut"))


def _other_names(pics: Pics, rulebook: Rulebook) -> Iterator[Finding]:
    for name, answer in pics.answers.items():
        domain = rulebook.items[name].domain
        if not isinstance(domain, Choices) or not domain.others or not isinstance(answer.value, tuple):
            continue
        for other in answer.value:
            if other not in domain.values:
                row = rulebook.constraints[domain.others]
                yield _finding(row, pics, (name,), f"{quote(other)} is not one of {name}'s names. {row.message}")


def _constraints(pics: Pics, rulebook: Rulebook) -> Iterator[Finding]:
    dut, values = pics.dut, pics.values
    for row in rulebook.constraints.values():
        concerned = dut in row.asked_of if dut else row.asked_of == rulebook.info.kinds
        if row.when is not None and concerned and row.when.evaluate(values):
            helped = deciding_items(row.when, values)
            yield _finding(row, pics, tuple(item for item in row.items if item in helped) or row.items, row.message)


def _members(pics: Pics, rulebook: Rulebook) -> Iterator[Finding]:
    for row in rulebook.constraints.values():
        check = MEMBER_CHECKS.get(row.decided_by)
        for detail in check(pics) if check else ():
            yield _finding(row, pics, row.items, f"{detail} {row.message}")


def _incomplete_members(pics: Pics) -> Iterator[str]:
    members = pics.values.get("family.members")
    for number, member in enumerate(members if isinstance(members, tuple) else (), start=1):
        if isinstance(member, tuple) and "" in member:
            yield f"Member {number} lacks its {'model' if not member[0] else 'firmware version'}."


def _representative_is_no_member(pics: Pics) -> Iterator[str]:
    members, representative = pics.values.get("family.members"), pics.values.get("family.representative")
    if not isinstance(members, tuple) or representative is None:
        return
    if representative not in [member[0] for member in members if isinstance(member, tuple)]:
        yield f"{quote(representative)} is not in the list."


MEMBER_CHECKS: dict[str, Callable[[Pics], Iterator[str]]] = {
    "incomplete-member": _incomplete_members,
    "unlisted-representative": _representative_is_no_member,
}
"""What decides on a constraint -> the check of a family's members, which a condition cannot express."""


def _finding(row: Constraint, pics: Pics, items: tuple[str, ...], message: str) -> Finding:
    items = tuple(dict.fromkeys(items))
    places = [(item, place) for item in items if (place := pics.place_of(item)) is not None]
    missing = row.decided_by == "missing"
    first = pics.place_of(items[0]) if missing else next((place for _, place in places), None)
    return Finding(
        code=row.id,
        name=row.name,
        severity=row.severity,
        message=Sentence(message, "finding.edition", {"title": row.message, "items": items}),
        hint=row.hint,
        items=items,
        cite=row.cite,
        where=first,
        related=tuple(Related(item, place) for item, place in places if item != items[0]),
    )


def _order(finding: Finding) -> tuple[object, ...]:
    severities = list(Severity)
    place = finding.where
    if place is None:
        return (1, 0, "", 0, 0, "", severities.index(finding.severity), finding.code)
    row = int("".join(c for c in place.cell if c.isdigit()) or 0)
    column = "".join(c for c in place.cell if c.isalpha())
    return (
        0,
        place.line,
        place.sheet,
        row,
        place.column,
        column.rjust(3),
        severities.index(finding.severity),
        finding.code,
    )
