"""What is appended to a signed document: nothing may be, but time stamps; whoever covers it with one."""

import io
import zipfile
from typing import Any

import pytest
from pyhanko.pdf_utils import generic

from certkit.text.sentence import Sentence
from certkit.trust.certificates import der
from certkit.verification.model import Verdict
from tests.signing.pkis import quick_pki
from tests.tamper import forging
from tests.verification.signed import first_failure, signed, step, verify

LEVELS = ("B-B", "B-T", "B-LT", "B-LTA")


def refuses(content: bytes, *steps: str) -> Sentence:
    found = verify(content)
    assert found.verdict is Verdict.NOT_VERIFIED
    name, message = first_failure(found)
    assert name in steps, (name, message)
    return message


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("change", forging.UPDATES.values(), ids=list(forging.UPDATES))
def test_what_an_editor_appends(change, level):
    refuses(forging.updated(signed("certificate", level), change), "structure")


@pytest.mark.parametrize("level", LEVELS[1:])
@pytest.mark.parametrize("change", forging.UPDATES.values(), ids=list(forging.UPDATES))
def test_the_same_covered_by_a_time_stamp_of_a_trusted_authority(change, level):
    if change in (forging.nothing, forging.form_told_to_draw):
        pytest.skip("a time stamp writes the form anew in any case, and pyHanko takes this flag away")
    refuses(forging.stamped(signed("certificate", level), change), "structure")


@pytest.mark.parametrize("level", ["B-LT", "B-LTA"])
def test_the_validation_data_is_taken_away(level):
    content = signed("certificate", level)
    refuses(forging.updated(content, forging.validation_data_taken_away), "structure")
    refuses(forging.stamped(content, forging.validation_data_taken_away), "structure")


def test_a_time_stamp_alone_may_be_added():
    found = verify(forging.stamped(signed("certificate", "B-LT")))
    assert found.verdict is Verdict.REHEARSAL
    assert found.signer.level == "B-LTA"


def test_many_may_be_added():
    content = signed("certificate", "B-LTA")
    for _ in range(5):
        content = forging.stamped(content)
    assert verify(content).verdict is Verdict.REHEARSAL


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("ArchiveTimeStamp2", "Timestamp"),
        ("ArchiveTimeStamp2", None),
        ("Timestamp-0a5c7b4e-3d5f-4f6a-8e0a-5f1c2d3e4b5a", "Timestamp"),
    ],
)
def test_names_that_programs_make_up_for_time_stamps(name, title):
    assert verify(forging.stamped(signed("certificate", "B-LTA"), name=name, title=title)).verdict is Verdict.REHEARSAL


def test_validation_data_may_be_added_with_a_time_stamp():
    """As a program does that keeps a document for longer; what is there already must not be added again."""
    pki = quick_pki()

    def renewed(writer):
        store = forging.store(writer)
        entry = writer.add_object(forging.stream(der(pki.root.certificate)))
        store["/Certs"].append(entry)

    found = verify(forging.stamped(signed("certificate", "B-LTA"), renewed))
    assert step(found, "structure")[0] == "passed"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Certificate withdrawn", "Timestamp"),
        ("ArchiveTimeStamp2", "Certificate withdrawn"),
        ("ArchiveTimeStamp", "Timestamp"),
        ("ArchiveTimeStamp 2", "Timestamp"),
        ("ArchiveTimeStamp12345", "Timestamp"),
        ("Timestamp-withdrawn", "Timestamp"),
        ("Signature", "Timestamp"),
        ("Seal2", "Timestamp"),
    ],
)
def test_the_field_of_a_time_stamp_says_nothing_else(name, title):
    content = signed("certificate", "B-LTA")
    try:
        changed = forging.stamped(content, name=name, title=title)
    except Exception:  # pyHanko does not write it either
        changed = forging.stamped(content, forging.when_added(forging.is_field, T=generic.pdf_string(name)))
    refuses(changed, "structure")


TEXT = generic.pdf_string("This certificate is withdrawn")
MORE_IN_A_STAMP: dict[str, tuple[Any, dict[str, Any]]] = {
    "a reason": (forging.is_signature, {"Reason": TEXT}),
    "a name": (forging.is_signature, {"Name": TEXT}),
    "a time": (forging.is_signature, {"M": generic.pdf_string("D:20200101000000Z")}),
    "another filter": (forging.is_signature, {"Filter": generic.pdf_name("/Withdrawn")}),
    "a reference": (forging.is_signature, {"Reference": generic.ArrayObject()}),
    "a place": (forging.is_field, {"Rect": forging.box(0, 0, 595, 842)}),
    "a caption": (forging.is_field, {"MK": generic.DictionaryObject({generic.pdf_name("/CA"): TEXT})}),
    "contents": (forging.is_field, {"Contents": TEXT}),
    "an action": (
        forging.is_field,
        {"A": generic.DictionaryObject()},
    ),
    "another name": (forging.is_field, {"TM": TEXT}),
    "flags": (forging.is_field, {"Ff": generic.NumberObject(1)}),
    "a lock": (forging.is_field, {"Lock": generic.DictionaryObject()}),
    "a layer": (forging.is_field, {"OC": generic.DictionaryObject()}),
}


@pytest.mark.parametrize("what", MORE_IN_A_STAMP)
def test_more_in_a_time_stamp(what):
    kind, entries = MORE_IN_A_STAMP[what]
    refuses(forging.stamped(signed("certificate", "B-LTA"), forging.when_added(kind, **entries)), "structure")


def archive(name: str = "certificate.txt") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr(name, "passed")
    return buffer.getvalue()


AFTER = {
    "a byte": b"\0",
    "a space": b" ",
    "a line": b"\n",
    "a comment": b"% certified\n",
    "another end": b"%%EOF\n",
    "an archive": archive(),
    "an archive in a comment": b"%" + archive() + b"\n%%EOF\n",
    "a script": b"<script>alert(1)</script>",
    "an object": b"1 0 obj\n<< /Type /Catalog >>\nendobj\n",
    "an object and an end": b"1 0 obj\n<< /Type /Catalog >>\nendobj\nstartxref\n0\n%%EOF\n",
}
BEFORE = {
    "a byte": b"\0",
    "a line": b"\n",
    "a byte order mark": b"\xef\xbb\xbf",
    "an archive": archive(),
    "a web page": b"<html>",
    "another header": b"%PDF-1.7\n",
    "a comment": b"%!PS\n",
}


@pytest.mark.parametrize("level", ["B-B", "B-LTA"])
@pytest.mark.parametrize("what", AFTER)
def test_something_after_the_end(what, level):
    refuses(signed("certificate", level) + AFTER[what], "file", "structure")


@pytest.mark.parametrize("what", BEFORE)
def test_something_before_the_beginning(what):
    refuses(BEFORE[what] + signed("certificate", "B-LTA"), "file", "structure")


def test_what_is_said_of_it():
    content = signed()
    assert refuses(content + b"\n", "file").key == "file.goes-on"
    assert refuses(b"\n" + content, "file").key == "file.begins-late"
    tables = "it has no cross-reference table where one should be"
    assert refuses(content + b"startxref\n0\n%%EOF\n", "structure") == tables


def test_the_document_twice():
    refuses(signed() + signed(), "structure", "file")


@pytest.mark.parametrize("level", ["B-LT", "B-LTA"])
def test_what_no_table_lists_is_not_in_a_revision(level):
    """A program that repairs files would find it."""
    content = signed("certificate", level)
    place = content.rindex(b"xref\n0 1\n" if level == "B-LTA" else b"xref\n0 2\n")
    hidden = b"12 0 obj\n<< /Type /Page >>\nendobj\n"
    refuses(content[:place] + hidden + content[place:], "structure")
