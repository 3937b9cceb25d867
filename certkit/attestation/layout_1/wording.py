"""What a document is drawn from, and how its dates, digests, numbers and answers are written on the pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timezone
from typing import NamedTuple

from certkit.attestation.layout_1.lines import Style
from certkit.attestation.layout_1.sheet import SMALL, Said
from certkit.attestation.v1.model import (
    Answer,
    ArgumentDocument,
    AttestationDocument,
    PlaceDocument,
    SentenceDocument,
    VerdictDocument,
)
from certkit.attestation.v1.words import text, words
from certkit.conditions import Value
from certkit.edition.rulebook import Rulebook
from certkit.record.model import RecordFields


class Content(NamedTuple):
    """What a document is drawn from.

    Attributes:
        record: the test record in the data.
        digest: SHA-256 of the data.
    """

    document: AttestationDocument
    rulebook: Rulebook
    record: RecordFields
    digest: str

    @property
    def verdict(self) -> VerdictDocument:
        return self.document["derived"]["verdict"]

    @property
    def zone(self) -> timezone | None:
        """The time zone of every time that states none."""
        return self.record.utc_offset.value

    @property
    def is_declared(self) -> bool:
        """The product conforms by a declaration: no laboratory tested it."""
        return any(link["relation"] == "declaration" for link in self.document["links"])

    def time(self, moment: str | None) -> str:
        """A time with its zone."""
        return moment_text(moment, self.zone)

    def sentence(self, sentence: SentenceDocument | None) -> str:
        """A sentence in version 1's words, each of its times with a zone; empty if there is none."""
        return text(self._zoned(sentence)) if sentence is not None else ""

    def _zoned(self, sentence: SentenceDocument) -> SentenceDocument:
        times = {name for name, format_ in words().formats(sentence["key"]).items() if format_ == "time"}
        arguments: dict[str, ArgumentDocument] = {}
        for name, value in sentence["arguments"].items():
            if isinstance(value, dict):
                arguments[name] = self._zoned(value)
            elif name in times and isinstance(value, str) and self.zone is not None:
                moment = datetime.fromisoformat(value)
                arguments[name] = (moment if moment.tzinfo else moment.replace(tzinfo=self.zone)).isoformat()
            else:
                arguments[name] = value
        return {"key": sentence["key"], "arguments": arguments}


TITLES = {
    "certificate": "Certificate",
    "report": "Test Report",
    "declaration": "Vendor Declaration of Conformance",
}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)  # the same in every locale
_MOMENT = re.compile(r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?(Z|[+-]\d\d:\d\d)?")


def day_of(moment: str) -> str:
    """``4 March 2026`` of a time in ISO 8601; what is none stays as it is."""
    found = _MOMENT.fullmatch(moment)
    if found is None or not 1 <= int(found[2]) <= 12:
        return moment
    return f"{int(found[3])} {_MONTHS[int(found[2]) - 1]} {found[1]}"


def moment_text(moment: str | None, zone: timezone | None = None) -> str:
    """``2026-03-04 10:00:00 UTC``; a time without a zone has that of the record, if the record states one."""
    if not moment:
        return "not stated"
    found = _MOMENT.fullmatch(moment)
    if found is None:
        return moment
    stated = found[5] or (datetime.min.replace(tzinfo=zone).isoformat()[19:] if zone else "")
    suffix = {"": " (no zone stated)", "Z": " UTC", "+00:00": " UTC"}.get(stated, f" {stated}")
    return f"{found[1]}-{found[2]}-{found[3]} {found[4]}{suffix}"


def duration_text(seconds: float | None) -> str:
    """``3 h 20 min``, ``4 min 5 s``, ``12.5 s``."""
    if seconds is None:
        return "not stated"
    if seconds < 60:
        return f"{seconds:.1f} s".replace(".0 s", " s")
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"


def seconds_text(micro: float) -> str:
    """Microseconds as seconds, to the millisecond."""
    return f"{micro / 1_000_000:.3f}"


def short_digest(digest: str) -> str:
    """The first 16 digits, in groups of four."""
    return " ".join(digest[at : at + 4] for at in range(0, 16, 4))


def place_text(where: PlaceDocument, *, file: bool = True) -> str:
    """``results.json, line 31``."""
    name = where.get("file", "") if file else ""
    spot = f"{where.get('sheet', '')}!{where['cell']}" if where.get("cell") else ""
    if not spot and where.get("line"):
        spot = f"line {where['line']}"
    return ", ".join(part for part in (name, spot) if part)


def answer_text(answer: object) -> str:
    """An answer of the PICS."""
    if isinstance(answer, list):
        parts = (" = ".join(str(one) for one in part) if isinstance(part, list) else str(part) for part in answer)
        return "; ".join(parts)
    return str(answer)


def value_of(answer: Answer) -> Value:
    """An answer as conditions compare it."""
    if isinstance(answer, list):
        return tuple((part[0], part[1]) if isinstance(part, list) else part for part in answer)
    return answer


def value_text(value: object, zone: timezone | None = None) -> str:
    """The value of a field of the record."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, tuple):
        return ", ".join(str(one) for one in value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return moment_text(value.isoformat(), zone)
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def prose(text: str, style: Style = SMALL) -> list[Said]:
    """A text that people wrote: its line ends are line ends."""
    return [Said(line, style) for line in text.strip("\n").split("\n")]


def product_of(document: AttestationDocument) -> str:
    """Vendor and model, for a header."""
    subject = document["derived"]["subject"]
    return " – ".join(part for part in (subject["vendor"], subject["model"]) if part) or "product not stated"


def counted(counts: Mapping[str, int], order: tuple[str, ...]) -> str:
    """``57 passed, 1 failed``; what is counted and not in the order comes last."""
    names = (*order, *(name for name in counts if name not in order))
    return ", ".join(f"{counts[name]} {name}" for name in names if counts.get(name)) or "none"


LEFT_OUT = {
    "unanswered": "the request is not answered before the log ends",
    "duplicate-id": "another request with the same message id was waiting for its answer",
    "error": "answered with an error",
    "rejected": "not accepted",
    "scheduled": "answered Scheduled: the effect comes later",
    "whole-station": "about connector 0, the whole station",
    "no-change": "the request leaves the connector as it is, so nothing has to follow",
    "unknown-status": "the status of the connector before it is not in the log",
    "before-answer": "the triggered request came before the answer",
    "not-followed": "no matching request follows before the log ends",
    "asked-again": "asked again before the matching request came",
    "restarted": "a Reset or a BootNotification came in between",
    "other-status": "the connector got another status first",
    "cable-later": "the connector changed to Preparing after the request",
    "given-up": "the connector changed to Available after the request",
    "another": "something else was started on that connector first",
    "other-reason": "it ended for another reason",
    "unknown-connector": "which connector was reserved is not in the log",
    "excluded": "firmware, diagnostics and reboot are not measured",
    "clock": "the clock of the log was put back or forward in between, or may have been",
    "negative": "stamped earlier than what it follows",
    "unreadable": "what it says cannot be read",
    "shortened": "the logger shortened the frame",
}
"""Reason, as the data has it -> in words."""
