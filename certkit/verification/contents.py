"""What a signed document says: its data, its pages, and what follows from its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from certkit.attestation.attest import Linked, standing_refusals
from certkit.attestation.envelope import later_envelope
from certkit.attestation.evidence_files import compare_with_files
from certkit.attestation.kinds import Envelope
from certkit.attestation.layouts import LAYOUTS, Layout, layout
from certkit.attestation.rederive import NotRederivable, judge, newer_needed, pinned, rederive
from certkit.attestation.v1.model import AttestationDocument, LinkDocument
from certkit.attestation.v1.read import read_attestation
from certkit.errors import CertkitError
from certkit.formats.pdf import PdfError, equal
from certkit.text.sentence import Sentence
from certkit.trust.certificates import CLOCKS, name_of
from certkit.trust.roles import Policy, Role, reaches
from certkit.verification.chains import Chain, is_of_rehearsal, shown
from certkit.verification.drawn import first_difference, picture_difference
from certkit.verification.incremental_updates import VisibleSignature
from certkit.verification.model import sentence
from certkit.verification.steps import Failed, NotChecked, NotHere
from certkit.verification.structure import Parts
from certkit.verification.times import Times

_PACKING = frozenset({"Length", "Filter"})
_FORM = frozenset({"Type", "Subtype", "BBox", "Resources"})
_MARGIN = 5
"""Points between the field and the picture in it."""
LONGEST = timedelta(days=1)
"""Between issuing and signing, which one command does."""


def check_issuer(
    envelope: Envelope, parts: Parts, chain: Chain, role: Role, times: Times, policy: Policy
) -> tuple[bool, Sentence]:
    """The signer is the issuer that the data names, has the role for its kind, and signed it when and as it should.

    Raises:
        Failed: one of them is not so.
    """
    rule = policy.kinds.get(envelope.kind)
    if rule is None or rule.role != role.name:
        raise Failed("issuer.kind", kind=envelope.kind, role=role.name)
    if envelope.role != role.name or envelope.name != name_of(chain.certificate):
        raise Failed("issuer.other", name=envelope.name, role=envelope.role)
    rehearsal = is_of_rehearsal(chain, policy)
    if envelope.rehearsal is not rehearsal:
        raise Failed("issuer.rehearsal", said="rehearsal" if envelope.rehearsal else "official")
    least = rule.rehearsal_level if rehearsal else rule.minimum_level
    if not reaches(times.level, least):
        raise Failed("issuer.level", kind=envelope.kind, least=least, level=times.level)
    _check_time(envelope, parts, times)
    return True, sentence("issuer.passed", name=envelope.name, role=envelope.role)


def _check_time(envelope: Envelope, parts: Parts, times: Times) -> None:
    """The data was issued when it was signed."""
    issued = datetime.strptime(envelope.issued_at, "%Y-%m-%dT%H:%M:%S%z")
    # /M is in the signed bytes, but the signer writes it: it only has to agree with the data, it proves no time.
    if parts.signature.dictionary["M"] != f"D:{issued:%Y%m%d%H%M%S}Z".encode():
        raise Failed("issuer.other-time", issued=shown(issued))
    if issued > times.signed_at + CLOCKS:
        key = "issuer.issued-later" if times.proven else "issuer.issued-ahead"
        raise Failed(key, issued=shown(issued), moment=shown(times.signed_at))
    if times.proven and times.signed_at - issued > LONGEST:
        raise Failed("issuer.signed-late", issued=shown(issued), moment=shown(times.signed_at))


def read_payload(content: bytes) -> tuple[AttestationDocument, Sentence]:
    """The attached data, as its schema describes it.

    Raises:
        Failed: it is something else.
        NotHere: it is of a later version than this certkit knows.
    """
    later = later_envelope(content)
    if later is not None:
        raise NotHere("payload.later", version=later.version, need=newer_needed())
    try:
        document = read_attestation(content)
    except CertkitError as error:
        raise Failed("payload.schema", problem=str(error.message)) from None
    return document, sentence("payload.passed", kind=document["kind"], id=document["id"])


def check_pages(content: bytes, parts: Parts, document: AttestationDocument) -> tuple[bool, Sentence]:
    """The document shows what its data gives, and nothing else; so does its visible signature.

    Usually it begins with the very bytes that are drawn here. Where another version of a library wrote it, everything
    that the two files draw and hold is compared instead.

    Raises:
        Failed: it does not, or something in it is not drawn of its data.
        NotHere: this certkit does not have its layout, or the release of its edition.
    """
    number = document["renderer"]["layout"]
    if number > max(LAYOUTS):
        raise NotHere("pages.layout", layout=number, need=newer_needed())
    try:
        pages = layout(number)
        rulebook = pinned(document["evidence"])
    except NotRederivable as error:
        raise NotHere("pages.not-here", problem=f"{error.message}; {error.hint}") from None
    except CertkitError as error:
        raise Failed("pages.not-drawn", problem=str(error.message)) from None
    rendered = pages.render(document, rulebook)
    # Comparing bytes is fast and usually enough. Only the slow comparison can tell another version of a library, which
    # writes other bytes, from another document.
    equal = content[: parts.rendered] == rendered
    difference = "" if equal else first_difference(content[: parts.rendered], rendered)
    if difference:
        raise Failed("pages.differ", problem=difference)
    check_picture(parts, pages, document)
    return True, sentence("pages.same-bytes" if equal else "pages.same-drawing")


def check_derivation(document: AttestationDocument) -> tuple[bool, Sentence]:
    """Plan, verdict and all else follow from the evidence, under the edition and the readings that are named.

    Raises:
        Failed: something does not.
        NotHere: this certkit does not have the edition, or not its release.
    """
    try:
        differences = rederive(document)
    except NotRederivable as error:
        raise NotHere("derivation.not-here", problem=f"{error.message}; {error.hint}") from None
    _refuse_differences("derivation", differences)
    derived = document["derived"]
    return True, sentence("derivation.passed", cases=len(derived["plan"]), outcome=derived["outcome"])


def _refuse_differences(step: str, differences: Sequence[object]) -> None:
    if len(differences) == 1:
        raise Failed(f"{step}.differs", first=str(differences[0]))
    if differences:
        raise Failed(f"{step}.differ", first=str(differences[0]), more=len(differences) - 1)


def check_evidence(document: AttestationDocument, folder: str | None) -> tuple[bool, Sentence]:
    """The evidence is what the dossier's files say.

    Raises:
        Failed: it is not, or cannot be compared.
        NotChecked: no files were given.
    """
    if folder is None:
        raise NotChecked("evidence.not-given")
    try:
        differences = compare_with_files(document, folder)
    except CertkitError as error:
        raise Failed("evidence.not-comparable", problem=str(error.message)) from None
    _refuse_differences("evidence", differences)
    return True, sentence("evidence.passed", files=len(document["evidence"]["files"]))


def check_links(links: Sequence[LinkDocument], payloads: Mapping[str, str | None]) -> tuple[bool, Sentence]:
    """The documents that this one refers to are those that were given.

    Args:
        payloads: SHA-256 of each other document -> SHA-256 of its payload, None for a document that is not verified.

    Raises:
        Failed: one of them is not verified, or has other data than is named.
        NotChecked: one of them was not given.
    """
    if not links:
        return True, sentence("links.none")
    for link in links:
        name = f"the {link['relation']} {link['id']}"
        if link["sha256"] not in payloads:
            continue
        payload = payloads[link["sha256"]]
        if payload is None:
            raise Failed("links.not-verified", name=name)
        if payload != link["payload_sha256"]:
            raise Failed("links.other-data", name=name)
    missing = [link for link in links if link["sha256"] not in payloads]
    if missing:
        raise NotChecked("links.missing", names=names_of(missing))
    return True, sentence("links.passed", names=", ".join(f"{link['relation']} {link['id']}" for link in links))


def names_of(links: Iterable[LinkDocument]) -> tuple[str, ...]:
    """The documents in a sentence."""
    return tuple(f"the {link['relation']} {link['id']}" for link in links)


def check_standing(document: AttestationDocument, verified: Mapping[str, AttestationDocument]) -> None:
    """A certificate could have been issued on the documents that it names: all are given, verified, and judged again.

    Args:
        verified: SHA-256 of each file -> its verified data.

    Raises:
        Failed: it could not.
    """
    linked = []
    for link in document["links"]:
        data = verified[link["sha256"]]
        at = datetime.strptime(data["issued_at"], "%Y-%m-%dT%H:%M:%S%z")
        linked.append(Linked(data, link["sha256"], judge(data["evidence"], at=at)))
    for refusal in standing_refusals(document, linked):
        raise Failed("links.refused", reason=str(refusal))


def check_picture(parts: Parts, layout: Layout, document: AttestationDocument) -> None:
    """The visible signature is the one that the layout draws of the data, in the place that is kept for it.

    Raises:
        Failed: it draws something else, or is somewhere else.
    """
    visible = parts.visible
    if visible.page != layout.SIGNATURE_PAGE:
        raise Failed("pages.signature-page")
    left, bottom, right, top = (round(corner) for corner in layout.SIGNATURE_BOX)
    if visible.box != (left, bottom, right, top):
        raise Failed("pages.signature-place")
    if not _fills(visible, right - left, top - bottom):
        raise Failed("pages.signature-size")
    view = parts.document.view()
    try:
        form = view.stream(visible.picture)
    except PdfError as error:
        raise Failed("pages.signature-unreadable", problem=str(error)) from None
    if form.dictionary.keys() - _PACKING != _FORM or not equal(
        form.dictionary["BBox"], [0, 0, right - left, top - bottom]
    ):
        raise Failed("pages.signature-entries")
    difference = picture_difference(view, form, layout.signature_page(layout.signature_lines(document)))
    if difference:
        raise Failed("pages.signature-differs", problem=difference)


def _fills(visible: VisibleSignature, width: float, height: float) -> bool:
    """A picture as large as the field is set into it so that the margin stays free, in the middle."""
    inner = (width - 2 * _MARGIN, height - 2 * _MARGIN)
    scale = min(inner[0] / width, inner[1] / height)
    left, bottom = ((size - scale * whole) / 2 + _MARGIN for size, whole in zip(inner, (width, height), strict=True))
    return abs(visible.scale - scale) < 0.001 and abs(visible.left - left) < 1 and abs(visible.bottom - bottom) < 1
