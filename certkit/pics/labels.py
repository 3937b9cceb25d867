"""How the rows of a form are recognized: by the id of an item, or by the words of its label.

Ids are read whatever dash, dot or colon they are written with (``AQ 7.1.``, ``C–02:``). Labels are compared by their
words alone, in any case. A text in brackets, such as ``(for CS only)``, may be missing or different where the rest
still names one item only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from certkit.edition.model import EditionInfo, Item, Section
from certkit.loading import load
from certkit.pics.form import question_of

_DASH = "[-\u2010-\u2015\u2212]"
_NUMBERS = r"\d{1,6}(?:\.\d{1,6})*"
_ID = re.compile(rf"([A-Za-z]{{1,6}})-({_NUMBERS})")
_WRITTEN_ID = re.compile(rf"([A-Za-z]{{1,6}})\s?{_DASH}?\s?({_NUMBERS})\s*[.:;,)]{{0,2}}", re.ASCII)
_ID_AND_TEXT = re.compile(rf"([A-Za-z]{{1,6}}{_DASH}{_NUMBERS})[.:;,)]{{0,2}}\s+\S", re.ASCII)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_IDLE_WORDS = frozenset({"and", "the", "a", "an"})
HEADING = ""
"""Stands for a heading of the form where a text may be an item's label or a heading."""


def words_of(text: str) -> str:
    """The words of a text, in one case and without punctuation: equal for labels that mean the same."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(word for word in re.split(r"[\W_]+", folded) if word and word not in _IDLE_WORDS)


def without_brackets(text: str) -> str:
    """The words outside brackets."""
    return words_of(_BRACKETS.sub(" ", text))


@dataclass(frozen=True, slots=True)
class WrittenId:
    """A text that is written like an id. ``item`` is None if the edition does not have it."""

    item: str | None
    is_group: bool = False


class Labels:
    """The ids and labels of an edition."""

    def __init__(self, items: Iterable[Item], sections: Iterable[Section], info: EditionInfo) -> None:
        self._ids: dict[tuple[str, tuple[int, ...]], str] = {}
        self._labels: dict[str, list[str]] = {}
        self._bare: dict[str, list[str]] = {}
        self._headings: dict[str, set[str]] = {}
        self._sections: dict[str, str] = {}
        for section in sections:
            self._headings.setdefault(words_of(section.title), set()).add(section.id)
        for item in items:
            self._sections[item.id] = item.section
            if found := _ID.fullmatch(item.id):
                self._ids[_key(*found.groups())] = item.id
            for label in (item.label, question_of(item, None), *item.labels):
                _add(self._labels, words_of(label), item.id)
                _add(self._bare, without_brackets(label), item.id)
            if item.heading:
                self._headings.setdefault(words_of(item.heading), set()).add(item.section)
        self._families = {family for family, _ in self._ids}
        self._placeholders = {words_or_signs(text) for text in info.placeholders}

    def id_in(self, text: str) -> WrittenId | None:
        """What a text is as an id of a row, or None if it is not written like one of this edition's."""
        found = _WRITTEN_ID.fullmatch(text.strip())
        if found is None:
            return None
        key = _key(*found.groups())
        if key[0] not in self._families:
            return None
        group = any(family == key[0] and numbers[: len(key[1])] == key[1] for family, numbers in self._ids)
        return WrittenId(self._ids.get(key), group)

    def id_before_text(self, text: str) -> str | None:
        """The item whose id a longer text begins with: ``AQ-1: Can the last …``."""
        found = _ID_AND_TEXT.match(text.strip())
        written = self.id_in(found.group(1)) if found else None
        return written.item if written else None

    def items_labelled(self, text: str) -> list[str]:
        """The items that the text may be the label of; more than one where forms use it for more than one."""
        words = words_of(text)
        if not words:
            return []
        found = self._labels.get(words) or self._bare.get(words) or []
        if not found and "(" in text:
            found = self._bare.get(without_brackets(text), [])
        return found if len(found) < 2 or words in self._labels else []

    def is_heading(self, text: str) -> bool:
        """Whether the text is the title of a table, or a heading within one."""
        return words_of(text) in self._headings

    def sections_of(self, meaning: str, words: str = "") -> set[str]:
        """The tables that an item, or a heading of these words, belongs to."""
        return self._headings.get(words, set()) if meaning == HEADING else {self._sections[meaning]}

    def is_placeholder(self, text: str) -> bool:
        """Whether the text is what an empty form has where an answer goes."""
        folded = words_or_signs(text)
        return folded in self._placeholders or (folded.startswith("<") and folded.endswith(">"))

    def close_to(self, text: str) -> str:
        """The item whose label is nearly the text, or empty."""
        words = words_of(text)
        found = load("difflib:get_close_matches")(words, self._labels, n=1, cutoff=0.8)
        return self._labels[found[0]][0] if found else ""


def words_or_signs(text: str) -> str:
    """A text in one case with single spaces, its signs kept."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _key(family: str, numbers: str) -> tuple[str, tuple[int, ...]]:
    return family.upper(), tuple(int(number) for number in numbers.split("."))


def _add(index: dict[str, list[str]], words: str, item: str) -> None:
    if words and item not in index.setdefault(words, []):
        index[words].append(item)
