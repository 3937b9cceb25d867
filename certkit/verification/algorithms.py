"""The algorithms of a signature (RFC 5652, 5754, 8419, 4056), each by the one encoding in which it is accepted.

Nothing signs the names of the algorithms in a container, so where standards leave a choice (parameters that are absent,
or NULL) one form is taken. A time-stamp authority may use another, which :func:`canonical` turns into it.
"""

from __future__ import annotations

from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes

from certkit.verification.der import Malformed, encode, read, take

HASHES: dict[str, type[hashes.SHA256 | hashes.SHA384 | hashes.SHA512]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}
_NULL = b"\x05\x00"
_DIGEST_OIDS = {name: bytes.fromhex(f"060960864801650304020{place}") for place, name in enumerate(HASHES, start=1)}
_RSA, _PSS, _MASK = (bytes.fromhex(f"06092a864886f70d0101{end}") for end in ("01", "0a", "08"))


class Scheme(NamedTuple):
    """How a signature is made, and over which digest."""

    kind: str
    """``ecdsa``, ``rsa``, ``pss`` or ``ed25519``."""
    digest: str


def _pss(digest: str, parameters: bytes) -> bytes:
    name = encode(0x30, _DIGEST_OIDS[digest], parameters)
    mask = encode(0x30, _MASK, name)
    salt = encode(0x02, bytes([HASHES[digest].digest_size]))
    return encode(0x30, _PSS, encode(0x30, encode(0xA0, name), encode(0xA1, mask), encode(0xA2, salt)))


DIGESTS = {encode(0x30, oid, _NULL): name for name, oid in _DIGEST_OIDS.items()}
"""Encoding -> digest."""
SCHEMES = {
    **{
        encode(0x30, bytes.fromhex(f"06082a8648ce3d04030{place}")): Scheme("ecdsa", name)
        for place, name in enumerate(HASHES, start=2)
    },
    **{
        encode(0x30, bytes.fromhex(f"06092a864886f70d01010{place:x}"), _NULL): Scheme("rsa", name)
        for place, name in enumerate(HASHES, start=11)
    },
    **{_pss(name, _NULL): Scheme("pss", name) for name in HASHES},
    bytes.fromhex("300506032b6570"): Scheme("ed25519", "sha512"),
}
"""Encoding -> how it is signed."""
_WITHOUT_NULL = {encode(0x30, oid): name for name, oid in _DIGEST_OIDS.items()}
_PSS_WITHOUT_NULL = {_pss(name, b""): Scheme("pss", name) for name in HASHES}
_RSA_ALONE = encode(0x30, _RSA, _NULL)
"""The name of the key in the place of the signature's, as PKCS#7 has it."""


def digest_of(encoding: bytes) -> str | None:
    """The digest that an encoding names in either form; None if it is not accepted."""
    return DIGESTS.get(encoding) or _WITHOUT_NULL.get(encoding)


def scheme_of(encoding: bytes, digest: str) -> Scheme | None:
    """The scheme that an encoding names in any form, with a digest; None if it is not accepted."""
    if encoding == _RSA_ALONE:
        return Scheme("rsa", digest)
    return SCHEMES.get(encoding) or _PSS_WITHOUT_NULL.get(encoding)


def canonical(encoding: bytes, digest: str) -> bytes:
    """The accepted form of a digest's or a scheme's name; as it is if there is none."""
    name = digest_of(encoding)
    if name is not None:
        return next(form for form, known in DIGESTS.items() if known == name)
    scheme = scheme_of(encoding, digest)
    return next((form for form, known in SCHEMES.items() if known == scheme), encoding)


def verifies(key: PublicKeyTypes, scheme: Scheme, signature: bytes, data: bytes) -> bool:
    """Whether a signature over these bytes was made with the private part of a key."""
    algorithm = HASHES[scheme.digest]()
    try:
        if scheme.kind == "ecdsa" and isinstance(key, ec.EllipticCurvePublicKey):
            take(read(signature), "02 02")
            key.verify(signature, data, ec.ECDSA(algorithm))
        elif scheme.kind == "rsa" and isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, data, padding.PKCS1v15(), algorithm)
        elif scheme.kind == "pss" and isinstance(key, rsa.RSAPublicKey):
            pss = padding.PSS(mgf=padding.MGF1(algorithm), salt_length=algorithm.digest_size)
            key.verify(signature, data, pss, algorithm)
        elif scheme.kind == "ed25519" and isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, data)
        else:
            return False
    except (InvalidSignature, Malformed):
        return False
    return True
