"""The impact report for people: whether the certificate covers the device, what changed, and what to rerun."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from certkit.finding import Severity
from certkit.recertification.model import (
    Coverage,
    DroppedCase,
    ImpactChange,
    ImpactDocument,
    ImpactedCase,
    ProductFact,
    Sameness,
)
from certkit.recertification.policy import Impact
from certkit.text.terminal import Ink, counted, safe, wrapped
from certkit.verdict.words import place_text

_COLOURS = {
    Coverage.COVERED: "green",
    Coverage.NOT_COVERED: "red",
    Coverage.NO_CERTIFICATE: "yellow",
    Coverage.UNKNOWN: "yellow",
}
_STATES = {Sameness.SAME: "green", Sameness.DIFFERENT: "red", Sameness.UNKNOWN: "yellow", Sameness.NOT_STATED: "dim"}
HEADINGS = {
    Impact.NEW: "new: the old plan did not require them",
    Impact.ANSWER_CHANGED: "an answer on which they depend changed",
    Impact.RULE_CHANGED: "their rule changed",
    Impact.NOT_PASSED: "the old run did not pass them",
    Impact.UNDETERMINED: "not known whether they are required",
    Impact.SAME_QUESTION: "the same question as in the old run, which passed them",
}
_FEWEST_ALIKE = 4
"""From so many test cases with the same reason on, they share a line."""
_INDENT = "  "


def write_impact_text(report: ImpactDocument, *, ink: Ink | None = None, width: int = 100) -> str:
    """The report as text that ends with a line break."""
    ink = ink or Ink()
    blocks = [
        list(_head(report, ink, width)),
        list(_product(report.product, ink, width)),
        list(_changes("Declared by the vendor", report.declared, ink, width)),
        list(_changes("Found only in the evidence", report.evidence, ink, width)),
        list(_changes("Besides the device", report.notes, ink, width)),
        *(list(block) for block in _test_cases(report, ink, width)),
        list(_dropped(report.dropped, ink, width)),
        list(_extract(report, ink, width)),
        list(_rerun(report, ink, width)),
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def coverage_line(report: ImpactDocument) -> str:
    """The first line: the coverage in capitals, and why."""
    covered_only = report.coverage is Coverage.COVERED and not report.unchanged
    more = "; but not everything else is" if covered_only else ""
    rehearsal = " (REHEARSAL)" if report.old.rehearsal else ""
    return f"{report.coverage.upper()}{rehearsal}: {report.headline.message}{more}"


def _head(report: ImpactDocument, ink: Ink, width: int) -> Iterator[str]:
    color = "green" if report.unchanged else "yellow" if report.coverage is Coverage.COVERED else ""
    color = color or _COLOURS[report.coverage]
    lines = wrapped(safe(coverage_line(report)), width, indent=_INDENT).splitlines()
    yield from (ink(line, "bold", color) for line in lines)
    if report.headline.severity is Severity.ERROR:
        yield wrapped(f"help: {report.headline.hint}", width, first=_INDENT, indent=_INDENT * 2)
    old, new = report.old, report.new
    run = f"its {new.mode} run so far" if new.mode else "its test run so far (the record states no mode)"
    if old.rehearsal:
        text = f"REHEARSAL: {safe(old.file)} was signed under a rehearsal root. It is not an official document."
        yield ink(wrapped(text, width, first=_INDENT, indent=_INDENT * 2), "yellow")
    rows = [
        ("old", f"{old.file}, SHA-256 {_short(old.sha256)}"),
        ("", f"{old.kind} {old.id} of {old.issued_at[:10]} by {old.issuer}"),
        ("", f"edition {old.edition}, release {old.release}; its test run: {old.outcome.value}"),
        ("new", f"{new.file}, SHA-256 {_short(new.sha256)}"),
        ("", f"edition {new.edition}, release {new.release}; {run}: {new.outcome.value}"),
        ("policy", f"{report.policy.title} ({report.policy.file}, SHA-256 {_short(report.policy.sha256)})"),
    ]
    for label, text in rows:
        yield wrapped(safe(text), width, first=f"{_INDENT}{label:<8}", indent=" " * 10)


def _short(digest: str) -> str:
    return f"{digest[:16]}…"


def _heading(text: str, count: int, ink: Ink) -> str:
    return ink(f"{text} ({count:,})", "bold")


def _product(facts: Iterable[ProductFact], ink: Ink, width: int) -> Iterator[str]:
    yield ink("The device", "bold")
    for fact in facts:
        begin = f"{_INDENT}{fact.aspect.value:<16}{fact.state.value:<12}"
        yield wrapped(safe(_fact(fact)), width, first=begin, indent=" " * len(begin)).replace(
            f"{fact.state.value:<12}", ink(f"{fact.state.value:<12}", _STATES[fact.state]), 1
        )


def _fact(fact: ProductFact) -> str:
    if fact.state is Sameness.SAME:
        return _shortened(fact.new)
    if fact.state is Sameness.NOT_STATED:
        return "the old document does not state it"
    return f"{_shortened(fact.old) or '(not known)'} -> {_shortened(fact.new) or '(not known)'}"


def _shortened(text: str) -> str:
    """The text with its digests cut."""
    return re.sub(r"\b([0-9a-f]{16})[0-9a-f]{16,}\b", r"\1…", text)


def _changes(title: str, changes: Sequence[ImpactChange], ink: Ink, width: int) -> Iterator[str]:
    if not changes:
        return
    yield _heading(title, len(changes), ink)
    for change in changes:
        place = place_text(change.where)
        label = f": {change.label}" if change.label else ""
        text = f"{change.message}{label}{f' ({place})' if place else ''}{f' [{change.cite}]' if change.cite else ''}"
        begin = f"{_INDENT}{change.code}  "
        yield wrapped(safe(text), width, first=begin, indent=" " * len(begin))


def _test_cases(report: ImpactDocument, ink: Ink, width: int) -> Iterator[Iterator[str]]:
    for impact, heading in HEADINGS.items():
        cases = [case for case in report.test_cases if case.impact is impact]
        if cases:
            yield _class(f"Test cases: {heading}", cases, ink, width)


def _class(heading: str, cases: Sequence[ImpactedCase], ink: Ink, width: int) -> Iterator[str]:
    yield _heading(heading, len(cases), ink)
    alike: dict[str, list[ImpactedCase]] = {}
    for case in cases:
        alike.setdefault(case.message, []).append(case)
    for message, those in alike.items():
        if len(those) < _FEWEST_ALIKE:
            yield from (_case(case, width) for case in those)
            continue
        names = ", ".join(case.id for case in those)
        yield wrapped(safe(message), width, first=_INDENT, indent=_INDENT * 2)
        yield wrapped(names, width, first=_INDENT * 2, indent=_INDENT * 2)
    keys = {case.id: case.keys for case in cases if case.keys}
    if keys:
        text = "; ".join(f"{name}: {', '.join(changed)}" for name, changed in keys.items())
        yield wrapped(safe(f"keys that changed: {text}"), width, first=_INDENT, indent=_INDENT * 2)


def _case(case: ImpactedCase, width: int) -> str:
    begin = f"{_INDENT}{case.id:<14}"
    return wrapped(safe(f"{case.title}: {case.message}"), width, first=begin, indent=" " * len(begin))


def _dropped(cases: Sequence[DroppedCase], ink: Ink, width: int) -> Iterator[str]:
    if not cases:
        return
    yield _heading("Test cases that fell away", len(cases), ink)
    for case in cases:
        begin = f"{_INDENT}{case.id:<14}"
        text = f"{case.title}: {case.message}{f', {case.because}' if case.because else ''}"
        yield wrapped(safe(text), width, first=begin, indent=" " * len(begin))


def _extract(report: ImpactDocument, ink: Ink, width: int) -> Iterator[str]:
    if not report.extract:
        return
    yield _heading("What the certificate states of configuration keys", len(report.extract), ink)
    for change in report.extract:
        yield wrapped(safe(f"{change.key}: {change.message}"), width, first=_INDENT, indent=_INDENT * 2)


def _rerun(report: ImpactDocument, ink: Ink, width: int) -> Iterator[str]:
    """What the policy lists; and that no old result counts."""
    yield _heading("To rerun for a new certificate", report.to_rerun, ink)
    alike: dict[tuple[str, str, bool], list[ImpactedCase]] = {}
    for case in report.test_cases:
        alike.setdefault((case.rule, case.cite, case.rerun), []).append(case)
    for (rule, cite, rerun), cases in alike.items():
        what = "to rerun" if rerun else "not listed"
        text = f"{counted(len(cases), 'test case')} {what} by the rule “{rule}”: {cases[0].reason} [{cite}]"
        yield wrapped(safe(text), width, first=_INDENT, indent=_INDENT * 2)
        if not rerun or len(alike) > 1:
            names = ", ".join(case.id for case in cases)
            yield wrapped(names, width, first=_INDENT * 2, indent=_INDENT * 2)
    for allowance in report.policy.allowances:
        yield wrapped(safe(f"{allowance.text} [{allowance.cite}]"), width, first=_INDENT, indent=_INDENT * 2)
    said = report.old_results
    text = f"{said.message[:1].upper()}{said.message[1:]}.{f' [{said.cite}]' if said.cite else ''}"
    yield ink(wrapped(safe(text), width, first=_INDENT, indent=_INDENT * 2), "bold")


__all__ = ["HEADINGS", "coverage_line", "write_impact_text"]
