"""What a signed document says: its data, its pages, and what follows from its evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from certkit.trust.certificates import CLOCKS, name_of
from certkit.trust.roles import Policy, Role, reaches
from certkit.verification.chains import Chain, is_of_rehearsal, shown
from certkit.verification.drawn import first_difference, picture_difference
from certkit.verification.incremental_updates import VisibleSignature
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
) -> tuple[bool, str]:
    """The signer is the issuer that the data names, has the role for its kind, and signed it when and as it should.

    Raises:
        Failed: one of them is not so.
    """
    rule = policy.kinds.get(envelope.kind)
    if rule is None or rule.role != role.name:
        raise Failed(f"a {envelope.kind} is not signed by a {role.name}")
    if envelope.role != role.name or envelope.name != name_of(chain.certificate):
        raise Failed(f"the data names {envelope.name} ({envelope.role}) as its issuer, the signature is another's")
    rehearsal = is_of_rehearsal(chain, policy)
    if envelope.rehearsal is not rehearsal:
        said = "a rehearsal" if envelope.rehearsal else "no rehearsal"
        raise Failed(f"the data says it is {said}, the signer's certificate says otherwise")
    least = rule.rehearsal_level if rehearsal else rule.minimum_level
    if not reaches(times.level, least):
        raise Failed(f"a {envelope.kind} needs level {least}, this has {times.level}")
    _check_time(envelope, parts, times)
    return True, f"{envelope.name}, {envelope.role}"


def _check_time(envelope: Envelope, parts: Parts, times: Times) -> None:
    """The data was issued when it was signed."""
    issued = datetime.strptime(envelope.issued_at, "%Y-%m-%dT%H:%M:%S%z")
    if parts.signature.dictionary["M"] != f"D:{issued:%Y%m%d%H%M%S}Z".encode():
        raise Failed(f"the data says it was issued {shown(issued)}, the signature says another time")
    if issued > times.signed_at + CLOCKS:
        when = "it was signed" if times.proven else "it is verified for"
        raise Failed(f"the data says it was issued {shown(issued)}, {when} {shown(times.signed_at)}")
    if times.proven and times.signed_at - issued > LONGEST:
        raise Failed(f"the data says it was issued {shown(issued)}, it was signed only {shown(times.signed_at)}")


def read_payload(content: bytes) -> tuple[AttestationDocument, str]:
    """The attached data, as its schema describes it.

    Raises:
        Failed: it is something else.
        NotHere: it is of a later version than this certkit knows.
    """
    later = later_envelope(content)
    if later is not None:
        raise NotHere(f"it is of version {later.version} of the payload; {newer_needed()}")
    try:
        document = read_attestation(content)
    except CertkitError as error:
        raise Failed(error.message) from None
    return document, f"{document['kind']} {document['id']}"


def check_pages(content: bytes, parts: Parts, document: AttestationDocument) -> tuple[bool, str]:
    """The document shows what its data gives, and nothing else; so does its visible signature.

    Usually it begins with the very bytes that are drawn here. Where another version of a library wrote it, everything
    that the two files draw and hold is compared instead.

    Raises:
        Failed: it does not, or something in it is not drawn of its data.
        NotHere: this certkit does not have its layout, or the release of its edition.
    """
    number = document["renderer"]["layout"]
    if number > max(LAYOUTS):
        raise NotHere(f"it is drawn in layout {number}; {newer_needed()}")
    try:
        pages = layout(number)
        rulebook = pinned(document["evidence"])
    except NotRederivable as error:
        raise NotHere(f"{error.message}; {error.hint}") from None
    except CertkitError as error:
        raise Failed(f"it cannot be drawn again: {error.message}") from None
    rendered = pages.render(document, rulebook)
    equal = content[: parts.rendered] == rendered
    difference = "" if equal else first_difference(content[: parts.rendered], rendered)
    if difference:
        raise Failed(f"the pages are not those that the data gives: {difference}")
    check_picture(parts, pages, document)
    how = "byte for byte" if equal else "the same in everything that is drawn, written by another version of a library"
    return True, f"drawn again, {how}"


def check_derivation(document: AttestationDocument) -> tuple[bool, str]:
    """Plan, verdict and all else follow from the evidence, under the edition and the readings that are named.

    Raises:
        Failed: something does not.
        NotHere: this certkit does not have the edition, or not its release.
    """
    try:
        differences = rederive(document)
    except NotRederivable as error:
        raise NotHere(f"{error.message}; {error.hint}") from None
    if differences:
        more = f", and {len(differences) - 1} more" if len(differences) > 1 else ""
        raise Failed(f"{differences[0]}{more}")
    plan = document["derived"]["plan"]
    return True, f"{len(plan)} test cases, verdict {document['derived']['outcome']}"


def check_evidence(document: AttestationDocument, folder: str | None) -> tuple[bool, str]:
    """The evidence is what the dossier's files say.

    Raises:
        Failed: it is not.
        NotChecked: no files were given.
    """
    if folder is None:
        raise NotChecked("the dossier was not given (--evidence)")
    differences = compare_with_files(document, folder)
    if differences:
        more = f", and {len(differences) - 1} more" if len(differences) > 1 else ""
        raise Failed(f"{differences[0]}{more}")
    return True, f"{len(document['evidence']['files'])} files"


def check_links(links: Sequence[LinkDocument], given: Mapping[str, str | None]) -> tuple[bool, str]:
    """The documents that this one stands on are those that were given.

    Args:
        given: SHA-256 of each other document -> SHA-256 of its payload, None for one that is not verified.

    Raises:
        Failed: one of them is not verified, or has other data than is named.
        NotChecked: one of them was not given.
    """
    if not links:
        return True, "it stands on no other document"
    for link in links:
        name = f"the {link['relation']} {link['id']}"
        if link["sha256"] not in given:
            continue
        payload = given[link["sha256"]]
        if payload is None:
            raise Failed(f"{name} is not verified itself")
        if payload != link["payload_sha256"]:
            raise Failed(f"{name} has other data than is named")
    missing = [link for link in links if link["sha256"] not in given]
    if missing:
        raise NotChecked(", ".join(f"the {link['relation']} {link['id']}" for link in missing) + " not given")
    return True, ", ".join(f"{link['relation']} {link['id']}" for link in links)


def check_standing(document: AttestationDocument, there: Mapping[str, AttestationDocument]) -> None:
    """A certificate could have been issued on the documents that it names: all are given, verified, and judged anew.

    Args:
        there: SHA-256 of each file -> its verified data.

    Raises:
        Failed: it could not.
    """
    given = []
    for link in document["links"]:
        one = there[link["sha256"]]
        at = datetime.strptime(one["issued_at"], "%Y-%m-%dT%H:%M:%S%z")
        given.append(Linked(one, link["sha256"], judge(one["evidence"], at=at)))
    for refusal in standing_refusals(document, given):
        raise Failed(str(refusal))


def check_picture(parts: Parts, layout: Layout, document: AttestationDocument) -> None:
    """The visible signature is the one that the layout draws of the data, in the place that is kept for it.

    Raises:
        Failed: it draws something else, or stands somewhere else.
    """
    visible = parts.visible
    if visible.page != layout.SIGNATURE_PAGE:
        raise Failed("the signature does not stand on the page that has room for it")
    left, bottom, right, top = (round(corner) for corner in layout.SIGNATURE_BOX)
    if visible.box != (left, bottom, right, top):
        raise Failed("the signature covers another part of the page than the one that is kept for it")
    if not _fills(visible, right - left, top - bottom):
        raise Failed("the picture of the signature has another size or place in its field than signing gives it")
    view = parts.document.view()
    try:
        form = view.stream(visible.picture)
    except PdfError as error:
        raise Failed(f"the visible signature cannot be compared with what the data says: {error}") from None
    if form.dictionary.keys() - _PACKING != _FORM or not equal(
        form.dictionary["BBox"], [0, 0, right - left, top - bottom]
    ):
        raise Failed("the picture of the signature has other entries than signing writes")
    difference = picture_difference(view, form, layout.signature_page(layout.signature_lines(document)))
    if difference:
        raise Failed(f"the visible signature does not say what the data says: {difference}")


def _fills(visible: VisibleSignature, width: float, height: float) -> bool:
    """A picture as large as the field is set into it so that the margin stays free, in the middle."""
    inner = (width - 2 * _MARGIN, height - 2 * _MARGIN)
    scale = min(inner[0] / width, inner[1] / height)
    left, bottom = ((size - scale * whole) / 2 + _MARGIN for size, whole in zip(inner, (width, height), strict=True))
    return abs(visible.scale - scale) < 0.001 and abs(visible.left - left) < 1 and abs(visible.bottom - bottom) < 1
