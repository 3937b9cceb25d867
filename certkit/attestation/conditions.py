"""What must hold before something is attested. Every reason is given, with its place in the procedure of the edition.

These hold for the evidence alone, so that they are looked at again whenever an attestation is verified. What a
certificate needs of the documents that it is based on is in :mod:`certkit.attestation.links`.
"""

from __future__ import annotations

from collections.abc import Iterator

from certkit.attestation.confusables import hidden_in_dossier
from certkit.attestation.family import listed_members, not_declarable
from certkit.attestation.family_model import Product
from certkit.attestation.kinds import KINDS, Kind
from certkit.attestation.model import Judged
from certkit.attestation.refusal import Refusal, cited, refusal
from certkit.attestation.scope import scope_rules
from certkit.attestation.v1.derive import firmware_hash, scope, subject
from certkit.loading import load
from certkit.record.model import CERTIFICATION, DECLARATION, RECERTIFICATION
from certkit.verdict.model import Outcome

_MOST = 5
"""So many blocking issues are named."""


def refusals(kind: Kind, judged: Judged) -> tuple[Refusal, ...]:
    """Why the evidence cannot be attested as this kind; none if it can."""
    found = (*_bound(judged), *load(KINDS[kind].conditions)(judged), *hidden_in_dossier(judged.evidence.dossier))
    return tuple(cited(found, judged.rulebook))


def _bound(judged: Judged) -> Iterator[Refusal]:
    """For every kind: it is known what was tested, and the files are those that were recorded."""
    record, pics = judged.record, judged.pics
    if pics.dut is None:
        yield refusal("AT-10", where=pics.place_of("dut"))
    if record.mode is None:
        yield refusal("AT-11", where=record.fields.mode.place)
    stated = record.fields.pics.pics_sha256
    if stated.value is None:
        yield refusal("AT-12", where=stated.place)
    elif stated.value != pics.sha256:
        yield refusal("AT-13", where=stated.place)
    edition = record.fields.edition
    if edition.value is not None and edition.value != pics.edition:
        yield refusal("AT-14", where=edition.place, record=edition.value, pics=pics.edition)
    for file in judged.evidence.dossier.files:
        if not file.problem and not file.digest_matches:
            key = "AT-15.differs" if file.stated else "AT-15.no-digest"
            yield refusal(key, where=file.place, file=file.name)


def of_declaration(judged: Judged) -> Iterator[Refusal]:
    """8.3: a family member that is not the representative product, on a run that passes."""
    yield from _of_mode(judged, "declaration", (DECLARATION,))
    pics, product = judged.pics, subject(judged)
    if pics.dut is not None:
        yield from not_declarable(pics, judged.rulebook)
    if not product["family"]:
        yield refusal("AT-21", where=pics.place_of("family.name"))
    place = pics.place_of("family.members")
    member = Product(model=product["model"], firmware_version=product["firmware_version"])
    if not member.model:
        yield refusal("AT-22", where=place)
    elif member not in listed_members(pics):
        yield refusal("AT-23", where=place, product=str(member))
    place = pics.place_of("family.representative")
    if not product["representative"]:
        yield refusal("AT-25", where=place)
    elif product["representative"] == member.model:
        yield refusal("AT-26", where=place, model=member.model)
    yield from _passes(judged, "AT-17")


def of_report(judged: Judged) -> Iterator[Refusal]:
    """8.2: a run for a certification or re-certification, however it ended."""
    yield from _of_mode(judged, "report", (CERTIFICATION, RECERTIFICATION))


def of_certificate(judged: Judged) -> Iterator[Refusal]:
    """5.5, 7.1.4, 8.2: a run that passes, of a product that is known to the version."""
    if judged.record.is_declaration:
        yield from of_declaration(judged)
    else:
        yield from _of_mode(judged, "certificate", (CERTIFICATION, RECERTIFICATION))
        yield from _passes(judged, "AT-18")
    product = subject(judged)
    rules = scope_rules(judged.rulebook)
    has_firmware = product["dut"] in rules.firmware
    needed = ["vendor", "firmware_version", *(["model", "hardware"] if has_firmware else [])]
    for name in needed:
        if not product[name]:  # type: ignore[literal-required]  # the names of the line above
            yield refusal("AT-30", item=name)
    if scope(judged) is None:
        yield refusal("AT-31", where=judged.pics.place_of(rules.applied.item) if rules.applied else None)
    if judged.evidence.is_station and judged.evidence.dossier.configuration is None:
        yield refusal("AT-32")
    if has_firmware and not judged.record.is_declaration and not firmware_hash(judged):
        yield refusal("AT-33")


def _of_mode(judged: Judged, kind: str, modes: tuple[str, ...]) -> Iterator[Refusal]:
    mode = judged.record.mode
    if mode is not None and mode not in modes:
        yield refusal("AT-16", where=judged.record.fields.mode.place, kind=kind, modes=modes, mode=mode)


def _passes(judged: Judged, code: str) -> Iterator[Refusal]:
    """It passes; otherwise the blocking issues, with the codes of their rules."""
    verdict = judged.verdict
    if verdict.outcome is Outcome.PASS:
        return
    yield refusal(code, outcome=verdict.outcome.value)
    for reason in verdict.blocking[:_MOST]:
        cite = f"{reason.code}; {reason.cite}" if reason.cite else reason.code
        yield Refusal(code=reason.code, message=reason.message, cite=cite, where=reason.where)
    if len(verdict.blocking) > _MOST:
        yield refusal("AT-19", count=len(verdict.blocking) - _MOST)
