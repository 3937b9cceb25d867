"""The first page, and what is on every page: title, product, header, footer, warnings, and the signature field."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from certkit.attestation.layout_1.fonts import BOLD, MONO
from certkit.attestation.layout_1.lines import Style, measure, shorten, wrap
from certkit.attestation.layout_1.qr import qr_squares, qr_text
from certkit.attestation.layout_1.sheet import (
    ACCENT,
    COLUMN,
    HAIR,
    INK,
    LEFT,
    RIGHT,
    SOFT,
    STRONG,
    WIDTH,
    Cell,
    Drawn,
    Rule,
    Said,
    Sheet,
    Square,
    Words,
    facts,
)
from certkit.attestation.layout_1.structure import FIGURE, FORM, PARAGRAPH, TITLE
from certkit.attestation.layout_1.wording import TITLES, day_of, product_of, short_digest
from certkit.attestation.v1.model import AttestationDocument

SIGNATURE_PAGE = 0
SIGNATURE_BOX = (62.0, 84.0, 322.0, 176.0)
"""Left, bottom, right and top of the signature's rectangle, in points."""
_OVERLINE = Style(font=BOLD, size=8.4, leading=12, colour=SOFT)
_TITLE = Style(font=BOLD, size=25, leading=33, colour=ACCENT)
_SUBTITLE = Style(size=11, leading=15.5, colour=INK)
_LEAD = Style(size=10.4, leading=16, colour=INK)
_LEAD_STRONG = _LEAD._replace(font=BOLD)
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
    kind = TITLES[document["kind"]]
    sheet.y = 792.0
    sheet.put(Rule(LEFT, sheet.y, RIGHT, sheet.y, 2.2, ACCENT))
    sheet.y -= 8
    sheet.lines(wrap(document["procedure"], _OVERLINE, COLUMN), _OVERLINE, LEFT)
    sheet.y -= 10
    sheet.lines(wrap(kind, _TITLE, COLUMN), _TITLE, LEFT, TITLE)
    sheet.y -= 3
    number = STRONG._replace(size=11, leading=16)
    sheet.lines(wrap(f"No. {document['id']}", number, COLUMN), number, LEFT)
    sheet.y -= 12
    if document["rehearsal"]:
        warning = f"REHEARSAL. It is signed under a rehearsal root: this is not an official {document['kind']}."
        sheet.lines(wrap(warning, _LEAD_STRONG, COLUMN), _LEAD_STRONG, LEFT)
        sheet.y -= 4
    sheet.lines(wrap(lead, _LEAD, COLUMN), _LEAD, LEFT)
    sheet.y -= 12
    sheet.put(Rule(LEFT, sheet.y, RIGHT, sheet.y, 0.7, INK))


def product(
    sheet: Sheet, document: AttestationDocument, *, before: list[tuple[str, Cell]], after: list[tuple[str, Cell]]
) -> None:
    """What the document is about, for what it is valid, and who issued it when."""
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
    issuer = document["issuer"]
    issued = ("Issued", f"{day_of(document['issued_at'])} by {issuer['name']} ({issuer['role']})")
    facts(sheet, [*before, *rows, *after, issued], style=FACT, pad=3.4)


def signature_and_code(sheet: Sheet, document: AttestationDocument, digest: str) -> None:
    """The empty signature field, and the QR code with the same in words."""
    page = sheet.pages[SIGNATURE_PAGE]
    left, bottom, right, top = SIGNATURE_BOX
    section = sheet.section
    page.append(Words(left, top + 5, _TINY, wrap("Signature", _TINY, 100)[0], section.add(PARAGRAPH)))
    section.add(FORM)  # the signature's field goes there when the document is signed
    page.append(Square(left, bottom, right - left, top - bottom, 0.6, SOFT))
    white = 4.0
    page.append(Square(RIGHT - _SIDE - white, bottom - white, _SIDE + 2 * white, _SIDE + 2 * white, 0.0, (1, 1, 1)))
    code = qr_text(document["kind"], document["id"], digest, document["issuer"]["register"])
    box = f"{RIGHT - _SIDE:g} {bottom:g} {RIGHT:g} {bottom + _SIDE:g}"
    figure = section.add(FIGURE, f"/A<</O/Layout/BBox[{box}]>>", _told(document))
    page.extend(square._replace(element=figure) for square in qr_squares(code, RIGHT - _SIDE, bottom, _SIDE))
    x = right + 14
    width = RIGHT - _SIDE - 10 - x
    y = top - 7
    quarters = [digest[at : at + 16] for at in range(0, 64, 16)]
    for texts, style, after in (
        (["Number"], _TINY, 0),
        ([document["id"]], _TINY_CODE, 3),
        (["SHA-256 of the data"], _TINY, 0),
        (quarters, _TINY_CODE, 0),
    ):
        element = section.add(PARAGRAPH)
        for line in (line for text in texts for line in wrap(text, style, width)[:3]):
            page.append(Words(x, y, style, line, element))
            y -= style.leading
        y -= after


def _told(document: AttestationDocument) -> str:
    """What the QR code has, for those who do not see it."""
    register = document["issuer"]["register"]
    opens = f"It opens {register} with" if register else "It has"
    return (
        f"QR code. {opens} the number of this document and the SHA-256 of its data, which are also written beside it."
    )


REHEARSAL = "REHEARSAL – not official"
_HEAD = Style(font=BOLD, size=7.8, leading=11, colour=INK)
_HEAD_SOFT = Style(size=7.8, leading=11, colour=SOFT)
_CODE = Style(font=MONO, size=6.8, leading=11, colour=SOFT)
_WARNING = Style(font=BOLD, size=9, leading=12, colour=(0, 0, 0))
_HEAD_Y, _FOOT_Y, _WARNING_Y = 790.0, 44.0, 816.0


def warnings_of(document: AttestationDocument) -> list[str]:
    """What has to be seen on every page."""
    outcome = document["derived"]["outcome"]
    found = [REHEARSAL] if document["rehearsal"] else []
    if outcome != "pass":
        found.append("RESULT: FAIL" if outcome == "fail" else "RESULT: INCOMPLETE – not passed")
    return found


def frame(sheet: Sheet, document: AttestationDocument, digest: str) -> None:
    """Headers and footers, when it is known how many pages there are."""
    warnings = warnings_of(document)
    for number, page in enumerate(sheet.pages):
        if number:
            title = shorten(f"{TITLES[document['kind']]} {document['id']}", _HEAD, 350)
            page.append(Words(LEFT, _HEAD_Y, _HEAD, title))
            line = shorten(product_of(document), _HEAD_SOFT, RIGHT - LEFT - title.width - 14)
            page.append(Words(RIGHT - line.width, _HEAD_Y, _HEAD_SOFT, line))
            page.append(Rule(LEFT, _HEAD_Y - 6, RIGHT, _HEAD_Y - 6, 0.5, HAIR))
        page.append(Rule(LEFT, _FOOT_Y + 11, RIGHT, _FOOT_Y + 11, 0.5, HAIR))
        caption = "SHA-256 of the data"
        page.append(Words(LEFT, _FOOT_Y, _HEAD_SOFT, shorten(caption, _HEAD_SOFT, 200)))
        begin = LEFT + measure(caption, _HEAD_SOFT) + 5
        page.append(Words(begin, _FOOT_Y, _CODE, shorten(f"{short_digest(digest)} …", _CODE, 200)))
        line = shorten(f"Page {number + 1} of {len(sheet.pages)}", _HEAD_SOFT, 100)
        page.append(Words(RIGHT - line.width, _FOOT_Y, _HEAD_SOFT, line))
        _warn(page, warnings)


def _warn(page: list[Words | Rule | Square], warnings: list[str]) -> None:
    if warnings:
        line = shorten("   ·   ".join(warnings), _WARNING, RIGHT - LEFT)
        x = (WIDTH - line.width) / 2
        page.append(Words(x, _WARNING_Y, _WARNING, line))
        page.append(Square(x - 9, _WARNING_Y - 6, line.width + 18, 19, 0.9, (0, 0, 0)))


_PAD = 9.0
_FIRST = Style(font=BOLD, size=10.5, leading=14, colour=ACCENT)
_NEXT = Style(size=8, leading=11.4, colour=INK)
_LAST = Style(size=8, leading=11.4, colour=SOFT)


def signature_lines(document: AttestationDocument) -> list[str]:
    """What the visible signature says: who signs, in which role, when, and whether it is a rehearsal."""
    issuer = document["issuer"]
    when = datetime.fromisoformat(document["issued_at"])
    rehearsal = ["REHEARSAL"] if document["rehearsal"] else []
    return [issuer["name"], issuer["role"].capitalize(), f"{when:%Y-%m-%d %H:%M} UTC", *rehearsal]


def signature_drawing(lines: Sequence[str], width: float, height: float) -> list[Drawn]:
    """The lines, the first one in bold; what does not fit is shortened, and set smaller first."""
    for share in (1.0, 0.9, 0.8, 0.7, 0.62):
        drawn, y = _set(lines, width, height, share)
        if y >= _PAD * 0.5:
            break
    else:
        drawn = [one for one in drawn if not isinstance(one, Words) or one.y >= _PAD * 0.4]
    return drawn


def _set(lines: Sequence[str], width: float, height: float, share: float) -> tuple[list[Drawn], float]:
    drawn: list[Drawn] = [Rule(1.6, 0, 1.6, height, 3.2, ACCENT)]
    y = height - _PAD * 0.7
    for number, text in enumerate(lines):
        style = _FIRST if not number else _NEXT if number < 2 else _LAST
        style = style._replace(size=round(style.size * share, 2), leading=round(style.leading * share, 2))
        for line in wrap(text, style, width - 2 * _PAD - 4):
            y -= style.leading
            drawn.append(Words(_PAD + 4, y + (style.leading - style.size) * 0.62, style, line))
    return drawn, y
