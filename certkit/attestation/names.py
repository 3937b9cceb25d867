"""Texts that would look like another text: characters that turn, hide or break what a person reads on a certificate.

Free text (what happened, why, remarks) may have them, since it is escaped where it is shown. A name, an id, a version
may not: two products that look alike on paper have to be alike.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from certkit.model.attestation import Refusal
from certkit.model.dossier import Dossier
from certkit.model.finding import Place
from certkit.model.record_fields import Given, Group, Rows

_FREE = frozenset({"remarks", "description", "ground", "improved"})
"""Fields of the record that hold sentences."""
_JOINERS = frozenset("\u200c\u200d")
"""Persian and Indian scripts cannot be written without them."""
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def hidden(text: str) -> str:
    """The first character that turns, hides or breaks text, as ``U+202E``; empty if there is none."""
    if text.isascii() and text.isprintable():
        return ""
    found = next((c for c in text if c not in _JOINERS and unicodedata.category(c) in _HIDDEN), "")
    return f"U+{ord(found):04X}" if found else ""


def hidden_in_dossier(dossier: Dossier) -> Iterator[Refusal]:
    """Every place of a dossier where such a character stands in what is no free text."""
    if dossier.pics is not None:
        for item, answer in dossier.pics.answers.items():
            yield from _found(f"the answer to {item}", answer.value, answer.place)
        for item, refused in dossier.pics.refused.items():
            yield from _found(f"the answer to {item}", refused.text, refused.place)
    yield from _in_group(dossier.record.fields, "")
    for results in dossier.results:
        for run in results.runs:
            names = (run.name, run.sut, run.configuration, run.configuration_version, run.ocpp_version, run.logfile)
            yield from _found("a run", names, run.place)
    if dossier.configuration is not None:
        for entry in dossier.configuration.entries:
            yield from _found("a configuration key", (entry.key, entry.value or ""), entry.place)
    for boot in dossier.boots:
        yield from _found("a BootNotification", (boot.version, *boot.serials), boot.place)


def hidden_in_names(names: Mapping[str, str]) -> Iterator[Refusal]:
    """In names that stand nowhere in a file: the id, the issuer."""
    for what, text in names.items():
        yield from _found(what, text, None)


def _in_group(group: Group, path: str) -> Iterator[Refusal]:
    for key in group.asked:
        below: Any = getattr(group, key)
        name = f"{path}{key}"
        if isinstance(below, Group):
            yield from _in_group(below, f"{name}.")
        elif isinstance(below, Rows):
            for number, row in enumerate(below.rows, start=1):
                yield from _in_group(row, f"{name}[{number}].")
        elif key not in _FREE:
            given: Given[Any] = below
            yield from _found(name, (given.value, given.refused), given.place)


def _found(what: str, value: object, where: Place | None) -> Iterator[Refusal]:
    for text in _texts(value):
        if found := hidden(text):
            yield Refusal(f"{what} has the character {found} in it, which turns or hides what is read", "", where)
            return


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for entry in value:
            yield from _texts(entry)
