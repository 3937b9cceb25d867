"""Whether the statement is frozen, the record understood, and each file the one that it names (5.5, 8.2, 8.3)."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from certkit.conditions import items_of
from certkit.finding import Finding, Place, Severity
from certkit.messages import say
from certkit.plan.model import Status
from certkit.record.requirements import Effect, Shown, ShownRequirement
from certkit.results.expected import BINDING
from certkit.results.model import Origin
from certkit.text.sentence import Sentence
from certkit.verdict.dossier import Evidence, Role
from certkit.verdict.model import Reason, ResultsSource, reason

_JUDGED_BY_RUN = ("RS-11", "RS-14", "RS-15", "RS-16", "RS-17", "RS-19", "RS-20", "RS-21")
"""Findings about results that decide nothing by themselves: how each run counts follows from the run."""
_OPEN = ("RS-03", "RS-07")
"""Warnings that leave something open: a field that is not understood, or a log of a run that was left out."""
_LEFT_OUT = "RS-08"
"""A warning too: a file within an export is not read. It decides nothing, unless it should have been readable."""
_EMPTY = sha256().hexdigest()


def judge_statement(evidence: Evidence) -> tuple[list[Reason], Sentence | None]:
    """What is wrong with the statement, and why therefore no pass counts, or None."""
    dossier = evidence.dossier
    frozen = dossier.record.fields.pics
    pics = dossier.pics
    if pics is None or evidence.plan is None:
        problem = next((file.problem for file in dossier.files if file.role is Role.PICS and file.problem), "")
        message = say("reason.statement-not-readable", problem=problem) if problem else say("reason.no-statement")
        return [reason("VD-01", message, where=frozen.file.place or frozen.place)], say("run.no-statement")
    reasons: list[Reason] = []
    why_not = None
    if frozen.pics_sha256.value is None or frozen.frozen_at.value is None:
        missing = "digest" if frozen.pics_sha256.value is None else "time"
        why_not = say("run.statement-not-frozen")
        reasons.append(reason("VD-02", say("reason.statement-not-frozen", missing=missing), where=frozen.place))
    elif frozen.pics_sha256.value != pics.sha256:
        why_not = say("run.statement-changed")
        stated = frozen.pics_sha256.value
        message = say("reason.statement-changed", file=pics.source, digest=pics.sha256, frozen=stated)
        effect = Effect.FAIL if dossier.record.is_declaration else Effect.INCOMPLETE
        reasons.append(reason("VD-03", message, effect, where=frozen.pics_sha256.place))
    errors = [finding for finding in evidence.pics_findings if finding.severity is Severity.ERROR]
    if errors:
        first = errors[0]
        message = say("reason.finding", code=first.code, finding=first.sentence)
        if len(errors) > 1:
            message = say("reason.statement-has-errors", count=len(errors), code=first.code, finding=first.sentence)
        reasons.append(reason("VD-04", message, where=first.where))
    if not evidence.plan.complete:
        rows = tuple(row.id for row in evidence.plan.test_cases if row.status is Status.UNDETERMINED)
        message = say("reason.plan-open", test_cases=rows, items=tuple(evidence.plan.blocked_by))
        reasons.append(reason("VD-05", message, test_cases=rows))
    return reasons, why_not


def judge_record(evidence: Evidence) -> Iterator[Reason]:
    """What is not understood in the record."""
    record = evidence.dossier.record
    for finding in record.findings:
        yield reason("VD-10", finding.sentence, where=finding.where, hint=finding.hint)
    mode = record.fields.mode
    if mode.value is None and not mode.refused:
        yield reason("VD-11", say("reason.mode-not-answered"), where=mode.place or record.fields.place)


def judge_files(evidence: Evidence) -> Iterator[Reason]:
    """The files that cannot be read, and those that may have been exchanged."""
    files = evidence.dossier.files
    for file in files:
        names = {"role": file.role.value, "file": file.name}
        twin = next((one.name for one in files if one.role is not file.role and one.sha256 == file.sha256), None)
        if file.role is Role.REPORT and file.sha256 and twin is not None:
            yield reason("VD-14", say("reason.report-is-another-file", **names, other=twin), where=file.place)
        if file.role in (Role.PICS, Role.FIRMWARE):
            continue  # judged with the statement and with the firmware
        if file.problem and file.role is Role.CONFIGURATION:
            continue  # judged with the configuration
        if file.sha256 == _EMPTY:
            yield reason("VD-14", say("reason.file-empty", **names), where=file.place)
            continue
        if file.problem:
            yield reason("VD-14", say("reason.file-not-readable", **names, problem=file.problem), where=file.place)
        elif file.stated is None:
            yield reason("VD-15", say("reason.file-without-digest", **names), where=file.place)
        elif not file.digest_matches:
            message = say("reason.file-changed", **names, digest=file.sha256, recorded=file.stated)
            yield reason("VD-16", message, where=file.place)


def judge_results(evidence: Evidence) -> Iterator[Reason]:
    """What in the results is not understood, or is of something else."""
    sources = {results.source for results in evidence.dossier.results}
    for finding in evidence.results_findings:
        if finding.code in _JUDGED_BY_RUN:
            continue
        damaged = finding.code == _LEFT_OUT and finding.where is not None and finding.where.file not in sources
        if finding.severity is Severity.ERROR or finding.code in _OPEN or damaged:
            yield reason(
                "VD-27",
                _of_finding(finding),
                where=finding.where,
                hint=finding.hint,
            )


def _of_finding(finding: Finding) -> Sentence:
    return say("reason.finding", code=finding.code, finding=finding.sentence)


def results_sources(evidence: Evidence) -> Iterator[ResultsSource]:
    """Where the runs come from, file by file: which tool, or who typed them and why."""
    dossier = evidence.dossier
    rows = {row.file.value: row for row in dossier.record.fields.results.rows}
    names = {file.path: file.name for file in dossier.files if file.role is Role.RESULTS}
    for results in dossier.results:
        name = names.get(results.source, results.source)
        row = rows.get(name)
        for origin in Origin:
            runs = [run.provenance for run in results.runs if run.provenance.origin is origin]
            is_typed = origin is Origin.TYPED and row is not None
            if runs:
                yield ResultsSource(
                    file=name,
                    format=results.format,
                    origin=origin,
                    runs=len(runs),
                    tools=tuple(dict.fromkeys(f"{run.tool} {run.version}".strip() for run in runs if run.tool)),
                    testers=tuple(dict.fromkeys(run.tester for run in runs if run.tester)),
                    typed_by=(row.typed_by.value or "") if row is not None and is_typed else "",
                    typed_reason=(row.typed_reason.value or "") if row is not None and is_typed else "",
                    names=tuple(dict.fromkeys(claim.subject for claim in results.claims if claim.subject in BINDING)),
                )


def judge_requirements(evidence: Evidence, known: list[Reason]) -> list[Reason]:
    """What the record does not show, several requirements together where they miss the same answer.

    Args:
        known: reasons there are already; a requirement is not said again if one that is as bad is about it.
    """
    said = {(number, one.effect) for one in known for number in one.requirements}
    if not evidence.requirements:
        return [reason("VD-13", say("reason.requirements-not-known"))]
    groups: dict[tuple[Shown, Effect, Sentence, Place | None], list[ShownRequirement]] = {}
    for row in evidence.requirements:
        effect = row.requirement.effect if row.status is Shown.NOT_MET else Effect.INCOMPLETE
        is_said = any((row.requirement.number, worse) in said for worse in {Effect.FAIL, effect})
        if row.is_blocking and not is_said and not _turns_on_statement(row, evidence):
            groups.setdefault((row.status, effect, row.message, row.where), []).append(row)
    return [_requirement_reason(status, effect, message, rows) for (status, effect, message, _), rows in groups.items()]


def _turns_on_statement(row: ShownRequirement, evidence: Evidence) -> bool:
    """Whether it is open only because there is no statement, which is a reason of its own."""
    requirement = row.requirement
    asked = (*items_of(requirement.applies), *(items_of(requirement.met) if requirement.met is not None else ()))
    return evidence.dossier.pics is None and any(not item.startswith("record.") for item in asked)


def _requirement_reason(status: Shown, effect: Effect, shown: Sentence, rows: list[ShownRequirement]) -> Reason:
    first = rows[0].requirement
    message = say("reason.requirement", shown=shown, title=first.title)
    if len(rows) > 1:
        message = say("reason.requirements", shown=shown, title=first.title, more=len(rows) - 1)
    return reason(
        "VD-12" if status is Shown.NOT_MET else "VD-13",
        message,
        effect,
        where=rows[0].where,
        requirements=[row.requirement.number for row in rows],
        cite="; ".join(dict.fromkeys(row.requirement.cite for row in rows)),
    )
