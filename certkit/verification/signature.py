"""The seal itself: a CAdES signature over the whole of its revision, by algorithms that the policy accepts."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from asn1crypto import cms, core, x509
from pyhanko.sign.general import check_ess_certid, extract_signer_info
from pyhanko.sign.validation.generic_cms import (
    extract_certs_for_validation,
    get_signing_cert_attr,
    validate_sig_integrity,
)

from certkit.sealing.certificates import der
from certkit.sealing.roles import DIGESTS
from certkit.verification.chains import Chain
from certkit.verification.embedded import EmbeddedSignature
from certkit.verification.encoding import length_of
from certkit.verification.failure import Failed
from certkit.verification.structure import Parts

_MECHANISMS = frozenset({"sha256_rsa", "sha384_rsa", "sha512_rsa", "sha256_ecdsa", "sha384_ecdsa", "sha512_ecdsa",
                         "ed25519"})  # fmt: skip
"""Of a signature; which digest it is made with is checked beside it."""
_OF_STAMPS = frozenset({"rsassa_pkcs1v15", "rsassa_pss"})
"""Which time stampers use besides."""
_NO_PARAMETERS = frozenset({b"", b"\x05\x00"})
"""Of an algorithm, as DER: none, or NULL."""


class Seal(NamedTuple):
    """A signature that is intact. Whether its certificate is worth anything is decided later."""

    certificate: x509.Certificate
    others: tuple[x509.Certificate, ...]
    signer_info: cms.SignerInfo
    digest: str


def check_seal(parts: Parts) -> tuple[Seal, str]:
    """The document's seal is intact.

    Raises:
        Failed: it is not, or it does not cover its whole revision.
    """
    data = read_container(parts.seal, "the seal")
    algorithm = extract_signer_info(data)["digest_algorithm"]["algorithm"].native
    if algorithm not in DIGESTS:
        raise Failed(f"the seal uses {algorithm}, which is not accepted")
    seal = check_signed_data(data, parts.seal.digest(algorithm), "data", "the seal")
    return seal, f"intact, {seal.digest.upper().replace('SHA', 'SHA-')}"


def read_container(embedded: EmbeddedSignature, what: str) -> cms.SignedData:
    """What is in the room for a signature: the signature, strictly encoded, and zeros.

    No signature covers these bytes, so whatever could be changed in them without an effect is refused.
    """
    length = length_of(embedded.contents)
    if length is None or embedded.contents[length:].strip(b"\0"):
        raise Failed(f"{what} holds more than a signature, or one in an unusual encoding")
    container = cms.ContentInfo.load(embedded.contents[:length], strict=True)
    if container["content_type"].native != "signed_data":
        raise Failed(f"{what} is no signature")
    return container["content"]


def check_signed_data(data: cms.SignedData, digest: bytes | None, content_type: str, what: str) -> Seal:
    """A CMS signature is intact.

    Args:
        digest: of what is signed; None if that is in the signature itself.
    """
    info = extract_signer_info(data)
    _check_form(data, info, what)
    algorithm = info["digest_algorithm"]["algorithm"].native
    if algorithm not in DIGESTS:
        raise Failed(f"{what} uses {algorithm}, which is not accepted")
    mechanism = info["signature_algorithm"]["algorithm"].native
    if mechanism not in _MECHANISMS | (_OF_STAMPS if content_type == "tst_info" else frozenset()):
        raise Failed(f"{what} uses {mechanism}, which is not accepted")
    certificates = extract_certs_for_validation(data)
    certificate = certificates.signer_cert
    sid = info["sid"].chosen
    if sid["issuer"].dump() != certificate.issuer.dump() or sid["serial_number"].native != certificate.serial_number:
        raise Failed(f"{what} names its certificate in an unusual way")
    if digest is None:
        digest = hashlib.new(algorithm, bytes(data["encap_content_info"]["content"])).digest()
    intact, valid = validate_sig_integrity(info, certificate, content_type, digest)
    if not intact:
        raise Failed("the document is not what was sealed: its digest is another")
    if not valid:
        raise Failed(f"{what} was not made with the key of its certificate")
    identified = get_signing_cert_attr(info["signed_attrs"])
    if identified is None or not check_ess_certid(certificate, identified["certs"][0]):
        raise Failed(f"{what} does not name its certificate (signing-certificate)")
    return Seal(certificate, tuple(certificates.other_certs), info, algorithm)


def _check_form(data: cms.SignedData, info: cms.SignerInfo, what: str) -> None:
    """What no signature covers has the one form that it can have."""
    stamp = data["encap_content_info"]["content_type"].native == "tst_info"
    algorithms = [entry["algorithm"].native for entry in data["digest_algorithms"]]
    if len(data["signer_infos"]) != 1:
        raise Failed(f"{what} has several signers")
    if (
        data["version"].native != ("v3" if stamp else "v1")
        or info["version"].native != "v1"
        or info["sid"].name != "issuer_and_serial_number"
        or algorithms != [info["digest_algorithm"]["algorithm"].native]
        or data["digest_algorithms"][0].dump() != info["digest_algorithm"].dump()
        or _parameters(info["digest_algorithm"]) not in _NO_PARAMETERS
        or (
            info["signature_algorithm"]["algorithm"].native != "rsassa_pss"
            and _parameters(info["signature_algorithm"]) not in _NO_PARAMETERS
        )
        or data["crls"].native is not None
        or (not stamp and data["encap_content_info"].native != {"content_type": "data", "content": None})
        or any(choice.name != "certificate" for choice in data["certificates"])
        or len({choice.dump() for choice in data["certificates"]}) != len(data["certificates"])
    ):
        raise Failed(f"{what} has an unusual form")
    extra = [attribute["type"].native for attribute in info["unsigned_attrs"] or ()]
    if extra not in ([], ["signature_time_stamp_token"]) or (stamp and extra):
        raise Failed(f"{what} carries something unusual beside what it signs")


def _parameters(algorithm: core.Sequence) -> bytes:
    found: bytes = algorithm["parameters"].dump()
    return found


def check_companions(seal: Seal, chain: Chain, what: str) -> None:
    """Every certificate that comes with a signature is one of its path; no signature covers the others."""
    path = {der(certificate) for certificate in chain.path}
    if any(certificate.dump() not in path for certificate in seal.others):
        raise Failed(f"{what} carries a certificate that does not belong to it")
