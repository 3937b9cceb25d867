"""What a declaration run needs besides passes (8.3, 9.4): a family member, one day, no interruption."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from certkit.messages import say
from certkit.pics.model import Pics
from certkit.record.requirements import Effect, Limits
from certkit.results.model import Result, RunKind
from certkit.text.sentence import iso
from certkit.verdict.dossier import Evidence
from certkit.verdict.model import Gap, Reason, Window, reason
from certkit.verdict.runs import CountedRun, Counting, Standing
from certkit.verdict.times import comparable

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
        yield reason("VD-50", say("reason.no-family"), Effect.FAIL, where=pics.place_of("family.members"))
        return
    place = pics.place_of("family.members")
    if model is None:
        yield reason("VD-50", say("reason.model-not-known"), where=place)
        return
    versions = [str(member[1]) for member in members if isinstance(member, tuple) and member[0] == model]
    if not versions:
        yield reason("VD-50", say("reason.not-a-member", model=model), Effect.FAIL, where=place)
    elif device.firmware_version.value is not None and device.firmware_version.value not in versions:
        stated = tuple(version or "no version" for version in versions)
        tested = device.firmware_version.value
        message = say("reason.member-version-differs", model=model, versions=stated, version=tested)
        yield reason("VD-50", message, Effect.FAIL, where=place)
    representative = pics.values.get("family.representative")
    if representative == model:
        message = say("reason.is-representative", model=model)
        yield reason("VD-51", message, Effect.FAIL, where=pics.place_of("family.representative"))
    elif representative is None:
        message = say("reason.representative-not-known")
        yield reason("VD-51", message, where=place)


def _model(evidence: Evidence, pics: Pics) -> str | None:
    stated = evidence.dossier.record.fields.device.model.value
    named = pics.values.get("model")
    return stated or (named if isinstance(named, str) else None)


def judge_window(
    counted_runs: tuple[CountedRun, ...], counting: Counting, limits: Limits
) -> tuple[Window | None, list[Reason]]:
    """When the run began and ended, its pauses, and what is wrong with them."""
    clock = counting.clock
    runs = [
        one.run for one in counted_runs if one.standing is not Standing.FOREIGN and one.run.kind is not RunKind.BUILT_IN
    ]
    tests = [run for run in runs if run.kind is RunKind.TEST]
    timed = [(clock.local(moment), run) for run in runs if (moment := clock.exact(run)) is not None]
    if not tests:
        return None, [reason("VD-56", say("reason.window-without-test"), where=counting.record.fields.results.place)]
    known = {id(run) for _, run in timed}
    blind = next((run for run in tests if id(run) not in known or run.duration is None), None)
    if blind is not None or not all(comparable(moment, timed[0][0]) for moment, _ in timed):
        where = blind.place if blind else None
        return None, [reason("VD-56", say("reason.window-not-known"), where=where)]
    window, reasons = _window(sorted(timed, key=lambda entry: entry[0]), limits)
    seconds = window.seconds
    if seconds is not None and seconds > limits.declaration_time:
        times = {"began": iso(window.began), "ended": iso(window.ended)}
        message = say("reason.window-too-long", seconds=seconds, **times)
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
                between = {"after": gap.after, "before": gap.before, "began": iso(end)}
                message = say("reason.window-gap", seconds=seconds, **between)
                reasons.append(reason("VD-55", message, where=run.place))
        elif end - moment > _LATE and last.test_case not in overlapped:
            overlapped.add(last.test_case)
            names = {"test_case": run.test_case, "before": last.test_case}
            message = say("reason.window-overlap", seconds=-seconds, **names)
            reasons.append(reason("VD-58", message, where=run.place))
        ends = moment + timedelta(seconds=min(run.duration or 0, 10 * limits.declaration_time))
        if ends >= end:
            end, last = ends, run
    return Window(began, end, (end - began).total_seconds(), tuple(gaps)), reasons
