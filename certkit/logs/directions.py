"""Who sent a frame, by the words of the log, whose meaning is derived from requests that only one side may send.

In the log of a CSMS ``recv`` marks what the station sent; in the log of a station it marks what the CSMS sent. So no
word has a fixed meaning: the requests that follow a word are evidence for its meaning, and a word that the requests
contradict decides nothing. A frame may have several such words around it; the first that decides counts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from certkit.logs.envelopes import Layer, Located

WORDS = "words"
_OWN = (WORDS, "signs", "in and out")
"""Words that one side uses of what itself receives and sends."""
_ENOUGH = 100
_STATION = rb"charg(?:e|ing)[ _]?(?:point|station|box)|charger|station|evse|cp|client|dut|cs"
_CSMS = rb"csms|central[ _]?(?:system|station)|server|back[ _]?end|octt|cs(?!ms)|tool"
_PARTY = rb"(" + _CSMS + rb"|" + _STATION + rb")"
_ARROW = rb"\s*(-+>|=+>|>+|\xe2\x86\x92|<-+|<=+|<+|\xe2\x86\x90|[ _-]?\bto[ _-]?|_to_|2)\s*"
_PARTIES = re.compile(rb"(?<![a-z])" + _PARTY + _ARROW + _PARTY + rb"(?![a-z])", re.IGNORECASE)
_ARROW_BEFORE = re.compile(
    rb"(?:(?<!-)-+>|(?<!=)=+>|\xe2\x86\x92)\s*+([^\s\[\]|{}\":<>](?:[^\[\]|{}\":<>]{0,62}[^\s\[\]|{}\":<>])?)\s*+(?:[:|]\s*+)?$"
)
_ONLY_CSMS = re.compile(rb"(?:" + _CSMS + rb")$", re.IGNORECASE)
_GENERIC = re.compile(_STATION, re.IGNORECASE)
_MOST_PARTIES, _MOST_FAMILIES = 2000, 10_000
_WORD = re.compile(
    rb"(?<![a-z])(?:(receive(?:d|s| message)?|receiving|recvd?|rcvd|rx|incoming|inbound)|"
    rb"(sen(?:d|ds|ding|t)|tx|outgoing|outbound))(?![a-z])",
    re.IGNORECASE,
)
_SIGN = re.compile(
    rb"(?:^|(?<=[\s\[\]|:(\"'=]))(?:(<{1,3}-*|<=+|\xe2\x86\x90)|(-*>{1,3}|={1,8}>|\xe2\x86\x92))(?=[\s|:)\"'\[\]]|$)"
)
_IN_OUT = re.compile(rb"(?:(?<=[\[(|\"'=,;])\s*|\s)(?:(in)|(out))\s*(?:[\])|\"',;:]|(?=\s*$)|\s(?=\[$))", re.IGNORECASE)
_KEYED = re.compile(rb"[\"']?\b(?:direction|dir)[\"']?\s*[:=]\s*[\"']?([^\"',;\]}]*)", re.IGNORECASE)
_DIRECTION_KEY = re.compile(
    r"(?:^|[._-])(?:direction|dir|flow|way|origin|sender|source|from|msg_?direction)$", re.IGNORECASE
)
_ONLY = re.compile(
    rb"(?:(in|up|upstream|from[ _-]?(?:cp|cs|station|charger|charge_?point)|(?:req|request)[ _-]in)|"
    rb"(out|down|downstream|to[ _-]?(?:cp|cs|station|charger|charge_?point)))$",
    re.IGNORECASE,
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


def words_of(located: Located) -> list[Word]:
    """The direction words around a frame, the nearest first."""
    words = list(_words_in(located.before, ""))
    words += _words_in(located.after, "after/")
    if located.earlier != located.before:
        words += _words_in(located.earlier, "earlier/")
    for depth, layer in enumerate(located.layers, 1):
        words += _words_in_layer(layer, depth)
    return words


@lru_cache(maxsize=64)
def _words_in_layer(layer: Layer, depth: int) -> tuple[Word, ...]:
    """The same object may have the words of very many frames."""
    words: list[Word] = []
    keyed = sorted(layer.fields, key=lambda field: not _DIRECTION_KEY.search(field[0]))
    for key, value in keyed:
        text = value.encode("utf-8", "replace")
        if only := _ONLY.match(text):
            words.append(Word(f"{depth}.{key}/{WORDS}", only[1] is not None, value.lower()))
        else:
            words += _words_in(text, f"{depth}.{key}/")
    words += _words_in(layer.before, f"{depth}/")
    words += _words_in(layer.after, f"{depth}/after/")
    return tuple(words)


@lru_cache(maxsize=512)
def _words_in(text: bytes, place: str) -> tuple[Word, ...]:
    return tuple(_find_words(text, place))


def _find_words(text: bytes, place: str) -> Iterator[Word]:
    if not text.strip():
        return
    field = _KEYED.search(text)
    texts = [b'"' + field[1] + b'"', text] if field else [text]
    for number, part in enumerate(texts):
        here = f"{place}key/" if field and not number else place
        if match := _last(_PARTIES, part):
            left, arrow, right = match[1].lower(), match[2], match[3].lower()
            if arrow.startswith((b"<", b"\xe2\x86\x90")):
                left, right = right, left
            if left != right:
                family = "/".join(sorted((left.decode(), right.decode())))
                yield Word(f"{here}{family}", left < right, f"{left.decode()} to {right.decode()}")
        for name, pattern in ((WORDS, _WORD), ("signs", _SIGN), ("in and out", _IN_OUT)):
            if match := _last(pattern, part):
                word = (match[1] or match[2]).decode("utf-8", "replace").lower()
                yield Word(f"{here}{name}", match[1] is not None, word)


def _last(pattern: re.Pattern[bytes], text: bytes) -> re.Match[bytes] | None:
    last = None
    for match in pattern.finditer(text):
        last = match
    return last


class Parties:
    """The two parties with an arrow between them, whatever they are called: ``CSMS -> Garage Station:``.

    The party that nearly every frame has is taken for the CSMS; it decides nothing if it is not.
    """

    def __init__(self) -> None:
        self._names: list[bytes] = []
        self._csms = b""

    def look(self, frames: Sequence[Located]) -> None:
        """Look at the frames of a sample."""
        right: Counter[bytes] = Counter()
        for located in frames:
            if match := _ARROW_BEFORE.search(located.before):
                right[match[1].strip()] += 1
        self._names = sorted((name for name, _ in right.most_common(_MOST_PARTIES)), key=len, reverse=True)
        seen: Counter[bytes] = Counter()
        for located in frames:
            seen.update(self._parties(located))
        most = seen.most_common(2)
        if len(most) < 2:
            return
        self._csms = most[0][0]
        if most[1][1] == most[0][1] and _likeness(most[1][0]) > _likeness(self._csms):
            self._csms = most[1][0]

    def _parties(self, located: Located) -> tuple[bytes, ...]:
        match = _ARROW_BEFORE.search(located.before)
        if match is None:
            return ()
        before = located.before[: match.start()].rstrip()
        left = next((name for name in self._names if before.endswith(name)), b"")
        right = match[1].strip()
        return (left, right) if left and left != right else ()

    def word_of(self, located: Located) -> Word | None:
        """The direction, if one of the parties is the CSMS."""
        parties = self._parties(located)
        if self._csms not in parties:
            return None
        to_csms = parties[1] == self._csms
        return Word("parties", to_csms, "to the CSMS" if to_csms else "from the CSMS")

    def station_of(self, located: Located) -> str:
        """The party that is not the CSMS, or empty."""
        parties = self._parties(located)
        if self._csms not in parties:
            return ""
        name = next(name for name in parties if name != self._csms)
        if len(self._names) <= 2 and (_GENERIC.fullmatch(name) or _ONLY_CSMS.match(name)):
            return ""
        return name.decode("utf-8", "replace")


def _likeness(name: bytes) -> int:
    """How much a party's name is that of a CSMS. CS may be the central system or the charging station."""
    return 2 * bool(_ONLY_CSMS.match(name)) - bool(_GENERIC.fullmatch(name))


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
        """None without evidence or with one of two words only, or if over one request in ten contradicts the others."""
        if len(self.texts) < 2:
            return None
        most, least = max(self.agree, self.against), min(self.agree, self.against)
        if not most or least * 9 > most:
            return None
        return self.agree > self.against


class Directions:
    """What the direction words of one log mean."""

    def __init__(self) -> None:
        self._evidence: dict[str, DirectionEvidence] = {}

    def add(self, words: Sequence[Word], from_station: bool | None) -> None:
        """Look at the words around a frame.

        Args:
            from_station: whether the station sent it, if it is a request that only one side may send; else None.
        """
        for word in words:
            if len(self._evidence) >= _MOST_FAMILIES and word.family not in self._evidence:
                continue
            evidence = self._evidence.setdefault(word.family, DirectionEvidence())
            evidence.texts.setdefault(word.sense, word.text)
            if from_station is not None:
                if word.sense is from_station:
                    evidence.agree += 1
                else:
                    evidence.against += 1

    def from_station(self, words: Sequence[Word]) -> bool | None:
        """Whether the frame among the words is from the station; None if that is not known."""
        for word in words:
            evidence = self._evidence.get(word.family)
            first = evidence.first_is_station if evidence else None
            if first is not None:
                return word.sense is first
        return None

    def are_settled(self, words: Sequence[Word]) -> bool:
        """Whether the meaning of the words will not change."""
        for word in words:
            evidence = self._evidence.get(word.family)
            if evidence is None or evidence.count < _ENOUGH:
                return False
            if evidence.first_is_station is not None:
                return True
        return True

    @property
    def logged_by(self) -> str:
        """The side that wrote the log, where words such as received and sent show it; else empty."""
        for family, evidence in self._evidence.items():
            if family.rpartition("/")[2] in _OWN:
                first = evidence.first_is_station
                if first is not None:
                    return "CSMS" if first else "station"
        return ""

    def describe(self) -> str:
        """What the words mean, and how many requests agree, in one sentence."""
        both = [evidence for evidence in self._evidence.values() if len(evidence.texts) == 2]
        decided = [evidence for evidence in both if evidence.first_is_station is not None]
        shown = decided[:1] or both[:1] or list(self._evidence.values())[:1]
        parts = [_describe(evidence) for evidence in shown]
        return "; ".join(parts) or "no direction words; by the requests that only one side may send"


def _describe(evidence: DirectionEvidence) -> str:
    texts = sorted(evidence.texts.items(), reverse=True)
    first = evidence.first_is_station
    if first is None:
        names = " and ".join(f"“{text}”" for _, text in texts)
        if len(texts) < 2:
            return f"{names} decides nothing: its opposite does not occur"
        why = "requests contradict each other" if evidence.agree else "no request agrees"
        return f"{names} decide nothing: {why}"
    sides = {True: "from the station", False: "from the CSMS"}
    meanings = ", ".join(f"“{text}” is {sides[sense is first]}" for sense, text in texts)
    return f"{meanings} ({max(evidence.agree, evidence.against):,} of {evidence.count:,} requests agree)"
