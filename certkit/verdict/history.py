"""What the incidents and decisions of a record mean for its results (5.4 to 5.6, 8.3).

A crash, a change of firmware, hardware or of a configuration outside OCPP, and a full restart make every result before
them invalid. A set-up issue excuses the runs of its test cases that began while it lasted. A decision of the Compliance
Working Group waives exactly what it names. An incomplete entry excuses and waives nothing, and an incident without a
kind or a time makes every result invalid.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from certkit.finding import Place
from certkit.messages import say
from certkit.record.groups import (
    BY_DEVICE,
    BY_LABORATORY,
    CONFIGURATION_CHANGE,
    CRASH,
    DEFECT,
    FIRMWARE_CHANGE,
    HARDWARE_CHANGE,
    RESTART,
    SET_UP_ISSUE,
    Decision,
    Incident,
)
from certkit.record.model import Record
from certkit.record.requirements import Effect
from certkit.results.model import Result
from certkit.results.names import RunName, RunNames
from certkit.text.sentence import Sentence, iso
from certkit.verdict.model import Reason, reason
from certkit.verdict.times import Clock, comparable, latest

_CODES = {
    CRASH: "VD-30",
    FIRMWARE_CHANGE: "VD-32",
    HARDWARE_CHANGE: "VD-32",
    CONFIGURATION_CHANGE: "VD-33",
    SET_UP_ISSUE: "VD-33",
    RESTART: "VD-35",
}


_CHANGES = (FIRMWARE_CHANGE, HARDWARE_CHANGE, CONFIGURATION_CHANGE)
NEAR = timedelta(hours=3)
"""How far from a failure an incident about its test case is mentioned; a slip in the time zone is mostly within it."""
CLOSE = timedelta(minutes=15)
"""How far from a failure an incident about other test cases is mentioned."""
_MINUTE = timedelta(minutes=1)
_INSTANT = timedelta(microseconds=1)


class Invalidation(NamedTuple):
    """An incident that makes every result before ``at`` invalid; without a known time, every result."""

    code: str
    kind: str
    at: datetime | None
    written: datetime | None
    place: Place | None

    @property
    def over(self) -> datetime | None:
        """From when on a run surely began after it: a time to the minute can be any time in that minute."""
        if self.at is None or self.code == "VD-35":
            return self.at
        return self.at + (_INSTANT if self.at.second or self.at.microsecond else _MINUTE)


class SetupIssueWindow(NamedTuple):
    """From when this set-up issue began and until it was solved, runs of these test cases are put down to it."""

    test_cases: frozenset[str]
    began: datetime
    ended: datetime


class TimedIncident(NamedTuple):
    """An incident by its name, or else its number in the record; one of a moment ends when it began."""

    name: str
    kind: str
    began: datetime
    ended: datetime
    test_cases: frozenset[str]


class NearIncident(NamedTuple):
    """An incident that does not cover a run: how far from it.

    Attributes:
        name: its id, or its number in the record.
        side: ``after`` it ended, ``before`` it began, or ``within`` it, counted from the run.
        seconds: between the two; 0 within.
    """

    name: str
    kind: str
    side: str
    seconds: float


class Applied(NamedTuple):
    """A complete decision: what it names, and the incidents that it waives."""

    decision: Decision
    test_cases: tuple[str, ...]
    incidents: tuple[str, ...]


class History(NamedTuple):
    """The record's incidents and decisions, understood.

    Attributes:
        clock: on which all times are.
        all_invalid: every result is invalid, because it is not known when, or what, an incident was.
        cut_off: results before it are invalid; None if no incident makes any invalid.
        sure_from: results surely count from then on.
        defects: bugs, each with its time.
        reasons: what is known already, without the results.
        firmware_change_waived: a decision waives a change of firmware, so that another version may be in the logs.
        for_family: complete decisions of a declaration run. They waive no result of it.
        incidents: those whose time is known.
    """

    clock: Clock
    all_invalid: bool
    cut_off: datetime | None
    sure_from: datetime | None
    invalidations: tuple[Invalidation, ...]
    defects: tuple[Invalidation, ...]
    setup_issues: tuple[SetupIssueWindow, ...]
    decisions: tuple[Applied, ...]
    reasons: tuple[Reason, ...]
    firmware_change_waived: bool
    for_family: tuple[Applied, ...] = ()
    incidents: tuple[TimedIncident, ...] = ()

    @property
    def changes(self) -> tuple[Invalidation, ...]:
        """What changed the device, and not only the run of its tests."""
        return tuple(invalidation for invalidation in self.invalidations if invalidation.kind.startswith(_CHANGES))

    def in_setup_issue(self, run: Result) -> bool:
        """Whether a run began during a set-up issue that names its test case: it shows nothing, good or bad."""
        began = self.clock.exact(run)
        if began is None:
            return False
        return any(
            run.test_case in one.test_cases and comparable(began, one.began) and one.began <= began < one.ended
            for one in self.setup_issues
        )

    def near(self, run: Result) -> NearIncident | None:
        """The incident that is nearest to a run, if one is near."""
        began = self.clock.exact(run)
        if began is None:
            return None
        found = []
        for one in self.incidents:
            if not comparable(began, one.began) or not comparable(began, one.ended):
                continue
            side = "after" if began >= one.ended else "before" if began < one.began else "within"
            distance = {"after": began - one.ended, "before": one.began - began}.get(side, timedelta())
            if distance <= (NEAR if run.test_case in one.test_cases or not one.test_cases else CLOSE):
                found.append(NearIncident(one.name, one.kind, side, distance.total_seconds()))
        return min(found, key=lambda near: near.seconds, default=None)

    def waiver_of(self, test_case: str) -> Applied | None:
        """The decision that waives a test case, or None."""
        return next((one for one in self.decisions if test_case in one.test_cases), None)

    def incident_reasons(self, complete: bool) -> Iterator[Reason]:
        """What each incident means, now that it is known whether all required test cases are passed after the last."""
        for invalidation in self.invalidations:
            effect = Effect.NOTE if complete or invalidation.code == "VD-35" else Effect.INCOMPLETE
            if invalidation.code in ("VD-30", "VD-57") and not complete:
                effect = Effect.FAIL
            key = "reason.incident"
            if effect is Effect.FAIL and invalidation.code == "VD-30":
                key = "reason.incident-fails"
            elif effect is Effect.NOTE and invalidation.code != "VD-35":
                key = "reason.incident-run-again"
            message = say(key, kind=invalidation.kind, at=iso(invalidation.written))
            yield reason(invalidation.code, message, effect, where=invalidation.place)
        for defect in self.defects:
            over = (
                any(_is_later(invalidation.at, defect.at) for invalidation in self.invalidations)
                and not self.all_invalid
            )
            message = say("reason.defect-begun-anew" if over else "reason.defect", at=iso(defect.written))
            yield reason("VD-34", message, Effect.NOTE if over else Effect.FAIL, where=defect.place)


def _is_later(one: datetime | None, than: datetime | None) -> bool:
    return one is not None and than is not None and comparable(one, than) and one > than


def read_history(record: Record, clock: Clock, names: RunNames, known: frozenset[str], device: str = "") -> History:
    """The history of a record.

    Args:
        known: the edition's test cases, which a decision can name.
        device: ``CS`` or ``CSMS``, as the ids of the device's test cases end; empty if it is not known.
    """
    reader = _Reader(record, clock, names, known, device)
    reader.decisions()
    reader.incidents()
    times = [invalidation.at for invalidation in reader.invalidations if invalidation.at is not None]
    cut_off = latest(times)
    return History(
        clock=clock,
        all_invalid=reader.all_invalid or (bool(times) and cut_off is None),
        cut_off=cut_off,
        sure_from=max(
            (invalidation.over for invalidation in reader.invalidations if invalidation.over is not None), default=None
        )
        if cut_off
        else None,
        invalidations=tuple(reader.invalidations),
        defects=tuple(reader.defects),
        setup_issues=tuple(reader.setup_issues),
        decisions=tuple(reader.applied),
        reasons=tuple(reader.reasons),
        firmware_change_waived=reader.firmware_change_waived,
        for_family=tuple(reader.for_family),
        incidents=tuple(_timed(record, clock, names)),
    )


def _timed(record: Record, clock: Clock, names: RunNames) -> Iterator[TimedIncident]:
    for number, incident in enumerate(record.fields.incidents.rows, start=1):
        began = clock.instant(incident.at.value)
        ended = clock.instant(incident.until.value) or began
        if began is not None and ended is not None and comparable(began, ended):
            cases = frozenset(names.read(name).test_case for name in incident.test_cases.value or ())
            name = incident.id.value or str(number)
            yield TimedIncident(name, incident.kind.value or "incident", began, max(began, ended), cases)


class _Reader:
    def __init__(self, record: Record, clock: Clock, names: RunNames, known: frozenset[str], device: str) -> None:
        self.record = record
        self.names = names
        self.device = device
        self.clock = clock
        self.known = known
        self.all_invalid = False
        self.firmware_change_waived = False
        self.invalidations: list[Invalidation] = []
        self.defects: list[Invalidation] = []
        self.setup_issues: list[SetupIssueWindow] = []
        self.applied: list[Applied] = []
        self.for_family: list[Applied] = []
        self.reasons: list[Reason] = []

    def decisions(self) -> None:
        decisions = self.record.fields.decisions
        for place in decisions.unread:
            self.reasons.append(reason("VD-41", say("reason.decision-not-understood"), where=place))
        for number, decision in enumerate(decisions.rows, start=1):
            if self.record.is_declaration:
                message = say("reason.decision-in-declaration", reference=decision.reference.value or str(number))
                self.reasons.append(reason("VD-42", message, Effect.NOTE, where=decision.place))
            named = decision.test_cases.value or decision.incidents.value
            parts = (decision.reference, decision.date, decision.ground, decision.test_cases, decision.incidents)
            missing = tuple(n for n in ("reference", "date", "ground") if getattr(decision, n).value is None)
            if missing or not named or any(part.refused for part in parts):
                if missing:
                    message = say("reason.decision-lacks", number=number, missing=missing)
                else:
                    key = "reason.decision-unclear" if named else "reason.decision-without-names"
                    message = say(key, number=number)
                self.reasons.append(reason("VD-41", message, where=decision.place))
                continue
            understood = self.understood(decision)
            (self.for_family if self.record.is_declaration else self.applied).append(understood)

    def understood(self, decision: Decision) -> Applied:
        names = [self.names.read(name) for name in decision.test_cases.value or ()]
        cases, incidents = [], []
        for name in names:
            if self.is_unknown(name):
                shown = f"{name.test_case}_{name.device}" if self.is_other(name) else name.test_case
                self.refuse(decision, "reason.decision-unknown-case", test_case=shown)
            elif self.is_older(decision, self.record.fields.pics.frozen_at.value):
                self.refuse(decision, "reason.decision-before-frozen", test_case=name.test_case)
            else:
                cases.append(name.test_case)
        for one in decision.incidents.value or ():
            meant = [incident for incident in self.record.fields.incidents.rows if incident.id.value == one]
            if len(meant) != 1:
                self.refuse(decision, "reason.decision-unknown-incident", incident=one)
            elif meant[0].kind.value is None or meant[0].at.value is None:
                self.refuse(decision, "reason.decision-unclear-incident", incident=one)
            elif self.is_older(decision, meant[0].at.value):
                self.refuse(decision, "reason.decision-before-incident", incident=one)
            else:
                incidents.append(one)
        return Applied(decision, tuple(dict.fromkeys(cases)), tuple(dict.fromkeys(incidents)))

    def is_older(self, decision: Decision, than: datetime | None) -> bool:
        """Whether a decision was taken on an earlier day, as that day is written."""
        return than is not None and decision.date.value is not None and decision.date.value < than.date()

    def refuse(self, decision: Decision, key: str, **about: str) -> None:
        where = decision.test_cases.place or decision.place
        if not decision.test_cases.value:
            where = decision.incidents.place or decision.place
        message = say(key, reference=decision.reference.value or "", **about)
        self.reasons.append(reason("VD-41", message, where=where))

    def incidents(self) -> None:
        incidents = self.record.fields.incidents
        if not incidents.answered:
            message = say("reason.incidents-not-answered")
            self.reasons.append(reason("VD-37", message, where=incidents.place))
        for place in incidents.unread:
            self.open(say("reason.incident-not-understood"), place)
        waived = {name for one in self.applied for name in one.incidents}
        for number, incident in enumerate(incidents.rows, start=1):
            if incident.id.value in waived:
                self.firmware_change_waived = self.firmware_change_waived or incident.kind.value == FIRMWARE_CHANGE
                continue
            if incident.kind.value is None:
                self.open(say("reason.incident-kind-not-known", number=number), incident.place)
            elif self.record.is_declaration and incident.kind.value != RESTART:
                self.invalidate(incident, number, "VD-57", incident.until.value or incident.at.value)
            elif incident.kind.value == SET_UP_ISSUE:
                self.set_up_issue(incident, number)
            elif incident.kind.value == DEFECT:
                at = incident.at.value
                self.defects.append(Invalidation("VD-34", DEFECT, self.clock.instant(at), at, incident.place))
            elif incident.kind.value == CRASH and _is_excused(incident):
                decided_by = str(incident.decided_by.value)
                message = say("reason.crash-excused", at=iso(incident.at.value), decided_by=decided_by)
                self.reasons.append(reason("VD-31", message, Effect.NOTE, where=incident.place))
            else:
                self.invalidate(incident, number, _CODES[incident.kind.value], incident.at.value)

    def set_up_issue(self, incident: Incident, number: int) -> None:
        changed = incident.non_ocpp_configuration_changed.value
        began, ended = self.clock.instant(incident.at.value), self.clock.instant(incident.until.value)
        if changed:
            at = incident.until.value or incident.at.value
            self.invalidate(incident, number, "VD-33", at, kind=f"{CONFIGURATION_CHANGE} in a set-up issue")
        elif changed is None:
            self.open(say("reason.set-up-configuration-not-known", number=number), incident.place)
        elif not incident.test_cases.value or began is None or ended is None or not comparable(began, ended):
            self.reject_window(incident, say("reason.set-up-incomplete", number=number))
        elif ended <= began:
            self.reject_window(incident, say("reason.set-up-ends-first", number=number))
        elif incident.caused_by.value is None:
            self.reject_window(incident, say("reason.set-up-cause-not-known", number=number))
        elif incident.caused_by.value == BY_DEVICE:
            self.reject_window(incident, say("reason.set-up-by-device", number=number))
        else:
            names = [self.names.read(name) for name in incident.test_cases.value]
            for name in [one.test_case for one in names if self.is_unknown(one)]:
                self.reject_window(incident, say("reason.set-up-unknown-case", number=number, test_case=name))
            cases = frozenset(one.test_case for one in names if not self.is_other(one))
            self.setup_issues.append(SetupIssueWindow(cases, began, ended))

    def reject_window(self, incident: Incident, message: Sentence) -> None:
        self.reasons.append(reason("VD-36", message, where=incident.place))

    def is_unknown(self, name: RunName) -> bool:
        """Whether the edition has no such test case for the device; without a plan nothing is known of that."""
        return bool(self.known) and (name.test_case not in self.known or self.is_other(name))

    def is_other(self, name: RunName) -> bool:
        """Whether a test case is named as that of another kind of device."""
        return bool(name.device and self.device and name.device != self.device)

    def invalidate(self, incident: Incident, number: int, code: str, at: datetime | None, *, kind: str = "") -> None:
        kind = kind or incident.kind.value or ""
        if at is None:
            self.open(say("reason.incident-time-not-known", number=number, kind=kind), incident.place)
        self.invalidations.append(Invalidation(code, kind, self.clock.instant(at), at, incident.place))

    def open(self, message: Sentence, place: Place | None) -> None:
        self.all_invalid = True
        self.reasons.append(reason("VD-36", message, where=place))


def _is_excused(incident: Incident) -> bool:
    return (
        incident.caused_by.value == BY_LABORATORY
        and incident.decided_by.value is not None
        and incident.description.value is not None
    )
