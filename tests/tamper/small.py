"""A document of one page and few bytes, for what is tried on each byte of a document."""

from __future__ import annotations

import io
from functools import cache

import pikepdf

from certkit.trust.roles import shipped_policy
from certkit.verification.chains import signer_chain
from certkit.verification.revocation import check_revocation
from certkit.verification.signature import check_companions, check_signature
from certkit.verification.structure import check_file, open_parts
from certkit.verification.times import read_times
from tests.signing.pkis import page, quick_pki, trust_of
from tests.verification.signed import LATER, sign_data

PAYLOAD = b'{"small":true}'


@cache
def small(level: str = "B-B", payload: bytes = PAYLOAD, text: str = "Test report") -> bytes:
    """A signed page with a file attached."""
    return sign_data({"kind": "certificate"}, level, pdf=plain(payload, text), picture=page("Signed", 260, 92))


@cache
def plain(payload: bytes = PAYLOAD, text: str = "Test report") -> bytes:
    with pikepdf.open(io.BytesIO(page(text))) as pdf:
        file = pikepdf.AttachedFileSpec(  # type: ignore[call-arg]  # the others have defaults
            pdf, payload, filename="attestation.json", mime_type="application/json"
        ).obj
        file = pdf.make_indirect(file)
        names = pikepdf.Array([pikepdf.String("attestation.json"), file])
        pdf.Root.Names = pikepdf.Dictionary(EmbeddedFiles=pikepdf.Dictionary(Names=names))
        pdf.Root.AF = pikepdf.Array([file])
        buffer = io.BytesIO()
        pdf.save(
            buffer, deterministic_id=True, force_version="1.7", object_stream_mode=pikepdf.ObjectStreamMode.disable
        )
    return buffer.getvalue()


def accepted(content: bytes) -> bool:
    """Whether everything passes that does not depend on what is in the data. Any exception is a refusal."""
    try:
        check_file(content)
        parts, _ = open_parts(content)
        signature, _ = check_signature(parts)
        trust = trust_of(quick_pki())
        policy = shipped_policy()
        times, _ = read_times(parts, signature, trust, policy, LATER)
        chain = signer_chain(signature.certificate, times.certificates, trust.roots, times.signed_at, policy)
        check_companions(signature, chain, "the signature")
        check_revocation(chain, times, trust, LATER, None)
    except Exception:
        return False
    return parts.payload == PAYLOAD and content[: parts.rendered] == plain()
