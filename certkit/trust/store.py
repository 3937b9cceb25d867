"""The trust store: a folder of root certificates, intermediate ones and revocation lists.

``roots/`` and ``intermediates/`` hold certificates (PEM or DER), ``crls/`` revocation lists (DER or PEM), and ``tsa/``,
which may be missing, roots that are trusted only for time stamps. Nothing else is read.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from cryptography import x509

from certkit.errors import CertkitError, UnreadableFile
from certkit.resources import data_folder
from certkit.trust.certificates import first_line, read_certificates

LARGEST = 20_000_000
"""Bytes of one file; a large revocation list has a few million."""
_CERTIFICATES = frozenset({".pem", ".crt", ".cer", ".der"})
_LISTS = frozenset({".crl", ".pem", ".der"})
_PEM_LIST = re.compile(rb"-----BEGIN X509 CRL-----\s.*?-----END X509 CRL-----", re.DOTALL)


class Trust(NamedTuple):
    """The roots, intermediates and CRLs that a verifier trusts."""

    roots: tuple[x509.Certificate, ...] = ()
    intermediates: tuple[x509.Certificate, ...] = ()
    crls: tuple[x509.CertificateRevocationList, ...] = ()
    time_stamp_roots: tuple[x509.Certificate, ...] = ()
    """Trusted only for time stamps."""
    source: str = ""
    """The folder, for messages; empty for what comes with certkit."""


def official_trust() -> Trust:
    """The trust store that comes with certkit. No official root exists yet, so nothing is verified with it."""
    return _load(data_folder("signing") / "trust")._replace(source="")


def load_trust(folder: str) -> Trust:
    """The trust in a folder.

    Raises:
        UnreadableFile: there is no such folder, a file in it cannot be read, or it has no root.
    """
    path = Path(folder)
    if not path.is_dir():
        what = "this is a file, not a folder" if path.exists() else "there is no such folder"
        raise UnreadableFile(what, hint="a folder with roots/, intermediates/ and crls/ is needed", file=folder)
    if not _files(path / "roots", _CERTIFICATES):
        inside = path / "trust"
        hint = f"did you mean {inside}?" if (inside / "roots").is_dir() else "put the root's .pem there"
        raise UnreadableFile("there is no root certificate in roots/", hint=hint, file=folder)
    return _load(path)


def user_trust(folder: Path) -> Trust:
    """The trust store that ``certkit trust add`` fills; empty if nothing was added yet.

    Raises:
        UnreadableFile: a file in it cannot be read.
    """
    return _load(folder)


def check_anybody_is_trusted(trust: Trust) -> None:
    """Refuse to verify without a root: nothing would be known about a document.

    Raises:
        CertkitError: there is no root.
    """
    if not trust.roots:
        message = "nobody is trusted yet, so nothing can be known about the document"
        hint = (
            "get the trust store from the issuer or the certification scheme, compare the SHA-256 of its root with "
            "the value that they give you another way, and add it: certkit trust add DIR --sha256 VALUE; "
            "or name it for one command with --trust DIR"
        )
        raise CertkitError(message, hint=hint)


def _load(folder: Path) -> Trust:
    return Trust(
        roots=_certificates(folder / "roots"),
        intermediates=_certificates(folder / "intermediates"),
        crls=tuple(
            crl for path in _files(folder / "crls", _LISTS) for crl in read_crls(read_trust_file(path), str(path))
        ),
        time_stamp_roots=_certificates(folder / "tsa"),
        source=str(folder),
    )


def read_crls(content: bytes, file: str) -> list[x509.CertificateRevocationList]:
    """The revocation lists in a PEM file, or the one of a DER file.

    Raises:
        UnreadableFile: there is none, or one cannot be read.
    """
    blocks = _PEM_LIST.findall(content)
    try:
        if blocks:
            return [x509.load_pem_x509_crl(block) for block in blocks]
        return [x509.load_der_x509_crl(content)]
    except (ValueError, TypeError) as error:
        raise UnreadableFile(f"this is not a revocation list: {first_line(error)}", file=file) from None


def certificates_by_file(folder: Path) -> dict[Path, tuple[x509.Certificate, ...]]:
    """Every file with certificates in a trust store.

    Raises:
        UnreadableFile: one cannot be read.
    """
    return {
        path: tuple(read_certificates(read_trust_file(path), str(path)))
        for part in ("roots", "tsa", "intermediates")
        for path in _files(folder / part, _CERTIFICATES)
    }


def _certificates(folder: Path) -> tuple[x509.Certificate, ...]:
    return tuple(
        certificate
        for path in _files(folder, _CERTIFICATES)
        for certificate in read_certificates(read_trust_file(path), str(path))
    )


def _files(folder: Path, suffixes: frozenset[str]) -> list[Path]:
    if not folder.is_dir():
        return []
    try:
        return sorted(path for path in folder.iterdir() if path.suffix.lower() in suffixes)
    except OSError as error:
        raise UnreadableFile(f"the folder cannot be read: {error.strerror}", file=str(folder)) from None


def read_trust_file(path: Path) -> bytes:
    """The bytes of a certificate or CRL file.

    Raises:
        UnreadableFile: it cannot be read, or is too large to be one.
    """
    if path.exists() and not path.is_file():  # opening a pipe would wait for ever
        raise UnreadableFile("this is not a file", hint="remove it from the trust folder", file=str(path))
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise UnreadableFile(f"the file cannot be read: {error.strerror}", file=str(path)) from None
    if len(content) > LARGEST:
        raise UnreadableFile(f"the file has more than {LARGEST // 1_000_000} million bytes", file=str(path))
    return content
