"""The file: PDF/A-3a and PDF/UA-1, with bookmarks, structure, colour profile, and the data as an attached file.

Every object is written here, so that a document is the same wherever it is drawn: plain objects in the order in which
they are made, one classic table, streams compressed with Flate, and no comment but the one that marks a file as binary.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple
from xml.sax.saxutils import escape

from certkit.attestation.layout_1.drawing import Codes, draw, draw_alone
from certkit.attestation.layout_1.fonts import FOLDER, descriptor, subset
from certkit.attestation.layout_1.lines import ATTACHMENT, readable
from certkit.attestation.layout_1.sheet import HEIGHT, WIDTH, Drawn, Mark
from certkit.attestation.layout_1.structure import FORM, Element

_BOOKMARK = 120
"""Characters of a bookmark; the page has the whole heading."""
_EFFORT = 4
"""Of compressing: with more of it a verification takes noticeably longer, and a certificate has 3 kB less."""
_MAPPED = 100
"""Characters that one section of a map to Unicode may have."""


class Metadata(NamedTuple):
    """What a PDF says of itself. ``moment`` is ISO 8601 in UTC: ``2026-03-04T10:00:00Z``."""

    title: str
    author: str
    subject: str
    creator: str
    moment: str


def write_pdf(
    pages: Sequence[Sequence[Drawn]],
    structure: Element,
    marks: Sequence[Mark],
    data: bytes,
    metadata: Metadata,
    watermark: str = "",
) -> bytes:
    """The document, the same bytes for the same input.

    Args:
        structure: the document, with the elements of all that is drawn.
        marks: bookmarks, in the order of the pages.
        data: what is attached.
        watermark: goes over every page, behind the text.
    """
    metadata = Metadata(*(readable(text) for text in metadata))
    moment = _date(metadata.moment)
    file = _File()
    root = file.reserve()
    leaves = _pages(file, pages, watermark)
    tree = _structure(file, structure, leaves)
    outline = _outline(file, marks, leaves.numbers)
    information = file.add(
        f"<< /Title {_text(metadata.title)} /Author {_text(metadata.author)} /Subject {_text(metadata.subject)} "
        f"/Creator {_text(metadata.creator)} /Producer {_text(_PRODUCER)} "
        f"/CreationDate {_text(moment)} /ModDate {_text(moment)} >>"
    )
    said = file.stream("/Type /Metadata /Subtype /XML", _xmp(metadata), packed=False)
    profile = file.packed("/N 3", _profile())
    intent = file.add(
        "<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB) /RegistryName (http://www.color.org) "
        f"/Info (sRGB IEC61966-2.1) /DestOutputProfile {profile} 0 R >>"
    )
    embedded = file.stream(
        f"/Type /EmbeddedFile /Subtype /application#2Fjson "
        f"/Params << /Size {len(data)} /CreationDate {_text(moment)} /ModDate {_text(moment)} >>",
        data,
    )
    name = _text(ATTACHMENT)
    attached = file.add(
        f"<< /Type /Filespec /F {name} /UF {name} /Desc (The attestation as data) /AFRelationship /Data "
        f"/EF << /F {embedded} 0 R /UF {embedded} 0 R >> >>"
    )
    file.put(
        root,
        f"<< /Type /Catalog /Pages {leaves.tree} 0 R /Outlines {outline} 0 R /PageMode /UseOutlines /Lang (en) "
        f"/MarkInfo << /Marked true >> /StructTreeRoot {tree} 0 R "
        f"/ViewerPreferences << /DisplayDocTitle true >> /Metadata {said} 0 R /OutputIntents [{intent} 0 R] "
        f"/AF [{attached} 0 R] /Names << /EmbeddedFiles << /Names [{name} {attached} 0 R] >> >> >>",
    )
    return file.finished(root, information)


def picture(page: Sequence[Drawn], size: tuple[float, float]) -> bytes:
    """A PDF of one page, to be drawn in another."""
    file = _File()
    root = file.reserve()
    codes = Codes()
    leaves = _leaves(file, [draw_alone(page, codes)], codes, size, [""])
    file.put(root, f"<< /Type /Catalog /Pages {leaves.tree} 0 R >>")
    return file.finished(root)


class _Leaves(NamedTuple):
    """The number of the page tree, those of the pages, and of each page the elements of its pieces."""

    tree: int
    numbers: tuple[int, ...]
    elements: tuple[tuple[Element, ...], ...] = ()


def _pages(file: _File, pages: Sequence[Sequence[Drawn]], watermark: str) -> _Leaves:
    codes, size = Codes(), (WIDTH, HEIGHT)
    drawn = [draw(page, codes, size, watermark) for page in pages]
    entries = [f" /StructParents {number} /Tabs /S" for number in range(len(pages))]
    leaves = _leaves(file, [content.data for content in drawn], codes, size, entries)
    return leaves._replace(elements=tuple(content.elements for content in drawn))


def _leaves(
    file: _File, contents: Sequence[bytes], codes: Codes, size: tuple[float, float], entries: Sequence[str]
) -> _Leaves:
    """The pages; ``entries`` are what each of them has besides."""
    streams = [file.stream("", content) for content in contents]
    fonts = " ".join(f"/{codes.name(font)} {_font(file, font, used)} 0 R" for font, used in codes.fonts())
    resources = file.add(f"<< /Font << {fonts} >> >>")
    tree = file.reserve()
    common = f"/Parent {tree} 0 R /MediaBox [0 0 {size[0]:g} {size[1]:g}] /Resources {resources} 0 R"
    numbers = tuple(
        file.add(f"<< /Type /Page {common} /Contents {stream} 0 R{more} >>")
        for stream, more in zip(streams, entries, strict=True)
    )
    kids = " ".join(f"{number} 0 R" for number in numbers)
    file.put(tree, f"<< /Type /Pages /Count {len(numbers)} /Kids [{kids}] >>")
    return _Leaves(tree, numbers)


def _structure(file: _File, structure: Element, leaves: _Leaves) -> int:
    """The structure tree. Every cell is an object, so the objects are written as short as they can be.

    The tree of parents has the elements of each page, and after the pages the element that keeps the place of the
    signature's field (:mod:`certkit.signing.sign` puts the field there).
    """
    for page, elements in enumerate(leaves.elements):
        for number, element in enumerate(elements):
            element.pieces.append((page, number))
    root = file.reserve()
    numbers: dict[Element, int] = {}
    forms: list[int] = []
    every = list(structure.all())
    for element, _parent in every:
        numbers[element] = file.reserve()
        if element.kind == FORM:
            forms.append(numbers[element])
    for element, parent in every:
        above = root if parent is None else numbers[parent]
        alternative = f"/Alt {_text(readable(element.alternative))}" if element.alternative else ""
        kids = _kids(element, numbers, leaves.numbers)
        file.put(numbers[element], f"<</S/{element.kind}/P {above} 0 R{element.entries}{alternative}{kids}>>")
    parents = [
        f"{page}[{' '.join(f'{numbers[element]} 0 R' for element in elements)}]"
        for page, elements in enumerate(leaves.elements)
    ]
    parents += [f"{key} {form} 0 R" for key, form in enumerate(forms, len(parents))]
    tree = file.add(f"<</Nums[{' '.join(parents)}]>>")
    file.put(
        root,
        f"<< /Type /StructTreeRoot /K [{numbers[structure]} 0 R] /ParentTree {tree} 0 R "
        f"/ParentTreeNextKey {len(parents)} >>",
    )
    return root


def _kids(element: Element, numbers: Mapping[Element, int], pages: Sequence[int]) -> str:
    if element.kids:
        return f"/K[{' '.join(f'{numbers[kid]} 0 R' for kid in element.kids)}]"
    if not element.pieces:
        return ""
    first = element.pieces[0][0]
    pieces = [
        f"{number}" if page == first else f"<</Type/MCR/Pg {pages[page]} 0 R/MCID {number}>>"
        for page, number in element.pieces
    ]
    return (
        f"/Pg {pages[first]} 0 R/K {pieces[0]}" if len(pieces) == 1 else f"/Pg {pages[first]} 0 R/K[{' '.join(pieces)}]"
    )


def _font(file: _File, font: str, characters: str) -> int:
    """A font whose codes are counted from 1 in the order in which the document uses its characters."""
    name, described = descriptor(font)
    name = f"CERTKT+{name}"
    part = subset(font, characters)
    program = file.stream(f"/Length1 {len(part.program)}", part.program)
    entries = file.add(f"<< {described} /FontName /{name} /FontFile2 {program} 0 R >>")
    glyphs = file.stream("", b"\0\0" + b"".join(number.to_bytes(2, "big") for number in part.glyphs))
    widths = " ".join(map(str, part.widths))
    below = file.add(
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
        f"/FontDescriptor {entries} 0 R /CIDToGIDMap {glyphs} 0 R /W [1 [{widths}]] >>"
    )
    mapped = file.stream("", _to_unicode(characters))
    return file.add(
        f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H /DescendantFonts [{below} 0 R] "
        f"/ToUnicode {mapped} 0 R >>"
    )


def _to_unicode(characters: str) -> bytes:
    """What somebody copies who selects a text: each code with its character."""
    rows = [f"<{code:04X}> <{one.encode('utf-16-be').hex().upper()}>" for code, one in enumerate(characters, 1)]
    sections = [rows[at : at + _MAPPED] for at in range(0, len(rows), _MAPPED)]
    mapped = "\n".join(f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar" for part in sections)
    return _TO_UNICODE.format(mapped=mapped).encode("ascii")


_TO_UNICODE = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{mapped}
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


def _outline(file: _File, marks: Sequence[Mark], pages: Sequence[int]) -> int:
    """Bookmarks of two levels; those below a heading are folded."""
    root = file.reserve()
    numbers = [file.reserve() for _mark in marks]
    heads = [place for place, mark in enumerate(marks) if mark.level == 0]
    ends = [*heads[1:], len(marks)][: len(heads)]
    below = {head: range(head + 1, end) for head, end in zip(heads, ends, strict=True)}
    for row, parent in ((heads, root), *((list(below[head]), numbers[head]) for head in heads)):
        for at, place in enumerate(row):
            mark = marks[place]
            entries = [
                f"/Title {_text(readable(mark.title[:_BOOKMARK]))} /Parent {parent} 0 R",
                f"/Dest [{pages[mark.page]} 0 R /XYZ 0 {mark.y + 12:.2f} 0]",
            ]
            if at:
                entries.append(f"/Prev {numbers[row[at - 1]]} 0 R")
            if at + 1 < len(row):
                entries.append(f"/Next {numbers[row[at + 1]]} 0 R")
            inner = below.get(place)
            if inner:
                entries.append(f"/First {numbers[inner[0]]} 0 R /Last {numbers[inner[-1]]} 0 R /Count {-len(inner)}")
            file.put(numbers[place], f"<< {' '.join(entries)} >>")
    ends_of = f" /First {numbers[heads[0]]} 0 R /Last {numbers[heads[-1]]} 0 R /Count {len(heads)}" if heads else ""
    file.put(root, f"<< /Type /Outlines{ends_of} >>")
    return root


class _File:
    """Objects by their numbers, from 1, and the bytes that they come to."""

    def __init__(self) -> None:
        self._objects: list[bytes] = []

    def reserve(self) -> int:
        """A number for what is put there later."""
        self._objects.append(b"")
        return len(self._objects)

    def put(self, number: int, content: str) -> None:
        self._objects[number - 1] = content.encode("ascii")

    def add(self, content: str) -> int:
        number = self.reserve()
        self.put(number, content)
        return number

    def stream(self, entries: str, data: bytes, *, packed: bool = True) -> int:
        if packed:
            return self.packed(entries, zlib.compress(data, _EFFORT))
        return self._stream(entries, data)

    def packed(self, entries: str, data: bytes) -> int:
        """A stream that is compressed already."""
        return self._stream(f"{entries} /Filter /FlateDecode", data)

    def _stream(self, entries: str, data: bytes) -> int:
        head = f"<< {entries.strip()} /Length {len(data)} >>\nstream\n".encode("ascii")
        # After a carriage return, a line feed alone would read as the second half of one line end, not as a whole one.
        self._objects.append(head + data + b"\r\nendstream")
        return len(self._objects)

    def finished(self, root: int, information: int | None = None) -> bytes:
        """The file, with a digest of its objects as its identifier."""
        parts = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"]
        place = len(parts[0])
        table = ["0000000000 65535 f \n"]
        for number, content in enumerate(self._objects, 1):
            table.append(f"{place:010} 00000 n \n")
            part = b"%d 0 obj\n%b\nendobj\n" % (number, content)
            parts.append(part)
            place += len(part)
        identifier = hashlib.sha256(b"".join(parts)).hexdigest()[:32]
        size = len(table)
        entries = f"/Root {root} 0 R /Size {size} /ID [<{identifier}> <{identifier}>]"
        if information is not None:
            entries = f"/Info {information} 0 R {entries}"
        listed = f"xref\n0 {size}\n{''.join(table)}trailer\n<< {entries} >>\nstartxref\n{place}\n%%EOF\n"
        return b"".join(parts) + listed.encode("ascii")


def _text(text: str) -> str:
    """A text as PDF writes it: in ASCII if it is that, in UTF-16 if not."""
    if text.isascii() and text.isprintable():
        return "(" + text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") + ")"
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


@cache
def _profile() -> bytes:
    """sRGB, compressed."""
    return zlib.compress((FOLDER / "sRGB.icc").read_bytes(), _EFFORT)


_PRODUCER = "certkit"
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
    xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
    xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
    xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
    xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
   <pdfaid:part>3</pdfaid:part>
   <pdfaid:conformance>A</pdfaid:conformance>
   <pdfuaid:part>1</pdfuaid:part>
   <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
    <pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
    <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
     <pdfaProperty:name>part</pdfaProperty:name>
     <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
     <pdfaProperty:category>internal</pdfaProperty:category>
     <pdfaProperty:description>Part of ISO 14289 to which the document conforms</pdfaProperty:description>
    </rdf:li></rdf:Seq></pdfaSchema:property>
   </rdf:li></rdf:Bag></pdfaExtension:schemas>
   <dc:format>application/pdf</dc:format>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
   <dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
   <dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
   <dc:language><rdf:Bag><rdf:li>en</rdf:li></rdf:Bag></dc:language>
   <pdf:Producer>{producer}</pdf:Producer>
   <xmp:CreatorTool>{creator}</xmp:CreatorTool>
   <xmp:CreateDate>{moment}</xmp:CreateDate>
   <xmp:ModifyDate>{moment}</xmp:ModifyDate>
   <xmp:MetadataDate>{moment}</xmp:MetadataDate>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


def _xmp(metadata: Metadata) -> bytes:
    values = {key: escape(value) for key, value in metadata._asdict().items()}
    return _XMP.format(**values, producer=escape(_PRODUCER)).encode("utf-8")


def _date(moment: str) -> str:
    digits = "".join(character for character in moment if character in "0123456789")
    return f"D:{digits[:14]}Z"
