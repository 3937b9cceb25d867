"""What a record's incidents and decisions show by themselves (5.4 to 5.6).

What they mean for the results is another matter, which the verdict decides: a change that is noted is not met here,
even where all tests were run again after it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from certkit.messages import say
from certkit.record.fields import Field, ListField
from certkit.record.groups import (
    BY_LABORATORY,
    CRASH,
    DEFECT,
    FIRMWARE_CHANGE,
    HARDWARE_CHANGE,
    SET_UP_ISSUE,
    Decision,
    Incident,
)
from certkit.record.requirements import Outcome, Shown, Subject


def classified(subject: Subject) -> Outcome:
    """Each incident has its class, its time and what happened; a set-up issue also its end (5.6)."""
    incidents = subject.record.fields.incidents
    if found := _unread(incidents, "incident"):
        return found
    for number, incident in enumerate(incidents.rows, start=1):
        needed: dict[str, Field[object]] = {
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
            return Shown.NOT_SHOWN, say("shown.incident-lacks", number=number, missing=tuple(lacking)), incident.place
    count = len(incidents.rows)
    return Shown.MET, say("shown.noted", count=count) if count else say("shown.no-incident"), incidents.place


def excused_crashes(subject: Subject) -> Outcome:
    """A crash attributed to the laboratory says what happened and who decided this (5.5)."""
    incidents = subject.record.fields.incidents
    if found := _unread(incidents, "incident"):
        return found
    excused = [one for one in incidents.rows if one.kind.value == CRASH and one.caused_by.value == BY_LABORATORY]
    for incident in excused:
        if lacking := _lacking(_grounds(incident)):
            return Shown.NOT_SHOWN, say("shown.crash-lacks", missing=tuple(lacking)), incident.place
    if excused and subject.record.is_declaration:
        return Shown.NOT_MET, say("shown.no-laboratory"), excused[0].place
    message = say("shown.noted", count=len(excused)) if excused else say("shown.no-crash-excused")
    return Shown.MET, message, incidents.place


def no_change(subject: Subject) -> Outcome:
    """No change of firmware or hardware is noted (5.5)."""
    return _none(subject, lambda incident: incident.kind.value in (FIRMWARE_CHANGE, HARDWARE_CHANGE), "change")


def no_crash(subject: Subject) -> Outcome:
    """Every crash is attributed to the laboratory, with what happened and who decided this (5.5)."""

    def counts(incident: Incident) -> bool:
        is_excused = incident.caused_by.value == BY_LABORATORY and not _lacking(_grounds(incident))
        return incident.kind.value == CRASH and not (is_excused and not subject.record.is_declaration)

    return _none(subject, counts, "crash")


def no_defect(subject: Subject) -> Outcome:
    """No bug is noted (5.6)."""
    return _none(subject, lambda incident: incident.kind.value == DEFECT, "defect")


def _none(subject: Subject, counts: Callable[[Incident], bool], what: str) -> Outcome:
    incidents = subject.record.fields.incidents
    for number, incident in enumerate(incidents.rows, start=1):
        if counts(incident):
            return (
                Shown.NOT_MET,
                say("shown.incident-is", number=number, kind=incident.kind.value or ""),
                incident.place,
            )
    if found := _unread(incidents, "incident"):
        return found
    for number, incident in enumerate(incidents.rows, start=1):
        if incident.kind.value is None:
            return Shown.NOT_SHOWN, say("shown.incident-not-known", number=number), incident.place
    return Shown.MET, say("shown.none", what=what), incidents.place


def decisions_complete(subject: Subject) -> Outcome:
    """A decision has its reference, date and ground, and names what it waives (5.4, 5.5)."""
    decisions = subject.record.fields.decisions
    if found := _unread(decisions, "decision"):
        return found
    for number, decision in enumerate(decisions.rows, start=1):
        lacking = _lacking({"reference": decision.reference, "date": decision.date, "ground": decision.ground})
        missing = {"number": number, "missing": tuple(lacking)} if lacking else {"number": number}
        if not decision.test_cases.value and not decision.incidents.value:
            key = "shown.decision-lacks-also-names" if lacking else "shown.decision-lacks-names"
            return Shown.NOT_SHOWN, say(key, **missing), decision.place
        if lacking:
            return Shown.NOT_SHOWN, say("shown.decision-lacks", **missing), decision.place
    count = len(decisions.rows)
    return Shown.MET, say("shown.noted", count=count) if count else say("shown.no-decision"), decisions.place


def _grounds(incident: Incident) -> dict[str, Field[object]]:
    return {"decided_by": incident.decided_by, "description": incident.description}


def _unread(rows: ListField[Incident] | ListField[Decision], what: str) -> Outcome | None:
    if rows.unread:
        return Shown.NOT_SHOWN, say("shown.row-not-understood", what=what), rows.unread[0]
    return None


def _lacking(given: Mapping[str, Field[object]]) -> list[str]:
    return [name for name, field in given.items() if field.value is None or field.value == ()]
