"""The hash of a firmware image on a certificate. It counts only once the certificate is verified."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO, NamedTuple

from certkit.finding import Finding, Place
from certkit.firmware.check import read_stated_hash
from certkit.firmware.model import CertifiedFirmware, StatedHash
from certkit.messages import finding
from certkit.verification.many import Options, verify_one
from certkit.verification.model import Verdict


class CertifiedHash(NamedTuple):
    """The hash that a certificate states, or the finding that says why it does not count.

    Attributes:
        warnings: the finding that the certificate belongs to a rehearsal, if it does.
    """

    expected: StatedHash | Finding
    where: Place
    certificate: CertifiedFirmware | None = None
    warnings: tuple[Finding, ...] = ()


def certified_hash(
    name: str, stdin: BinaryIO, at: datetime, *, trust: str | None, offline: bool, rehearsal: bool
) -> CertifiedHash:
    """The hash on a certificate.

    Args:
        rehearsal: accept a certificate of a rehearsal.

    Raises:
        CertkitError: the file cannot be read.
    """
    verification = verify_one(name, Options(at, trust, offline), stdin)
    document = verification.document
    where = Place(verification.file)

    if verification.verdict is Verdict.NOT_DERIVED:
        return CertifiedHash(
            finding("FW-10.not-derived", reason=str(verification.lacks[0].message), where=where), where
        )
    if verification.verdict is Verdict.NOT_VERIFIED or document is None:
        step = verification.failures[0]
        return CertifiedHash(
            finding("FW-10.not-verified", step=step.number, reason=str(step.message), where=where), where
        )
    if document["kind"] != "certificate":
        return CertifiedHash(finding("FW-10.other-kind", kind=document["kind"], where=where), where)
    is_rehearsal = verification.verdict is Verdict.REHEARSAL
    if is_rehearsal and not rehearsal:
        return CertifiedHash(finding("FW-10.rehearsal", where=where), where)
    derived = document["derived"]
    if not derived["firmware_hash"]:
        return CertifiedHash(finding("FW-10.no-hash", certificate=document["id"], where=where), where)
    algorithm, _, digits = derived["firmware_hash"].partition(" ")
    expected = read_stated_hash(digits, algorithm, where)
    if not isinstance(expected, StatedHash):
        return CertifiedHash(expected, where)
    product = derived["subject"]
    certificate = CertifiedFirmware(
        id=document["id"],
        sha256=verification.sha256,
        issuer=document["issuer"]["name"],
        vendor=product["vendor"],
        model=product["model"],
        firmware_version=product["firmware_version"],
        rehearsal=is_rehearsal,
    )
    warnings = (finding("FW-11", certificate=document["id"], where=where),) if is_rehearsal else ()
    return CertifiedHash(expected, where, certificate, warnings)
