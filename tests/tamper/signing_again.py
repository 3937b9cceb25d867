"""Signatures that other programs add."""

from __future__ import annotations

import io
from unittest import mock

from pyhanko.sign import fields, signers

from certkit.signing.signer import KeySigner
from tests.signing.pkis import key_of, quick_pki
from tests.tamper.forging import Writer


def signed_again(content: bytes, *, certify: bool = False, role: str = "laboratory") -> bytes:
    """One more signature, as any program for signing makes it."""
    pki = quick_pki()
    key = key_of(pki, role)
    writer = Writer(io.BytesIO(content), strict=False)
    if certify and "/Perms" in writer.root:
        del writer.root["/Perms"]
        writer.update_root()
    metadata = signers.PdfSignatureMetadata(
        field_name="Another",
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=certify,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )
    signer = signers.PdfSigner(metadata, KeySigner(key, [pki.authority.certificate]))
    signer.signature_meta = metadata
    with mock.patch.object(signers.PdfSigner, "_enforce_certification_constraints"):
        output = signer.sign_pdf(writer, existing_fields_only=False)
    return bytes(output.getvalue())
