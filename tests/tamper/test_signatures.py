"""Signatures moved, wrapped, doubled, stripped, or taken from elsewhere."""

import re

import pytest
from asn1crypto import cms, core

from certkit.text.sentence import Sentence
from certkit.verification.model import Verdict
from tests.attestation.pages.documents import render
from tests.signing.pkis import key_of, quick_pki
from tests.tamper.forging import contents_of, signature_of, stamped, with_contents
from tests.tamper.small import accepted, small
from tests.verification.signed import data, first_failure, reason, refused, sign_data, signed, verify

RANGE = re.compile(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)\]( +)")


def ranged(content: bytes, *numbers: int, which: int = 0) -> bytes:
    """The document with another /ByteRange, in the same room."""
    found = list(RANGE.finditer(content))[which]
    text = b"/ByteRange [%d %d %d %d]" % numbers
    return content[: found.start()] + text.ljust(len(found[0])) + content[found.end() :]


def range_of(content: bytes, which: int = 0) -> list[int]:
    return [int(number) for number in list(RANGE.finditer(content))[which].groups()[:4]]


def refuses(content: bytes, *steps: str) -> Sentence:
    name, message = first_failure(verify(content))
    assert name in steps, (name, message)
    return message


class TestTransplanted:
    def test_the_signature_of_another_document(self):
        content = with_contents(signed("certificate"), signature_of(signed("representative")))
        refused(content, "signature", "signature.digest")

    def test_the_whole_signature_of_another_document(self):
        one, other = signed("certificate"), signed("representative")
        place, start = one.index(b"%%EOF\n") + 6, other.index(b"%%EOF\n") + 6
        refuses(one[:place] + other[start:], "structure")

    def test_the_signature_of_a_stamp_as_signature(self):
        content = signed("certificate", "B-LTA")
        refuses(with_contents(content, signature_of(content, 1)), "signature")

    def test_the_signature_of_the_signature_as_stamp(self):
        content = signed("certificate", "B-LTA")
        place, digits = contents_of(content, 1)
        other = contents_of(content, 0)[1][: len(digits)]
        refuses(content[:place] + other + content[place + len(digits) :], "time", "structure")

    def test_the_time_stamp_of_another_signature(self):
        one, other = (cms.ContentInfo.load(signature_of(signed(made, "B-T"))) for made in ("certificate", "member"))
        info = one["content"]["signer_infos"][0]
        info["unsigned_attrs"] = other["content"]["signer_infos"][0]["unsigned_attrs"]
        content = with_contents(signed("certificate", "B-T"), one.dump())
        refused(content, "time", "time.other-data", {"what": "the time stamp"})


class TestWrapped:
    """Games with what is covered."""

    def test_less_at_the_end(self):
        content = signed()
        first, before, after, rest = range_of(content)
        refuses(ranged(content, first, before, after, rest - 1), "structure", "signature")

    def test_not_from_the_beginning(self):
        content = signed()
        _, before, after, rest = range_of(content)
        refuses(ranged(content, 1, before - 1, after, rest), "structure", "signature")

    def test_a_wider_gap(self):
        content = signed()
        first, before, after, rest = range_of(content)
        refuses(ranged(content, first, before - 20, after, rest), "structure", "signature")

    def test_overlapping_parts(self):
        content = signed()
        refuses(ranged(content, 0, len(content), 0, len(content)), "structure", "signature")

    @pytest.mark.parametrize("numbers", [(0, 0, 0, 0), (0, 10**9, 10**9, 1), (0, 5, 3, 10)])
    def test_nonsense(self, numbers):
        refuses(ranged(signed(), *numbers), "structure", "signature")

    def test_the_second_part_moved_behind_something_inserted(self):
        content = signed()
        _, before, after, rest = range_of(content)
        inserted = b"12 0 obj\n<< /Type /Page >>\nendobj\n" * 8
        moved = content[:after] + inserted + content[after:]
        refuses(ranged(moved, 0, before, after + len(inserted), rest), "structure", "signature")

    @pytest.mark.parametrize("what", [b" ", b"\n", b"%"])
    def test_something_in_the_gap(self, what):
        content = small()
        place, digits = contents_of(content)
        end = place + len(digits)
        assert not accepted(content[: end - 1] + what + content[end:])
        assert not accepted(content[: end - 2] + what * 2 + content[end:])

    def test_objects_instead_of_the_zeros(self):
        content = signed()
        place, digits = contents_of(content)
        stuffing = b"> 12 0 obj << /Type /Page >> endobj <"
        end = place + len(digits) - 4
        refuses(content[: end - len(stuffing)] + stuffing + content[end:], "structure", "signature")

    def test_other_digits_instead_of_the_zeros(self):
        content = signed()
        place, digits = contents_of(content)
        end = place + len(digits)
        changed = content[: end - 4] + b"BEEF" + content[end:]
        refused(changed, "signature", "signature.room", {"what": "the signature"})

    def test_small_digits(self):
        content = signed()
        place, digits = contents_of(content)
        content = content[:place] + digits.lower() + content[place + len(digits) :]
        refused(content, "structure", "update.contents", {"what": "the signature"})

    @pytest.mark.parametrize("key", [b"/Contents <00>", b"/ByteRange [0 1 2 3]", b"/SubFilter /ETSI.CAdES.detached"])
    def test_a_key_twice(self, key):
        """In the room that pyHanko keeps beside the range; the digest is another then in any case."""
        content = signed()
        found = RANGE.search(content)
        assert found
        room = key.ljust(len(found[5]))
        if len(key) > len(found[5]):
            pytest.skip("there is no room for it")
        refuses(content[: found.start(5)] + room + content[found.end(5) :], "structure", "signature")


class TestDoubled:
    def test_a_second_signature(self):
        from tests.tamper.signing_again import signed_again

        refused(signed_again(signed()), "structure", "structure.several-signatures", {"count": 2})

    def test_a_second_signature_that_certifies_in_the_place_of_the_first(self):
        from tests.tamper.signing_again import signed_again

        refuses(signed_again(signed(), certify=True), "structure")

    def test_a_signature_by_another_role_and_no_signature(self):
        from tests.tamper.signing_again import signed_again

        refuses(signed_again(render(data()), certify=False), "structure")

    def test_no_signature_at_all(self):
        refused(render(data()), "structure", "structure.not-signed")

    def test_a_time_stamp_and_no_signature(self):
        refused(stamped(render(data())), "structure", "structure.not-signed")


class TestStripped:
    """A document with less than it had."""

    def official(self, content: bytes):
        return verify(content, quick_pki(rehearsal=False))

    def test_the_archive_stamp_is_cut_off(self):
        content = signed("certificate", "B-LTA", rehearsal=False)
        cut = content[: content[:-6].rindex(b"%%EOF\n") + 6]
        level = {"kind": "certificate", "least": "B-LTA", "level": "B-LT"}
        assert reason(self.official(cut)) == ("issuer", "issuer.level", level)

    def test_the_time_stamp_is_taken_out_too(self):
        content = signed("certificate", "B-LT", rehearsal=False)
        container = cms.ContentInfo.load(signature_of(content))
        del container["content"]["signer_infos"][0]["unsigned_attrs"]
        stripped = with_contents(content, container.dump())
        assert reason(self.official(stripped)) == ("time", "time.foreign-certificate", {})

    def test_under_the_archive_stamp_it_cannot_be_taken_out(self):
        content = signed("certificate", "B-LTA")
        container = cms.ContentInfo.load(signature_of(content))
        del container["content"]["signer_infos"][0]["unsigned_attrs"]
        stripped = with_contents(content, container.dump())
        refused(stripped, "time", "time.other-data", {"what": "the document time stamp"})

    def test_the_signature_is_cut_off(self):
        content = signed("certificate", "B-LTA")
        refused(content[: content.index(b"%%EOF\n") + 6], "structure", "structure.not-signed")


class TestContainers:
    """The parts of a signature that it does not sign itself."""

    def changed(self, change, level="B-T"):
        content = signed("certificate", level)
        container = cms.ContentInfo.load(signature_of(content))
        change(container["content"])
        return with_contents(content, container.dump())

    def test_unchanged_it_is_accepted(self):
        assert verify(self.changed(lambda data: None)).verdict is Verdict.REHEARSAL

    def test_a_certificate_more(self):
        other = quick_pki(rehearsal=False).authority.certificate

        def change(data):
            from certkit.signing.signer import to_asn1

            data["certificates"].append(to_asn1(other))

        refused(self.changed(change), "chain", "signature.foreign-certificate", {"what": "the signature"})

    def test_a_certificate_twice(self):
        refused(
            self.changed(lambda data: data["certificates"].append(data["certificates"][0])),
            "signature",
            "signature.form",
            {"what": "the signature", "problem": "its certificates are not in order, or one is there twice"},
        )

    def test_without_the_issuer_s_certificate_the_trusted_one_serves(self):
        def change(data):
            data["certificates"] = [
                entry for entry in data["certificates"] if "Issuing" not in str(entry.chosen.subject.native)
            ]

        assert verify(self.changed(change)).verdict in (Verdict.REHEARSAL, Verdict.NOT_VERIFIED)

    def test_a_list_in_it(self):
        from asn1crypto import crl
        from cryptography.hazmat.primitives.serialization import Encoding

        found = crl.CertificateList.load(quick_pki().root_list.public_bytes(Encoding.DER))
        refused(
            self.changed(lambda data: data.__setitem__("crls", [found])),
            "signature",
            "signature.form",
            {"what": "the signature", "problem": "a member with the tag 0x31 is missing"},
        )

    def test_an_attribute_more(self):
        def change(data):
            attributes = data["signer_infos"][0]["unsigned_attrs"]
            attributes.append(cms.CMSAttribute({"type": "2.25.1", "values": [core.Null()]}))

        refused(self.changed(change), "signature", "signature.unsigned-attribute", {"what": "the signature"})

    def test_a_second_signer(self):
        def change(data):
            data["signer_infos"].append(data["signer_infos"][0])

        assert first_failure(verify(self.changed(change, "B-B")))[0] in ("structure", "signature")

    @pytest.mark.parametrize("version", ["v3", "v4", "v5"])
    def test_another_version(self, version):
        refused(
            self.changed(lambda data: data.__setitem__("version", version)),
            "signature",
            "signature.form",
            {"what": "the signature", "problem": f"version {version[1:]}"},
        )

    def test_another_digest_in_the_list(self):
        refused(
            self.changed(lambda data: data["digest_algorithms"].append({"algorithm": "sha1"})),
            "signature",
            "signature.form",
            {"what": "the signature", "problem": "its digest algorithms differ"},
        )

    def test_the_content_inside(self):
        def change(data):
            data["encap_content_info"]["content"] = b"something"

        assert first_failure(verify(self.changed(change)))[0] == "signature"


def test_a_payload_under_a_valid_signature_is_swapped():
    content = signed()
    other = signed("member")
    start, stop = content.index(b"/EmbeddedFile"), content.index(b"endstream", content.index(b"/EmbeddedFile"))
    take = other.index(b"/EmbeddedFile")
    refuses(content[:start] + other[take : take + stop - start] + content[stop:], "signature", "structure")


def test_a_signature_made_with_the_key_of_another_certificate():
    """The certificate says the body, the signature is the laboratory's."""
    pki = quick_pki()
    body, laboratory = key_of(pki, "certification body"), key_of(pki, "laboratory")
    body.sign = laboratory.sign  # type: ignore[method-assign]
    refused(sign_data(data(), key=body), "signature", "signature.wrong-key", {"what": "the signature"})
