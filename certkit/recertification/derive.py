"""The impact report on an old document and the record of a changed device. Pure.

Nothing here makes an old result count: the report says what has to be looked at, and a verdict is reached from the new
record alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from certkit.attestation.model import Judged
from certkit.configuration.derive import ExtractedKey
from certkit.configuration.derive import extract as extract_of
from certkit.finding import Finding
from certkit.messages import finding
from certkit.recertification.changes import (
    answer_changes,
    contradicted,
    declared_changes,
    evidence_changes,
    notes,
    product_facts,
    words,
)
from certkit.recertification.model import (
    Coverage,
    Earlier,
    ExtractChange,
    ImpactChange,
    ImpactDocument,
    Later,
    NewRecord,
    OldDocument,
    PolicyFile,
    ProductFact,
    Sameness,
    Statement,
    UsedPolicy,
)
from certkit.recertification.policy import Aspect, Impact, Policy
from certkit.recertification.test_cases import impacted_cases

_TITLES = {"certificate": "certificate", "report": "test report", "declaration": "declaration"}
_CERTIFICATE = "certificate"


def impact(old: Earlier, later: Later, policy: Policy, policy_file: PolicyFile) -> ImpactDocument:
    """The impact report.

    Args:
        old: verified. Whether it is, is not looked at here.
    """
    new = later.judged
    document = f"{_TITLES[old.document['kind']]} {old.document['id']}"
    facts = product_facts(old, later)
    answers = answer_changes(old.judged, new)
    declared = declared_changes(answers, new.rulebook)
    shown = evidence_changes(old.judged, new, facts, answers)
    evidence = tuple(change for change in shown if change.aspect is not None)
    facts = contradicted(facts, (*declared, *evidence))
    changed = _changed(facts, (*declared, *evidence))
    test_cases, dropped = impacted_cases(old, new, document, answers, evidence, policy, changed)
    summary = Counter(case.impact for case in test_cases)
    is_certificate = old.document["kind"] == _CERTIFICATE
    coverage = _coverage(facts, is_certificate=is_certificate)
    return ImpactDocument(
        coverage=coverage,
        unchanged=coverage is Coverage.COVERED and not (declared or evidence),
        headline=_cited(_headline(coverage, facts, document, is_certificate=is_certificate), new),
        old=_old(old),
        new=_new(later),
        policy=UsedPolicy(**policy_file._asdict(), title=policy.title, allowances=policy.allowances),
        product=facts,
        declared=_placed(declared, later.folder),
        evidence=_placed(evidence, later.folder),
        notes=(*notes(old.judged, new), *(change for change in shown if change.aspect is None)),
        test_cases=test_cases,
        dropped=dropped,
        extract=tuple(_extract_changes(old.judged, new)),
        summary={impact: summary[impact] for impact in Impact},
        to_rerun=sum(case.rerun for case in test_cases),
        old_results=_cited(finding("IM-05", document=document), new),
    )


def _placed(changes: Sequence[ImpactChange], folder: str) -> tuple[ImpactChange, ...]:
    """The changes with their places as the user would name them; evidence names files from the record's folder."""
    return tuple(
        replace(change, where=replace(change.where, file=folder + change.where.file)) if change.where else change
        for change in changes
    )


def _cited(said: Finding, new: Judged) -> Statement:
    return Statement.of(new.rulebook.cited((said,))[0])


def _coverage(facts: Sequence[ProductFact], *, is_certificate: bool) -> Coverage:
    """Exactly the same device, another one, or not known. A difference decides, whatever else is not known."""
    states = {fact.state for fact in facts}
    if Sameness.DIFFERENT in states:
        return Coverage.NOT_COVERED
    if Sameness.UNKNOWN in states:
        return Coverage.UNKNOWN
    return Coverage.COVERED if is_certificate else Coverage.NO_CERTIFICATE


def _headline(coverage: Coverage, facts: Sequence[ProductFact], document: str, *, is_certificate: bool) -> Finding:
    code, state = {
        Coverage.COVERED: ("IM-01", Sameness.SAME),
        Coverage.NO_CERTIFICATE: ("IM-01", Sameness.SAME),
        Coverage.NOT_COVERED: ("IM-02", Sameness.DIFFERENT),
        Coverage.UNKNOWN: ("IM-03", Sameness.UNKNOWN),
    }[coverage]
    names = tuple(fact.aspect.value for fact in facts if fact.state is state)
    return finding(f"{code}.{'certificate' if is_certificate else 'other'}", document=document, names=names)


def _changed(facts: Sequence[ProductFact], changes: Sequence[ImpactChange]) -> frozenset[Aspect]:
    """What differs from the old document, or is not known."""
    differing = {fact.aspect for fact in facts if fact.state in (Sameness.DIFFERENT, Sameness.UNKNOWN)}
    return frozenset(differing | {change.aspect for change in changes if change.aspect is not None})


def _old(old: Earlier) -> OldDocument:
    document, judged = old.document, old.judged
    return OldDocument(
        file=old.file,
        sha256=old.sha256,
        kind=document["kind"],
        id=document["id"],
        issued_at=document["issued_at"],
        issuer=document["issuer"]["name"],
        rehearsal=document["rehearsal"],
        outcome=judged.verdict.outcome,
        edition=judged.rulebook.info.id,
        release=judged.rulebook.info.release,
        rulebook_sha256=judged.rulebook.sha256,
        pics_sha256=judged.pics.sha256,
        record_sha256=judged.record.sha256,
    )


def _new(later: Later) -> NewRecord:
    new = later.judged
    return NewRecord(
        file=later.file,
        sha256=new.record.sha256,
        mode=new.record.mode,
        outcome=new.verdict.outcome,
        edition=new.rulebook.info.id,
        release=new.rulebook.info.release,
        rulebook_sha256=new.rulebook.sha256,
        pics_sha256=new.pics.sha256,
    )


def _extract_changes(old: Judged, new: Judged) -> Iterator[ExtractChange]:
    """The keys of which a certificate would say something else. What has no configuration cannot be compared."""
    before, now = _extract(old), _extract(new)
    if before is None or now is None:
        return
    for key in dict.fromkeys((*now, *before)):
        was, is_now = before.get(key), now.get(key)
        parts = tuple(_parts(was, is_now))
        if not parts:
            continue
        yield ExtractChange(
            key=key,
            implemented=(was.implemented if was else None, is_now.implemented if is_now else None),
            read_only=(was.read_only if was else None, is_now.read_only if is_now else None),
            values=(was.values if was else (), is_now.values if is_now else ()),
            message="; ".join(parts),
            cite=(is_now or was).cite if (is_now or was) else "",  # type: ignore[union-attr]
        )


def _extract(judged: Judged) -> dict[str, ExtractedKey] | None:
    configuration = judged.evidence.dossier.configuration
    if configuration is None:
        return None
    return {row.key: row for row in extract_of(configuration, judged.rulebook).keys}


def _parts(was: ExtractedKey | None, now: ExtractedKey | None) -> Iterator[str]:
    """What the extract says differently of a key."""
    if was is None or now is None:
        yield str(words("change.extract", part="listed", old=_yes(was is not None), new=_yes(now is not None)))
    if (was and was.implemented) != (now and now.implemented) and was and now:
        yield str(words("change.extract", part="implemented", old=_yes(was.implemented), new=_yes(now.implemented)))
    if was and now and was.read_only != now.read_only:
        yield str(words("change.extract", part="access", old=_access(was.read_only), new=_access(now.read_only)))
    if (was.values if was else ()) != (now.values if now else ()):
        yield str(words("change.extract", part="value", old=_values(was), new=_values(now)))


def _yes(value: bool | None) -> str:
    return {True: "yes", False: "no", None: "not visible"}[value]


def _access(read_only: bool) -> str:
    return "read-only" if read_only else "writable"


def _values(key: ExtractedKey | None) -> str:
    return " or ".join(key.values) if key and key.values else "none"
