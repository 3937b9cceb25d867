"""What a sealed document says: its data, its pages, and what follows from its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from certkit.errors import CertkitError
from certkit.readers.attestation_json import read_attestation
from certkit.readers.pdf_text import first_difference
from certkit.sealing.certificates import is_rehearsal, name_of
from certkit.sealing.roles import Policy, Role, reaches
from certkit.sealing.verification.chains import Chain
from certkit.sealing.verification.failure import Failed, NotChecked
from certkit.sealing.verification.times import Times

if TYPE_CHECKING:
    from certkit.model.attestation_documents import AttestationDocument


def is_of_rehearsal(chain: Chain, policy: Policy) -> bool:
    """Whether any certificate of the path has the mark of a rehearsal."""
    return any(is_rehearsal(certificate, policy) for certificate in chain.path)


def check_issuer(
    document: AttestationDocument, chain: Chain, role: Role, times: Times, policy: Policy
) -> tuple[bool, str]:
    """The signer is the issuer that the data names, has the role for its kind, and the seal has the level for it.

    Raises:
        Failed: one of them is not so.
    """
    rule = policy.kinds.get(document["kind"])
    if rule is None or rule.role != role.name:
        raise Failed(f"a {document['kind']} is not sealed by a {role.name}")
    issuer = document["issuer"]
    if issuer["role"] != role.name or issuer["name"] != name_of(chain.certificate):
        raise Failed(f"the data names {issuer['name']} ({issuer['role']}) as its issuer, the seal is another's")
    rehearsal = is_of_rehearsal(chain, policy)
    if document["rehearsal"] is not rehearsal:
        said = "a rehearsal" if document["rehearsal"] else "no rehearsal"
        raise Failed(f"the data says it is {said}, the signer's certificate says otherwise")
    least = rule.rehearsal_level if rehearsal else rule.minimum_level
    if not reaches(times.level, least):
        raise Failed(f"a {document['kind']} needs level {least}, this has {times.level}")
    return True, f"{issuer['name']}, {issuer['role']}"


def read_payload(content: bytes) -> tuple[AttestationDocument, str]:
    """The attached data, as its schema describes it.

    Raises:
        Failed: it is something else.
    """
    try:
        document = read_attestation(content)
    except CertkitError as error:
        raise Failed(error.message) from None
    return document, f"{document['kind']} {document['id']}"


def check_pages(content: bytes, document: AttestationDocument) -> tuple[bool, str]:
    """The document begins with exactly the bytes that its data renders to.

    Where other versions drew it than are installed here, its text is compared instead, page by page.

    Raises:
        Failed: it does not, or a page says something else.
    """
    from certkit.writers.attestation_pdf import LAYOUT, render, renderer

    rendered = render(document)
    if content.startswith(rendered):
        return True, "drawn again, byte for byte"
    drawn = document["renderer"]
    here = renderer(drawn["certkit"])
    if drawn == here:
        raise Failed("the pages are not those that the data gives")
    if drawn["layout"] != LAYOUT:
        raise NotChecked(f"it was drawn in layout {drawn['layout']}, this certkit draws layout {LAYOUT}")
    difference = first_difference(content, rendered)
    if difference:
        raise Failed(f"the pages do not say what the data says: {difference}")
    versions = ", ".join(f"{name} {drawn[name]}" for name in ("reportlab", "pikepdf") if drawn[name] != here[name])
    return True, f"the same text on every page; not drawn again, because {versions} drew it"


def check_derivation(document: AttestationDocument) -> tuple[bool, str]:
    """Plan, verdict and all else follow from the evidence, under the edition and the readings that are named.

    Raises:
        Failed: something does not.
        NotChecked: the edition is not here as it was.
    """
    from certkit.rederivation import NotRederivable, rederive

    try:
        differences = rederive(document)
    except NotRederivable as error:
        raise NotChecked(f"{error.message}; {error.hint}" if error.hint else error.message) from None
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
    from certkit.rereading import compare_with_files

    differences = compare_with_files(document, folder)
    if differences:
        more = f", and {len(differences) - 1} more" if len(differences) > 1 else ""
        raise Failed(f"{differences[0]}{more}")
    return True, f"{len(document['evidence']['files'])} files"


def check_links(document: AttestationDocument, given: Mapping[str, str | None]) -> tuple[bool, str]:
    """The documents that this one stands on are those that were given.

    Args:
        given: SHA-256 of each other document -> SHA-256 of its payload, None for one that is not verified.

    Raises:
        Failed: one of them is not verified, or has other data than is named.
        NotChecked: one of them was not given.
    """
    links = document["links"]
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
