"""A key that signs, wherever it lies: ``file:key.p12`` or a token, ``pkcs11:token=…``, opened by one function.

A passphrase is never part of a name: what stands on a command line stands in the shell's history and in the list of
processes. It is asked for by the function that the caller gives.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes

from certkit.errors import CertkitError
from certkit.trust.certificates import chain_of, is_rehearsal, key_kind, name_of, role_of
from certkit.trust.roles import Policy, Role, shipped_policy

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

Ask = Callable[[str], str]
"""Gives the passphrase or PIN; its argument says of what, for a prompt."""
Sign = Callable[[bytes, str], bytes]
"""Signs data with a digest, ``sha256`` for instance; an ECDSA signature is DER."""

_HASHES: dict[str, type[hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}


class UnusableKey(CertkitError):
    """A key cannot be opened or used."""


class SigningKey:
    """A key with its certificate, open until the end of the ``with``.

    Attributes:
        certificate, chain: the certificate, and those of its issuers, the nearest first, as far as they are known.
        uri: as the user wrote it, for messages.
    """

    def __init__(
        self,
        uri: str,
        certificate: x509.Certificate,
        others: list[x509.Certificate],
        sign: Sign,
        *,
        close: Callable[[], None] = lambda: None,
        policy: Policy | None = None,
    ) -> None:
        self.uri = uri
        self.certificate = certificate
        self.policy = policy or shipped_policy()
        self.chain = chain_of(certificate, others)
        self._public = certificate.public_key()
        self._sign = sign
        self._close = close

    def __enter__(self) -> SigningKey:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Forget the key, or leave the token."""
        self._close()
        self._close = lambda: None

    @property
    def name(self) -> str:
        """Whose key it is, as the certificate has it."""
        return name_of(self.certificate)

    @property
    def role(self) -> Role | None:
        """The role, if the certificate has exactly one."""
        return role_of(self.certificate, self.policy)

    @property
    def is_rehearsal(self) -> bool:
        """Whether the key, or one of its issuers, carries the mark of a rehearsal."""
        return any(is_rehearsal(entry, self.policy) for entry in (self.certificate, *self.chain))

    @property
    def kind(self) -> tuple[str, int]:
        """``P-256``, ``RSA`` …, and the bits."""
        return key_kind(self._public)

    @property
    def digest(self) -> str:
        """The digest that the policy has for such a key.

        Raises:
            UnusableKey: the policy does not allow such a key.
        """
        kind, bits = self.kind
        rule = self.policy.keys.get(kind)
        if rule is None or bits < rule.bits:
            allowed = ", ".join(f"{name} from {entry.bits} bits" for name, entry in self.policy.keys.items())
            raise UnusableKey(f"the key is {kind} of {bits} bits", hint=f"allowed are {allowed}", file=self.uri)
        return rule.digest

    def sign(self, data: bytes, digest: str) -> bytes:
        """Sign, and make sure that the certificate's own key verifies it.

        Raises:
            UnusableKey: the token refuses, or the key is not the certificate's.
        """
        signature = self._sign(data, digest)
        try:
            verify_raw(self._public, signature, data, digest)
        except InvalidSignature:
            raise UnusableKey(
                "what the key signs does not verify with its certificate",
                hint="the certificate belongs to another key; certkit pki show KEY shows it",
                file=self.uri,
            ) from None
        return signature


def open_key(uri: str, ask: Ask, *, policy: Policy | None = None) -> SigningKey:
    """Open a key.

    Args:
        uri: ``file:path`` of a PKCS#12 file, or an RFC 7512 ``pkcs11:`` URI.
        ask: gives the passphrase or PIN, when one is needed.

    Raises:
        UnusableKey: there is no such key, it cannot be opened, or there are several; with the way out.
    """
    scheme = uri.partition(":")[0].lower()
    if scheme == "pkcs11":
        from certkit.signing.token import open_token_key

        return open_token_key(uri, ask, policy=policy)
    path = file_of(uri)
    from certkit.signing.key_file import open_key_file

    return open_key_file(uri, path, ask, policy=policy)


def file_of(uri: str) -> Path:
    """The path in a ``file:`` URI, as it is written: ``file:key.p12``, ``file:/keys/key.p12``, ``file:///keys/key.p12``.

    Raises:
        UnusableKey: it is another URI.
    """
    scheme, colon, rest = uri.partition(":")
    if not colon or scheme.lower() != "file" or not rest:
        raise UnusableKey(
            "a key is named file:PATH or pkcs11:token=…;object=…",
            hint=f"did you mean file:{uri}?" if uri and Path(uri).is_file() else "file:laboratory.p12 for instance",
            file=uri,
        )
    if rest.startswith("//"):
        host, _, path = rest[2:].partition("/")
        if host not in ("", "localhost"):
            raise UnusableKey(f"file://{host}/ names another machine", hint="write file:PATH", file=uri)
        rest = f"/{path}"
    return Path(rest)


def signing_with(key: PrivateKeyTypes) -> Sign:
    """The function that signs with a key in memory."""
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return lambda data, digest: key.sign(data, ec.ECDSA(_HASHES[digest]()))
    if isinstance(key, rsa.RSAPrivateKey):
        return lambda data, digest: key.sign(data, padding.PKCS1v15(), _HASHES[digest]())
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return lambda data, _: key.sign(data)
    raise UnusableKey(
        f"certkit does not sign with a {type(key).__name__}", hint="P-256, P-384, Ed25519 or RSA is needed"
    )


def verify_raw(key: PublicKeyTypes, signature: bytes, data: bytes, digest: str) -> None:
    """Verify a signature as :data:`Sign` makes it.

    Raises:
        InvalidSignature: it is not the key's, or the key is of a kind that is not known.
    """
    if isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(signature, data, ec.ECDSA(_HASHES[digest]()))
    elif isinstance(key, rsa.RSAPublicKey):
        key.verify(signature, data, padding.PKCS1v15(), _HASHES[digest]())
    elif isinstance(key, ed25519.Ed25519PublicKey):
        key.verify(signature, data)
    else:
        raise InvalidSignature
