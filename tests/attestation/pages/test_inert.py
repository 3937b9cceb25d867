"""Texts from outside stay texts: whatever they hold, nothing on the pages can be clicked, run, loaded, or reordered."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certkit.attestation.layout_1 import signature_page
from tests.attestation.pages.documents import example, render
from tests.attestation.pages.reading import opened, words

HOSTILE = {
    "image of a local file": '<img src="/etc/hostname" width="10" height="10"/>',
    "image from elsewhere": '<img src="http://192.0.2.1/x.png"/>',
    "script in a link": '<a href="javascript:app.alert(1)">click</a>',
    "link": '<a href="http://192.0.2.1/">click</a> <link href="x">y</link>',
    "end of a paragraph": "</para></font></b>&nbsp;&#0;&amp;<para>",
    "change of font": '<font name="Symbol" size="40" color="red">x</font>',
    "call": '<onDraw name="x" label="y"/><seq id="z"/><evalString code="1+1"/>',
    "text operators": ") Tj ET Q /Im1 Do BT (",
    "end of a stream": "endstream endobj 1 0 obj <</S/JavaScript/JS(app.alert(1))>> endobj",
    "end of a file": "%%EOF\nstartxref\n0\n%%EOF",
    "formula": '=HYPERLINK("http://192.0.2.1")',
    "terminal": "\x1b]8;;http://192.0.2.1\x07click\x1b]8;;\x07\x1b[2J",
    "direction": "\u202egnissap\u202c \u2067x\u2069",
    "xml": "]]></rdf:li><x:y xmlns:x='z'/><!--",
    "outline": "\\(\\)\\\\ \\101 \\ddd",
    "web address": "http://192.0.2.1/ mailto:someone@example.com file:///etc/passwd",
}


ACTIVE = {
    *("/URI", "/JS", "/JavaScript", "/Launch", "/OpenAction", "/AA", "/A", "/Annots", "/Annot", "/AcroForm", "/XFA"),
    *("/GoToR", "/GoToE", "/SubmitForm", "/Action", "/RichMedia", "/Rendition", "/Image", "/Link"),
}
"""Names that nothing without annotations, actions and pictures has."""
CATALOGUE = {
    *("/Type", "/Pages", "/Outlines", "/Names", "/AF", "/Metadata", "/OutputIntents", "/Lang", "/PageMode"),
    *("/ViewerPreferences", "/MarkInfo", "/StructTreeRoot"),
}


def _everywhere(value: Any, text: str) -> Any:
    """The same data with the text behind every text of it, but where only certain words may stand."""
    kept = (
        "kind",
        "code",
        "key",
        "arguments",
        "status",
        "verdict",
        "outcome",
        "effect",
        "relation",
        "certificate",
        "secret",
        "start",
        "mode",
        "role",
        "origin",
        "part",
    )
    if isinstance(value, dict):
        return {key: one if key in kept or key == "record" else _everywhere(one, text) for key, one in value.items()}
    if isinstance(value, list):
        return [_everywhere(one, text) for one in value]
    if isinstance(value, str):
        return value + text
    return value


def _hostile(kind: str, text: str) -> Any:
    document = example(kind)
    for part in ("evidence", "derived", "issuer", "addressees", "links", "procedure"):
        document[part] = _everywhere(document[part], text)
    document["id"] += text
    return document


@pytest.mark.parametrize("kind", ["certificate", "report", "declaration"])
@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_in_the_file_can_act(kind, name):
    with opened(render(_hostile(kind, HOSTILE[name]))) as document:
        named = {word for one in document.objects for word in _names(one)}
        assert named & ACTIVE == set()
        assert list(document.attachments) == ["attestation.json"]
        assert {str(key) for key in document.Root} == CATALOGUE


def test_what_acts_would_be_seen(tmp_path):
    """The test above can fail: a link and a picture as reportlab makes them of mark-up are found."""
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    file = tmp_path / "marked.pdf"
    SimpleDocTemplate(str(file)).build([Paragraph('<a href="javascript:x">y</a>')])
    with opened(file.read_bytes()) as document:
        assert {word for one in document.objects for word in _names(one)} & ACTIVE


def _names(value: Any) -> Iterator[str]:
    """Every key and every name in an object."""
    if isinstance(value, pikepdf.Stream):
        value = value.stream_dict
    if isinstance(value, pikepdf.Dictionary):
        for key, one in value.items():
            if not _of_structure(value, key):
                yield key
            yield from _names(one) if not _elsewhere(one) else ()
    elif isinstance(value, pikepdf.Array):
        for one in value:
            yield from _names(one) if not _elsewhere(one) else ()
    elif isinstance(value, pikepdf.Name):
        yield str(value)


def _of_structure(value: Any, key: str) -> bool:
    """The same key as that of an action, for the attributes of a cell or a figure."""
    return key == "/A" and set(value.A.keys()) in ({"/O", "/Scope"}, {"/O", "/BBox"}) and "/P" in value


def _elsewhere(value: Any) -> bool:
    """It is an object of its own, which is looked at itself."""
    return isinstance(value, pikepdf.Object) and value.is_indirect


@pytest.mark.parametrize("name", [name for name in HOSTILE if name not in ("terminal", "direction")])
def test_the_text_is_there_as_it_is(name):
    document = example("certificate")
    document["derived"]["subject"]["hardware"] = HOSTILE[name]
    shown = "".join(HOSTILE[name].replace("\n", "U+000A").split())
    assert shown in words(render(document))


def test_what_would_act_in_a_terminal_or_turn_a_line_around_is_shown():
    document = example("certificate")
    document["derived"]["subject"]["model"] = HOSTILE["terminal"] + HOSTILE["direction"]
    said = words(render(document))
    assert "U+001B]8;;http://192.0.2.1U+0007clickU+001B]8;;U+0007U+001B[2J" in said
    assert "U+202EgnissapU+202C" in said


def test_the_metadata_is_well_formed_whatever_it_is_made_of():
    from defusedxml.ElementTree import fromstring

    document = _hostile("certificate", "".join(HOSTILE.values()))
    with opened(render(document)) as pdf:
        root = fromstring(bytes(pdf.Root.Metadata.read_bytes()))
        title = root.findtext(".//{http://purl.org/dc/elements/1.1/}title//{*}li")
        assert title is not None
        assert title == str(pdf.docinfo["/Title"])
        assert "\u202e" not in title
        assert "<U+202E>" in title


def test_a_bookmark_with_the_name_of_a_file_only_says_it():
    document = example("report")
    document["evidence"]["results"][0]["file"] = "a\u202eb\x1b\n)/A<</S/URI/URI(http://192.0.2.1)>>" + "x" * 400
    with opened(render(document)) as pdf, pdf.open_outline() as outline:
        titles = [child.title for item in outline.root for child in item.children]
        named = {word for one in pdf.objects for word in _names(one)}
    (title,) = (title for title in titles if title.startswith("From "))
    assert title.startswith("From a<U+202E>b<U+001B><U+000A>)/A<</S/URI/URI(http://192.0.2.1)>>x")
    assert len(title) < 160
    assert named & ACTIVE == set()


def test_line_ends_in_a_name_do_not_begin_a_new_line():
    document = example("certificate")
    document["derived"]["subject"]["model"] = "EX-22\nFirmware or software version 9.9.9"
    document["issuer"]["name"] = "Example\nBody"
    said = words(render(document))
    assert "EX-22U+000AFirmware" in said
    assert "ExampleU+000ABody" in said


def test_the_attached_data_is_what_was_drawn():
    document = _hostile("report", HOSTILE["end of a stream"])
    with opened(render(document)) as pdf:
        data = pdf.attachments["attestation.json"].get_file().read_bytes()
    assert json.loads(data) == document


def test_the_lines_of_a_seal_stay_texts_too():
    pdf = signature_page(["<b>x</b>", '<img src="/etc/hostname"/>', "\u202ey"])
    said = words(pdf)
    assert "<b>x</b>" in said
    assert '<imgsrc="/etc/hostname"/>' in said
    assert "U+202Ey" in said


@settings(max_examples=20)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60), st.sampled_from(["certificate", "report"]))
def test_any_text_anywhere_is_drawn(text, kind):
    pdf = render(_hostile(kind, text))
    with opened(pdf) as document:
        assert {word for one in document.objects for word in _names(one)} & ACTIVE == set()


def test_half_a_character_is_refused_before_anything_is_drawn():
    document = example("certificate")
    document["derived"]["subject"]["model"] = "\ud800"
    with pytest.raises(ValueError, match="surrogates"):
        render(document)
