"""The hash on a certificate, for ``certkit firmware verify --against``; believed once the certificate is verified."""

from __future__ import annotations

from typing import NamedTuple

from certkit.cli.verifying import Options, verified
from certkit.finding import Finding, Place
from certkit.firmware.check import read_stated_hash
from certkit.firmware.model import Certified, StatedHash
from certkit.messages import plain_finding
from certkit.verification.model import Verdict


class CertifiedHash(NamedTuple):
    """What a verified certificate states. ``findings`` say that it is of a rehearsal, if it is."""

    stated: StatedHash
    certificate: Certified
    findings: tuple[Finding, ...]


def certified_hash(name: str, options: Options, *, rehearsal: bool) -> CertifiedHash | Finding:
    """The hash on a certificate, or the finding that says why it is not believed.

    Args:
        rehearsal: a certificate of a rehearsal will do.

    Raises:
        CertkitError: the file cannot be read.
    """
    found = verified(name, options)
    document = found.document
    where = Place(found.file)
    if found.verdict is Verdict.NOT_DERIVED:
        message = f"it is signed and intact, but was not derived again here: {found.lacks[0].message}"
        return plain_finding("FW-10", message, where=where)
    if found.verdict is Verdict.NOT_VERIFIED or document is None:
        step = found.failures[0]
        return plain_finding("FW-10", f"it is not verified: step {step.number}, {step.message}", where=where)
    if document["kind"] != "certificate":
        message = f"it is a {document['kind']}, and only a certificate states the hash that is certified"
        return plain_finding("FW-10", message, where=where, hint="give the certificate")
    marked = found.verdict is Verdict.REHEARSAL
    if marked and not rehearsal:
        message = "it is of a rehearsal, and certifies nothing"
        return plain_finding("FW-10", message, where=where, hint="--rehearsal compares nevertheless")
    derived = document["derived"]
    if not derived["firmware_hash"]:
        message = f"the certificate {document['id']} has no hash of a firmware image"
        return plain_finding("FW-10", message, where=where, hint="ask the certification body for the hash")
    algorithm, _, digits = derived["firmware_hash"].partition(" ")
    stated = read_stated_hash(digits, algorithm, where)
    if not isinstance(stated, StatedHash):
        return stated
    product = derived["subject"]
    certificate = Certified(
        id=document["id"],
        sha256=found.sha256,
        issuer=document["issuer"]["name"],
        vendor=product["vendor"],
        model=product["model"],
        firmware_version=product["firmware_version"],
        rehearsal=marked,
    )
    message = f"the certificate {document['id']} is of a rehearsal, so that nothing is certified"
    warning = (plain_finding("FW-11", message, where=where),) if marked else ()
    return CertifiedHash(stated, certificate, warning)
