"""Who sent a frame: by the words of the log, whose meaning is found out from requests that only one side may send.

``recv`` in the log of a CSMS is what the station sent, in the log of the station what the CSMS sent. So no word has a
meaning of its own: the requests that follow it vote, and a word that the requests contradict decides nothing.
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
    """A word for a direction. ``family`` holds it together with its opposite; ``sense`` tells the two apart."""

    family: str
    sense: bool
    text: str


def word_of(head: bytes) -> Word | None:
    """The direction word of what stands before a frame, or None."""
    keyed = _KEYED.search(head)
    if keyed:
        head = b'"' + keyed[1] + b'"'
    if match := _last(_PARTIES, head):
        left, arrow, right = match[1].lower(), match[2], match[3].lower()
        if arrow.startswith((b"<", b"\xe2\x86\x90")):
            left, right = right, left
        if left != right:
            family = "/".join(sorted((left.decode(), right.decode())))
            return Word(family, left < right, f"{left.decode()} to {right.decode()}")
    for pattern in (_WORD, _SIGN, _IN_OUT):
        if match := _last(pattern, head):
            received = match[1] is not None
            return Word(WORDS, received, (match[1] or match[2]).decode("utf-8", "replace").lower())
    return None


def _last(pattern: re.Pattern[bytes], head: bytes) -> re.Match[bytes] | None:
    found = None
    for match in pattern.finditer(head):
        found = match
    return found


def station_of(head: bytes) -> str:
    """The name of the station in what stands before a frame, or empty."""
    for pattern in _STATIONS:
        if match := pattern.search(head):
            return match[1].decode("utf-8", "replace")
    return ""


@dataclass(slots=True)
class Ballot:
    """The votes on one family of words: whether its first sense is from the station."""

    agree: int = 0
    against: int = 0
    texts: dict[bool, str] = field(default_factory=dict)

    @property
    def first_is_station(self) -> bool | None:
        """None while nothing voted, or while more than one vote in ten contradicts the others."""
        most, least = max(self.agree, self.against), min(self.agree, self.against)
        if not most or least * 9 > most:
            return None
        return self.agree > self.against


class Directions:
    """What the direction words of one log mean."""

    def __init__(self) -> None:
        self.ballots: dict[str, Ballot] = {}

    def vote(self, word: Word, from_station: bool) -> None:
        """A request that only this side may send follows the word."""
        ballot = self.ballots.setdefault(word.family, Ballot())
        ballot.texts.setdefault(word.sense, word.text)
        if word.sense is from_station:
            ballot.agree += 1
        else:
            ballot.against += 1

    def note(self, word: Word) -> None:
        """The word is there, and nothing votes on it."""
        self.ballots.setdefault(word.family, Ballot()).texts.setdefault(word.sense, word.text)

    def from_station(self, word: Word | None) -> bool | None:
        """Whether what follows the word is from the station; None if that is not known."""
        ballot = self.ballots.get(word.family) if word else None
        first = ballot.first_is_station if ballot else None
        return None if first is None or word is None else word.sense is first

    def undecidable(self, word: Word) -> bool:
        """Whether the word has been voted on so often without a result that it will not get one."""
        ballot = self.ballots.get(word.family)
        return ballot is not None and ballot.first_is_station is None and ballot.agree + ballot.against >= _ENOUGH

    @property
    def logged_by(self) -> str:
        """The side that wrote the log, as far as words such as received and sent tell."""
        ballot = self.ballots.get(WORDS)
        first = ballot.first_is_station if ballot else None
        return "" if first is None else "CSMS" if first else "station"

    def stated(self) -> str:
        """The rule that was found, one sentence."""
        said = []
        for ballot in self.ballots.values():
            first = ballot.first_is_station
            votes = f"{max(ballot.agree, ballot.against):,} of {ballot.agree + ballot.against:,} requests agree"
            names = " and ".join(f"“{text}”" for _, text in sorted(ballot.texts.items(), reverse=True))
            if first is None:
                said.append(
                    f"{names} decide nothing, since {'no request' if not ballot.agree else 'requests do not'} agree"
                )
                continue
            sides = {True: "from the station", False: "from the CSMS"}
            said.append(
                ", ".join(
                    f"“{text}” is {sides[sense is first]}" for sense, text in sorted(ballot.texts.items(), reverse=True)
                )
                + f" ({votes})"
            )
        return "; ".join(said) or "no direction words; by the requests that only one side may send"
