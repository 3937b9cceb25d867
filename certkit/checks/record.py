"""What a test record shows of the procedure's requirements: each met, not met, or not shown, by its number.

The rows of ``requirements.yaml`` decide; only what a condition cannot say (lists of measurements, incidents, decisions)
is a function of its own, in :data:`CHECKS`. What is not answered is not shown, and never met.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from certkit.checks import network
from certkit.conditions import Answers, Value, deciding_items, items_of
from certkit.errors import RulebookError
from certkit.model.finding import Place
from certkit.model.pics import Pics
from certkit.model.record import Record
from certkit.model.record_fields import Given, Rows
from certkit.model.record_groups import BY_LABORATORY, CRASH, SET_UP_ISSUE, Decision, Incident
from certkit.model.requirement import Limits, Outcome, Requirement, Requirements, Shown, ShownRequirement, Subject

Check: TypeAlias = Callable[[Subject], Outcome]
_LONGEST = 60


def check_record(record: Record, pics: Pics | None, requirements: Requirements) -> tuple[ShownRequirement, ...]:
    """Every requirement that a record can show, by number.

    Args:
        pics: the statement the record names; without one, what depends on its answers is not shown.
    """
    answers = {**(pics.values if pics else {}), **record.facts}
    shown = (_shown(row, record, pics, answers, requirements.limits) for row in requirements.rows)
    return tuple(sorted(shown, key=lambda row: row.requirement.number))


def _shown(row: Requirement, record: Record, pics: Pics | None, answers: Answers, limits: Limits) -> ShownRequirement:
    applies = row.applies.evaluate(answers)
    if applies is False:
        why = _because(deciding_items(row.applies, answers), answers)
        return ShownRequirement(row, Shown.NOT_APPLICABLE, why or "not for this device")
    if applies is None:
        open_items = [item for item in items_of(row.applies) if item not in answers]
        message = f"whether it applies depends on {_joined(open_items)}, not answered"
        return ShownRequirement(row, Shown.NOT_SHOWN, message, _first_place(record, open_items))
    missing = [name for name in row.shown_by if name not in answers]
    if missing:
        return ShownRequirement(row, Shown.NOT_SHOWN, _unanswered(record, missing), _first_place(record, missing))
    if row.check:
        if row.check not in CHECKS:
            raise RulebookError(f"requirement {row.number} names the check {row.check!r}, which does not exist")
        status, message, place = CHECKS[row.check](Subject(record, pics, limits))
        return ShownRequirement(row, status, message, place or _first_place(record, row.shown_by))
    return _decided(row, record, answers)


def _decided(row: Requirement, record: Record, answers: Answers) -> ShownRequirement:
    if row.met is None:
        return ShownRequirement(
            row, Shown.MET, _because(row.shown_by, answers), _first_place(record, list(row.shown_by))
        )
    met = row.met.evaluate(answers)
    if met is None:
        missing = [item for item in items_of(row.met) if item not in answers]
        return ShownRequirement(row, Shown.NOT_SHOWN, _unanswered(record, missing), _first_place(record, missing))
    deciding = deciding_items(row.met, answers) or items_of(row.met)
    status = Shown.MET if met else Shown.NOT_MET
    return ShownRequirement(row, status, _because(deciding, answers), _first_place(record, list(deciding)))


def _unanswered(record: Record, missing: list[str]) -> str:
    misread = [name for name in missing if name in record.misread]
    if misread:
        return f"what stands under {_joined(misread)} is not understood"
    return f"{_joined(missing)} {'is' if len(missing) == 1 else 'are'} not answered"


def _because(items: tuple[str, ...], answers: Answers) -> str:
    return "; ".join(f"{_named(item)} is {_shown_value(answers[item])}" for item in items if item in answers)


def _shown_value(value: Value) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _named(item: str) -> str:
    """A field of the record as it is written in the file, an item of the PICS as itself."""
    return item.removeprefix("record.")


def _joined(items: list[str]) -> str:
    names = [_named(item) for item in items]
    return " and ".join(names) if len(names) < 3 else f"{', '.join(names[:-1])} and {names[-1]}"


def _first_place(record: Record, names: list[str] | tuple[str, ...]) -> Place | None:
    return next((record.places[name] for name in names if name in record.places), None)


def _unread(rows: Rows[Incident] | Rows[Decision], what: str) -> Outcome | None:
    if rows.unread:
        return Shown.NOT_SHOWN, f"{what} is listed that is not understood", rows.unread[0]
    return None


def _lacking(given: dict[str, Given[object]]) -> list[str]:
    return [name for name, field in given.items() if field.value is None or field.value == ()]


def incidents_classified(subject: Subject) -> Outcome:
    """Each incident has its class, its time and what happened; a set-up issue also its end (5.6)."""
    incidents = subject.record.fields.incidents
    if found := _unread(incidents, "an incident"):
        return found
    for number, incident in enumerate(incidents.rows, start=1):
        needed: dict[str, Given[object]] = {
            "kind": incident.kind,
            "at": incident.at,
            "description": incident.description,
        }
        if incident.kind.value == CRASH:
            needed["caused_by"] = incident.caused_by
        if incident.kind.value == SET_UP_ISSUE:
            needed |= {
                "until": incident.until,
                "test_cases": incident.test_cases,
                "non_ocpp_configuration_changed": incident.non_ocpp_configuration_changed,
            }
        if lacking := _lacking(needed):
            return Shown.NOT_SHOWN, f"incident {number} lacks {_joined(lacking)}", incident.place
    count = len(incidents.rows)
    return Shown.MET, f"{count} noted" if count else "none happened", incidents.place


def excused_crashes(subject: Subject) -> Outcome:
    """A crash put down to the laboratory says what happened and who decided so (5.5)."""
    incidents = subject.record.fields.incidents
    if found := _unread(incidents, "an incident"):
        return found
    excused = [
        incident
        for incident in incidents.rows
        if incident.kind.value == CRASH and incident.caused_by.value == BY_LABORATORY
    ]
    for incident in excused:
        lacking = _lacking({"decided_by": incident.decided_by, "description": incident.description})
        if lacking:
            return Shown.NOT_SHOWN, f"a crash put down to the laboratory lacks {_joined(lacking)}", incident.place
    if excused and subject.record.is_declaration:
        return Shown.NOT_MET, "in a declaration run there is no laboratory that could have caused it", excused[0].place
    return Shown.MET, f"{len(excused)} noted" if excused else "no crash is put down to the laboratory", incidents.place


def decisions_complete(subject: Subject) -> Outcome:
    """A decision has its reference, date and ground, and names what it lifts (5.4, 5.5)."""
    decisions = subject.record.fields.decisions
    if found := _unread(decisions, "a decision"):
        return found
    for number, decision in enumerate(decisions.rows, start=1):
        lacking = _lacking({"reference": decision.reference, "date": decision.date, "ground": decision.ground})
        if not decision.test_cases.value and not decision.incidents.value:
            lacking.append("what it lifts")
        if lacking:
            return Shown.NOT_SHOWN, f"decision {number} lacks {_joined(lacking)}", decision.place
    count = len(decisions.rows)
    return Shown.MET, f"{count} noted" if count else "it decided nothing", decisions.place


def dongle(subject: Subject) -> Outcome:
    """The dongle of Appendix B is among the instruments."""
    return _instrument(subject.record, ("E3372",), "the dongle that Appendix B names")


def emulator(subject: Subject) -> Outcome:
    """An EV emulator of Appendix B is among the instruments."""
    return _instrument(
        subject.record, ("EVComboCS4M", "Charge Discovery", "EVCA"), "an EV emulator that Appendix B names"
    )


def _instrument(record: Record, names: tuple[str, ...], what: str) -> Outcome:
    instruments = record.fields.laboratory.instruments
    for instrument in instruments.value or ():
        if any(name.casefold() in instrument.casefold() for name in names):
            return Shown.MET, f"the instruments have {instrument[:_LONGEST]}", instruments.place
    return Shown.NOT_SHOWN, f"the instruments do not have {what}", instruments.place


CHECKS: dict[str, Check] = {
    "incidents_classified": incidents_classified,
    "excused_crashes": excused_crashes,
    "decisions_complete": decisions_complete,
    "dongle": dongle,
    "emulator": emulator,
    "measured_before": network.measured_before,
    "measured_before_and_during": network.measured_before_and_during,
    "measured_with": network.measured_with,
    "every_generation": network.every_generation,
    "bandwidth": network.bandwidth,
    "latency": network.latency,
    "signal": network.signal,
    "improved": network.improved,
}
"""Name in ``requirements.yaml`` -> the check."""
