"""The Protocol Implementation Conformance Statement of one device under test, as certkit works with it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from certkit.conditions import Answers, Value
from certkit.finding import Finding, Place


class Answer(NamedTuple):
    """An answer and where it stands."""

    value: Value
    place: Place


class Refused(NamedTuple):
    """What stands where an answer should, but is none: kept as it was read, never counted as an answer."""

    text: str
    reason: str
    place: Place


@dataclass(frozen=True)
class Pics:
    """A statement: what was answered, what was written but is no answer, and where each stands.

    Attributes:
        edition: id of the edition of the procedure it was read for.
        source: the file's name, as the user gave it.
        answers: item id -> answer, for the answered items alone. What is not here is unanswered, which is never No.
        refused: item id -> what stands there instead of an answer.
        blanks: item id -> the place where an unanswered item is to be answered, as far as the file shows one.
        findings: what the reader noticed (an unknown key, an item found twice).
    """

    edition: str
    source: str
    answers: Mapping[str, Answer]
    refused: Mapping[str, Refused] = field(default_factory=dict)
    blanks: Mapping[str, Place] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @cached_property
    def values(self) -> Answers:
        """Item id -> value, for conditions."""
        return MappingProxyType({item: answer.value for item, answer in self.answers.items()})

    def place_of(self, item: str) -> Place | None:
        """Where the item is answered, or is to be answered; None if the file has no such place."""
        found = self.answers.get(item) or self.refused.get(item)
        return found.place if found else self.blanks.get(item)

    @property
    def dut(self) -> str | None:
        """``CSMS``, ``Charging Station``, ``Charging Station Software Stack``, or None if unanswered."""
        value = self.values.get("dut")
        return value if isinstance(value, str) else None

    @cached_property
    def sha256(self) -> str:
        """SHA-256 (hex) over the canonical answers: the same for the same answers in whichever file they stand.

        Hashed is the UTF-8 of a JSON object with sorted keys and no white space: ``edition``, ``answers`` (item id ->
        value; several values as an array) and, only if there are any, ``refused`` (item id -> text).
        """
        statement: dict[str, object] = {"edition": self.edition, "answers": dict(self.values)}
        if self.refused:
            statement["refused"] = {item: refused.text for item, refused in self.refused.items()}
        canonical = json.dumps(statement, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
        return hashlib.sha256(canonical.encode("utf-8")).hexdigest()
