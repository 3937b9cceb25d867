"""Who sent a frame, by the words of the log, whose meaning is derived from requests that only one side may send.

In the log of a CSMS ``recv`` marks what the station sent; in the log of a station it marks what the CSMS sent. So no
word has a fixed meaning: the requests that follow a word are evidence for its meaning, and a word that the requests
contradict decides nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

WORDS = "words"
_ENOUGH = 100
_STATION = rb"charg(?:e|ing)[ _]?(?:point|station|box)|charger|station|evse|cp|client|dut|cs"
_CSMS = rb"csms|central[ _]?(?:system|station)|server|back[ _]?end|octt|cs(?!ms)|tool"
_PARTY = rb"(" + _CSMS + rb"|" + _STATION + rb")"
_ARROW = rb"\s*(-+>|=+>|>+|\xe2\x86\x92|<-+|<=+|<+|\xe2\x86\x90|[ _-]?\bto[ _-]?|_to_|2)\s*"
_PARTIES = re.compile(rb"(?<![a-z])" + _PARTY + _ARROW + _PARTY + rb"(?![a-z])", re.IGNORECASE)
_WORD = re.compile(
    rb"(?<![a-z])(?:(receive(?:d|s| message)?|receiving|recvd?|rcvd|rx|incoming|inbound)|"
    rb"(sen(?:d|ds|ding|t)|tx|outgoing|outbound))(?![a-z])",
    re.IGNORECASE,
)
_SIGN = re.compile(
    rb"(?:^|(?<=[\s\[\]|:(\"'=]))(?:(<{1,3}-*|<=+|\xe2\x86\x90)|(-*>{1,3}|=+>|\xe2\x86\x92))(?=[\s|:)\"'\[\]]|$)"
)
_IN_OUT = re.compile(rb"(?:(?<=[\[(|\"'=,;])\s*|\s)(?:(in)|(out))\s*(?:[\])|\"',;:]|(?=\s*$)|\s(?=\[$))", re.IGNORECASE)
_KEYED = re.compile(rb"[\"']?\b(?:direction|dir)[\"']?\s*[:=]\s*[\"']?([^\"',;\]}]*)", re.IGNORECASE)
_STATIONS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rb"\b(?:charge_?box_?id|charge_?point_?id|charging_?station_?id|charger_?id|station_?id|cp_?id|"
        rb"charge_?point|charging_?station|station|charger|identity)[\"']?\s*[=:]\s*[\"']?([^\s,\"'\];|)}]+)",
        rb"(?:^|\s)(\S+): (?:receive message|send)\s*$",
        rb"\b(?:recv|send|received|sent|rx|tx|from|to) (\S+):\s*$",
    )
)


class Word(NamedTuple):
    """A word for a direction.

    Attributes:
        family: the same for the word and its opposite.
        sense: tells these two apart.
        text: the word as the log has it.
    """

    family: str
    sense: bool
    text: str


def word_in(prefix: bytes) -> Word | None:
    """The direction word in the text before a frame, or None."""
    field = _KEYED.search(prefix)
    if field:
        prefix = b'"' + field[1] + b'"'
    if match := _last(_PARTIES, prefix):
        left, arrow, right = match[1].lower(), match[2], match[3].lower()
        if arrow.startswith((b"<", b"\xe2\x86\x90")):
            left, right = right, left
        if left != right:
            family = "/".join(sorted((left.decode(), right.decode())))
            return Word(family, left < right, f"{left.decode()} to {right.decode()}")
    for pattern in (_WORD, _SIGN, _IN_OUT):
        if match := _last(pattern, prefix):
            received = match[1] is not None
            return Word(WORDS, received, (match[1] or match[2]).decode("utf-8", "replace").lower())
    return None


def _last(pattern: re.Pattern[bytes], text: bytes) -> re.Match[bytes] | None:
    last = None
    for match in pattern.finditer(text):
        last = match
    return last


def station_in(prefix: bytes) -> str:
    """The name of the station in the text before a frame, or empty."""
    for pattern in _STATIONS:
        if match := pattern.search(prefix):
            return match[1].decode("utf-8", "replace")
    return ""


@dataclass(slots=True)
class DirectionEvidence:
    """How many requests agree, and how many do not, that the first sense of a family of words is from the station."""

    agree: int = 0
    against: int = 0
    texts: dict[bool, str] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """All requests that follow one of the words."""
        return self.agree + self.against

    @property
    def first_is_station(self) -> bool | None:
        """None without evidence, or if more than one request in ten contradicts the others."""
        most, least = max(self.agree, self.against), min(self.agree, self.against)
        if not most or least * 9 > most:
            return None
        return self.agree > self.against


class Directions:
    """What the direction words of one log mean."""

    def __init__(self) -> None:
        self._evidence: dict[str, DirectionEvidence] = {}

    def add_evidence(self, word: Word, from_station: bool) -> None:
        """Count a request after the word that only this side may send."""
        evidence = self._evidence.setdefault(word.family, DirectionEvidence())
        evidence.texts.setdefault(word.sense, word.text)
        if word.sense is from_station:
            evidence.agree += 1
        else:
            evidence.against += 1

    def add_word(self, word: Word) -> None:
        """Remember a word before a frame that is no evidence of its meaning."""
        self._evidence.setdefault(word.family, DirectionEvidence()).texts.setdefault(word.sense, word.text)

    def from_station(self, word: Word | None) -> bool | None:
        """Whether the frame after the word is from the station; None if that is not known."""
        evidence = self._evidence.get(word.family) if word else None
        first = evidence.first_is_station if evidence else None
        return None if first is None or word is None else word.sense is first

    def is_undecidable(self, word: Word) -> bool:
        """Whether so many requests disagree on the word that its meaning will not become clear."""
        evidence = self._evidence.get(word.family)
        return evidence is not None and evidence.first_is_station is None and evidence.count >= _ENOUGH

    @property
    def logged_by(self) -> str:
        """The side that wrote the log, where words such as received and sent show it; else empty."""
        evidence = self._evidence.get(WORDS)
        first = evidence.first_is_station if evidence else None
        return "" if first is None else "CSMS" if first else "station"

    def describe(self) -> str:
        """What the words mean, and how many requests agree, in one sentence."""
        parts = [_describe(evidence) for evidence in self._evidence.values()]
        return "; ".join(parts) or "no direction words; by the requests that only one side may send"


def _describe(evidence: DirectionEvidence) -> str:
    texts = sorted(evidence.texts.items(), reverse=True)
    first = evidence.first_is_station
    if first is None:
        names = " and ".join(f"“{text}”" for _, text in texts)
        why = "requests contradict each other" if evidence.agree else "no request agrees"
        return f"{names} decide nothing: {why}"
    sides = {True: "from the station", False: "from the CSMS"}
    meanings = ", ".join(f"“{text}” is {sides[sense is first]}" for sense, text in texts)
    return f"{meanings} ({max(evidence.agree, evidence.against):,} of {evidence.count:,} requests agree)"
