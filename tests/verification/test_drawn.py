"""Two files that draw the same are the same however they are written, and nothing can be hidden in one."""

from __future__ import annotations

import io
import random
import re
import zlib
from functools import cache
from time import process_time

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String

from certkit.attestation.layout_1 import archive, drawing, fonts
from certkit.formats import truetype
from certkit.formats.truetype import FontError, read_truetype
from certkit.verification.drawn import first_difference
from tests.attestation.pages.documents import example, render

MANY = "例え 예제 充電 Παράδειγμα Пример \u05d0\u202e Ê e\u0323\u0301"


def document():
    found = example("certificate", rehearsal=True)
    found["derived"]["subject"]["vendor"] = MANY
    return found


@cache
def drawn() -> bytes:
    return render(document())


def rewritten(change=None, content=None, **options) -> bytes:
    """The document, written by qpdf, with a change."""
    with pikepdf.open(io.BytesIO(content or drawn())) as pdf:
        if change:
            change(pdf)
        buffer = io.BytesIO()
        pdf.save(
            buffer,
            deterministic_id=True,
            fix_metadata_version=False,
            **{"object_stream_mode": pikepdf.ObjectStreamMode.disable, **options},
        )
    return buffer.getvalue()


class TestTheSame:
    @pytest.mark.parametrize(
        "options",
        [
            {"compress_streams": False},
            {"compress_streams": False, "stream_decode_level": pikepdf.StreamDecodeLevel.generalized},
            {"recompress_flate": True},
        ],
        ids=["packed as it was", "not packed", "packed again"],
    )
    def test_written_by_qpdf(self, options):
        other = rewritten(**options)
        assert other != drawn()
        assert first_difference(other, drawn()) == ""
        assert first_difference(drawn(), other) == ""

    def test_packed_by_another_zlib(self, monkeypatch):
        before = drawn()
        monkeypatch.setattr("zlib.compress", lambda data, level: compressed(data, level + 1))
        archive._profile.cache_clear()
        other = render(document())
        archive._profile.cache_clear()
        assert other != before
        assert first_difference(other, before) == ""

    def test_with_codes_and_glyphs_in_another_order(self, monkeypatch):
        before = drawn()
        used: list[drawing.Codes] = []

        class Noting(drawing.Codes):
            def __init__(self):
                super().__init__()
                used.append(self)

        monkeypatch.setattr(archive, "Codes", Noting)
        render(document())
        characters = dict(used[0].fonts())

        class Turned(drawing.Codes):
            def __init__(self):
                super().__init__()
                for font in reversed(characters):
                    self.name(font)
                    self.text(font, "".join(sorted(characters[font], reverse=True)))

        monkeypatch.setattr(archive, "Codes", Turned)
        other = render(document())
        assert other != before
        assert first_difference(other, before) == ""

    def test_numbers_written_otherwise(self):
        def shift(pdf):
            for page in pdf.pages:
                page.Contents.write(re.sub(rb"(\d\.\d\d)(?= )", rb"\g<1>0004", page.Contents.read_bytes()))

        assert first_difference(rewritten(shift), drawn()) == ""

    def test_another_document_is_another(self):
        assert first_difference(render(example("report")), drawn()).startswith("it has ")
        assert first_difference(render(example("certificate", rehearsal=True)), drawn()).startswith("page 1 draws ")


def compressed(data: bytes, level: int) -> bytes:
    packer = zlib.compressobj(level)
    return packer.compress(data) + packer.flush()


def append(content: bytes, *, before: bool = False):
    """Something more on the first page."""

    def change(pdf):
        stream = pdf.pages[0].Contents
        parts = [stream.read_bytes(), content]
        stream.write(b"\n".join(reversed(parts) if before else parts))

    return change


def replace(old: bytes, new: bytes):
    """Something else on the first page, once."""

    def change(pdf):
        stream = pdf.pages[0].Contents
        content, count = re.subn(old, new, stream.read_bytes(), count=1)
        assert count == 1
        stream.write(content)

    return change


def resource(kind: str, name: str, value, content: bytes):
    """A resource, and its use."""

    def change(pdf):
        pdf.pages[0].Resources[kind] = Dictionary({name: value(pdf)})
        append(content)(pdf)

    return change


def root(key: str, value):
    def change(pdf):
        pdf.Root[key] = value(pdf)

    return change


def text(
    more: bytes = b"", *, size: bytes = b"9", place: bytes = b"1 0 0 1 300 300", colour: bytes = b"0 0 0"
) -> bytes:
    return b"BT " + more + colour + b" rg /F1 " + size + b" Tf " + place + b" Tm <0001> Tj ET"


def first_font(pdf):
    return pdf.pages[0].Resources.Font.F1


def font(change):
    """A change to a font and what is below it."""

    def changed(pdf):
        found = first_font(pdf)
        change(found, found.DescendantFonts[0])

    return changed


def put(entries, key, value):
    entries[key] = value


def to_unicode(found, below):
    mapping = found.ToUnicode.read_bytes()
    found.ToUnicode.write(mapping.replace(b"<0002> <", b"<0002> <0041> % <", 1))


def another_letter(found, below):
    mapping = found.ToUnicode.read_bytes()
    found.ToUnicode.write(re.sub(rb"<0002> <[0-9A-F]{4}>", b"<0002> <0041>", mapping, count=1))


def swapped_glyphs(found, below):
    mapped = below.CIDToGIDMap.read_bytes()
    below.CIDToGIDMap.write(mapped[:2] + mapped[4:6] + mapped[2:4] + mapped[6:])


def program(change):
    def changed(found, below):
        stream = below.FontDescriptor.FontFile2
        content = change(stream.read_bytes())
        stream.write(content)
        stream.Length1 = len(content)

    return font(changed)


def tables_of(content: bytes) -> dict[bytes, int]:
    """Table of a font -> its place."""
    count = int.from_bytes(content[4:6], "big")
    entries = [content[at : at + 16] for at in range(12, 12 + 16 * count, 16)]
    return {entry[:4]: int.from_bytes(entry[8:12], "big") for entry in entries}


def other_table(tag: bytes, at: int, value: bytes):
    """Some bytes of a table of a font are others."""

    def change(content: bytes) -> bytes:
        place = tables_of(content)[tag] + at
        return summed(content[:place] + value + content[place + len(value) :])

    return program(change)


def regular_instead(pdf):
    """The names of one font with the outlines of another."""
    embed(pdf, fonts.TEXT, characters_of(first_font(pdf)))


def larger_subset(pdf):
    """A font with a character more than the pages draw."""
    characters = characters_of(first_font(pdf)) + "Ø"
    embed(pdf, fonts.BOLD, characters)
    first_font(pdf).ToUnicode.write(archive._to_unicode(characters))


def glyph_more(pdf):
    """A font with a glyph that none of its codes draws."""
    characters = characters_of(first_font(pdf))
    embed(pdf, fonts.BOLD, characters + "Ø")
    below = first_font(pdf).DescendantFonts[0]
    below.CIDToGIDMap.write(below.CIDToGIDMap.read_bytes()[:-2])
    below.W = Array([1, Array(list(below.W[1])[:-1])])


def characters_of(found) -> str:
    mapped = found.ToUnicode.read_bytes().split(b"endcodespacerange")[1]
    return "".join(bytes.fromhex(one.decode()).decode("utf-16-be") for one in re.findall(rb"> <([0-9A-F]+)>", mapped))


def embed(pdf, name, characters):
    other = fonts.subset(name, characters)
    below = first_font(pdf).DescendantFonts[0]
    below.FontDescriptor.FontFile2.write(other.program)
    below.FontDescriptor.FontFile2.Length1 = len(other.program)
    below.CIDToGIDMap.write(b"\0\0" + b"".join(number.to_bytes(2, "big") for number in other.glyphs))
    below.W = Array([1, Array(list(other.widths))])


def with_name(content: bytes) -> bytes:
    """A table that draws nothing."""
    return summed(truetype._file({**truetype._tables(content), b"name": b"withdrawn"}))


def other_outline(content: bytes) -> bytes:
    """The last point of the first glyph lies elsewhere."""
    tables = tables_of(content)
    end = int.from_bytes(content[tables[b"loca"] + 4 : tables[b"loca"] + 8], "big") + tables[b"glyf"]
    end -= len(content[:end]) - len(content[:end].rstrip(b"\0"))
    return summed(content[: end - 1] + bytes([content[end - 1] ^ 1]) + content[end:])


def summed(content: bytes) -> bytes:
    """The same tables with the right sums, so that nothing but the tables is different."""
    tables = truetype._tables(content)
    head = tables[b"head"]
    return truetype._file({**tables, b"head": head[:8] + bytes(4) + head[12:]})


def script(pdf):
    return pdf.make_indirect(Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))


def form(pdf):
    return Stream(pdf, b"0 0 9 9 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))


def layer(pdf):
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Hidden")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group])))


def annotation(pdf):
    link = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=Array([0, 0, 99, 99]),
        A=Dictionary(S=Name.URI, URI=String("http://192.0.2.1/")),
    )
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link)])


def second_attachment(pdf):
    pdf.attachments["other.txt"] = b"something else"


def second_page(pdf):
    pdf.pages.append(pdf.pages[0])


def other_order(pdf):
    pdf.pages.reverse()


def xmp(pdf):
    pdf.Root.Metadata.write(pdf.Root.Metadata.read_bytes().replace(b"<rdf:li>en</rdf:li>", b"<rdf:li>de</rdf:li>"))


def of_outline(key, value):
    def change(pdf):
        pdf.Root.Outlines.First[key] = value(pdf)

    return change


def of_page(key, value):
    def change(pdf):
        pdf.pages[0].obj[key] = value

    return change


def contents_in_parts(pdf):
    pdf.pages[0].obj.Contents = Array([pdf.pages[0].obj.Contents, pdf.make_stream(b" ")])


def attachment(key, value):
    def change(pdf):
        pdf.Root.AF[0][key] = value

    return change


def other_data(pdf):
    pdf.Root.AF[0].EF.F.write(pdf.Root.AF[0].EF.F.read_bytes().replace(b"EX-22", b"EX-99"))


def elements(pdf, kind: str) -> list[Dictionary]:
    """The elements of a type, in the order in which they are read."""
    found, pending = [], [pdf.Root.StructTreeRoot.K[0]]
    while pending:
        element = pending.pop()
        if Name(f"/{kind}") == element.S:
            found.append(element)
        kids = element.get("/K")
        if isinstance(kids, Array):
            pending += [kid for kid in reversed(list(kids)) if isinstance(kid, Dictionary) and "/S" in kid]
    return found


def element(kind: str, change, number: int = 0):
    """A change to the first element of a type, or to another one."""
    return lambda pdf: change(elements(pdf, kind)[number])


def exchanged(entries, one, other):
    entries[one], entries[other] = entries[other], entries[one]


FORGERIES = {
    # what is read aloud: the structure, and the marks around what is drawn
    "a text read instead of another": element("H1", lambda one: put(one, "/ActualText", String("withdrawn"))),
    "a text read instead of a cell": element("TD", lambda one: put(one, "/Alt", String("withdrawn")), 3),
    "another alternative of the QR code": element("Figure", lambda one: put(one, "/Alt", String("withdrawn"))),
    "no alternative of the QR code": element("Figure", lambda one: one.__delitem__("/Alt")),
    "an expansion": element("P", lambda one: put(one, "/E", String("withdrawn"))),
    "a title of an element": element("P", lambda one: put(one, "/T", String("withdrawn"))),
    "another language of an element": element("P", lambda one: put(one, "/Lang", String("de"))),
    "a heading that is a paragraph": element("H1", lambda one: put(one, "/S", Name.P)),
    "a head that is a cell": element("TH", lambda one: put(one, "/S", Name.TD)),
    "a head of something else": element("TH", lambda one: put(one.A, "/Scope", Name.Column)),
    "an element that says nothing": element("P", lambda one: one.__delitem__("/K"), 2),
    "an element that says more": element("P", lambda one: put(one, "/K", Array([one.K, 1])), 2),
    "an element with the words of another": element("P", lambda one: put(one, "/K", 1), 2),
    "a paragraph on another page": lambda pdf: put(elements(pdf, "P")[0], "/Pg", pdf.pages[1].obj),
    "a warning that is not read": element("Sect", lambda one: one.K.__delitem__(3)),
    "rows in another order": element("Table", lambda one: exchanged(one.K, 0, 1)),
    "values of other facts": lambda pdf: exchanged(elements(pdf, "TR")[0].K, 0, 1),
    "an element more": lambda pdf: elements(pdf, "Sect")[0].K.append(
        pdf.make_indirect(Dictionary(S=Name.P, P=elements(pdf, "Sect")[0], ActualText=String("withdrawn")))
    ),
    "a field elsewhere in the structure": element("Form", lambda one: put(one, "/S", Name.P)),
    "types of other names": lambda pdf: put(pdf.Root.StructTreeRoot, "/RoleMap", Dictionary(H1=Name.Artifact)),
    "classes of attributes": lambda pdf: put(pdf.Root.StructTreeRoot, "/ClassMap", Dictionary()),
    "parents exchanged": lambda pdf: exchanged(pdf.Root.StructTreeRoot.ParentTree.Nums[1], 0, 1),
    "a page without parents": lambda pdf: pdf.pages[0].obj.__delitem__("/StructParents"),
    "the parents of another page": of_page("/StructParents", 1),
    "another order of fields": of_page("/Tabs", Name.R),
    "no structure": lambda pdf: pdf.Root.__delitem__("/StructTreeRoot"),
    "not tagged": root("/MarkInfo", lambda pdf: Dictionary(Marked=False)),
    "suspect tags": root("/MarkInfo", lambda pdf: Dictionary(Marked=True, Suspects=True)),
    "words that are an artifact": replace(rb"/H1 <</MCID \d+>> BDC", b"/Artifact BMC"),
    "an artifact that is read": replace(rb"/Artifact BMC", b"/P <</MCID 0>> BDC"),
    "marks of another type": replace(rb"/H1 <<", b"/P <<"),
    "marks of another number": replace(rb"/H1 <</MCID \d+>>", b"/H1 <</MCID 99>>"),
    "words outside of their mark": replace(rb"(?s)(/H1 <</MCID \d+>> BDC\n)(.*?)\nEMC", rb"\1EMC\n\2"),
    "a mark with a text": replace(rb"(/H1 <</MCID \d+)>>", rb"\1/ActualText(withdrawn)>>"),
    "a mark with a text in digits": replace(rb"(/H1 <</MCID \d+)>>", rb"\1/ActualText<FEFF0041>>>"),
    "a mark of nothing": append(b"/Artifact BMC EMC"),
    "a mark in a mark": replace(rb"/Artifact BMC\n", b"/Artifact BMC\n/Artifact BMC\nEMC\n"),
    "a mark that does not end": append(b"/Artifact BMC"),
    "the end of no mark": append(b"EMC"),
    "a mark over the border of a text": append(b"/Artifact BMC BT EMC ET"),
    "a mark over the border of a state": append(b"q /Artifact BMC Q EMC"),
    "a mark without a name": append(b"1 BMC EMC"),
    "a mark without a number": append(b"/P /P BDC EMC"),
    "a mark whose number is real": append(b"/P 1 BDC EMC"),
    "a point that is marked": append(b"/P MP"),
    # what a page draws
    "a white glyph": append(text(colour=b"1 1 1")),
    "a tiny glyph": append(text(size=b"0.1")),
    "a glyph without a size": append(text(size=b"0")),
    "a glyph off the page": append(text(place=b"1 0 0 1 900 900")),
    "a glyph below everything": append(text(), before=True),
    "a glyph squeezed to nothing": append(text(place=b"0 0 0 1 300 300")),
    "an invisible glyph": append(text(b"3 Tr ")),
    "a glyph without a width": append(text(b"0 Tz ")),
    "a raised glyph": append(text(b"900 Ts ")),
    "wider spaces": replace(rb"BT\n", b"BT\n3 Tc\n"),
    "a glyph covered by an area": append(text() + b" 1 1 1 rg 290 290 30 30 re f"),
    "an area over the page": append(b"1 1 1 rg 0 0 600 900 re f"),
    "an area of no size": append(b"1 1 1 rg 300 300 0 0 re f"),
    "a line of no width": append(b"0 w 0 0 m 9 9 l S"),
    "a dashed line": append(b"[3] 0 d", before=True),
    "a line that ends otherwise": append(b"1 J", before=True),
    "a path that is not drawn": append(b"0 0 m 9 9 l"),
    "a clipped page": append(b"0 0 9 9 re W n", before=True),
    "an area filled by another rule": append(b"0 0 9 9 re f*"),
    "another colour space": append(b"/DeviceGray cs 1 sc", before=True),
    "grey": append(b"1 g", before=True),
    "a moved glyph": replace(rb"1 0 0 1 62\.00 774\.23 Tm", rb"1 0 0 1 62.00 774.24 Tm"),
    "a larger glyph": replace(rb" 25 Tf", b" 25.1 Tf"),
    "another colour": replace(rb"0\.100 0\.230 0\.370 rg", b"0.100 0.231 0.370 rg"),
    "another letter": replace(rb"<0001", b"<0002"),
    "a letter less": replace(rb"<[0-9A-F]{4}(?=[0-9A-F])", b"<"),
    "a code that the font does not have": append(b"BT /F1 9 Tf 1 0 0 1 9 9 Tm <7FFF> Tj ET"),
    "a font that the page does not have": append(b"BT /F9 9 Tf 1 0 0 1 9 9 Tm <0001> Tj ET"),
    "everything moved": append(b"1 0 0 1 0 1 cm", before=True),
    "an operator out of place": append(b"BT 0 0 9 9 re f ET"),
    "a text in a text": append(b"BT BT ET ET"),
    "a state too many restored": append(b"Q"),
    "a state that is never restored": append(b"q"),
    "words after the last operator": append(b"1 2 3"),
    "a remark": append(b"% withdrawn"),
    "a string": append(b"BT /F1 9 Tf (ab) Tj ET"),
    "marked content": append(b"/Span << /ActualText (withdrawn) >> BDC EMC"),
    "marked content with a name": append(b"/OC /x BDC EMC"),
    "a picture in the page": append(b"BI /W 1 /H 1 /BPC 8 /CS /G ID x EI"),
    "transparency": resource("/ExtGState", "/X", lambda _: Dictionary(ca=0), b"/X gs " + text()),
    "transparency that nothing uses": resource("/ExtGState", "/X", lambda _: Dictionary(ca=0), b"q Q"),
    "a form": resource("/XObject", "/X", form, b"/X Do"),
    "a form that nothing draws": resource("/XObject", "/X", form, b"q Q"),
    "a pattern": resource("/Shading", "/X", lambda _: Dictionary(ShadingType=2), b"/X sh"),
    # fonts
    "another text to copy": font(another_letter),
    "a remark in a map to Unicode": font(to_unicode),
    "no text to copy": font(lambda found, below: found.__delitem__("/ToUnicode")),
    "the glyphs of two codes swapped": font(swapped_glyphs),
    "glyphs by their own numbers": font(lambda found, below: put(below, "/CIDToGIDMap", Name.Identity)),
    "widths that the font does not have": font(lambda found, below: put(below.W[1], 3, 123)),
    "a width of a glyph a little other": font(lambda found, below: put(below.W[1], 3, float(below.W[1][3]) + 0.9)),
    "another width of what is missing": font(lambda found, below: put(below, "/DW", 0)),
    "another description of a font": font(lambda found, below: put(below.FontDescriptor, "/Ascent", 999)),
    "more description of a font": font(lambda found, below: put(below.FontDescriptor, "/FontFamily", String("x"))),
    "another name of a font": font(lambda found, below: put(found, "/BaseFont", Name("/CERTKT+Other"))),
    "another encoding": font(lambda found, below: put(found, "/Encoding", Name("/Identity-V"))),
    "outlines of another font under the same names": regular_instead,
    "an outline a little other": program(other_outline),
    "a hint a little other": other_table(b"fpgm", 3, b"\x7f"),
    "a sum in a font": program(lambda content: content[:16] + b"\0" + content[17:]),
    "an advance a little other": other_table(b"hmtx", 5, b"\x7f"),
    "a name in a font": program(with_name),
    "something after a font": program(lambda content: content + b"withdrawn"),
    "a font cut off": program(lambda content: content[:-100]),
    "no font at all": program(lambda content: b"\0\1\0\0"),
    "a character that no page draws": larger_subset,
    "a glyph that no code draws": glyph_more,
    "a font that no page uses": lambda pdf: put(
        pdf.pages[0].Resources.Font, "/F9", pdf.make_indirect(Dictionary(first_font(pdf)))
    ),
    "a second name for a font": lambda pdf: put(pdf.pages[0].Resources.Font, "/F9", first_font(pdf)),
    "two fonts exchanged": lambda pdf: (
        lambda entries, one, other: (put(entries, "/F1", other), put(entries, "/F2", one))
    )(pdf.pages[0].Resources.Font, pdf.pages[0].Resources.Font.F1, pdf.pages[0].Resources.Font.F2),
    # pages
    "a page more": second_page,
    "a page less": lambda pdf: pdf.pages.__delitem__(1),
    "pages in another order": other_order,
    "a page turned": of_page("/Rotate", 90),
    "a page cut": of_page("/CropBox", Array([0, 0, 300, 300])),
    "a larger page": of_page("/MediaBox", Array([0, 0, 600, 900])),
    "another unit": of_page("/UserUnit", 2),
    "a page that does something": lambda pdf: put(pdf.pages[0].obj, "/AA", Dictionary(O=script(pdf))),
    "a group": of_page("/Group", Dictionary(S=Name.Transparency)),
    "a thumb": of_page("/PieceInfo", Dictionary()),
    "an annotation": annotation,
    "a content in parts": contents_in_parts,
    "a content with an entry more": lambda pdf: put(pdf.pages[0].Contents, "/Note", String("withdrawn")),
    # the rest of the file
    "a script at opening": root("/OpenAction", script),
    "a script by name": lambda pdf: put(
        pdf.Root.Names, "/JavaScript", Dictionary(Names=Array([String("x"), script(pdf)]))
    ),
    "a page by name": lambda pdf: put(pdf.Root.Names, "/Dests", Dictionary(Names=Array([]))),
    "a layer": layer,
    "a form to fill in": root("/AcroForm", lambda pdf: Dictionary(Fields=Array([]))),
    "labels of pages": root("/PageLabels", lambda pdf: Dictionary(Nums=Array([0, Dictionary(P=String("X"))]))),
    "another version": root("/Version", lambda pdf: Name("/2.0")),
    "an extension": root("/Extensions", lambda pdf: Dictionary()),
    "another language": root("/Lang", lambda pdf: String("de")),
    "another way to show it": root("/PageMode", lambda pdf: Name.UseNone),
    "another preference": root("/ViewerPreferences", lambda pdf: Dictionary(DisplayDocTitle=False)),
    "a true that is a number": root("/ViewerPreferences", lambda pdf: Dictionary(DisplayDocTitle=1)),
    "a name that is a text": root("/PageMode", lambda pdf: String("UseOutlines")),
    "a title more": lambda pdf: put(pdf.docinfo, "/Status", String("withdrawn")),
    "another title": lambda pdf: put(pdf.docinfo, "/Title", String("withdrawn")),
    "other metadata": xmp,
    "a second attachment": second_attachment,
    "another description of the attachment": attachment("/Desc", String("withdrawn")),
    "another name of the attachment": attachment("/UF", String("x.json")),
    "other data": other_data,
    "another bookmark": of_outline("/Title", lambda pdf: String("withdrawn")),
    "a coloured bookmark": of_outline("/C", lambda pdf: Array([1, 1, 1])),
    "a bookmark that does something": of_outline("/A", script),
    "a bookmark to another page": of_outline("/Dest", lambda pdf: Array([pdf.pages[3].obj, Name.XYZ, 0, 700, 0])),
    "another profile": lambda pdf: pdf.Root.OutputIntents[0].DestOutputProfile.write(b"acsp"),
    "a second intent": lambda pdf: pdf.Root.OutputIntents.append(Dictionary(Type=Name.OutputIntent)),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery(name):
    forged = rewritten(FORGERIES[name])
    difference = first_difference(forged, drawn())
    assert difference
    assert "Error" not in difference
    assert len(difference) < 400


def test_an_object_that_nothing_refers_to():
    content = drawn()
    table = content.rindex(b"xref\n0 ")
    number = int(content[table:].split()[2])
    extra = b"%d 0 obj\n(withdrawn)\nendobj\n" % number
    rest = content[table:]
    for old, new in (
        (b"0 %d\n" % number, b"0 %d\n" % (number + 1)),
        (b"/Size %d" % number, b"/Size %d" % (number + 1)),
        (b"trailer", b"%010d 00000 n \ntrailer" % table),
        (b"\n%d\n" % table, b"\n%d\n" % (table + len(extra))),
    ):
        assert old in rest
        rest = rest.replace(old, new)
    assert first_difference(content[:table] + extra + rest, content) == f"nothing refers to object {number}"


def many_fonts(pdf):
    """The same large font under many names."""
    one = first_font(pdf)
    for number in range(5000):
        pdf.pages[0].Resources.Font[f"/G{number}"] = pdf.make_indirect(Dictionary(one))


def fonts_on_pages(pdf):
    """Fifteen fonts more on every page."""
    one = first_font(pdf)
    for page in pdf.pages:
        known = dict(page.Resources.Font)
        more = {f"/G{number}": pdf.make_indirect(Dictionary(one)) for number in range(12)}
        page.obj.Resources = Dictionary(Font=Dictionary({**known, **more}))


@pytest.mark.parametrize(
    ("change", "difference"),
    [
        (append(b"q Q " * 200_000), "page 1 has far more content than the data gives"),
        (append(b"q " * 20), "a page keeps too many graphics states, or restores one that it did not keep"),
        (many_fonts, "a page has more than 16 fonts"),
        (fonts_on_pages, "it has other fonts"),
    ],
    ids=["content without end", "states without end", "fonts without end", "fonts on every page"],
)
def test_the_work_is_bounded(change, difference):
    forged = rewritten(change)
    begin = process_time()
    assert first_difference(forged, drawn()) == difference
    assert process_time() - begin < 3


@pytest.mark.parametrize("end", [0, 1, 100, 5000, -1, -200])
def test_a_file_that_is_cut_off(end):
    assert first_difference(drawn()[:end], drawn())


@pytest.mark.parametrize("at", range(0, 12_000, 97))
def test_a_font_with_another_byte_is_read_or_refused(at):
    """Never anything but a font or a FontError, whatever is in it."""
    content = fonts.subset(fonts.TEXT, "ABCÄÖé fi").program
    at %= len(content)
    for value in (0, 0x7F, 0xFF):
        changed = content[:at] + bytes([value]) + content[at + 1 :]
        try:
            read_truetype(changed)
        except FontError:
            continue


def test_one_other_byte_anywhere_is_a_difference():
    """In the plain text of the file; each is a sentence, and never an exception."""
    plain = rewritten(compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)
    assert first_difference(plain, drawn()) == ""
    choose = random.Random(32)
    for _ in range(40):
        at, value = choose.randrange(20, len(plain)), choose.choice(b"Zq%(\0\xff")
        if plain[at] == value:
            continue
        changed = plain[:at] + bytes([value]) + plain[at + 1 :]
        assert first_difference(changed, drawn()), (at, value)
