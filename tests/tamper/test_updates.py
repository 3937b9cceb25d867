"""What is appended to a sealed document: nothing may be, but time stamps; whoever covers it with one."""

import io
import zipfile

import pytest

from certkit.model.verification import Verdict
from tests.tamper import forging
from tests.verify.sealed import first_failure, sealed, verify

LEVELS = ("B-B", "B-T", "B-LT", "B-LTA")


def refuses(content: bytes, *steps: str) -> str:
    found = verify(content)
    assert found.verdict is Verdict.NOT_VERIFIED
    name, message = first_failure(found)
    assert name in steps, (name, message)
    return message


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("change", forging.UPDATES.values(), ids=list(forging.UPDATES))
def test_what_an_editor_appends(change, level):
    refuses(forging.updated(sealed("certificate", level), change), "structure")


@pytest.mark.parametrize("level", LEVELS[1:])
@pytest.mark.parametrize("change", forging.UPDATES.values(), ids=list(forging.UPDATES))
def test_the_same_covered_by_a_time_stamp_of_a_trusted_authority(change, level):
    if change is forging.nothing:
        pytest.skip("a time stamp writes the form anew in any case")
    refuses(forging.stamped(sealed("certificate", level), change), "structure")


@pytest.mark.parametrize("level", ["B-LT", "B-LTA"])
def test_the_validation_data_is_taken_away(level):
    content = sealed("certificate", level)
    refuses(forging.updated(content, forging.validation_data_taken_away), "structure")
    refuses(forging.stamped(content, forging.validation_data_taken_away), "structure")


def test_a_time_stamp_alone_may_be_added():
    found = verify(forging.stamped(sealed("certificate", "B-LT")))
    assert found.verdict is Verdict.REHEARSAL
    assert found.signer.level == "B-LTA"


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
    refuses(sealed("certificate", level) + AFTER[what], "file", "structure")


@pytest.mark.parametrize("what", BEFORE)
def test_something_before_the_beginning(what):
    refuses(BEFORE[what] + sealed("certificate", "B-LTA"), "file", "structure")


def test_what_is_said_of_it():
    content = sealed()
    assert refuses(content + b"\n", "file") == "something stands after the end of the PDF, or its end is missing"
    assert refuses(b"\n" + content, "file") == "something stands before the PDF"
    tables = "it has no cross-reference table where one should be"
    assert refuses(content + b"startxref\n0\n%%EOF\n", "structure") == tables


def test_the_document_twice():
    refuses(sealed() + sealed(), "structure", "file")


@pytest.mark.parametrize("level", ["B-LT", "B-LTA"])
def test_what_no_table_lists_is_not_in_a_revision(level):
    """A program that repairs files would find it."""
    content = sealed("certificate", level)
    place = content.rindex(b"xref\n0 1\n" if level == "B-LTA" else b"xref\n0 2\n")
    hidden = b"12 0 obj\n<< /Type /Page >>\nendobj\n"
    refuses(content[:place] + hidden + content[place:], "structure")
