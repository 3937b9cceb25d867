"""What ``certkit trust add`` puts into the user's trust store, and the digests that a person has to compare first.

Roots decide everything, so no root is added unless its SHA-256 was given. An intermediate certificate or a CRL counts
only if a trusted root signed it, so neither needs a digest.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256, Hash
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from certkit.errors import CertkitError, Refused, UnreadableFile
from certkit.trust.certificates import check_readable, name_of, read_certificates, self_signed
from certkit.trust.revocation import lists_of
from certkit.trust.store import Trust, load_trust, read_crls, read_trust_file

_DIGEST = re.compile(r"[0-9a-f]{64}")


def read_additions(name: str) -> Trust:
    """The certificates and CRLs in a trust store, a certificate file or a CRL file.

    Raises:
        UnreadableFile: it does not exist, or holds neither.
    """
    path = Path(name)
    if path.is_dir():
        trust = load_trust(name)
    else:
        content = read_trust_file(path)
        trust = _crls(content, name) or _certificates(content, name)
    for certificate in (*trust.roots, *trust.time_stamp_roots, *trust.intermediates):
        check_readable(certificate, name)
    return trust


def _crls(content: bytes, name: str) -> Trust | None:
    try:
        return Trust(crls=tuple(read_crls(content, name)))
    except UnreadableFile:
        return None


def _certificates(content: bytes, name: str) -> Trust:
    try:
        certificates = read_certificates(content, name)
    except UnreadableFile as error:
        hint = "a trust store, or a PEM or DER file with certificates or a CRL, is needed"
        raise UnreadableFile(error.message, hint=hint, file=name) from None
    return Trust(
        roots=tuple(certificate for certificate in certificates if self_signed(certificate)),
        intermediates=tuple(certificate for certificate in certificates if not self_signed(certificate)),
    )


def digest_of(text: str) -> str:
    """A SHA-256 as people write it, with or without colons, in either case, as 64 lower-case digits.

    Raises:
        CertkitError: it is not one.
    """
    digest = re.sub(r"[:\s]", "", text).lower().removeprefix("sha256")
    if not _DIGEST.fullmatch(digest):
        raise CertkitError(
            f"{text!r} is not a SHA-256", hint="it has 64 hexadecimal digits, as `certkit pki show` shows"
        )
    return digest


def check_digests(additions: Trust, digests: Collection[str], name: str) -> None:
    """Refuse roots whose digest nobody gave, and digests that no root has.

    Raises:
        Refused: the digests are not exactly those of the roots.
    """
    roots = {fingerprint(root): root for root in (*additions.roots, *additions.time_stamp_roots)}
    listed = "".join(f"\n  {digest}  {name_of(root)}" for digest, root in roots.items())
    if unknown := [digest for digest in digests if digest not in roots]:
        has = f"its roots are:{listed}" if roots else "it has no root"
        raise Refused(f"no root certificate here has the SHA-256 {unknown[0]}; {has}", file=name)
    if any(digest not in digests for digest in roots):
        message = f"these roots would decide which documents are verified:{listed}"
        compare = "compare each SHA-256 with the value that the issuer gives you another way"
        hint = f"{compare}, then add --sha256 VALUE for each"
        raise Refused(f"{message}\n  help: {hint}", file=name)


def files_of(additions: Trust, store: Trust) -> Mapping[str, bytes]:
    """Path in the trust store -> content.

    A CRL takes the place of another only if the same issuer has signed both, and both count as complete. Others get a
    file of their own, so that nothing that anyone can make removes a revocation from the store.

    Args:
        store: what the trust store has; a CRL that is not newer than one that counts there is left out.
    """
    files = {
        f"{folder}/{fingerprint(certificate)}.pem": certificate.public_bytes(Encoding.PEM)
        for folder, certificates in {
            "roots": additions.roots,
            "tsa": additions.time_stamp_roots,
            "intermediates": additions.intermediates,
        }.items()
        for certificate in certificates
    }
    issuers = [*_certificates_of(store), *_certificates_of(additions)]
    newest: dict[str, datetime] = {}
    for crl in store.crls:
        if key := _issuer_key(crl, issuers):
            newest[key] = max(crl.last_update_utc, newest.get(key, crl.last_update_utc))
    for crl in sorted(additions.crls, key=lambda entry: entry.last_update_utc):
        key = _issuer_key(crl, issuers)
        if not key:
            files[f"crls/{crl.fingerprint(SHA256()).hex()}.crl"] = crl.public_bytes(Encoding.DER)
        elif key not in newest or crl.last_update_utc > newest[key]:
            files[f"crls/{key}.crl"] = crl.public_bytes(Encoding.DER)
    return files


def fingerprint(certificate: x509.Certificate) -> str:
    """The SHA-256 of a certificate, in lower-case hexadecimal."""
    return certificate.fingerprint(SHA256()).hex()


def _certificates_of(trust: Trust) -> Sequence[x509.Certificate]:
    return [*trust.roots, *trust.time_stamp_roots, *trust.intermediates]


def _issuer_key(crl: x509.CertificateRevocationList, issuers: Sequence[x509.Certificate]) -> str:
    """The SHA-256 of the name and key that signed a complete CRL; empty if it is not complete or nobody's."""
    for issuer in issuers:
        if any(not entry.problem for entry in lists_of(issuer, [crl])):
            digest = Hash(SHA256())
            digest.update(issuer.subject.public_bytes())
            digest.update(issuer.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
            return digest.finalize().hex()
    return ""
