"""PKIs for tests: made once for each worker, with keys that are quick to make and files that are quick to open."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from cryptography import x509

from certkit.signing.keys import SigningKey, open_key, signing_with
from certkit.signing.pki import Holder, Pki, PrivateKey, hash_for, make_pki
from certkit.signing.pki_folder import file_of_role, write_pki
from certkit.trust.store import Trust

PASSPHRASE = "correct horse"
ROUNDS = 10
"""Of the key derivation; a real file has 600 000."""
NOW = datetime.now(UTC).replace(microsecond=0)
BEGAN = NOW - timedelta(hours=1)
"""When the PKIs became valid."""
BOX = (300.0, 60.0, 540.0, 120.0)


class Folder(NamedTuple):
    """A PKI in memory and as a folder."""

    pki: Pki
    path: Path

    def key(self, role: str) -> SigningKey:
        return open_key(f"file:{self.path / file_of_role(role)}", lambda _: PASSPHRASE)

    @property
    def trust(self) -> Trust:
        return trust_of(self.pki)


def trust_of(pki: Pki) -> Trust:
    """What a verifier of this PKI believes."""
    return Trust((pki.root.certificate,), (pki.authority.certificate,), (pki.root_list, pki.authority_list))


def key_of(pki: Pki, role: str) -> SigningKey:
    """A role's key, without a file."""
    holder = pki.keys[role]
    others = [pki.authority.certificate, pki.root.certificate]
    return SigningKey(f"memory:{role}", holder.certificate, others, signing_with(holder.key))


def quick_pki(*, rehearsal: bool = True, algorithm: str = "P-256") -> Pki:
    """A PKI in memory, the same one each time."""
    return _made(rehearsal, algorithm)


@lru_cache
def _made(rehearsal: bool, algorithm: str) -> Pki:
    return make_pki(BEGAN, rehearsal=rehearsal, algorithm=algorithm)


def written(pki: Pki, path: Path) -> Folder:
    """The same as a folder."""
    write_pki(pki, str(path), PASSPHRASE, rounds=ROUNDS)
    return Folder(pki, path)


@lru_cache
def page(text: str = "Test report", width: int = 595, height: int = 842) -> bytes:
    """A PDF of one page."""
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(width, height), invariant=1, pdfVersion=(1, 7))
    canvas.drawString(20, height - 30, text)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def picture() -> bytes:
    """A visible signature."""
    return page("Signed", 240, 60)


def reissued(
    holder: Holder,
    authority: Holder,
    *,
    add: Sequence[x509.ExtensionType] = (),
    drop: Sequence[type[x509.ExtensionType]] = (),
    begins: datetime | None = None,
    ends: datetime | None = None,
    subject: x509.Name | None = None,
    key: PrivateKey | None = None,
    critical: bool = False,
) -> Holder:
    """The same certificate with something changed; what is added takes the place of what is there of its kind."""
    old = holder.certificate
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject or old.subject)
        .issuer_name(authority.certificate.subject)
        .public_key((key or holder.key).public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins or old.not_valid_before_utc)
        .not_valid_after(ends or old.not_valid_after_utc)
    )
    gone = (*drop, *(type(extension) for extension in add))
    for extension in old.extensions:
        if not isinstance(extension.value, gone):
            builder = builder.add_extension(extension.value, critical=extension.critical)
    for value in add:  # all of them critical, or none
        builder = builder.add_extension(value, critical=critical)
    return Holder(builder.sign(authority.key, hash_for(authority.key)), key or holder.key)


def key_with(holder: Holder, pki: Pki, *, name: str = "memory:changed") -> SigningKey:
    """A key for a holder, with the authorities of a PKI beside it."""
    others = [pki.authority.certificate, pki.root.certificate]
    return SigningKey(name, holder.certificate, others, signing_with(holder.key))
