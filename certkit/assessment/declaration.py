"""What a declaration run needs besides passes (8.3, 9.4): a family member, one day, no interruption."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from certkit.assessment.counting import Counting, Standing, Stood
from certkit.assessment.times import comparable, shown_time
from certkit.model.dossier import Evidence
from certkit.model.pics import Pics
from certkit.model.requirement import Effect, Limits
from certkit.model.result import Result, RunKind
from certkit.model.verdict import Gap, Reason, Window
from certkit.model.verdict_codes import reason

_LATE = timedelta(seconds=2)
"""How much a test may seem to begin before the one before it has ended, for durations that are rounded."""


def judge_family(evidence: Evidence) -> Iterator[Reason]:
    """The device is a member of the family, and not its representative product."""
    pics, device = evidence.dossier.pics, evidence.dossier.record.fields.device
    if pics is None:
        return
    model = _model(evidence, pics)
    members = pics.values.get("family.members")
    if not isinstance(members, tuple):
        yield reason("VD-50", "the PICS names no product family", Effect.FAIL, where=pics.place_of("family.members"))
        return
    place = pics.place_of("family.members")
    if model is None:
        yield reason("VD-50", "the record does not name the model, so it is not known to be a member", where=place)
        return
    versions = [str(member[1]) for member in members if isinstance(member, tuple) and member[0] == model]
    if not versions:
        yield reason("VD-50", f"{model} is not among the members of the family", Effect.FAIL, where=place)
    elif device.firmware_version.value is not None and device.firmware_version.value not in versions:
        stated = ", ".join(version or "no version" for version in versions)
        message = f"{model} is in the family with {stated}, and was tested with {device.firmware_version.value}"
        yield reason("VD-50", message, Effect.FAIL, where=place)
    representative = pics.values.get("family.representative")
    if representative == model:
        message = f"{model} is the representative product of the family"
        yield reason("VD-51", message, Effect.FAIL, where=pics.place_of("family.representative"))
    elif representative is None:
        message = "the PICS does not name the representative product, so it is not known to be another"
        yield reason("VD-51", message, where=place)


def _model(evidence: Evidence, pics: Pics) -> str | None:
    stated = evidence.dossier.record.fields.device.model.value
    named = pics.values.get("model")
    return stated or (named if isinstance(named, str) else None)


def judge_window(stood: tuple[Stood, ...], counting: Counting, limits: Limits) -> tuple[Window | None, list[Reason]]:
    """When the run began and ended, its pauses, and what is wrong with them."""
    clock = counting.clock
    runs = [one.run for one in stood if one.standing is not Standing.FOREIGN and one.run.kind is not RunKind.BUILT_IN]
    tests = [run for run in runs if run.kind is RunKind.TEST]
    timed = [(clock.local(moment), run) for run in runs if (moment := clock.exact(run)) is not None]
    if not tests:
        return None, [reason("VD-56", "there is no test of the run", where=counting.record.fields.results.place)]
    known = {id(run) for _, run in timed}
    blind = next((run for run in tests if id(run) not in known or run.duration is None), None)
    if blind is not None or not all(comparable(moment, timed[0][0]) for moment, _ in timed):
        where = blind.place if blind else None
        return None, [reason("VD-56", "not every test of the run has its beginning and its duration", where=where)]
    window, reasons = _window(sorted(timed, key=lambda entry: entry[0]), limits)
    seconds = window.seconds
    if seconds is not None and seconds > limits.declaration_time:
        message = f"the run took {shown_span(seconds)}, from {shown_time(window.began)} to {shown_time(window.ended)}"
        reasons.append(reason("VD-54", message, Effect.FAIL, where=max(timed, key=lambda entry: entry[0])[1].place))
    return window, reasons


def _window(timed: list[tuple[datetime, Result]], limits: Limits) -> tuple[Window, list[Reason]]:
    gaps: list[Gap] = []
    reasons: list[Reason] = []
    overlapped: set[str] = set()
    began, last = timed[0]
    end = began
    for moment, run in timed:
        seconds = (moment - end).total_seconds()
        if seconds > 0:
            gap = Gap(last.test_case, run.test_case, end, seconds, seconds > limits.declaration_gap)
            gaps.append(gap)
            if gap.too_long:
                message = f"nothing ran for {shown_span(seconds)} between {gap.after} and {gap.before}, from "
                reasons.append(reason("VD-55", message + shown_time(end), where=run.place))
        elif end - moment > _LATE and last.test_case not in overlapped:
            overlapped.add(last.test_case)
            message = f"{run.test_case} began {shown_span(-seconds)} before {last.test_case} had ended"
            reasons.append(reason("VD-58", message, where=run.place))
        ends = moment + timedelta(seconds=min(run.duration or 0, 10 * limits.declaration_time))
        if ends >= end:
            end, last = ends, run
    return Window(began, end, tuple(gaps)), reasons


def shown_span(seconds: float) -> str:
    """A span of time for people: ``25 h 10 min``, ``16 min 40 s``, ``12 s``."""
    whole = round(seconds)
    hours, minutes = whole // 3600, whole % 3600 // 60
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {whole % 60} s" if minutes else f"{whole} s"
