"""What the right signer may not do either: the signature is good, and the document still says what does not follow."""

import copy
from typing import Any
from unittest import mock

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.layout import AxisAlignment, Margins, SimpleBoxLayoutRule
from pyhanko.stamp import StaticStampStyle

from certkit.attestation.layout_1 import signature_lines, signature_page
from certkit.signing import sign as signing
from certkit.verification.model import Verdict
from tests.attestation.pages.documents import render
from tests.signing.pkis import NOW
from tests.tamper import forging
from tests.tamper.forging import signed_with
from tests.verification.signed import data, first_failure, refused, sign_data, verify
from tests.verification.test_drawn import append, rewritten


def changed(made="certificate", **more):
    return copy.deepcopy(data(made, **more))


def resealed(document):
    """Drawn and signed again, all of it right but what it says."""
    return sign_data(document)


def test_the_same_document_unchanged_is_accepted():
    assert verify(resealed(changed())).verdict is Verdict.REHEARSAL


class TestData:
    def refuses(self, document, *steps):
        name, message = first_failure(verify(resealed(document)))
        assert name in (steps or ("derivation",)), (name, message)
        return message

    def test_a_failed_result_turned_to_pass(self):
        """In the evidence alone: what is derived no longer follows."""
        document = changed("failed report")
        runs = [run for file in document["evidence"]["results"] for run in file["runs"]]
        failed = [run for run in runs if run["verdict"] == "fail"]
        assert failed
        for run in failed:
            run["verdict"] = "pass"
        self.refuses(document)

    def test_an_answer_of_the_pics_changed(self):
        document = changed()
        answers = document["evidence"]["statement"]["answers"]
        changed_one = next(answer for answer in answers if answer["answer"] in ("Yes", "No"))
        changed_one["answer"] = "No" if changed_one["answer"] == "Yes" else "Yes"
        self.refuses(document)

    def test_a_verdict_turned_to_pass(self):
        document = changed("failed report")
        document["derived"]["outcome"] = "pass"
        self.refuses(document)

    def test_another_edition(self):
        document = changed()
        document["evidence"]["rulebook_sha256"] = "0" * 64
        message = self.refuses(document, "pages")
        assert message.key == "pages.not-drawn"
        assert "release 1 of the edition ocpp-1.6-v2.4 has the digest" in message

    def test_a_device_that_was_not_tested(self):
        document = changed()
        document["derived"]["subject"]["model"] = "Another Model"
        self.refuses(document)

    def test_a_test_case_left_out_of_the_plan(self):
        document = changed()
        document["derived"]["plan"].pop()
        self.refuses(document)

    def test_a_certificate_on_a_failed_run(self):
        failed, document = changed("failed report"), changed()
        document["evidence"] = failed["evidence"]
        document["derived"] = failed["derived"]
        self.refuses(document, "payload", "derivation", "pages")


class TestPages:
    def test_pages_of_another_document(self):
        content = sign_data(data("certificate"), pdf=render(data("representative")), picture=picture())
        assert verify(content).verdict is Verdict.REHEARSAL, (
            "the data is that of the pages, so it is the representative's"
        )

    def test_a_page_written_over_before_it_is_signed(self):
        covered = rewritten(append(b"1 1 1 rg 0 0 600 900 re f"), render(data()))
        problem = "page 1 draws an area at 0.00, 0.00 besides"
        refused(sign_data(data(), pdf=covered), "pages", "pages.differ", {"problem": problem})

    def test_another_document_behind_the_rendered_one(self):
        """The file begins with what the data gives, and a reader shows something else."""
        good, shift = render(data()), len(render(data()))
        evil = shifted(render(data("member")), shift)
        content = sign_data(data(), pdf=good + evil, picture=picture())
        assert verify(content).verdict is Verdict.NOT_VERIFIED

    @pytest.mark.parametrize(
        "change",
        [
            forging.page_overwritten,
            forging.page_added,
            forging.page_swapped,
            forging.annotation_added,
            forging.second_page_annotated,
            forging.script_added,
            forging.field_added,
            forging.layers_added,
            forging.info_replaced,
            forging.attachment_swapped,
            forging.attachment_added,
        ],
        ids=lambda change: change.__name__,
    )
    def test_more_in_the_revision_of_the_signature(self, change):
        name, _ = first_failure(verify(signed_with(change)))
        assert name == "structure"


def picture():
    return signature_page(signature_lines(data()))


def shifted(pdf, by):
    """A PDF that stands behind something else: every place in its table moves."""
    import re

    table = pdf.rindex(b"xref\n0 ")
    moved = re.sub(rb"(\d{10})( 00000 n )", lambda entry: b"%010d" % (int(entry[1]) + by) + entry[2], pdf[table:])
    return pdf[:table] + re.sub(rb"startxref\n\d+", b"startxref\n%d" % (table + by), moved)


class TestSeal:
    """The picture of the signature says who signed, and covers nothing else."""

    @pytest.mark.parametrize(
        "lines",
        [
            ["Example Other Body", "Certification body", f"{NOW:%Y-%m-%d %H:%M} UTC", "REHEARSAL"],
            ["REHEARSAL – Example Certification body", "Certification body", f"{NOW:%Y-%m-%d %H:%M} UTC"],
            ["REHEARSAL – Example Certification body", "Certification body", "2020-01-01 00:00 UTC", "REHEARSAL"],
            [],
        ],
        ids=["another name", "no rehearsal", "another time", "nothing"],
    )
    def test_it_says_something_else(self, lines):
        content = sign_data(data(), picture=signature_page(lines))
        name, message = first_failure(verify(content))
        assert name == "pages"
        assert message.key == "pages.signature-differs"

    @pytest.mark.parametrize("box", [(0, 0, 595, 842), (62, 84, 322, 177), (62, 300, 322, 392)])
    def test_it_stands_somewhere_else(self, box):
        refused(
            sign_data(data(), box=box),
            "pages",
            "pages.signature-place",
        )

    def test_it_stands_on_another_page(self):
        refused(sign_data(data(), page=1), "pages", "pages.signature-page")


def look_like(**style):
    """A signature made with another style of pyHanko's."""
    plain = StaticStampStyle
    with mock.patch.object(signing, "StaticStampStyle", lambda **more: plain(**{**more, **style})):
        return sign_data(data())


NUMBERS = generic.ArrayObject([generic.NumberObject(number) for number in (1, 0, 0, 1, 0, 0)])
GROUP = generic.DictionaryObject(
    {generic.pdf_name("/S"): generic.pdf_name("/Transparency"), generic.pdf_name("/K"): generic.BooleanObject(True)}
)
LAYER = generic.DictionaryObject(
    {generic.pdf_name("/Type"): generic.pdf_name("/OCG"), generic.pdf_name("/Name"): generic.pdf_string("Cover")}
)
ELSEWHERE = generic.DictionaryObject({generic.pdf_name("/F"): generic.pdf_string("other.pdf")})
MASKED = generic.DictionaryObject(
    {
        generic.pdf_name("/ExtGState"): generic.DictionaryObject(
            {generic.pdf_name("/G"): generic.DictionaryObject({generic.pdf_name("/ca"): generic.FloatObject("0.01")})}
        )
    }
)
DRAWN_OTHERWISE: dict[str, dict[str, Any]] = {
    "another matrix": {"Matrix": NUMBERS},
    "a group": {"Group": GROUP},
    "a layer": {"OC": LAYER},
    "a reference to another file": {"Ref": ELSEWHERE},
    "a smaller box": {"BBox": forging.box(0, 0, 10, 10)},
    "metadata": {"Metadata": generic.pdf_string("more")},
    "other resources": {"Resources": MASKED},
    "an open prepress picture": {"OPI": generic.DictionaryObject()},
}
MORE_IN_A_SIGNATURE: dict[str, tuple[Any, dict[str, Any]]] = {
    "a reason": (forging.is_signature, {"Reason": generic.pdf_string("of course")}),
    "a name": (forging.is_signature, {"Name": generic.pdf_string("Somebody Else")}),
    "a place": (forging.is_signature, {"Location": generic.pdf_string("Nowhere")}),
    "a contact": (forging.is_signature, {"ContactInfo": generic.pdf_string("somebody@example.org")}),
    "a program": (forging.is_signature, {"Prop_Build": generic.DictionaryObject()}),
    "a certificate": (forging.is_signature, {"Cert": generic.ByteStringObject(b"0")}),
    "an action": (forging.is_field, {"AA": generic.DictionaryObject()}),
    "a border": (forging.is_field, {"Border": NUMBERS}),
    "a seed": (forging.is_field, {"SV": generic.DictionaryObject()}),
    "a layer": (forging.is_field, {"OC": LAYER}),
}


class TestVisibleSignature:
    """It is compared whole: not only what it says, but how it is drawn."""

    @pytest.mark.parametrize(
        "style",
        [
            {"background_opacity": 0.05},
            {"border_width": 1},
            {"background_layout": SimpleBoxLayoutRule(AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID)},
            {
                "background_layout": SimpleBoxLayoutRule(
                    AxisAlignment.ALIGN_MIN, AxisAlignment.ALIGN_MIN, Margins(120, 10, 40, 10)
                )
            },
        ],
        ids=["opacity", "border", "scale", "place"],
    )
    def test_another_style(self, style):
        assert first_failure(verify(look_like(**style)))[0] in ("structure", "pages")

    @pytest.mark.parametrize("kind", [forging.is_look, forging.is_picture], ids=["frame", "picture"])
    @pytest.mark.parametrize("what", DRAWN_OTHERWISE)
    def test_drawn_otherwise(self, what, kind):
        content = signed_with(forging.when_added(kind, **DRAWN_OTHERWISE[what]))
        assert first_failure(verify(content))[0] in ("structure", "pages")

    @pytest.mark.parametrize("what", MORE_IN_A_SIGNATURE)
    def test_more_in_the_signature_or_its_field(self, what):
        kind, entries = MORE_IN_A_SIGNATURE[what]
        assert first_failure(verify(signed_with(forging.when_added(kind, **entries))))[0] == "structure"


def element_of_the_signature(writer):
    places = writer.root["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    return places[len(places) - 1]


def first_element(writer):
    element = writer.root["/StructTreeRoot"]["/K"][0]["/K"][0]["/K"][0]
    writer.update_container(element)
    return element


def field_of(writer):
    return writer.root["/AcroForm"]["/Fields"][0]


def entry(kind, key, value):
    return lambda writer: kind(writer).update({generic.pdf_name(key): value})


def parents_replaced(writer):
    tree = writer.root["/StructTreeRoot"]["/ParentTree"]
    writer.update_container(tree)
    tree["/Nums"][len(tree["/Nums"]) - 2] = generic.NumberObject(99)


WITHDRAWN = generic.pdf_string("This certificate is withdrawn")
READ_OTHERWISE = {
    "a text read instead of the signature": entry(element_of_the_signature, "/ActualText", WITHDRAWN),
    "an alternative of the signature": entry(element_of_the_signature, "/Alt", WITHDRAWN),
    "another name of the field": entry(field_of, "/TU", WITHDRAWN),
    "a description of the field": entry(field_of, "/Contents", WITHDRAWN),
    "a language of the field": entry(field_of, "/Lang", generic.pdf_string("de")),
    "a field of another element": entry(field_of, "/StructParent", generic.NumberObject(0)),
    "a signature that is a paragraph": entry(element_of_the_signature, "/S", generic.pdf_name("/P")),
    "a signature with the words of another element": entry(element_of_the_signature, "/K", generic.NumberObject(0)),
    "a signature somewhere else": entry(element_of_the_signature, "/P", generic.NullObject()),
    "a text read instead of another": entry(first_element, "/ActualText", WITHDRAWN),
    "an element without its words": lambda writer: first_element(writer).__delitem__("/K"),
    "other parents": parents_replaced,
}


@pytest.mark.parametrize("what", READ_OTHERWISE)
def test_what_is_read_aloud_is_what_signing_writes(what):
    put = signing._put_into_structure

    def other(writer):
        put(writer)
        READ_OTHERWISE[what](writer)

    with mock.patch.object(signing, "_put_into_structure", other):
        assert first_failure(verify(sign_data(data())))[0] == "structure"


def test_a_signature_that_is_not_in_the_structure_is_refused():
    with mock.patch.object(signing, "_put_into_structure"):
        assert first_failure(verify(sign_data(data())))[0] == "structure"
