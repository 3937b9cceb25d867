"""From reportlab's PDF to PDF/A-3b: metadata, colour profile, and the data of the attestation as an attached file."""

from __future__ import annotations

from io import BytesIO
from typing import NamedTuple
from xml.sax.saxutils import escape

from certkit.attestation.layout_1.characters import readable
from certkit.attestation.layout_1.fonts import FOLDER
from certkit.attestation.layout_1.lines import ATTACHMENT


class Metadata(NamedTuple):
    """What a PDF says of itself. ``moment`` is ISO 8601 in UTC: ``2026-03-04T10:00:00Z``."""

    title: str
    author: str
    subject: str
    creator: str
    moment: str


def archive(pdf: bytes, data: bytes, metadata: Metadata) -> bytes:
    """The PDF with everything that PDF/A-3b asks for, and the data attached; the same bytes for the same input."""
    import pikepdf
    from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Stream, String

    metadata = Metadata(*(readable(text) for text in metadata))
    moment = _pdf_date(metadata.moment)
    with pikepdf.open(BytesIO(pdf)) as document:
        root = document.Root
        for page in document.pages:
            for key in ("/Trans", "/Dur"):
                if key in page:
                    del page[key]
        document.docinfo = document.make_indirect(
            Dictionary(
                Title=String(metadata.title),
                Author=String(metadata.author),
                Subject=String(metadata.subject),
                Creator=String(metadata.creator),
                Producer=String(_PRODUCER),
                CreationDate=String(moment),
                ModDate=String(moment),
            )
        )
        root.Lang = String("en")
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        root.Metadata = Stream(document, _xmp(metadata), Type=Name.Metadata, Subtype=Name.XML)
        profile = Stream(document, (FOLDER / "sRGB.icc").read_bytes(), N=3)
        root.OutputIntents = Array(
            [
                document.make_indirect(
                    Dictionary(
                        Type=Name.OutputIntent,
                        S=Name.GTS_PDFA1,
                        OutputConditionIdentifier=String("sRGB"),
                        RegistryName=String("http://www.color.org"),
                        Info=String("sRGB IEC61966-2.1"),
                        DestOutputProfile=profile,
                    )
                )
            ]
        )
        file = Stream(
            document,
            data,
            Type=Name.EmbeddedFile,
            Subtype=Name("/application/json"),
            Params=Dictionary(Size=len(data), CreationDate=String(moment), ModDate=String(moment)),
        )
        attached = document.make_indirect(
            Dictionary(
                Type=Name.Filespec,
                F=String(ATTACHMENT),
                UF=String(ATTACHMENT),
                Desc=String("The attestation as data"),
                AFRelationship=Name.Data,
                EF=Dictionary(F=file, UF=file),
            )
        )
        root.AF = Array([attached])
        root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array([String(ATTACHMENT), attached])))
        if "/PageMode" in root:
            del root["/PageMode"]
        root.PageMode = Name.UseOutlines
        out = BytesIO()
        document.save(
            out,
            force_version="1.7",
            deterministic_id=True,
            compress_streams=True,
            object_stream_mode=ObjectStreamMode.disable,
            preserve_pdfa=False,
            fix_metadata_version=False,
        )
    return out.getvalue()


_PRODUCER = "certkit, with reportlab and pikepdf"
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
   <pdfaid:part>3</pdfaid:part>
   <pdfaid:conformance>B</pdfaid:conformance>
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


def _pdf_date(moment: str) -> str:
    digits = "".join(character for character in moment if character in "0123456789")
    return f"D:{digits[:14]}Z"
