"""The hash on a certificate, for ``certkit firmware verify --against``; believed once the certificate is verified."""

from __future__ import annotations

from typing import NamedTuple

from certkit.cli.verifying import Options, verified
from certkit.finding import Finding, Place
from certkit.firmware.check import read_stated_hash
from certkit.firmware.model import CertifiedFirmware, StatedHash
from certkit.messages import finding
from certkit.verification.model import Verdict


class CertifiedHash(NamedTuple):
    """What a verified certificate states. ``findings`` say that it is of a rehearsal, if it is."""

    stated: StatedHash
    certificate: CertifiedFirmware
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
        return finding("FW-10.not-derived", reason=str(found.lacks[0].message), where=where)
    if found.verdict is Verdict.NOT_VERIFIED or document is None:
        step = found.failures[0]
        return finding("FW-10.not-verified", step=step.number, reason=str(step.message), where=where)
    if document["kind"] != "certificate":
        return finding("FW-10.other-kind", kind=document["kind"], where=where)
    marked = found.verdict is Verdict.REHEARSAL
    if marked and not rehearsal:
        return finding("FW-10.rehearsal", where=where)
    derived = document["derived"]
    if not derived["firmware_hash"]:
        return finding("FW-10.no-hash", certificate=document["id"], where=where)
    algorithm, _, digits = derived["firmware_hash"].partition(" ")
    stated = read_stated_hash(digits, algorithm, where)
    if not isinstance(stated, StatedHash):
        return stated
    product = derived["subject"]
    certificate = CertifiedFirmware(
        id=document["id"],
        sha256=found.sha256,
        issuer=document["issuer"]["name"],
        vendor=product["vendor"],
        model=product["model"],
        firmware_version=product["firmware_version"],
        rehearsal=marked,
    )
    warning = (finding("FW-11", certificate=document["id"], where=where),) if marked else ()
    return CertifiedHash(stated, certificate, warning)
