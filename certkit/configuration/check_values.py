"""What the text that a station reports for a key means, and whether the standard writes it so.

A value that can be understood though it is written otherwise ("TRUE", "0" for a boolean, a list with spaces) is used
and told. One that cannot is no value: nothing is compared with it, and it never counts as good.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from certkit.configuration.model import ConfigurationKey, KeyType
from certkit.edition.domains import shown

PHASES = ("L1", "L2", "L3", "N", "L1-N", "L2-N", "L3-N", "L1-L2", "L2-L3", "L3-L1")
"""What may follow the name of a measurand."""
_TRUE = frozenset({"true", "1", "yes", "on", "enabled", "enable"})
_FALSE = frozenset({"false", "0", "no", "off", "disabled", "disable"})
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_NEARLY_NUMBER = re.compile(r"([+-]?)0*([0-9]{1,18})(\.0{1,18})?")
_OTHER_SEPARATORS = re.compile(r"[;|]")


class Reading(NamedTuple):
    """What a value was read as.

    Attributes:
        value: None if it could not be read.
        wrong: why it could not be, or empty.
        nearly: how it is written otherwise than the standard does, or empty.
        unknown: the entries of a list that the standard does not know.
    """

    value: bool | int | str | tuple[str, ...] | None
    wrong: str = ""
    nearly: str = ""
    unknown: tuple[str, ...] = ()


def read_value(key: ConfigurationKey, text: str) -> Reading:
    """What a key's value is."""
    if key.type is KeyType.BOOLEAN:
        return _boolean(text)
    if key.type is KeyType.INTEGER:
        return _integer(text)
    return _list(key, text) if key.type is KeyType.LIST else Reading(text)


def _boolean(text: str) -> Reading:
    if text in ("true", "false"):
        return Reading(text == "true")
    meant = text.strip().lower()
    if meant in _TRUE or meant in _FALSE:
        value = meant in _TRUE
        return Reading(value, nearly=f"{shown(text)} is read as {str(value).lower()}")
    return Reading(None, wrong=f"{shown(text)} is neither true nor false")


def _integer(text: str) -> Reading:
    if _NUMBER.fullmatch(text):
        return Reading(int(text))
    nearly = _NEARLY_NUMBER.fullmatch(text.strip())
    if nearly is None:
        return Reading(None, wrong=f"{shown(text)} is not a whole number")
    value = int(nearly.group(2)) * (-1 if nearly.group(1) == "-" else 1)
    return Reading(value, nearly=f"{shown(text)} is read as {value}")


def _list(key: ConfigurationKey, text: str) -> Reading:
    if not text:
        return Reading(())
    how = []
    if _OTHER_SEPARATORS.search(text) and "," not in text:
        text = _OTHER_SEPARATORS.sub(",", text)
        how.append("the entries stand with another mark than a comma")
    parts = text.split(",")
    entries = [part.strip() for part in parts]
    if any(part != entry for part, entry in zip(parts, entries, strict=True)) and not key.spaces:
        how.append("there are spaces in it")
    if not all(entries):
        how.append("an entry is empty")
    found, unknown = [], []
    for entry in filter(None, entries):
        known = _known(key, entry)
        if known is None:
            unknown.append(entry)
        elif known != entry:
            how.append(f"{shown(entry)} is read as {known}")
        found.append(known or entry)
    if len(set(found)) < len(found):
        how.append("an entry is there twice")
    return Reading(tuple(dict.fromkeys(found)), nearly="; ".join(how), unknown=tuple(unknown))


def _known(key: ConfigurationKey, entry: str) -> str | None:
    """An entry as the standard writes it, or None if it does not know it."""
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
