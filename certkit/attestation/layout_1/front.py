"""The first page: what the document is, what it is about, who issues it, room for the seal, and the QR code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkit.attestation.layout_1.fonts import BOLD, MONO
from certkit.attestation.layout_1.lines import Style, wrap
from certkit.attestation.layout_1.qr import qr_squares, qr_text
from certkit.attestation.layout_1.sheet import (
    ACCENT,
    COLUMN,
    INK,
    LEFT,
    RIGHT,
    SOFT,
    STRONG,
    Rule,
    Sheet,
    Square,
    Words,
)
from certkit.attestation.layout_1.tables import Cell, Said, facts
from certkit.attestation.layout_1.wording import KINDS, day_of

if TYPE_CHECKING:
    from certkit.attestation.v1.model import AttestationDocument

SEAL_PAGE = 0
SEAL_BOX = (62.0, 84.0, 322.0, 176.0)
"""Left, bottom, right and top of the seal's rectangle, in points."""
_OVERLINE = Style(font=BOLD, size=8.4, leading=12, colour=SOFT)
_TITLE = Style(font=BOLD, size=25, leading=33, colour=ACCENT)
_SUBTITLE = Style(size=11, leading=15.5, colour=INK)
_LEAD = Style(size=10.4, leading=16, colour=INK)
FACT = Style(size=9.4, leading=14, colour=INK)
FACT_STRONG = FACT._replace(font=BOLD)
_FACT_CODE = FACT._replace(font=MONO, size=7.1)
RESULT = FACT_STRONG._replace(size=12, leading=16)
_TINY = Style(size=6.8, leading=9.6, colour=SOFT)
_TINY_CODE = Style(font=MONO, size=6.8, leading=9.6, colour=INK)
_SIDE = 92.0
"""Of the QR code."""


def masthead(sheet: Sheet, document: AttestationDocument, lead: str) -> None:
    """The document's title, its number, and what it says in one sentence."""
    kind = KINDS[document["kind"]]
    sheet.y = 792.0
    sheet.put(Rule(LEFT, sheet.y, RIGHT, sheet.y, 2.2, ACCENT))
    sheet.y -= 8
    sheet.lines(wrap(document["procedure"], _OVERLINE, COLUMN), _OVERLINE, LEFT)
    sheet.y -= 10
    sheet.lines(wrap(kind, _TITLE, COLUMN), _TITLE, LEFT)
    sheet.y -= 3
    number = STRONG._replace(size=11, leading=16)
    sheet.lines(wrap(f"No. {document['id']}", number, COLUMN), number, LEFT)
    sheet.y -= 12
    sheet.lines(wrap(lead, _LEAD, COLUMN), _LEAD, LEFT)
    sheet.y -= 12
    sheet.put(Rule(LEFT, sheet.y, RIGHT, sheet.y, 0.7, INK))


def no_pass(document: AttestationDocument) -> str:
    """What stands where something would be certified or declared. Nobody issues such a document."""
    return (
        f"This is worth nothing. The verdict is {document['derived']['outcome']}, so that there is nothing to attest."
    )


def product(
    sheet: Sheet,
    document: AttestationDocument,
    more: list[tuple[str, Cell]],
    *,
    before: list[tuple[str, Cell]] | None = None,
) -> None:
    """What the document is about, and for what it holds (5.5); ``before`` and ``more`` stand around it."""
    subject = document["derived"]["subject"]
    rows: list[tuple[str, Cell]] = [
        ("Vendor", Said(subject["vendor"] or "not stated", FACT_STRONG)),
        ("Product", Said(subject["model"] or "not stated", FACT_STRONG)),
        ("Kind of device", subject["dut"] or "not stated"),
    ]
    if subject["hardware"]:
        rows.append(("Hardware feature set", subject["hardware"]))
    rows.append(("Firmware or software version", Said(subject["firmware_version"] or "not stated", FACT_STRONG)))
    if document["derived"]["firmware_hash"]:
        rows.append(("Hash of the firmware", Said(document["derived"]["firmware_hash"], _FACT_CODE)))
    if subject["serial"]:
        rows.append(("Serial number of the device tested", subject["serial"]))
    if subject["family"]:
        rows.append(("Product family", subject["family"]))
    if subject["representative"]:
        rows.append(("Representative product", subject["representative"]))
    facts(sheet, [*(before or []), *rows, *more], style=FACT, pad=3.4)


def issued(document: AttestationDocument) -> list[tuple[str, Cell]]:
    """Who, and when."""
    issuer = document["issuer"]
    return [("Issued", f"{day_of(document['issued_at'])} by {issuer['name']} ({issuer['role']})")]


def seal_and_code(sheet: Sheet, document: AttestationDocument, digest: str) -> None:
    """The empty rectangle for the seal, and the QR code with the same in words."""
    page = sheet.pages[SEAL_PAGE]
    left, bottom, right, top = SEAL_BOX
    page.append(Words(left, top + 5, _TINY, wrap("Seal", _TINY, 100)[0]))
    page.append(Square(left, bottom, right - left, top - bottom, 0.6, SOFT))
    white = 4.0
    page.append(Square(RIGHT - _SIDE - white, bottom - white, _SIDE + 2 * white, _SIDE + 2 * white, 0.0, (1, 1, 1)))
    page.extend(qr_squares(qr_text(document["kind"], document["id"], digest), RIGHT - _SIDE, bottom, _SIDE))
    x = right + 14
    width = RIGHT - _SIDE - 10 - x
    y = top - 7
    for text, style in (
        ("Number", _TINY),
        (document["id"], _TINY_CODE),
        ("SHA-256 of the data", _TINY),
        *((digest[at : at + 16], _TINY_CODE) for at in range(0, 64, 16)),
    ):
        for line in wrap(text, style, width)[:3]:
            page.append(Words(x, y, style, line))
            y -= style.leading
        if style is _TINY_CODE and text == document["id"]:
            y -= 3
