"""A rehearsal PKI as a folder: written whole or not at all, private to its owner; and revocation in it."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from certkit.errors import CertkitError, UnknownName, UnreadableFile
from certkit.files.write import OWNER_ONLY, write_file, write_folder
from certkit.signing.keys import ROUNDS, read_key_file, write_key_file
from certkit.signing.pki import LIST_DAYS, TSA, Holder, Pki, make_list, number_of, revoke
from certkit.trust.roles import ROLES
from certkit.trust.store import read_crls

PASSPHRASE = "passphrase.txt"  # noqa: S105  # the file's name
AUTHORITIES = {"root": "authorities/root.p12", "issuing-ca": "authorities/issuing-ca.p12"}
TRUST = "trust"
LISTS = f"{TRUST}/crls"
README = "README.md"


def file_of_role(role: str) -> str:
    """``certification body`` -> ``certification-body.p12``."""
    return f"{role.replace(' ', '-')}.p12"


def pki_files(pki: Pki, passphrase: str, *, rounds: int = ROUNDS) -> dict[str, bytes]:
    """Every file of the folder: path from it -> content. What opens the keys comes last (:func:`write_folder`)."""
    files = {README: _readme(pki).encode()}
    authorities = [pki.authority.certificate, pki.root.certificate]
    files["tsa/tsa.pem"] = _pem(pki.keys[TSA].certificate)
    files["tsa/chain.pem"] = b"".join(map(_pem, authorities))
    files["tsa/tsa.cnf"] = _TSA_CONFIGURATION.encode()
    files[f"{TRUST}/roots/root.pem"] = _pem(pki.root.certificate)
    files[f"{TRUST}/intermediates/issuing-ca.pem"] = _pem(pki.authority.certificate)
    files[f"{LISTS}/root.crl"] = pki.root_list.public_bytes(Encoding.DER)
    files[f"{LISTS}/issuing-ca.crl"] = pki.authority_list.public_bytes(Encoding.DER)
    for role in ROLES:
        holder = pki.keys[role]
        files[file_of_role(role)] = write_key_file(
            role, holder.key, holder.certificate, authorities, passphrase, rounds=rounds
        )
    for name, (holder, above) in {
        "root": (pki.root, []),
        "issuing-ca": (pki.authority, [pki.root.certificate]),
    }.items():
        files[AUTHORITIES[name]] = write_key_file(
            name, holder.key, holder.certificate, above, passphrase, rounds=rounds
        )
    # OpenSSL's ts reads its key from a PEM file; that of a rehearsal is worth nothing.
    files["tsa/tsa.key.pem"] = pki.keys[TSA].key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    files[PASSPHRASE] = f"{passphrase}\n".encode()
    return files


def write_pki(pki: Pki, folder: str, passphrase: str, *, rounds: int = ROUNDS) -> None:
    """Write the folder, whole or not at all: folders for the owner alone (0700), files too (0600).

    Raises:
        CertkitError: it is there already, or cannot be written.
    """
    refuse_existing(folder)
    files = pki_files(pki, passphrase, rounds=rounds)
    try:
        write_folder(Path(folder), files)
    except OSError as error:
        parent = Path(folder).parent
        hint = "" if parent.is_dir() else f"there is no folder {parent}"
        raise CertkitError(f"the folder cannot be made: {error.strerror}", hint=hint, file=folder) from None


def refuse_existing(folder: str) -> None:
    """Never write keys over anything.

    Raises:
        CertkitError: something of this name is there.
    """
    if os.path.lexists(folder):
        raise CertkitError(
            "the folder already exists, and keys are never overwritten",
            hint="name a folder that does not exist",
            file=folder,
        )


def revoke_in(folder: str, what: str, at: datetime, *, reason: str, days: int = LIST_DAYS) -> tuple[str, int]:
    """Revoke a key of a rehearsal PKI, by its role, ``tsa``, ``issuing-ca`` or a serial number in hexadecimal.

    Returns:
        The file of the new revocation list, and the serial number.

    Raises:
        CertkitError: this is no such folder, or it has no such key.
    """
    base = _checked(folder)
    issuer = "root" if what == "issuing-ca" else "issuing-ca"
    serial = _serial(base, what)
    holder, before, file = _issuer(base, issuer)
    replace(file, revoke(holder, before, serial, at, reason=reason, days=days).public_bytes(Encoding.DER))
    return str(file), serial


def renew_lists(folder: str, at: datetime, *, days: int = LIST_DAYS) -> list[str]:
    """Issue both revocation lists again, with what they have, from now on.

    Returns:
        Their files.

    Raises:
        CertkitError: this is no such folder.
    """
    base = _checked(folder)
    written = []
    for name in AUTHORITIES:
        holder, before, file = _issuer(base, name)
        renewed = make_list(holder, list(before), at, number=number_of(before) + 1, days=days)
        replace(file, renewed.public_bytes(Encoding.DER))
        written.append(str(file))
    return written


def replace(file: Path, content: bytes) -> None:
    """Put a new version in the place of a file, whole or not at all.

    Raises:
        CertkitError: it cannot be written.
    """
    try:
        write_file(file, content, mode=OWNER_ONLY, replace=True)
    except OSError as error:
        raise CertkitError(f"the file cannot be written: {error.strerror}", file=str(file)) from None


def passphrase_in(folder: str) -> str:
    """The passphrase of a rehearsal PKI.

    Raises:
        UnreadableFile: there is none.
    """
    path = Path(folder) / PASSPHRASE
    try:
        return path.read_text(encoding="utf-8").rstrip("\n")
    except (OSError, UnicodeDecodeError):
        raise UnreadableFile("the passphrase of the rehearsal PKI cannot be read", file=str(path)) from None


def _checked(folder: str) -> Path:
    base = Path(folder)
    if not (base / AUTHORITIES["issuing-ca"]).is_file():
        raise CertkitError(
            "this is not the folder of a rehearsal PKI", hint="certkit pki init --test DIR makes one", file=folder
        )
    return base


def _issuer(base: Path, name: str) -> tuple[Holder, x509.CertificateRevocationList, Path]:
    path = base / AUTHORITIES[name]
    key, certificate, _ = read_key_file(str(path), path, lambda _: passphrase_in(str(base)))
    if certificate is None:
        raise UnreadableFile("the authority's key file has no certificate", file=str(path))
    file = base / LISTS / f"{name}.crl"
    try:
        content = file.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"the revocation list cannot be read: {error.strerror}", file=str(file)) from None
    return Holder(certificate, key), read_crls(content, str(file))[0], file  # type: ignore[arg-type]  # as it was made


def _serial(base: Path, what: str) -> int:
    """The serial number of a role's certificate, or the number itself."""
    if what == TSA:
        return x509.load_pem_x509_certificate((base / "tsa/tsa.pem").read_bytes()).serial_number
    if what == "issuing-ca":
        path = base / TRUST / "intermediates/issuing-ca.pem"
        return x509.load_pem_x509_certificate(path.read_bytes()).serial_number
    role = what.replace("-", " ")
    if role in ROLES:
        path = base / file_of_role(role)
        _, certificate, _ = read_key_file(str(path), path, lambda _: passphrase_in(str(base)))
        if certificate is not None:
            return certificate.serial_number
    try:
        return int(what.replace(":", ""), 16)
    except ValueError:
        named = ", ".join([*(role.replace(" ", "-") for role in ROLES), TSA, "issuing-ca"])
        raise UnknownName(
            f"{what!r} is neither a role nor a serial number",
            hint=f"use {named}, or a serial number as certkit pki show KEY shows it",
        ) from None


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.PEM)


def _readme(pki: Pki) -> str:
    lines = [
        "# A rehearsal PKI",
        "",
        "Made by `certkit pki init --test`. **Documents signed with these keys are not official**: every page",
        "and each certificate is marked as a rehearsal, and `certkit verify` calls no such document official.",
        "",
        "| File | What it is |",
        "|---|---|",
        *(
            f"| `{file_of_role(role)}` | key of {pki.keys[role].certificate.subject.rfc4514_string()} |"
            for role in ROLES
        ),
        "| `passphrase.txt` | the passphrase of all of them: `--passphrase-file passphrase.txt` |",
        "| `trust/` | the trust store of a verifier: `certkit verify DOCUMENT --trust trust` |",
        "| `tsa/` | key and configuration of a time-stamp authority, for OpenSSL's `ts` |",
        "| `authorities/` | the keys of the root and of the issuing authority; certkit pki revoke uses them |",
        "",
        f"The keys are valid until {_day(pki.keys[ROLES[0]].certificate.not_valid_after_utc)}, "
        f"the revocation lists until {_day(pki.authority_list.next_update_utc)}.",
        "`certkit pki revoke --test DIR laboratory` revokes a key; `certkit pki crl --test DIR` renews the lists.",
        "",
        "A time stamp, in this folder: `openssl ts -reply -config tsa/tsa.cnf -queryfile request.tsq -out reply.tsr`.",
        "",
    ]
    return "\n".join(lines)


def _day(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d}" if moment is not None else "—"


_TSA_CONFIGURATION = """\
# openssl ts -reply -config tsa/tsa.cnf -queryfile request.tsq -out reply.tsr
[tsa]
default_tsa = rehearsal
[rehearsal]
serial = tsa/serial
signer_cert = tsa/tsa.pem
signer_key = tsa/tsa.key.pem
certs = tsa/chain.pem
signer_digest = sha256
default_policy = 2.25.222135494873094516415904837925823326085.3.2
digests = sha256, sha384, sha512
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""
