"""Parses the value that a station reports for a key, and notes where the standard writes it in another way.

A value that is clear although it is written in another way ("TRUE", "0" for a boolean, a list with spaces) is used, and
a finding says so. A value that is not clear counts as none: it is compared with nothing, and never counts as right.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from certkit.configuration.model import ConfigurationKey, KeyType
from certkit.messages import EVIDENCE, words_of
from certkit.text.sentence import Sentence

PHASES = ("L1", "L2", "L3", "N", "L1-N", "L2-N", "L3-N", "L1-L2", "L2-L3", "L3-L1")
"""What may follow the name of a measurand, after a dot."""
_TRUE = frozenset({"true", "1", "yes", "on", "enabled", "enable"})
_FALSE = frozenset({"false", "0", "no", "off", "disabled", "disable"})
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_NEARLY_NUMBER = re.compile(r"([+-]?)0*([0-9]{1,18})(\.0{1,18})?")
_OTHER_SEPARATORS = re.compile(r"[;|]")


class ParsedValue(NamedTuple):
    """A value that a station reports.

    Attributes:
        value: None if it could not be read.
        wrong: why it could not be read, or None.
        differences: how it differs from the way in which the standard writes it.
        unknown: the entries of a list that the standard does not have, each with the part that it does not have.
    """

    value: bool | int | str | tuple[str, ...] | None
    wrong: Sentence | None = None
    differences: tuple[Sentence, ...] = ()
    unknown: tuple[Sentence, ...] = ()


def read_value(key: ConfigurationKey, text: str) -> ParsedValue:
    """The value of a key."""
    if key.type is KeyType.BOOLEAN:
        return _boolean(text)
    if key.type is KeyType.INTEGER:
        return _integer(text)
    return _list(key, text) if key.type is KeyType.LIST else ParsedValue(text)


def _boolean(text: str) -> ParsedValue:
    if text in ("true", "false"):
        return ParsedValue(text == "true")
    meant = text.strip().lower()
    if meant in _TRUE or meant in _FALSE:
        value = meant in _TRUE
        return ParsedValue(value, differences=(_read_as(text, str(value).lower()),))
    return ParsedValue(None, wrong=_say("value.not-boolean", value=text))


def _integer(text: str) -> ParsedValue:
    if _NUMBER.fullmatch(text):
        return ParsedValue(int(text))
    nearly = _NEARLY_NUMBER.fullmatch(text.strip())
    if nearly is None:
        return ParsedValue(None, wrong=_say("value.not-integer", value=text))
    value = int(nearly.group(2)) * (-1 if nearly.group(1) == "-" else 1)
    return ParsedValue(value, differences=(_read_as(text, str(value)),))


def _say(message: str, **arguments: str) -> Sentence:
    return words_of(EVIDENCE).sentence(message, arguments)


def _read_as(text: str, read_as: str) -> Sentence:
    return _say("value.read-as", value=text, read_as=read_as)


def _list(key: ConfigurationKey, text: str) -> ParsedValue:
    if not text:
        return ParsedValue(())
    differences = []
    if _OTHER_SEPARATORS.search(text) and "," not in text:
        text = _OTHER_SEPARATORS.sub(",", text)
        differences.append(_say("value.separator"))
    parts = text.split(",")
    entries = [part.strip() for part in parts]
    if any(part != entry for part, entry in zip(parts, entries, strict=True)) and not key.spaces:
        differences.append(_say("value.spaces"))
    if not all(entries):
        differences.append(_say("value.empty-entry"))
    names, unknown = [], []
    for entry in filter(None, entries):
        name = _standard_name(key, entry)
        if name is None:
            unknown.append(_unknown(key, entry))
        elif name != entry:
            differences.append(_read_as(entry, name))
        names.append(name or entry)
    if len(set(names)) < len(names):
        differences.append(_say("value.repeated-entry"))
    return ParsedValue(tuple(dict.fromkeys(names)), differences=tuple(differences), unknown=tuple(unknown))


def _unknown(key: ConfigurationKey, entry: str) -> Sentence:
    """An entry that the standard does not have, and which part of it is unknown if the others are known."""
    if key.phases:
        measurands = [name for name in (*key.names, *dict(key.aliases)) if _begins_with(entry, f"{name}.")]
        if measurands and (phase := entry[len(max(measurands, key=len)) + 1 :]):
            return _say("value.unknown-part", entry=entry, kind="phase", part=phase)
        for phase in PHASES:
            measurand = entry[: -len(phase) - 1]
            if measurand and entry.casefold() == f"{measurand}.{phase}".casefold():
                return _say("value.unknown-part", entry=entry, kind="measurand", part=measurand)
    parts, patterns = entry.split("."), key.entry.split(r"\.")
    if 1 < len(parts) == len(patterns):
        wrong = [part for part, pattern in zip(parts, patterns, strict=True) if not re.fullmatch(pattern, part)]
        if len(wrong) == 1 and wrong[0]:
            return _say("value.unknown-part", entry=entry, kind="part", part=wrong[0])
    return _say("value.unknown", entry=entry)


def _begins_with(text: str, start: str) -> bool:
    return text.casefold().startswith(start.casefold())


def _standard_name(key: ConfigurationKey, entry: str) -> str | None:
    """An entry as the standard writes it, or None if it does not have it."""
    if key.entry:
        return entry if re.fullmatch(key.entry, entry) else None
    if not key.names:
        return entry
    names = {name.casefold(): name for name in key.names}
    names |= {alias.casefold(): name for alias, name in key.aliases}
    if known := names.get(entry.casefold()):
        return known
    if key.phases:
        for phase in PHASES:
            stem = entry[: -len(phase) - 1]
            if entry.casefold() == f"{stem}.{phase}".casefold() and (known := names.get(stem.casefold())):
                return f"{known}.{phase}"
    return None
