"""What every page has: the header with kind, number and product, the footer with digest and page, plain warnings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkit.attestation.layout_1.fonts import BOLD, MONO
from certkit.attestation.layout_1.lines import Style, measure, shorten
from certkit.attestation.layout_1.sheet import HAIR, INK, LEFT, RIGHT, SOFT, WIDTH, Rule, Sheet, Square, Words
from certkit.attestation.layout_1.wording import KINDS, product_of, short_digest

if TYPE_CHECKING:
    from certkit.attestation.v1.model import AttestationDocument

REHEARSAL = "REHEARSAL – not valid"
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
            title = shorten(f"{KINDS[document['kind']]} {document['id']}", _HEAD, 350)
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
