"""What a record's incidents and decisions show by themselves (5.4 to 5.6).

What they mean for the results is another matter, which the verdict decides: a change that is noted is not met here,
even where all tests were run again after it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from certkit.model.record_fields import Given, Rows
from certkit.model.record_groups import (
    BY_LABORATORY,
    CRASH,
    DEFECT,
    FIRMWARE_CHANGE,
    HARDWARE_CHANGE,
    SET_UP_ISSUE,
    Decision,
    Incident,
)
from certkit.model.requirement import Outcome, Shown, Subject


def classified(subject: Subject) -> Outcome:
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
            return Shown.NOT_SHOWN, f"incident {number} lacks {_listed(lacking)}", incident.place
    count = len(incidents.rows)
    return Shown.MET, f"{count} noted" if count else "none happened", incidents.place


def excused_crashes(subject: Subject) -> Outcome:
    """A crash put down to the laboratory says what happened and who decided so (5.5)."""
    incidents = subject.record.fields.incidents
    if found := _unread(incidents, "an incident"):
        return found
    excused = [one for one in incidents.rows if one.kind.value == CRASH and one.caused_by.value == BY_LABORATORY]
    for incident in excused:
        if lacking := _lacking(_grounds(incident)):
            return Shown.NOT_SHOWN, f"a crash put down to the laboratory lacks {_listed(lacking)}", incident.place
    if excused and subject.record.is_declaration:
        return Shown.NOT_MET, "in a declaration run there is no laboratory that could have caused it", excused[0].place
    return Shown.MET, f"{len(excused)} noted" if excused else "no crash is put down to the laboratory", incidents.place


def no_change(subject: Subject) -> Outcome:
    """No change of firmware or hardware is noted (5.5)."""
    return _none(subject, lambda incident: incident.kind.value in (FIRMWARE_CHANGE, HARDWARE_CHANGE), "no such change")


def no_crash(subject: Subject) -> Outcome:
    """No crash is noted that is not put down to the laboratory, with what happened and who decided so (5.5)."""

    def counts(incident: Incident) -> bool:
        is_excused = incident.caused_by.value == BY_LABORATORY and not _lacking(_grounds(incident))
        return incident.kind.value == CRASH and not (is_excused and not subject.record.is_declaration)

    return _none(subject, counts, "no crash that counts")


def no_defect(subject: Subject) -> Outcome:
    """No bug is noted (5.6)."""
    return _none(subject, lambda incident: incident.kind.value == DEFECT, "no bug")


def _none(subject: Subject, counts: Callable[[Incident], bool], what: str) -> Outcome:
    incidents = subject.record.fields.incidents
    for number, incident in enumerate(incidents.rows, start=1):
        if counts(incident):
            return Shown.NOT_MET, f"incident {number} is a {incident.kind.value}", incident.place
    if found := _unread(incidents, "an incident"):
        return found
    for number, incident in enumerate(incidents.rows, start=1):
        if incident.kind.value is None:
            return Shown.NOT_SHOWN, f"of incident {number} it is not known what it was", incident.place
    return Shown.MET, f"{what} is noted", incidents.place


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
            return Shown.NOT_SHOWN, f"decision {number} lacks {_listed(lacking)}", decision.place
    count = len(decisions.rows)
    return Shown.MET, f"{count} noted" if count else "it decided nothing", decisions.place


def _grounds(incident: Incident) -> dict[str, Given[object]]:
    return {"decided_by": incident.decided_by, "description": incident.description}


def _unread(rows: Rows[Incident] | Rows[Decision], what: str) -> Outcome | None:
    if rows.unread:
        return Shown.NOT_SHOWN, f"{what} is listed that is not understood", rows.unread[0]
    return None


def _lacking(given: Mapping[str, Given[object]]) -> list[str]:
    return [name for name, field in given.items() if field.value is None or field.value == ()]


def _listed(names: list[str]) -> str:
    return " and ".join(names) if len(names) < 3 else f"{', '.join(names[:-1])} and {names[-1]}"
