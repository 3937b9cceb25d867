"""The signature on a PDF: what it is made of, that nothing else is in it, and what other programs say of it."""

import io
import re
from typing import Any

import pikepdf
import pytest
from asn1crypto import cms
from cryptography import x509
from pikepdf import pdfa

from certkit.signing.keys import SigningKey, open_key, signing_with
from certkit.signing.policy import KeyRefused
from certkit.signing.sign import sign_document
from certkit.signing.signer import SigningRefused
from certkit.trust.roles import LEVELS
from certkit.trust.store import Trust
from tests.signing.judges import judge, nss_trusting
from tests.signing.pkis import BOX, NOW, key_of, page, picture, quick_pki, reissued, trust_of
from tests.signing.tsa import FixedTimeStamper

PLACE: dict[str, Any] = {"picture": picture(), "page": 0, "box": BOX}


def stamper(pki):
    return FixedTimeStamper(pki.keys["tsa"], [pki.authority.certificate], NOW)


def signed(pki=None, level="B-B", pdf=None, role="laboratory", kind="report", **more):
    pki = pki or quick_pki()
    settings: dict[str, Any] = {"at": NOW, "tsa": stamper(pki), "trust": trust_of(pki), "fetch": None} | PLACE | more
    return sign_document(pdf or page(), key_of(pki, role), kind=kind, level=level, **settings)


def signatures(content):
    """The signature dictionaries of a PDF, as pikepdf sees them: field name -> key -> value."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return {
            str(field.T): {key: plain(key, value) for key, value in field.V.items()}
            for field in pdf.Root.AcroForm.Fields
        }


def plain(key, value):
    if key == "/Contents":
        return bytes(value)
    return [int(entry) for entry in value] if key == "/ByteRange" else str(value)


@pytest.mark.parametrize("level", LEVELS)
def test_a_signed_file_begins_with_what_was_signed(level):
    content = signed(level=level)
    assert content.startswith(page())
    assert len(content) > len(page())


def test_the_signature_covers_everything_but_itself():
    content = signed()
    signature = signatures(content)["Signature"]
    first, before, after, rest = (int(value) for value in signature["/ByteRange"])
    assert (first, after + rest) == (0, len(content))
    assert content[before : before + 1] + content[after - 1 : after] == b"<>"


def test_it_is_one_certification_signature_after_which_nothing_may_change():
    content = signed()
    assert list(signatures(content)) == ["Signature"]
    assert signatures(content)["Signature"]["/SubFilter"] == "/ETSI.CAdES.detached"
    with pikepdf.open(io.BytesIO(content)) as pdf:
        signature = pdf.Root.Perms.DocMDP
        (reference,) = signature.Reference
        assert reference.TransformMethod == "/DocMDP"
        assert reference.TransformParams.P == 1
        assert pdf.Root.AcroForm.SigFlags == 3
        assert "/NeedAppearances" not in pdf.Root.AcroForm


def test_the_time_is_the_one_that_was_given():
    assert signatures(signed())["Signature"]["/M"] == f"D:{NOW:%Y%m%d%H%M%S}Z"


def test_the_signature_is_drawn_where_it_should_be():
    with pikepdf.open(io.BytesIO(signed())) as pdf:
        (annotation,) = pdf.pages[0].Annots
        assert [float(value) for value in annotation.Rect] == list(BOX)
        assert int(annotation.F) & 4, "printed too"
        assert not int(annotation.F) & 2, "not hidden"
        drawing = annotation.AP.N
        assert "/SignaturePicture" in drawing.Resources.XObject
        assert b"Signed" in drawing.Resources.XObject.SignaturePicture.read_bytes()


@pytest.mark.parametrize("algorithm", ["P-256", "P-384", "Ed25519", "RSA"])
def test_every_kind_of_key_keeps_the_document_at_pdf_1_7(algorithm):
    content = signed(quick_pki(algorithm=algorithm), level="B-LTA")
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert pdf.pdf_version == "1.7"
        assert "/Version" not in pdf.Root


@pytest.mark.parametrize("level", LEVELS)
def test_each_level_has_what_it_promises_and_no_more(level):
    content = signed(level=level)
    found = signatures(content)
    signer = cms.ContentInfo.load(found["Signature"]["/Contents"])["content"]["signer_infos"][0]
    unsigned = [attribute["type"].native for attribute in signer["unsigned_attrs"]]
    assert unsigned == ([] if level == "B-B" else ["signature_time_stamp_token"])
    assert set(found) == ({"Signature", "ArchiveTimeStamp"} if level == "B-LTA" else {"Signature"})
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert ("/DSS" in pdf.Root) == (level in ("B-LT", "B-LTA"))
        if "/DSS" in pdf.Root:
            lists = {entry.read_bytes() for entry in pdf.Root.DSS.CRLs}
            from cryptography.hazmat.primitives.serialization import Encoding

            pki = quick_pki()
            assert lists == {made.public_bytes(Encoding.DER) for made in (pki.root_list, pki.authority_list)}
            assert "/VRI" not in pdf.Root.DSS
    if level == "B-LTA":
        stamp = found["ArchiveTimeStamp"]
        assert (stamp["/Type"], stamp["/SubFilter"]) == ("/DocTimeStamp", "/ETSI.RFC3161")
        last = [int(value) for value in stamp["/ByteRange"]]
        assert last[2] + last[3] == len(content), "nothing stands after the last time stamp"


@pytest.mark.parametrize(("level", "revisions"), [("B-B", 2), ("B-T", 2), ("B-LT", 2), ("B-LTA", 3)])
def test_evidence_lies_within_what_is_signed(level, revisions):
    """The signature's own revision has it; after the signature comes nothing but the second time stamp."""
    content = signed(level=level)
    assert content.count(b"%%EOF") == revisions
    _, _, after, rest = signatures(content)["Signature"]["/ByteRange"]
    assert (b"/DSS" in content[: after + rest]) == (level in ("B-LT", "B-LTA"))
    assert (after + rest == len(content)) == (level != "B-LTA")


def test_title_and_metadata_stay_as_they_were():
    for level in LEVELS:
        with pikepdf.open(io.BytesIO(page())) as before, pikepdf.open(io.BytesIO(signed(level=level))) as after:
            assert dict(before.docinfo.items()) == dict(after.docinfo.items())


def test_the_signature_names_its_certificate_and_has_no_time_of_its_own():
    signer = cms.ContentInfo.load(signatures(signed())["Signature"]["/Contents"])["content"]["signer_infos"][0]
    kinds = {attribute["type"].native for attribute in signer["signed_attrs"]}
    assert kinds == {"content_type", "message_digest", "signing_certificate_v2"}


def test_the_chain_goes_along_and_the_root_does_not():
    pki = quick_pki()
    container = cms.ContentInfo.load(signatures(signed())["Signature"]["/Contents"])["content"]
    there = {entry.chosen.subject.native["common_name"] for entry in container["certificates"]}
    assert there == {"REHEARSAL – Example Laboratory", "REHEARSAL – Example Issuing CA"}
    assert pki.root.certificate.subject.rfc4514_string() not in there


def test_there_is_room_for_a_long_chain_of_long_names():
    pki = quick_pki()
    units = [
        x509.NameAttribute(x509.NameOID.ORGANIZATIONAL_UNIT_NAME, f"{number:02}" + 62 * "名") for number in range(40)
    ]
    named = x509.Name([*units, x509.NameAttribute(x509.NameOID.COMMON_NAME, "REHEARSAL – Long")])
    authority = reissued(pki.authority, pki.root, subject=named)
    holder = reissued(pki.keys["laboratory"], authority, subject=named)
    others = [authority.certificate, pki.root.certificate]
    key = SigningKey("memory:long", holder.certificate, others, signing_with(holder.key))
    content = sign_document(page(), key, kind="report", at=NOW, level="B-B", **PLACE)
    assert cms.ContentInfo.load(signatures(content)["Signature"]["/Contents"])["content"]["signer_infos"]


def test_it_is_refused_to_sign_with_the_wrong_role():
    with pytest.raises(KeyRefused, match="a certificate must be signed by a certification body"):
        signed(kind="certificate")


def test_it_is_refused_to_sign_an_official_document_at_too_low_a_level():
    with pytest.raises(KeyRefused, match=r"needs at least level B-LTA, not B-LT.*--level B-LTA"):
        signed(quick_pki(rehearsal=False), "B-LT", role="certification body", kind="certificate")


@pytest.mark.parametrize("level", ["B-T", "B-LT", "B-LTA"])
def test_a_level_with_time_stamps_needs_an_authority(level):
    with pytest.raises(SigningRefused, match=rf"{level} needs a time stamp.*--tsa URL"):
        signed(level=level, tsa=None)


def test_what_is_signed_once_is_not_signed_again():
    with pytest.raises(SigningRefused, match="the report cannot be signed"):
        signed(pdf=signed())


@pytest.mark.parametrize("content", [b"", b"no PDF", b"%PDF-1.7\n", page()[:-40], page()[100:]])
def test_what_is_no_pdf_is_not_signed(content):
    with pytest.raises(SigningRefused, match="cannot be signed"):
        sign_document(content, key_of(quick_pki(), "laboratory"), kind="report", at=NOW, level="B-B", **PLACE)


def test_long_term_evidence_needs_a_root():
    pki = quick_pki()
    key = key_of(pki, "laboratory")
    key.chain = [pki.authority.certificate]
    with pytest.raises(SigningRefused, match=r"root of the key's certificate chain is not known.*--trust"):
        sign_document(page(), key, kind="report", at=NOW, level="B-LT", tsa=stamper(pki), **PLACE)


def test_the_root_beside_the_key_is_enough_for_a_signature():
    pki = quick_pki()
    key = key_of(pki, "laboratory")
    content = sign_document(page(), key, kind="report", at=NOW, level="B-T", tsa=stamper(pki), **PLACE)
    assert content.startswith(page())


def test_a_time_stamp_authority_whose_root_nobody_trusts():
    other = quick_pki(rehearsal=False)
    with pytest.raises(SigningRefused, match=r"time-stamp authority's certificate leads to no trusted root.*tsa/"):
        signed(level="B-LT", tsa=stamper(other))


def test_a_root_for_time_stamps_alone():
    pki, other = quick_pki(), quick_pki(rehearsal=False)
    both = trust_of(pki)
    trust = Trust(
        both.roots, both.intermediates, (*both.crls, other.root_list, other.authority_list), (other.root.certificate,)
    )
    assert signed(level="B-LTA", tsa=stamper(other), trust=trust).startswith(page())
    with pytest.raises(KeyRefused, match="not a trusted root"):
        signed(other, level="B-LTA", trust=trust)


def test_an_rsa_key_is_loaded_once(rehearsal, monkeypatch):
    """pyHanko's own signer loads it at each signature, which takes longer than everything else together."""
    from cryptography.hazmat.primitives import serialization

    key = key_of(quick_pki(algorithm="RSA"), "laboratory")
    monkeypatch.setattr(serialization, "load_der_private_key", lambda *a, **k: pytest.fail("loaded again"))
    assert sign_document(page(), key, kind="report", at=NOW, level="B-B", **PLACE)


# What others say of it


def blank(width, height):
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(width, height))
    pdf.pages[0].Contents = pdf.make_stream(b"20 20 100 30 re S")
    return pdf


@pytest.mark.parametrize("level", LEVELS)
def test_a_pdf_a_document_breaks_no_rule_of_pdf_a_after_it_is_signed(level):
    """pikepdf's validator leaves signature fields unchecked, and says so; it finds nothing else."""
    buffer, drawn = io.BytesIO(), io.BytesIO()
    pdfa.save(blank(595, 842), buffer, "3b")
    blank(240, 60).save(drawn)
    content = signed(pdf=buffer.getvalue(), level=level, picture=drawn.getvalue())
    report = pdfa.validate_written(io.BytesIO(content), "3b")
    assert {finding.kind for finding in report.findings} == {"unsupported"}
    about = {key for finding in report.findings for key in re.findall(r"/\w+", f"{finding.where} {finding.message}")}
    assert about == {"/AcroForm", "/Perms"} | ({"/DSS"} if level in ("B-LT", "B-LTA") else set())


@pytest.mark.parametrize("level", LEVELS)
def test_qpdf_finds_no_error(tmp_path, level):
    path = tmp_path / "signed.pdf"
    path.write_bytes(signed(level=level))
    said = judge("qpdf", "--check", path)
    assert said.returncode == 0, said.stdout + said.stderr
    assert "No syntax or stream encoding errors found" in said.stdout


@pytest.mark.parametrize("algorithm", ["P-256", "P-384", "RSA"])
def test_pdfsig_trusts_it_if_it_trusts_the_root(tmp_path, rehearsal, algorithm):
    from cryptography.hazmat.primitives.serialization import Encoding

    pki = quick_pki(algorithm=algorithm)
    path, root = tmp_path / "signed.pdf", tmp_path / "root.pem"
    path.write_bytes(signed(pki))
    root.write_bytes(pki.root.certificate.public_bytes(Encoding.PEM))
    said = judge("pdfsig", "-nssdir", nss_trusting(tmp_path, root), path).stdout
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert "Not total document" not in said
    assert "Certificate is Trusted" in said
    assert "ETSI.CAdES.detached" in said
    assert "Signer Certificate Common Name: REHEARSAL – Example Laboratory" in said


@pytest.mark.parametrize("level", LEVELS)
def test_pyhanko_validates_it_with_our_root(level):
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    from certkit.signing.signer import to_asn1

    pki = quick_pki()
    reader = PdfFileReader(io.BytesIO(signed(level=level)))
    context = ValidationContext(trust_roots=[to_asn1(pki.root.certificate)], moment=NOW)
    status = validate_pdf_signature(reader.embedded_regular_signatures[0], context)
    assert status.bottom_line
    assert status.docmdp_ok


def test_openssl_verifies_the_signature_in_it(tmp_path, rehearsal):
    content = signed()
    first, before, after, rest = (int(value) for value in signatures(content)["Signature"]["/ByteRange"])
    (tmp_path / "covered").write_bytes(content[first:before] + content[after : after + rest])
    (tmp_path / "sign.p7s").write_bytes(bytes(signatures(content)["Signature"]["/Contents"]))
    root = rehearsal.path / "trust/roots/root.pem"
    common = [
        "-inform",
        "DER",
        "-in",
        tmp_path / "sign.p7s",
        "-content",
        tmp_path / "covered",
        "-out",
        tmp_path / "out",
    ]
    options = ["-verify", "-cades", "-binary", "-purpose", "any", "-CAfile", root]
    said = judge("openssl", "cms", *options, *common)
    assert said.returncode == 0, said.stderr
    (tmp_path / "covered").write_bytes(b"!" + content[first + 1 : before] + content[after : after + rest])
    assert judge("openssl", "cms", *options, *common).returncode != 0


def test_a_key_in_a_file_signs_as_one_in_memory_does(rehearsal):
    with open_key(f"file:{rehearsal.path / 'laboratory.p12'}", lambda _: "correct horse") as key:
        content = sign_document(page(), key, kind="report", at=NOW, level="B-B", **PLACE)
    assert content.startswith(page())
