"""The Protocol Implementation Conformance Statement (PICS) of one device under test, as certkit works with it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from certkit.conditions import Answers, Value
from certkit.finding import Finding, Place
from certkit.formats.document import described


class Answer(NamedTuple):
    """An answer and its place in the file."""

    value: Value
    place: Place


class InvalidAnswer(NamedTuple):
    """A text in the place of an answer that is not one of the possible answers. It never counts as an answer."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A warning that the vendor accepts, as the file has it; a field that is missing is empty.

    Attributes:
        code: of the warning.
        items: only warnings about all of these; empty for every warning with the code.
        date: as it is written.
    """

    code: str
    items: tuple[str, ...]
    reason: str
    name: str
    date: str
    place: Place


@described
@dataclass(frozen=True, slots=True)
class SupposedAnswer:
    """An answer that is supposed instead of the statement's; null stands for not answered."""

    item: str
    before: Value | None
    after: Value | None


@described
@dataclass(frozen=True, slots=True)
class WhatIf:
    """What is supposed, and of which statement."""

    pics_sha256: str
    """SHA-256 of the statement as its file has it."""
    answers: tuple[SupposedAnswer, ...]


@dataclass(frozen=True)
class Pics:
    """A statement: the answers, the invalid answers, and the place of each in the file.

    Attributes:
        edition: id of the edition of the procedure that it is for.
        source: the file's name, as the user gave it.
        answers: item id -> answer. An item that is not here is unanswered, which never means No.
        refused: item id -> its invalid answer.
        blanks: item id -> where the file has room for the answer of an unanswered item.
        findings: what the reader noticed (an unknown key, two answers to one question).
        accepted: the warnings that the vendor accepts. They are no answers: the digest does not depend on them.
        to_confirm: item id -> an answer that the file has and marks as to be confirmed. Until a person confirms it, the
            item is unanswered: neither plan nor digest know the answer.
        what_if: the answers that are supposed instead of the file's; None for the file's own statement.
    """

    edition: str
    source: str
    answers: Mapping[str, Answer]
    refused: Mapping[str, InvalidAnswer] = field(default_factory=dict)
    blanks: Mapping[str, Place] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    accepted: tuple[Acceptance, ...] = ()
    what_if: WhatIf | None = None
    to_confirm: Mapping[str, Answer] = field(default_factory=dict)

    @cached_property
    def values(self) -> Answers:
        """Item id -> value, for conditions."""
        return MappingProxyType({item: answer.value for item, answer in self.answers.items()})

    def place_of(self, item: str) -> Place | None:
        """Where the answer to the item is, or where it belongs; None if the file has no such place."""
        answer = self.answers.get(item) or self.refused.get(item) or self.to_confirm.get(item)
        return answer.place if answer else self.blanks.get(item)

    def as_written(self) -> Pics:
        """For the writers of forms: an answer to be confirmed stands in its place too."""
        return replace(self, answers={**self.answers, **self.to_confirm})

    @property
    def dut(self) -> str | None:
        """The kind of device, such as ``CSMS``; None if unanswered."""
        value = self.values.get("dut")
        return value if isinstance(value, str) else None

    @cached_property
    def sha256(self) -> str:
        """SHA-256 (hex) over the canonical answers: the same for the same answers in any file.

        The hash is over the UTF-8 of a JSON object with sorted keys and without white space: ``edition``, ``answers``
        (item id -> value; several values as an array) and, only if there are any, ``refused`` (item id -> text).
        """
        statement: dict[str, object] = {"edition": self.edition, "answers": dict(self.values)}
        if self.refused:
            statement["refused"] = {item: refused.text for item, refused in self.refused.items()}
        canonical = json.dumps(statement, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
        return hashlib.sha256(canonical.encode("utf-8")).hexdigest()
