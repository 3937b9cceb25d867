"""What a test record shows of the procedure's requirements: each met, not met, or not shown, by its number.

The rows of ``requirements.yaml`` decide; only what a condition cannot say (lists of measurements, incidents, decisions)
is a function of its own, in :data:`CHECKS`. What is not answered is not shown, and never met.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from certkit.conditions import Answered, Answers, AnyOf, Compare, Node, Value, deciding_items, items_of, replaced
from certkit.finding import Place
from certkit.messages import say
from certkit.pics.model import Pics
from certkit.record import check_incidents as incidents
from certkit.record import check_network as network
from certkit.record.model import Record
from certkit.record.requirements import Outcome, Requirement, Requirements, Shown, ShownRequirement, Subject
from certkit.text.sentence import Sentence, iso

Check: TypeAlias = Callable[[Subject], Outcome]
_LONGEST = 60
_OF_OCA, _OF_LABORATORIES = "emulator-of-oca", "emulator-of-laboratory"


def check_record(record: Record, pics: Pics | None, requirements: Requirements) -> tuple[ShownRequirement, ...]:
    """Every requirement that a record can show, by number.

    Args:
        pics: the statement the record names; without one, what depends on its answers is not shown.
    """
    answers = {**(pics.values if pics else {}), **record.facts}
    shown = (
        _shown(row, answers, Subject(record, pics, requirements.limits, requirements.equipment))
        for row in requirements.rows
    )
    return tuple(sorted(shown, key=lambda row: row.requirement.number))


def _shown(row: Requirement, answers: Answers, subject: Subject) -> ShownRequirement:
    record, pics = subject.record, subject.pics
    condition = _unanswered_is_open(row.applies, lambda item: _may_be_answered(item, pics))
    applies = condition.evaluate(answers)
    if applies is False:
        deciding = [item for item in deciding_items(condition, answers) if item in answers]
        why = _because(tuple(deciding), answers) if deciding else say("shown.not-for-device")
        return ShownRequirement(row, Shown.NOT_APPLICABLE, why)
    if applies is None:
        open_items = _open_items(condition, answers)
        message = say("shown.depends", items=_named(open_items))
        return ShownRequirement(row, Shown.NOT_SHOWN, message, _first_place(record, open_items))
    missing = [name for name in row.shown_by if name not in answers]
    if missing:
        return ShownRequirement(row, Shown.NOT_SHOWN, _unanswered(record, missing), _first_place(record, missing))
    if row.check:
        status, message, place = CHECKS[row.check](subject)
        return ShownRequirement(row, status, message, place or _first_place(record, row.shown_by))
    return _decided(row, record, answers)


def _decided(row: Requirement, record: Record, answers: Answers) -> ShownRequirement:
    if row.met is None:
        empty = [name for name in row.shown_by if answers[name] == ()]
        if empty:
            message = say("shown.empty", items=_named(empty))
            return ShownRequirement(row, Shown.NOT_SHOWN, message, _first_place(record, empty))
        return ShownRequirement(row, Shown.MET, _because(row.shown_by, answers), _first_place(record, row.shown_by))
    condition = _unanswered_is_open(row.met, lambda item: item.startswith("record."))
    met = condition.evaluate(answers)
    if met is None:
        missing = _open_items(condition, answers)
        return ShownRequirement(row, Shown.NOT_SHOWN, _unanswered(record, missing), _first_place(record, missing))
    deciding = deciding_items(condition, answers) or items_of(condition)
    status = Shown.MET if met else Shown.NOT_MET
    return ShownRequirement(row, status, _because(deciding, answers), _first_place(record, deciding))


def _unanswered_is_open(node: Node, may_be_answered: Callable[[str], bool]) -> Node:
    """The condition in which ``answered(X)`` is unknown, and not false, where X has no answer but may have one."""

    def opened(part: Node) -> Node | None:
        if isinstance(part, Answered) and may_be_answered(part.item):
            return AnyOf((part, Compare(part.item, "==", "")))
        return None

    return replaced(node, opened)


def _may_be_answered(item: str, pics: Pics | None) -> bool:
    """Whether the PICS may have an answer that is not known: there is no PICS, or its answer is invalid."""
    return not item.startswith("record.") and (pics is None or item in pics.refused)


def _open_items(node: Node, answers: Answers) -> list[str]:
    """The unanswered items for which the condition is undecided."""
    if node.evaluate(answers) is not None:
        return []
    found = [item for item in node.own_items if item not in answers]
    for child in node.children:
        found += _open_items(child, answers)
    return list(dict.fromkeys(found))


def _unanswered(record: Record, missing: list[str]) -> Sentence:
    misread = [name for name in missing if name in record.misread]
    if misread:
        return say("shown.misread", items=_named(misread))
    return say("shown.not-answered", items=_named(missing))


def _because(items: tuple[str, ...], answers: Answers) -> Sentence:
    known = [item for item in items if item in answers]
    shown = (_shown_value(answers[item]) for item in known)
    return say("shown.answers", answers=tuple(zip(_named(known), shown, strict=True)))


def _shown_value(value: Value) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _named(items: list[str]) -> tuple[str, ...]:
    """Fields of the record as they are written in the file, items of the PICS as themselves."""
    return tuple(item.removeprefix("record.") for item in items)


def _first_place(record: Record, names: list[str] | tuple[str, ...]) -> Place | None:
    return next((record.places[name] for name in names if name in record.places), None)


def frozen(subject: Subject) -> Outcome:
    """The PICS in the dossier has the digest that was frozen (5.5, 8.3)."""
    stated = subject.record.fields.pics.pics_sha256
    if subject.pics is None:
        return Shown.NOT_SHOWN, say("shown.pics-not-readable"), subject.record.fields.pics.file.place
    if stated.value != subject.pics.sha256:
        message = say("shown.pics-changed", digest=subject.pics.sha256)
        return Shown.NOT_MET, message, stated.place
    return Shown.MET, say("shown.frozen", at=iso(subject.record.fields.pics.frozen_at.value)), stated.place


def dongle(subject: Subject) -> Outcome:
    """The dongle of Appendix B is among the instruments."""
    return _instrument(subject, "dongle")


def emulator_of_oca(subject: Subject) -> Outcome:
    """The EV emulator is the one of Appendix B that the Open Charge Alliance provides."""
    return _emulator(subject, _OF_OCA, _OF_LABORATORIES)


def emulator_of_laboratory(subject: Subject) -> Outcome:
    """The EV emulator is one of those of Appendix B that laboratories have of their own."""
    return _emulator(subject, _OF_LABORATORIES, _OF_OCA)


def _emulator(subject: Subject, what: str, instead: str) -> Outcome:
    found = _instrument(subject, what)
    other = _instrument(subject, instead, what)
    if found[0] is not Shown.MET and other[0] is Shown.MET:
        return Shown.NOT_APPLICABLE, other[1], other[2]
    return found


def _instrument(subject: Subject, name: str, what: str = "") -> Outcome:
    """Whether a piece of equipment is among the instruments.

    Args:
        what: the equipment that is missed, if it is another one.
    """
    names = subject.equipment[name].recognized_by
    instruments = subject.record.fields.laboratory.instruments
    for instrument in instruments.value or ():
        if any(name.casefold() in instrument.casefold() for name in names):
            return Shown.MET, say("shown.instrument", instrument=_shown_value(instrument)), instruments.place
    return Shown.NOT_SHOWN, say("shown.no-instrument", what=what or name), instruments.place


CHECKS: dict[str, Check] = {
    "frozen": frozen,
    "incidents_classified": incidents.classified,
    "excused_crashes": incidents.excused_crashes,
    "no_change": incidents.no_change,
    "no_crash": incidents.no_crash,
    "no_defect": incidents.no_defect,
    "decisions_complete": incidents.decisions_complete,
    "dongle": dongle,
    "emulator_of_oca": emulator_of_oca,
    "emulator_of_laboratory": emulator_of_laboratory,
    "measured_before": network.measured_before,
    "measured_before_and_during": network.measured_before_and_during,
    "measured_with": network.measured_with,
    "every_generation": network.every_generation,
    "bandwidth": network.bandwidth,
    "latency": network.latency,
    "signal": network.signal,
    "signal_noted": network.signal_noted,
    "improved": network.improved,
}
"""Name in ``requirements.yaml`` -> the check."""
NAMED_BY = {
    "dongle": ("dongle",),
    "emulator_of_oca": (_OF_OCA, _OF_LABORATORIES),
    "emulator_of_laboratory": (_OF_OCA, _OF_LABORATORIES),
}
"""Check -> the equipment that the edition must name for it."""
