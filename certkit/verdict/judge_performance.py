"""Whether performance is measured: every parameter in scope, and nothing else decides (9.1.3, 9.2.4, 9.4)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from certkit.messages import say
from certkit.record.groups import BEFORE, DURING
from certkit.record.requirements import Effect
from certkit.text.sentence import iso
from certkit.verdict.dossier import Evidence
from certkit.verdict.history import History
from certkit.verdict.model import Reason, reason
from certkit.verdict.runs import Counting
from certkit.verdict.times import comparable

_MINUTE = timedelta(minutes=1)
"""The times in a record may be without seconds."""


def judge_performance(evidence: Evidence, counting: Counting, first_run: datetime | None) -> Iterator[Reason]:
    """What is missing of the measurements.

    Args:
        counting: since when results count; a log from before shows nothing of this run.
        first_run: when the first run that counts began.
    """
    dossier = evidence.dossier
    if dossier.record.is_declaration:
        if dossier.measurements is not None:
            yield reason("VD-73", say("reason.measured-in-declaration"), Effect.NOTE)
        return
    history = counting.history
    yield from _connection(evidence, history, first_run)
    logs = dossier.record.fields.logs
    if dossier.measurements is None:
        message = say("reason.log-not-measured" if logs.rows else "reason.no-log")
        if logs.rows and dossier.pics is None:
            message = say("reason.measured-without-statement")
        yield reason("VD-71", message, where=logs.place)
        return
    for row in dossier.measurements.measurements:
        if not row.measured:
            left_out = sum(each.count for each in row.left_out)
            message = say("reason.parameter-not-measured", title=row.title)
            if left_out:
                message = say("reason.parameter-left-out", title=row.title, left_out=left_out)
            yield reason("VD-70", message, where=logs.place, cite=_with_rule(row.cite, evidence))
    if not dossier.measurements.measurements:
        yield reason("VD-70", say("reason.no-parameters"))
    began = history.clock.instant(dossier.log_began)
    limits = (
        ("frozen", counting.frozen, counting.frozen),
        ("restart", history.cut_off, history.sure_from),
    )
    for what, since, sure in limits:
        if since is None or sure is None or not any(row.measured for row in dossier.measurements.measurements):
            continue
        if began is None or not comparable(began, sure):
            message = say("reason.log-not-comparable", since=what)
            yield reason("VD-72", message, where=logs.place, hint="Answer utc_offset in the record.")
        elif began < sure:
            key = "reason.log-in-minute" if began >= since else "reason.log-before"
            times = {"began": history.clock.shown(began), "at": history.clock.shown(since)}
            message = say(key, since=what, **times)
            yield reason("VD-72", message, where=logs.place)


def _with_rule(cite: str, evidence: Evidence) -> str:
    """The place of a parameter in the procedure, and that of the rule that it must be measured."""
    citation = evidence.citations.get("VD-70")
    return f"{cite}; {citation.cite}" if citation is not None else cite


def _connection(evidence: Evidence, history: History, first_run: datetime | None) -> Iterator[Reason]:
    """Each measurement is from before the tests or from during them, as the record says."""
    rows = evidence.dossier.record.fields.network.rows
    times = [(moment, row) for row in rows if (moment := history.clock.instant(row.at.value)) is not None]
    if first_run is None:
        return
    for moment, row in times:
        began = history.clock.shown(first_run)
        if row.phase.value == BEFORE and not (comparable(moment, first_run) and moment <= first_run):
            message = say("reason.connection-late", measured=iso(row.at.value), began=began)
            yield reason("VD-74", message, where=row.at.place)
        elif row.phase.value == DURING and comparable(moment, first_run) and moment + _MINUTE <= first_run:
            message = say("reason.connection-early", measured=iso(row.at.value), began=began)
            yield reason("VD-75", message, where=row.at.place)
