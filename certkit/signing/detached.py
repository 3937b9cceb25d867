"""A signature beside a file: CAdES (ETSI EN 319 122-1) in a ``.p7s`` that plain ``openssl cms -verify`` verifies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from pyhanko.sign.ades.api import CAdESSignedAttrSpec
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.timestamps import TimeStamper

from certkit.signing.keys import SealingKey
from certkit.signing.policy import admit, whole_chain
from certkit.signing.sign import time_stamper
from certkit.signing.signer import KeySigner, run
from certkit.trust.store import Trust


def seal_detached(
    data: bytes,
    key: SealingKey,
    *,
    kind: str,
    at: datetime,
    tsa: str | TimeStamper | None = None,
    trust: Trust | None = None,
    now: Callable[[], datetime] | None = None,
) -> bytes:
    """A detached signature over the data, DER; with a time stamp if there is an authority for it.

    Raises:
        CertkitError: the key may not seal this, or the authority does not answer.
    """
    admit(key, kind, at, trust)
    signer = KeySigner(key, whole_chain(key, trust))
    work = signer.async_sign_general_data(
        data,
        key.digest,
        detached=True,
        use_cades=True,
        timestamper=time_stamper("B-T", tsa, key, at, now or (lambda: at)) if tsa is not None else None,
        signed_attr_settings=PdfCMSSignedAttributes(signing_time=at, cades_signed_attrs=CAdESSignedAttrSpec()),
    )
    return bytes(run(work, f"the data of the {kind}").dump())
