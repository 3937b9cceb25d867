"""Time stamps from the key of a rehearsal PKI, made in this process (RFC 3161).

Whoever has the key of a time-stamp authority can write any time. So such a key proves nothing, and it gives time stamps
to keys of a rehearsal alone: with it a rehearsal has the levels of the real thing, without a network.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from asn1crypto import algos, cms, core, tsp
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from pyhanko.sign.general import as_signing_certificate_v2, simple_cms_attribute
from pyhanko.sign.timestamps import TimeStamper

from certkit.errors import CertkitError
from certkit.signing.keys import Sign, SigningKey, signing_with
from certkit.signing.signer import to_asn1
from certkit.trust.certificates import is_rehearsal, name_of, read_certificates
from certkit.trust.purposes import stamper_problem
from certkit.trust.roles import Policy, shipped_policy

KEY, CERTIFICATE, CHAIN = "tsa.key.pem", "tsa.pem", "chain.pem"
"""The files of an authority, as ``certkit pki init --test`` writes them into ``tsa/``."""
LARGEST = 100_000
"""Bytes of one of them."""
POLICY = "2.25.222135494873094516415904837925823326085.3.2"
"""The time-stamp policy of a rehearsal, as in ``tsa.cnf``."""


class UnusableAuthority(CertkitError):
    """What ``--tsa`` names gives no time stamps."""


class LocalAuthority(NamedTuple):
    """A time-stamp authority of a rehearsal PKI: its certificate, those of its issuers, and its key."""

    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    sign: Sign
    source: str


def is_local(tsa: str) -> bool:
    """Whether ``--tsa`` names a folder and no address."""
    return tsa.partition(":")[0].lower() == "file"


def open_authority(uri: str, policy: Policy | None = None) -> LocalAuthority:
    """The authority in a folder, ``file:REHEARSAL/tsa``.

    Raises:
        UnusableAuthority: there is none, it is not of a rehearsal, or its certificate is not one for time stamps.
    """
    policy = policy or shipped_policy()
    folder = Path(uri.partition(":")[2])
    if not folder.is_dir() or not (folder / KEY).is_file():
        inside = folder / "tsa"
        hint = "certkit pki init --test DIR makes one: --tsa file:DIR/tsa"
        if (inside / KEY).is_file():
            hint = f"did you mean file:{inside}?"
        raise UnusableAuthority("this is not the tsa/ folder of a rehearsal PKI", hint=hint, file=uri)
    certificate = read_certificates(_content(folder / CERTIFICATE), str(folder / CERTIFICATE))[0]
    others = read_certificates(_content(folder / CHAIN), str(folder / CHAIN))
    try:
        key = load_pem_private_key(_content(folder / KEY), None)
    except (ValueError, TypeError) as error:
        message = "the key cannot be read: an unencrypted PEM file is needed"
        raise UnusableAuthority(message, file=str(folder / KEY)) from error
    if key.public_key() != certificate.public_key():
        raise UnusableAuthority(f"the key is not that of the certificate in {CERTIFICATE}", file=str(folder / KEY))
    if problem := stamper_problem(certificate, policy.rehearsal_oid):
        message = f"{name_of(certificate)} is not a time-stamp authority: its certificate {problem}"
        raise UnusableAuthority(message, file=str(folder / CERTIFICATE))
    if not all(is_rehearsal(entry, policy) for entry in (certificate, *others)):
        message = "this authority is not of a rehearsal: a time stamp proves nothing if its key is on this machine"
        raise UnusableAuthority(message, hint="name a time-stamp authority by --tsa URL", file=uri)
    return LocalAuthority(certificate, tuple(others), signing_with(key), uri)


class LocalTimeStamper(TimeStamper):
    """Time stamps of a :class:`LocalAuthority`, at the time that ``now`` gives.

    Raises:
        UnusableAuthority: the key that signs is not of a rehearsal.
    """

    def __init__(self, authority: LocalAuthority, key: SigningKey, now: Callable[[], datetime]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        if not key.is_rehearsal:
            message = "a time stamp from a local key proves nothing: an official document needs another one"
            hint = "name a time-stamp authority by --tsa URL"
            raise UnusableAuthority(message, hint=hint, file=authority.source)
        self.authority = authority
        self.now = now

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        token = stamp(self.authority, self.now(), req)
        return tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token})


def stamp(authority: LocalAuthority, at: datetime, request: tsp.TimeStampReq) -> cms.ContentInfo:
    """A time-stamp token (RFC 3161, 2.4.2; the signer's certificate is bound as RFC 5816 wants it)."""
    at = at.astimezone(UTC).replace(microsecond=0)
    certificate = to_asn1(authority.certificate)
    values = {
        "version": "v1",
        "policy": POLICY,
        "message_imprint": request["message_imprint"],
        "serial_number": secrets.randbits(63),
        "gen_time": at,
        "accuracy": {"seconds": 1},
    }
    if request["nonce"].native is not None:
        values["nonce"] = request["nonce"]
    content = tsp.TSTInfo(values).dump()
    attributes = cms.CMSAttributes(
        [
            simple_cms_attribute("content_type", "tst_info"),
            simple_cms_attribute("signing_time", cms.Time({"utc_time": core.UTCTime(at)})),
            simple_cms_attribute("signing_certificate_v2", as_signing_certificate_v2(certificate)),
            simple_cms_attribute("message_digest", hashlib.sha256(content).digest()),
        ]
    )
    digest = algos.DigestAlgorithm({"algorithm": "sha256"})
    kind = "sha256_rsa" if certificate.public_key.algorithm == "rsa" else "sha256_ecdsa"
    issued = {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": {"issuer_and_serial_number": issued},
            "digest_algorithm": digest,
            "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": kind}),
            "signed_attrs": attributes,
            "signature": authority.sign(attributes.dump(), "sha256"),
        }
    )
    signed = cms.SignedData(
        {
            "version": "v3",
            "digest_algorithms": [digest],
            "encap_content_info": {"content_type": "tst_info", "content": cms.ParsableOctetString(content)},
            "certificates": [certificate, *(to_asn1(entry) for entry in authority.chain)],
            "signer_infos": [signer],
        }
    )
    return cms.ContentInfo({"content_type": "signed_data", "content": signed})


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST)
    except OSError as error:
        raise UnusableAuthority(f"the file cannot be read: {error.strerror}", file=str(path)) from None
