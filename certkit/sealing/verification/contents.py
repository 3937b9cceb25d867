"""What a sealed document says: its data, its pages, and what follows from its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from certkit.sealing.certificates import is_rehearsal, name_of
from certkit.sealing.roles import Policy, Role, reaches
from certkit.sealing.verification.chains import Chain
from certkit.sealing.verification.failure import Failed, NotChecked
from certkit.sealing.verification.times import Times

if TYPE_CHECKING:
    from certkit.model.attestation_documents import AttestationDocument
    from certkit.sealing.verification.judges import Judges


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


def check_pages(content: bytes, document: AttestationDocument, judges: Judges) -> tuple[bool, str]:
    """The document begins with exactly the bytes that its data renders to.

    Raises:
        Failed: it does not.
        NotChecked: other versions drew it than are installed here.
    """
    other = judges.other_renderer(document)
    rendered = judges.render(document)
    if content.startswith(rendered):
        return True, "rendered again, byte for byte"
    if other:
        judges.same_text(content, document)
        return True, f"not rendered again ({other}); every page has the same text and draws nothing else"
    raise Failed("the pages are not those that the data renders to")


def check_links(document: AttestationDocument, given: Mapping[str, str]) -> tuple[bool, str]:
    """The documents that this one stands on are those that were given.

    Args:
        given: SHA-256 of each document -> SHA-256 of its verified payload.
    """
    links = document["links"]
    if not links:
        return True, "it stands on no other document"
    if not given:
        raise NotChecked(f"it names {len(links)}, which were not given")
    missing = [link for link in links if link["sha256"] not in given]
    for link in links:
        if link["sha256"] in given and given[link["sha256"]] != link["payload_sha256"]:
            raise Failed(f"the {link['relation']} {link['id']} has other data than is named")
    if missing:
        raise NotChecked(f"the {missing[0]['relation']} {missing[0]['id']} was not given")
    return True, ", ".join(f"{link['relation']} {link['id']}" for link in links)
