"""A key in a PKCS#12 file, and such files written so that guessing their passphrase is slow."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import PrivateFormat, pkcs12

from certkit.errors import CertkitError
from certkit.signing.keys import Ask, SigningKey, UnusableKey, signing_with
from certkit.trust.roles import Policy

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
    from cryptography.hazmat.primitives.serialization.pkcs12 import PKCS12PrivateKeyTypes

LARGEST = 1_000_000
"""Bytes of a PKCS#12 file; a usual one has a few thousand."""
ROUNDS = 600_000
"""Of PBKDF2 with SHA-256, as OWASP's password storage cheat sheet has it."""


def open_key_file(uri: str, path: Path, ask: Ask, *, policy: Policy | None = None) -> SigningKey:
    """The key in a PKCS#12 file with its certificate.

    Raises:
        UnusableKey: no file, not PKCS#12, wrong passphrase, no private key, no certificate for it.
    """
    key, certificate, others = read_key_file(uri, path, ask)
    if certificate is None:
        raise UnusableKey(
            "the file has a private key, but no certificate for it",
            hint="certkit pki complete puts the certificate in, once it is issued",
            file=uri,
        )
    if key.public_key() != certificate.public_key():
        raise UnusableKey("the private key in the file is not the one of its certificate", file=uri)
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
            hint="openssl pkcs12 -export -inkey KEY.pem -in CERTIFICATE.pem -certfile CHAIN.pem -out KEY.p12 makes one",
            file=uri,
        )
    if content[:1] != b"\x30":
        raise UnusableKey("this is no PKCS#12 file", hint="is it the right file?", file=uri)
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
            hint="it holds certificates alone; export it again with its key",
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
        raise UnusableKey("this is no path", file=uri) from None
    if len(content) > LARGEST:
        raise UnusableKey("the file is far too large for PKCS#12", hint="is it the right file?", file=uri)
    return content
