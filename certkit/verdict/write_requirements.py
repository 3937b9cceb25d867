"""What a record shows of the procedure's requirements, for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from certkit.finding import Finding
from certkit.record.requirements import Effect, Shown, ShownRequirement
from certkit.text.terminal import Ink, safe, wrapped
from certkit.verdict.dossier import Dossier
from certkit.verdict.words import place_text

_COLOURS = {Shown.MET: "green", Shown.NOT_MET: "red", Shown.NOT_SHOWN: "yellow", Shown.NOT_APPLICABLE: "dim"}
_INDENT = "  "


def write_requirements_text(
    dossier: Dossier,
    rows: Sequence[ShownRequirement],
    *,
    everything: bool = False,
    ink: Ink | None = None,
    width: int = 100,
) -> str:
    """Findings, requirements by number, and a summary; ends with a line break.

    Args:
        everything: also what is met, and what does not apply.
    """
    ink = ink or Ink()
    shown = [row for row in rows if everything or row.status in (Shown.NOT_MET, Shown.NOT_SHOWN)]
    blocks = [
        *(list(_finding(finding, ink, width)) for finding in dossier.record.findings),
        *([list(_files(dossier, ink))] if any(not file.digest_matches for file in dossier.files) else []),
        [line for row in shown for line in _requirement(row, ink, width)],
        [_summary(dossier, rows, ink)],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _finding(finding: Finding, ink: Ink, width: int) -> Iterator[str]:
    place = safe(place_text(finding.where))
    yield f"{ink(place + ':', 'bold')} {ink(finding.severity, 'bold', 'red')} {ink(finding.code, 'red')} {finding.name}"
    yield wrapped(safe(finding.message), width, first=_INDENT, indent=_INDENT)
    yield wrapped(safe(finding.hint), width, first=f"{_INDENT}help: ", indent=_INDENT * 4)


def _files(dossier: Dossier, ink: Ink) -> Iterator[str]:
    for file in dossier.files:
        if not file.digest_matches:
            unbound = "has no digest in the record" if file.stated is None else "is not the file that was recorded"
            what = file.problem or unbound
            yield f"{ink(safe(place_text(file.place)) + ':', 'bold')} {file.role} {safe(file.name)} {safe(what)}"


def _requirement(row: ShownRequirement, ink: Ink, width: int) -> Iterator[str]:
    requirement = row.requirement
    effect = " (a note)" if requirement.effect is Effect.NOTE and row.status is not Shown.MET else ""
    head = f"{requirement.number:>4}  {row.status:<14}"
    text = f"{requirement.title} [{requirement.cite}]{effect}"
    lines = wrapped(f"{head}  {text}", width, indent=" " * 22)
    yield lines.replace(row.status, ink(row.status, _COLOURS[row.status]), 1)
    place = place_text(row.where)
    why = f"{row.message} ({place})" if place else row.message
    yield ink(wrapped(safe(why), width, first=" " * 22, indent=" " * 22), "dim")


def _summary(dossier: Dossier, rows: Sequence[ShownRequirement], ink: Ink) -> str:
    counts = Counter(row.status for row in rows)
    totals = ", ".join(ink(f"{counts[status]} {status}", _COLOURS[status]) for status in Shown if counts[status])
    findings = len(dossier.record.findings)
    more = f"; {ink(f'{findings} not understood', 'red')}" if findings else ""
    return f"{ink(safe(dossier.record.source), 'bold')}: {totals}{more}"
