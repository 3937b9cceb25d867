"""A key that signs, wherever it lies: ``file:key.p12`` or a token, ``pkcs11:token=…``, opened by one function.

A passphrase is never part of a URI: command lines are kept in the shell's history and shown in the list of processes.
The caller gives a function that asks for the passphrase.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes, PublicKeyTypes
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import PrivateFormat, pkcs12
from cryptography.hazmat.primitives.serialization.pkcs12 import PKCS12PrivateKeyTypes

from certkit.errors import CertkitError
from certkit.loading import load
from certkit.trust.certificates import chain_of, is_rehearsal, key_kind, key_rule, name_of, role_of
from certkit.trust.roles import Policy, Role, shipped_policy

Ask = Callable[[str], str]
"""Gives the passphrase or PIN; its argument says of what, for a prompt."""
Sign = Callable[[bytes, str], bytes]
"""Signs data with a digest, ``sha256`` for instance; an ECDSA signature is DER."""

_HASHES: dict[str, type[hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}
LARGEST = 1_000_000
"""Bytes of a PKCS#12 file; a usual one has a few thousand."""
ROUNDS = 600_000
"""Of PBKDF2 with SHA-256, as OWASP's password storage cheat sheet has it."""


class UnusableKey(CertkitError):
    """A key cannot be opened or used."""


class SigningKey:
    """A key with its certificate, open until the end of the ``with``.

    Attributes:
        certificate, chain: the certificate, and its issuers that are known, the nearest first.
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
        return digest_for(self._public, self.policy, self.uri)

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
                "the key's signatures do not verify with its certificate",
                hint="the certificate belongs to another key; certkit pki show KEY shows it",
                file=self.uri,
            ) from None
        return signature


def digest_for(public: PublicKeyTypes, policy: Policy, uri: str = "") -> str:
    """The digest that the policy has for such a key.

    Raises:
        UnusableKey: the policy does not allow such a key.
    """
    rule = key_rule(public, policy)
    if rule is None:
        kind, bits = key_kind(public)
        allowed = ", ".join(f"{name} from {entry.bits} bits" for name, entry in policy.keys.items())
        raise UnusableKey(f"the policy does not allow {kind} keys of {bits} bits", hint=f"use {allowed}", file=uri)
    return rule.digest


def open_key(uri: str, ask: Ask, *, policy: Policy | None = None) -> SigningKey:
    """Open a key.

    Args:
        uri: ``file:path`` of a PKCS#12 file, or an RFC 7512 ``pkcs11:`` URI.
        ask: gives the passphrase or PIN, when one is needed.

    Raises:
        UnusableKey: there is no such key, it cannot be opened, or several keys match.
    """
    scheme = uri.partition(":")[0].lower()
    if scheme == "pkcs11":
        key: SigningKey = load("certkit.signing.token:open_token_key")(uri, ask, policy=policy)
        return key
    return open_key_file(uri, file_of(uri), ask, policy=policy)


def file_of(uri: str) -> Path:
    """The path in a ``file:`` URI, as it is written: ``file:key.p12``, ``file:/keys/key.p12``, ``file:///keys/key.p12``.

    Raises:
        UnusableKey: it is another URI.
    """
    scheme, colon, rest = uri.partition(":")
    if not colon or scheme.lower() != "file" or not rest:
        raise UnusableKey(
            "this is not a key URI: expected file:PATH or pkcs11:token=…;object=…",
            hint=f"did you mean file:{uri}?" if uri and Path(uri).is_file() else "for example file:laboratory.p12",
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


def open_key_file(uri: str, path: Path, ask: Ask, *, policy: Policy | None = None) -> SigningKey:
    """The key in a PKCS#12 file with its certificate.

    Raises:
        UnusableKey: no file, not PKCS#12, wrong passphrase, no private key, no certificate for it.
    """
    key, certificate, others = read_key_file(uri, path, ask)
    if certificate is None:
        raise UnusableKey(
            "the file has a private key, but no certificate for it",
            hint="run certkit pki complete to add the certificate once it is issued",
            file=uri,
        )
    if key.public_key() != certificate.public_key():
        raise UnusableKey("the private key does not belong to the certificate in the file", file=uri)
    return SigningKey(uri, certificate, others, signing_with(key), policy=policy)


def read_key_file(
    uri: str, path: Path, ask: Ask
) -> tuple[PrivateKeyTypes, x509.Certificate | None, list[x509.Certificate]]:
    """The private key, its certificate if there is one, and the other certificates of a PKCS#12 file.

    Raises:
        UnusableKey: as :func:`open_key_file` says.
    """
    content = _content(uri, path)
    if content.lstrip()[:5] == b"-----":
        raise UnusableKey(
            "this is a PEM file; a key file is PKCS#12",
            hint="openssl pkcs12 -export -inkey KEY.pem -in CERTIFICATE.pem -certfile CHAIN.pem -out KEY.p12",
            file=uri,
        )
    if content[:1] != b"\x30":
        raise UnusableKey("this is not a PKCS#12 file", hint="is it the right file?", file=uri)
    passphrase = ask(f"Passphrase of {path.name}")
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(content, passphrase.encode())
    except (ValueError, TypeError) as error:
        if "password" in str(error).lower() or "mac" in str(error).lower():
            hint = "try again; a file from certkit pki init --test has its passphrase in passphrase.txt beside it"
            raise UnusableKey("the passphrase is wrong, or the file is damaged", hint=hint, file=uri) from None
        raise UnusableKey("the file cannot be read as PKCS#12", hint="is it the right file?", file=uri) from None
    except Exception as error:  # cryptography has an exception for each way a file can be unsupported
        raise UnusableKey(f"the file cannot be read as PKCS#12 ({type(error).__name__})", file=uri) from None
    if key is None:
        raise UnusableKey(
            "there is no private key in the file",
            hint="it has only certificates; export it again with its key",
            file=uri,
        )
    return key, certificate, list(others)


def write_key_file(
    name: str,
    key: PKCS12PrivateKeyTypes,
    certificate: x509.Certificate | None,
    others: list[x509.Certificate],
    passphrase: str,
    *,
    rounds: int = ROUNDS,
) -> bytes:
    """A PKCS#12 file: AES-256, PBKDF2 with SHA-256. A test passes fewer rounds.

    Raises:
        CertkitError: the passphrase is empty.
    """
    if not passphrase:
        raise CertkitError("the passphrase is empty", hint="a key file needs one")
    encryption = (
        PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(rounds)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(SHA256())
        .build(passphrase.encode())
    )
    return pkcs12.serialize_key_and_certificates(name.encode(), key, certificate, others or None, encryption)


def _content(uri: str, path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise UnusableKey(
            "there is no such file", hint="certkit pki init --test DIR makes keys to try with", file=uri
        ) from None
    except IsADirectoryError:
        raise UnusableKey("this is a folder, not a file", hint="name the .p12 in it", file=uri) from None
    except OSError as error:
        raise UnusableKey(f"the file cannot be read: {error.strerror}", file=uri) from None
    except ValueError:
        raise UnusableKey("this is not a path", file=uri) from None
    if len(content) > LARGEST:
        raise UnusableKey("the file is far too large for PKCS#12", hint="is it the right file?", file=uri)
    return content
