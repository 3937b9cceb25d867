"""pyHanko's signer, for a key wherever it lies: the key is opened once and stays loaded."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Iterable
from datetime import UTC, tzinfo
from typing import Any, TypeVar

from asn1crypto import x509 as asn1
from cryptography import x509
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import Signer, pdf_cms, pdf_signer
from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from certkit.errors import CertkitError
from certkit.signing.keys import SigningKey
from certkit.trust.certificates import der, first_line

T = TypeVar("T")
_ECDSA_BYTES = {"P-256": 72, "P-384": 104}
"""The longest an ECDSA signature gets in DER."""
_REST = 1000
"""Bytes that are enough for what else is in a signature: attributes, digests, the names of algorithms."""


for _library in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_library).addHandler(logging.NullHandler())  # else Python prints their warnings


class SigningRefused(CertkitError):
    """A signature cannot be made, and why."""


class KeySigner(Signer):
    """Signs with a :class:`~certkit.signing.keys.SigningKey`; the chain goes along, its root does not."""

    def __init__(self, key: SigningKey, chain: Iterable[x509.Certificate]) -> None:
        registry = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        self.chain = list(chain)
        registry.register_multiple(map(to_asn1, self.chain))
        super().__init__(signing_cert=to_asn1(key.certificate), cert_registry=registry, embed_roots=False)
        self.key = key
        kind, bits = key.kind
        self.size = _ECDSA_BYTES.get(kind) or (64 if kind == "Ed25519" else bits // 8)

    @property
    def room(self) -> int:
        """Hexadecimal digits that a signature without a time stamp has room in."""
        own = self.key.certificate
        names = 2 * len(own.issuer.public_bytes())  # issuer and serial number occur twice
        return 2 * (sum(len(der(entry)) for entry in (own, *self.chain)) + self.size + names + _REST)

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        return bytes(self.size) if dry_run else self.key.sign(data, digest_algorithm)


def to_asn1(certificate: x509.Certificate) -> asn1.Certificate:
    """The same certificate for pyHanko."""
    return asn1.Certificate.load(der(certificate))


def run(work: Coroutine[Any, Any, T], what: str) -> T:
    """Run one of pyHanko's coroutines; what goes wrong in it is said in one line.

    Raises:
        SigningRefused: pyHanko refuses; with its reason.
    """
    try:
        return asyncio.run(work)
    except (SigningError, PathBuildingError, PathValidationError) as error:
        reasons: list[str] = []
        at: BaseException | None = error
        while at is not None and len(reasons) < 4:
            reasons.append(first_line(at).rstrip("."))
            at = at.__cause__
        raise SigningRefused(f"{what} cannot be signed: {'; '.join(reasons)}") from None


class _Utc:
    """What pyHanko's modules take for the package tzlocal."""

    @staticmethod
    def get_localzone() -> tzinfo:
        return UTC


def use_utc() -> None:
    """Let pyHanko's signers take UTC for the local time."""
    for module in (pdf_cms, pdf_signer):
        vars(module)["tzlocal"] = _Utc
