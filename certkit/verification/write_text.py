"""Verifications for people: the numbered steps, and a last line that no one can misread."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from certkit.text.terminal import Ink, safe, wrapped
from certkit.verification.model import EARLIER, Step, StepStatus, Verdict, Verification, sentence

_STYLES = {StepStatus.PASSED: "green", StepStatus.FAILED: "red", StepStatus.NOT_CHECKED: "yellow"}
_STATUS_WIDTH = 11
MANY = 10
"""From so many documents on, those that are not verified come last."""
_NOT_DERIVED = "SIGNED AND INTACT, NOT DERIVED AGAIN HERE"
_WITH_STEPS = (Verdict.NOT_VERIFIED, Verdict.NOT_DERIVED)


def write_verifications_text(
    verifications: Sequence[Verification],
    *,
    unreadable: int,
    steps: bool | None,
    ink: Ink,
    width: int,
    hidden: Collection[Verdict] = (),
) -> str:
    """One block for each document; ends with a line break.

    Args:
        unreadable: how many files could not be read; they are counted at the end.
        steps: whether steps are shown; None: of the only document, or of those that are not verified.
        hidden: verdicts of the documents that are only counted.
    """
    blocks = []
    ordered = sorted(verifications, key=_is_bad) if len(verifications) >= MANY else verifications
    for verification in ordered:
        if verification.verdict in hidden:
            continue
        shown = steps if steps is not None else len(verifications) == 1 or verification.verdict in _WITH_STEPS
        lines = [ink(safe(verification.file), "bold")] if shown or len(verifications) > 1 else []
        if shown:
            lines += [line for step in verification.steps for line in _step(step, ink, width)]
        lines += list(_conclusion(verification, ink, width))
        blocks.append("\n".join(lines))
    if len(verifications) + unreadable > 1:
        blocks.append(_summary(verifications, unreadable, ink))
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _step(step: Step, ink: Ink, width: int) -> Iterator[str]:
    status = ink(step.status.value.ljust(_STATUS_WIDTH), _STYLES[step.status])
    yield f"{step.number:>3} {status} {step.title}"
    if step.message and step.message != sentence(EARLIER):
        indent = " " * (_STATUS_WIDTH + 7)
        yield wrapped(safe(step.message), width, first=indent, indent=indent)


def _conclusion(verification: Verification, ink: Ink, width: int) -> Iterator[str]:
    reason = reason_of(verification)
    if verification.verdict is Verdict.NOT_VERIFIED:
        yield from _last("NOT VERIFIED", f"{reason}. Do not rely on this document.", "red", ink, width)
    elif verification.verdict is Verdict.NOT_DERIVED:
        yield from _last(_NOT_DERIVED, f"{_signed(verification)}. {reason}.", "yellow", ink, width)
    elif verification.verdict is Verdict.REHEARSAL:
        yield from _last("REHEARSAL", f"{_attested(verification)}. {reason}.", "yellow", ink, width)
    else:
        yield from _last("VERIFIED", f"{_attested(verification)}.", "green", ink, width)


def reason_of(verification: Verification) -> str:
    """Why a document is not verified as an official one, without a full stop; empty if it is."""
    match verification.verdict:
        case Verdict.NOT_VERIFIED:
            step = verification.failures[0]
            reason = f"step {step.number}, {step.title}: {step.status.value}"
            return f"{reason}, {step.message}" if step.message else reason
        case Verdict.NOT_DERIVED:
            return "; ".join(dict.fromkeys(step.message for step in verification.lacks))
        case Verdict.REHEARSAL:
            assert verification.attested is not None
            warning = "The signature is valid, but it was made under a rehearsal root: this is not an official"
            return f"{warning} {verification.attested.kind}"
        case _:
            return ""


def _is_bad(verification: Verification) -> bool:
    return verification.verdict in _WITH_STEPS


def _last(word: str, text: str, style: str, ink: Ink, width: int) -> Iterator[str]:
    lines = wrapped(f"{word}: {safe(text)}", width, indent="  ")
    yield ink(word, style) + lines[len(word) :]


def _attested(verification: Verification) -> str:
    """What the document says, of which device, and who says so."""
    attested, signer = verification.attested, verification.signer
    assert attested is not None
    assert signer is not None
    subject = attested.subject
    device = f"{subject['vendor']} {subject['model']}, version {subject['firmware_version']}"
    by = f"by {signer.name} ({signer.role})"
    when = f", signed {signer.signed_at:%Y-%m-%d %H:%M} UTC" if signer.signed_at else ""
    match attested.kind:
        case "certificate":
            what = f"certificate {attested.id} for {device}"
        case "declaration":
            what = f"declaration of conformance {attested.id} for {device}"
        case _:
            what = f"test report {attested.id} on {device}, whose verdict is {attested.outcome.upper()}"
    return f"{what}, {by}{when}"


def _signed(verification: Verification) -> str:
    """What a document that was not derived again is, and who signed it."""
    envelope, signer = verification.envelope, verification.signer
    assert envelope is not None
    assert signer is not None
    rehearsal = "of a rehearsal, " if envelope.rehearsal else ""
    return f"{envelope.kind} {envelope.id}, {rehearsal}signed by {signer.name} ({signer.role})"


def _summary(verifications: Sequence[Verification], unreadable: int, ink: Ink) -> str:
    counts = {verdict: sum(verification.verdict is verdict for verification in verifications) for verdict in Verdict}
    parts = [f"{counts[Verdict.VERIFIED]} of {len(verifications) + unreadable} verified"]
    if counts[Verdict.REHEARSAL]:
        parts.append(f"{counts[Verdict.REHEARSAL]} of a rehearsal")
    if counts[Verdict.NOT_DERIVED]:
        parts.append(f"{counts[Verdict.NOT_DERIVED]} signed and intact, not derived again here")
    if counts[Verdict.NOT_VERIFIED]:
        parts.append(f"{counts[Verdict.NOT_VERIFIED]} NOT VERIFIED")
    if unreadable:
        parts.append(f"{unreadable} not readable")
    good = counts[Verdict.VERIFIED] == len(verifications) + unreadable
    return ink(", ".join(parts), "green" if good else "red")
