"""The signature on a PDF: one PAdES certification signature after which nothing may change (ETSI EN 319 142-1).

The signed file begins with exactly the bytes that were signed: what a verifier renders again from the data can be held
against it byte by byte. DocMDP is 1 (no changes), the subfilter is ETSI.CAdES.detached, and the document stays PDF 1.7,
so that PDF/A-3 remains PDF/A-3.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import NamedTuple

from asn1crypto import crl
from cryptography import x509
from pyhanko.pdf_utils.content import ImportedPdfPage
from pyhanko.pdf_utils.generic import DictionaryObject, NameObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.api import CAdESSignedAttrSpec
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner, PdfTimeStamper
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext

from certkit.signing.keys import SigningKey
from certkit.signing.local_stamps import LocalTimeStamper, is_local, open_authority
from certkit.signing.policy import check_level, check_may_sign, roots_known, whole_chain
from certkit.signing.signer import KeySigner, SigningRefused, run, to_asn1, use_utc
from certkit.signing.stamps import DIGEST, HttpTimeStamper
from certkit.trust.certificates import chain_of, first_line, is_rehearsal, self_signed
from certkit.trust.network import Fetch, check_url, fetch
from certkit.trust.revocation import gather
from certkit.trust.roles import reaches
from certkit.trust.store import Trust

FIELD = "Signature"
"""The signature field. Verifiers expect its name, and ``SignaturePicture`` below: they never change."""
TITLE = "Signature of the issuer"
"""What is read aloud of the field. It never changes either."""
STAMP_FIELD = "ArchiveTimeStamp"
"""The field of the second time stamp at B-LTA."""
VERSION = (1, 7)


def sign_document(
    pdf: bytes,
    key: SigningKey,
    *,
    kind: str,
    at: datetime,
    level: str,
    picture: bytes,
    page: int,
    box: tuple[float, float, float, float],
    tsa: str | TimeStamper | None = None,
    trust: Trust | None = None,
    fetch: Fetch | None = fetch,
    now: Callable[[], datetime] | None = None,
) -> bytes:
    """Sign a document.

    Args:
        pdf: the document, complete and unsigned.
        kind: of the document; it decides on role and level, see ``signing/roles.yaml``.
        at: when signing begins, with a time zone; written into the signature.
        level: ``B-B``, ``B-T``, ``B-LT`` or ``B-LTA``.
        picture: a PDF of one page: the visible signature.
        page, box: where it is drawn: page from 0; left, bottom, right, top in points.
        tsa: the time-stamp authority's URL, ``file:`` and its folder for a rehearsal, or an object; from B-T on.
        trust: roots, intermediates and revocation lists; without it the root that comes with the key is used.
        fetch: what gets revocation lists that ``trust`` does not have; None stays offline.
        now: the clock. Signing takes time, and what comes in meanwhile (time stamps, revocation lists) is later than
            ``at``. Without it the time stays ``at``.

    Returns:
        The signed PDF; it begins with ``pdf``.

    Raises:
        CertkitError: the key may not sign this, a service does not answer, or evidence is missing.
    """
    use_utc()
    check_may_sign(key, kind, at, trust)
    check_level(key, kind, level)
    clock = now or (lambda: at)
    stamper = time_stamper(level, tsa, key, at, clock)
    chain = whole_chain(key, trust)
    signer = KeySigner(key, chain)
    long_term = reaches(level, "B-LT")
    kept = _evidence(key, chain, stamper, trust, clock, fetch) if long_term else None
    metadata = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm=key.digest,
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        validation_context=_context(kept, clock()) if kept is not None else None,
    )
    left, bottom, right, top = (round(value) for value in box)
    field = SigFieldSpec(FIELD, on_page=page, box=(left, bottom, right, top), readable_field_name=TITLE)
    style = StaticStampStyle(background=_Picture(picture), border_width=0)
    pdf_signer = PdfSigner(metadata, signer, timestamper=stamper, stamp_style=style, new_field_spec=field)
    room = signer.room if stamper is None else None  # what a time stamp takes is known only from one
    try:
        writer = _Writer(BytesIO(pdf), strict=True)
        if kept is not None:
            _keep(kept, writer)
        signed = run(_signed(pdf_signer, writer, at, room), f"the {kind}")
        if level == "B-LTA" and stamper is not None:
            signed = run(_stamped(signed, stamper), f"the {kind}")
    except PdfError as error:
        raise SigningRefused(f"the {kind} cannot be signed: {first_line(error)}") from None
    assert signed.startswith(pdf), "what is signed is not what was given"
    return signed


def sign_detached(
    data: bytes,
    key: SigningKey,
    *,
    kind: str,
    at: datetime,
    tsa: str | TimeStamper | None = None,
    trust: Trust | None = None,
    now: Callable[[], datetime] | None = None,
) -> bytes:
    """A detached signature over the data, DER; with a time stamp if there is an authority for it.

    Raises:
        CertkitError: the key may not sign this, or the authority does not answer.
    """
    check_may_sign(key, kind, at, trust)
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


def time_stamper(
    level: str, tsa: str | TimeStamper | None, key: SigningKey, at: datetime, now: Callable[[], datetime]
) -> TimeStamper | None:
    """What gives time stamps, if the level needs it.

    Raises:
        CertkitError: it does, and none is given; or it is a local one that may not stamp for this key.
    """
    if not reaches(level, "B-T"):
        return None
    if tsa is None:
        raise SigningRefused(f"{level} needs a time stamp", hint="name a time-stamp authority with --tsa URL")
    if not isinstance(tsa, str):
        return tsa
    return (
        LocalTimeStamper(open_authority(tsa, key.policy), key, now) if is_local(tsa) else HttpTimeStamper(tsa, at, now)
    )


def check_tsa(tsa: str) -> None:
    """Refuse, before anybody types a passphrase, what cannot be a time-stamp authority.

    Raises:
        CertkitError: it is neither an address nor the folder of a rehearsal's authority.
    """
    if is_local(tsa):
        open_authority(tsa)
    else:
        check_url(tsa)


async def _signed(signer: PdfSigner, writer: IncrementalPdfFileWriter, at: datetime, room: int | None) -> bytes:
    """As pyHanko's ``async_sign_pdf``, but with a time that is given, and room for the signature if it is known."""
    session = signer.init_signing_session(writer)
    _put_into_structure(writer)
    session.system_time = at
    validation = await session.perform_presign_validation(writer)
    if room is None:
        room = await session.estimate_signature_container_size(validation)
    document = session.prepare_tbs_document(validation_info=validation, bytes_reserved=room)
    prepared, output = document.digest_tbs_document()
    attributes = PdfCMSSignedAttributes(signing_time=at)
    signed = await document.perform_signature(prepared.document_digest, attributes)
    await signed.post_signature_processing(output)
    output.seek(0)
    return bytes(output.read())


def _put_into_structure(writer: IncrementalPdfFileWriter) -> None:
    """Give the new field the place that the structure keeps for it. Both are the last ones in their lists."""
    if "/StructTreeRoot" not in writer.root:
        return
    fields = writer.root["/AcroForm"]["/Fields"]
    places = writer.root["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    element = places.raw_get(len(places) - 1)
    field = fields.raw_get(len(fields) - 1)
    field.get_object()["/StructParent"] = places[len(places) - 2]
    kid = {"/Type": NameObject("/OBJR"), "/Obj": field, "/Pg": field.get_object().raw_get("/P")}
    element.get_object()["/K"] = DictionaryObject({NameObject(key): value for key, value in kid.items()})
    writer.mark_update(element)


async def _stamped(content: bytes, stamper: TimeStamper) -> bytes:
    """One revision more: a document time stamp. What is kept for it lies in the signature's revision already."""
    writer = _Writer(BytesIO(content), strict=True)
    # A field without a place in the structure has to be off the page. The structure was signed, and stays as it is.
    settings = InvisSigSettings(box_out_of_bounds=True)
    stamp = PdfTimeStamper(stamper, field_name=STAMP_FIELD, invis_settings=settings)
    output = await stamp.async_timestamp_pdf(writer, DIGEST)
    output.seek(0)
    return bytes(output.read())


class _Kept(NamedTuple):
    """What a verifier needs years later.

    Attributes:
        roots: where the chains end; they are not embedded.
        certificates: of the chains, without the roots.
        crls: the lists, DER, that show that none of them is revoked.
    """

    roots: tuple[x509.Certificate, ...]
    certificates: tuple[x509.Certificate, ...]
    crls: tuple[bytes, ...]


def _evidence(
    key: SigningKey,
    chain: list[x509.Certificate],
    stamper: TimeStamper | None,
    trust: Trust | None,
    now: Callable[[], datetime],
    fetch: Fetch | None,
) -> _Kept:
    """Certificates and lists of signer and time-stamp authority."""
    roots = roots_known(key, trust)
    others = [*chain, *(trust.intermediates if trust is not None else ())]
    if not roots:
        raise SigningRefused(
            "the root of the key's certificate chain is not known, so nothing can be embedded",
            hint="name it with --trust DIR",
        )
    stamp_roots = trust.time_stamp_roots if trust is not None else ()
    chains = [[key.certificate, *chain]]
    if stamper is not None:
        run(stamper.async_dummy_response(DIGEST), "the document")
        more = [x509.load_der_x509_certificate(entry.dump()) for entry in stamper.cert_registry]
        leaves = [x509.load_der_x509_certificate(entry.dump()) for entry in stamper._certs.values()]
        known = [*more, *others, *roots, *stamp_roots]
        chains += [[leaf, *chain_of(leaf, known)] for leaf in leaves]
        for path in chains[1:]:
            if not key.is_rehearsal and any(is_rehearsal(entry, key.policy) for entry in path):
                raise SigningRefused("a rehearsal's time stamp proves nothing for an official document")
            if path[-1] not in (*roots, *stamp_roots):
                raise SigningRefused(
                    "the time-stamp authority's certificate leads to no trusted root",
                    hint="put its root certificate into tsa/ of the folder that --trust names",
                )
    crls = gather(chains, trust.crls if trust is not None else (), now(), fetch)
    kept = dict.fromkeys(entry for path in chains for entry in path if not self_signed(entry))
    return _Kept((*roots, *stamp_roots), tuple(kept), crls)


def _keep(kept: _Kept, writer: IncrementalPdfFileWriter) -> None:
    """Put it into the revision of the signature, which has to cover it: nothing may change after the signature."""
    DocumentSecurityStore.supply_dss_in_writer(
        writer,
        None,
        certs=[to_asn1(entry) for entry in kept.certificates],
        crls=[crl.CertificateList.load(entry) for entry in kept.crls],
    )


def _context(kept: _Kept, at: datetime) -> ValidationContext:
    """What pyHanko validates signer and time stamp with before it signs; nothing in it is fetched.

    As of now, or of the newest list, which another clock can have dated later.
    """
    lists = [crl.CertificateList.load(entry) for entry in kept.crls]
    moment = max([at, *(entry["tbs_cert_list"]["this_update"].native for entry in lists)])
    return ValidationContext(
        trust_roots=[to_asn1(entry) for entry in kept.roots],
        other_certs=[to_asn1(entry) for entry in kept.certificates],
        crls=list(kept.crls),
        moment=moment,
        revocation_mode="require",
        allow_fetching=False,
    )


class _Writer(IncrementalPdfFileWriter):
    """Keeps the document at PDF 1.7, for pyHanko would write 2.0, which PDF/A-3 does not allow, and its metadata."""

    output_version = VERSION

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        super().ensure_output_version(min(version, VERSION))  # type: ignore[no-untyped-call]

    def _update_meta(self) -> None:
        """Title, dates and metadata stay as they were rendered: a verifier takes any change of them for tampering."""


class _Picture(ImportedPdfPage):
    """The visible signature, from bytes instead of a file."""

    def __init__(self, content: bytes) -> None:
        super().__init__("")  # type: ignore[no-untyped-call]
        self.content = content

    def render(self) -> bytes:
        writer = self._ensure_writer
        page = writer.import_page_as_xobject(PdfFileReader(BytesIO(self.content)))
        self.resources.xobject["/SignaturePicture"] = page
        left, bottom, right, top = page.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return b"/SignaturePicture Do"
