"""What must hold before something is attested, each with its place in the procedure. Every reason is given.

These hold for the evidence alone, so that they are looked at again whenever an attestation is verified. What a
certificate needs of the documents that it is based on is in :mod:`certkit.attestation.links`.
"""

from __future__ import annotations

from collections.abc import Iterator

from certkit.attestation.confusables import hidden_in_dossier
from certkit.attestation.family import listed_members
from certkit.attestation.family_model import Product
from certkit.attestation.kinds import KINDS, Kind
from certkit.attestation.model import Judged, Refusal
from certkit.attestation.scope import scope_rules
from certkit.attestation.v1.derive import firmware_hash, scope, subject
from certkit.loading import load
from certkit.record.model import CERTIFICATION, DECLARATION, RECERTIFICATION
from certkit.text.quote import quote
from certkit.verdict.model import Outcome

_MOST = 5
"""So many blocking issues are named."""


def refusals(kind: Kind, judged: Judged) -> tuple[Refusal, ...]:
    """Why the evidence cannot be attested as this kind; none if it can."""
    return (*_bound(judged), *load(KINDS[kind].conditions)(judged), *hidden_in_dossier(judged.evidence.dossier))


def _bound(judged: Judged) -> Iterator[Refusal]:
    """For every kind: it is known what was tested, and the files are those that were recorded."""
    record, pics = judged.record, judged.pics
    if pics.dut is None:
        yield Refusal("the PICS does not state the kind of device", "4.2", pics.place_of("dut"))
    if record.mode is None:
        message = "the record does not state its mode"
        yield Refusal(message, "6.3, 8.3", record.fields.mode.place)
    stated = record.fields.pics.pics_sha256
    if stated.value is None:
        yield Refusal(
            "the record does not freeze the PICS; certkit record freeze writes its digest", "5.5", stated.place
        )
    elif stated.value != pics.sha256:
        yield Refusal("the PICS is not the frozen one", "5.5, 8.3", stated.place)
    edition = record.fields.edition
    if edition.value is not None and edition.value != pics.edition:
        message = f"the record is for {quote(edition.value)}, but the PICS is for {quote(pics.edition)}"
        yield Refusal(message, "8.1.1", edition.place)
    for file in judged.evidence.dossier.files:
        if not file.problem and not file.digest_matches:
            why = "is not the file that was recorded" if file.stated else "has no digest in the record"
            yield Refusal(f"{file.name} {why}; certkit record freeze writes the digests", "8.2", file.place)


def of_declaration(judged: Judged) -> Iterator[Refusal]:
    """8.3: a family member that is not the representative product, on a run that passes."""
    yield from _of_mode(judged, "declaration", (DECLARATION,))
    pics, product = judged.pics, subject(judged)
    kinds = scope_rules(judged.rulebook).declared
    if pics.dut is not None and pics.dut not in kinds:
        message = f"a {pics.dut} cannot be declared; only these can: {' and '.join(kinds)}"
        yield Refusal(message, "8.3, D-41", pics.place_of("dut"))
    if not product["family"]:
        yield Refusal("the PICS names no product family", "8.3", pics.place_of("family.name"))
    place = pics.place_of("family.members")
    if not product["model"]:
        yield Refusal(
            "neither the record nor the PICS states the model, so it cannot be found among the family members",
            "8.3",
            place,
        )
    elif Product(model=product["model"], firmware_version=product["firmware_version"]) not in listed_members(pics):
        version = product["firmware_version"] or "without version"
        message = f"{product['model']} {version} is not listed as a family member"
        yield Refusal(message, "8.3, 9.4", place)
    place = pics.place_of("family.representative")
    if not product["representative"]:
        yield Refusal("the PICS does not name the representative product of the family", "9.4", place)
    elif product["representative"] == product["model"]:
        message = f"{product['model']} is the representative product, which a laboratory tests; it cannot be declared"
        yield Refusal(message, "9.4", place)
    yield from _passes(judged, "8.3")


def of_report(judged: Judged) -> Iterator[Refusal]:
    """8.2: a run for a certification or re-certification, however it ended."""
    yield from _of_mode(judged, "report", (CERTIFICATION, RECERTIFICATION))


def of_certificate(judged: Judged) -> Iterator[Refusal]:
    """5.5, 7.1.4, 8.2: a run that passes, of a product that is known to the version."""
    if judged.record.is_declaration:
        yield from of_declaration(judged)
    else:
        yield from _of_mode(judged, "certificate", (CERTIFICATION, RECERTIFICATION))
        yield from _passes(judged, "5.4, 5.5")
    product = subject(judged)
    rules = scope_rules(judged.rulebook)
    has_firmware = product["dut"] in rules.firmware
    needed = ["vendor", "firmware_version", *(["model", "hardware"] if has_firmware else [])]
    for name in needed:
        if not product[name]:  # type: ignore[literal-required]  # the names of the line above
            message = (
                f"the {name.replace('_', ' ')} of the product is not stated, but a certificate is valid for it alone"
            )
            yield Refusal(message, "5.5")
    if scope(judged) is None:
        message = "the PICS does not say which certificate it is for, with which profiles and features"
        yield Refusal(message, "A.1", judged.pics.place_of(rules.applied.item) if rules.applied else None)
    if judged.evidence.is_station and judged.evidence.dossier.configuration is None:
        yield Refusal("there are no configuration keys; a certificate has to list them", "7.1.4")
    if has_firmware and not judged.record.is_declaration and not firmware_hash(judged):
        yield Refusal("there is no hash of a firmware image; a certificate has to state it", "8.2")


def _of_mode(judged: Judged, kind: str, modes: tuple[str, ...]) -> Iterator[Refusal]:
    mode = judged.record.mode
    if mode is not None and mode not in modes:
        message = f"a {kind} needs a {' or '.join(modes)} run; the mode of the record is {mode}"
        yield Refusal(message, "8.2, 8.3", judged.record.fields.mode.place)


def _passes(judged: Judged, cite: str) -> Iterator[Refusal]:
    """It passes; otherwise the blocking issues."""
    verdict = judged.verdict
    if verdict.outcome is Outcome.PASS:
        return
    yield Refusal(f"the verdict is {verdict.outcome.value}, but only a pass can be attested", cite)
    for reason in verdict.blocking[:_MOST]:
        yield Refusal(reason.message, f"{reason.code}; {reason.cite}", reason.where)
    if len(verdict.blocking) > _MOST:
        yield Refusal(f"and {len(verdict.blocking) - _MOST} more; certkit assess lists them all")
