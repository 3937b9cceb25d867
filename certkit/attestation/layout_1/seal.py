"""The visible seal: a page as large as the rectangle that is kept free for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from certkit.attestation.layout_1.fonts import BOLD
from certkit.attestation.layout_1.lines import Style, wrap
from certkit.attestation.layout_1.sheet import ACCENT, INK, SOFT, Drawn, Rule, Words

if TYPE_CHECKING:
    from certkit.attestation.v1.model import AttestationDocument

_PAD = 9.0
_FIRST = Style(font=BOLD, size=10.5, leading=14, colour=ACCENT)
_NEXT = Style(size=8, leading=11.4, colour=INK)
_LAST = Style(size=8, leading=11.4, colour=SOFT)
_ROLES = {
    "test tool": "Test tool",
    "laboratory": "Laboratory",
    "certification body": "Certification body",
    "vendor": "Vendor",
}


def seal_lines(document: AttestationDocument) -> list[str]:
    """What the visible signature says: who signs, in which role, when, and whether it is a rehearsal."""
    issuer = document["issuer"]
    when = datetime.fromisoformat(document["issued_at"])
    rehearsal = ["REHEARSAL"] if document["rehearsal"] else []
    return [issuer["name"], _ROLES[issuer["role"]], f"{when:%Y-%m-%d %H:%M} UTC", *rehearsal]


def seal_drawing(lines: Sequence[str], width: float, height: float) -> list[Drawn]:
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
