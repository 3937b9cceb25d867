"""Names that look like other names: with hidden characters, or with letters of one script among those of another.

Free text (what happened, why, remarks) may have them, since it is escaped where it is shown. A name, an id, a version
may not: two products that look alike on paper have to be alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from certkit.attestation.refusal import Refusal, refusal
from certkit.finding import Place
from certkit.record.fields import Field, Group, ListField
from certkit.text.characters import (
    SIGNS,
    code_of,
    disguised_letter,
    disguised_sign,
    disguised_word,
    invisible_in,
    look_of,
    mixed_word,
    plain_scripts,
    scripts_of,
)
from certkit.verdict.dossier import Dossier

_FREE = frozenset({"remarks", "description", "ground", "improved"})
"""Fields of the record that hold sentences."""
_FILES = frozenset({"file"})
_NOT_IN_A_WORD = re.compile(r"[\W_]+")


class _Name(NamedTuple):
    what: str
    text: str
    where: Place | None = None


class _Misleading(NamedTuple):
    """How a name misleads, as AT-06 says it, and what the sentence says besides the name."""

    how: str
    arguments: Mapping[str, Any]


def misleading(text: str, scripts: frozenset[str] = frozenset()) -> _Misleading | None:
    """What would mislead whoever reads a name; None if nothing does.

    Args:
        scripts: those that other names of the document are written in, without a doubt. A word of theirs that reads
            like one of ASCII, as some of Cyrillic do, is then no disguise.
    """
    if text.isascii() and text.isprintable():
        return None
    if found := invisible_in(text):
        return _Misleading("character", {"character": found})
    if unicodedata.normalize("NFC", text) != text:
        return _Misleading("normal-form", {"text": text})
    if sign := disguised_sign(text):
        arguments = {"sign": sign, "character": _described(sign)}
        if sign in SIGNS:
            return _Misleading("sign-like", {**arguments, "look": SIGNS[sign]})
        return _Misleading("sign", arguments)
    if word := mixed_word(text):
        return _Misleading("mixed", {"word": word, "letters": _foreign(word)})
    if letter := disguised_letter(text):
        look = unicodedata.normalize("NFKC", look_of(letter))
        return _Misleading("letter", {"letter": letter, "character": _described(letter), "look": look})
    if (word := disguised_word(text)) and not _scripts(word) & scripts:
        return _Misleading("word", {"word": word, "look": look_of(word), "letters": _foreign(word)})
    return None


def hidden_in_dossier(dossier: Dossier) -> Iterator[Refusal]:
    """Every name of a dossier that would mislead, and names that look alike and are not."""
    names = list(_names_of(dossier))
    scripts = plain_scripts(name.text for name in names)
    misled = {text: misleading(text, scripts) for text in {name.text for name in names}}
    for name in names:
        if found := misled[name.text]:
            yield replace(refusal(f"AT-06.{found.how}", what=name.what, **found.arguments), where=name.where)
    yield from _alike(names)


def hidden_in_names(names: Mapping[str, str]) -> Iterator[Refusal]:
    """In names that stand nowhere in a file: the id, the issuer."""
    for what, text in names.items():
        if found := misleading(text, plain_scripts([text])):
            yield refusal(f"AT-06.{found.how}", what=what, **found.arguments)


def _alike(names: list[_Name]) -> Iterator[Refusal]:
    """Two names that are read as the same, and differ."""
    first: dict[str, _Name] = {}
    looks = {text: look_of(text) for text in {name.text for name in names}}
    for name in names:
        other = first.setdefault(looks[name.text], name)
        if other.text != name.text and not misleading(name.text) and not misleading(other.text):
            yield refusal(
                "AT-07", where=name.where, what=name.what, text=name.text, other=other.text, other_what=other.what
            )


def _foreign(word: str) -> tuple[str, ...]:
    """The letters of a word that are not ASCII, described; the first three."""
    letters = dict.fromkeys(letter for letter in word if not letter.isascii())
    return tuple(map(_described, list(letters)[:3]))


def _described(letter: str) -> str:
    return f"{code_of(letter)} {unicodedata.name(letter, '').title()}".rstrip()


def _scripts(word: str) -> frozenset[str]:
    return frozenset(script for letter in word for script in scripts_of(letter))


def _names_of(dossier: Dossier) -> Iterator[_Name]:
    if dossier.pics is not None:
        for item, answer in dossier.pics.answers.items():
            yield from _in_value(f"the answer to {item}", answer.value, answer.place)
        for item, refused in dossier.pics.refused.items():
            yield from _in_value(f"the answer to {item}", refused.text, refused.place)
    yield from _in_group(dossier.record.fields, "")
    for results in dossier.results:
        for run in results.runs:
            names = (run.name, run.sut, run.configuration, run.configuration_version, run.ocpp_version)
            yield from _in_value("a run", names, run.place)
            yield from _in_file("a run", run.logfile, run.place)
    if dossier.configuration is not None:
        for entry in dossier.configuration.entries:
            yield from _in_value("a configuration key", (entry.key, entry.value or ""), entry.place)
    for boot in dossier.boots:
        yield from _in_value("a BootNotification", (boot.version, boot.vendor, boot.model, *boot.serials), boot.place)


def _in_group(group: Group, path: str) -> Iterator[_Name]:
    for key in group.specs:
        below: Any = getattr(group, key)
        name = f"{path}{key}"
        if isinstance(below, Group):
            yield from _in_group(below, f"{name}.")
        elif isinstance(below, ListField):
            for number, row in enumerate(below.rows, start=1):
                yield from _in_group(row, f"{name}[{number}].")
        elif key not in _FREE:
            given: Field[Any] = below
            values = (given.value, given.refused)
            yield from (
                _in_file(name, given.value, given.place) if key in _FILES else _in_value(name, values, given.place)
            )


def _in_file(what: str, value: object, where: Place | None) -> Iterator[_Name]:
    """A file's name word by word: its ending is Latin whatever the rest is."""
    if isinstance(value, str):
        if invisible_in(value):
            yield _Name(what, value, where)
        else:
            yield from (_Name(what, word, where) for word in _NOT_IN_A_WORD.split(value) if word)


def _in_value(what: str, value: object, where: Place | None) -> Iterator[_Name]:
    if isinstance(value, str):
        yield _Name(what, value, where)
    elif isinstance(value, tuple):
        for entry in value:
            yield from _in_value(what, entry, where)
