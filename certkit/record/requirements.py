"""A requirement of the procedure that a test record can show, and whether one record shows it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from certkit.conditions import Node
from certkit.edition.model import ALWAYS
from certkit.finding import Place
from certkit.pics.model import Pics
from certkit.record.model import Record
from certkit.text.sentence import Sentence


class Effect(StrEnum):
    """What it means for a verdict that something is not as it should be."""

    FAIL = "fail"
    INCOMPLETE = "incomplete"
    NOTE = "note"


class Shown(StrEnum):
    """What a record says of a requirement. ``not shown`` is never good."""

    MET = "met"
    NOT_MET = "not met"
    NOT_SHOWN = "not shown"
    NOT_APPLICABLE = "not applicable"


Outcome: TypeAlias = tuple[Shown, Sentence, Place | None]
"""What a check says: the status, why in one sentence, and the place in the record."""


class Limits(NamedTuple):
    """The figures that checks need, as an edition gives them (9.2.2, 8.3).

    Attributes:
        bandwidth: least, in kB per second.
        latency: most, in ms.
        signal: least, in dBm.
        declaration_time: longest declaration run, in seconds.
        declaration_gap: longest pause in it, in seconds; certkit's own figure.
        before_run: how long before the tests a device may be examined, in seconds; certkit's own figure.
        after_run: how long after the tests something may still be noted, in seconds; certkit's own figure.
    """

    bandwidth: float
    latency: float
    signal: float
    declaration_time: float
    declaration_gap: float
    before_run: float
    after_run: float


class Equipment(NamedTuple):
    """A tool, or examples of one, that the procedure names.

    Attributes:
        names: make and type of each.
        recognized_by: what the name in a record contains if it is one of these.
        offered_for: the fields of the record in whose form they are offered.
        cite: where the procedure names them.
    """

    id: str
    title: str
    names: tuple[str, ...]
    recognized_by: tuple[str, ...]
    offered_for: tuple[str, ...]
    cite: str


class Subject(NamedTuple):
    """What a check looks at. ``pics`` is None where the record's statement cannot be read."""

    record: Record
    pics: Pics | None
    limits: Limits
    equipment: Mapping[str, Equipment] = MappingProxyType({})


class Requirement(NamedTuple):
    """A row of an edition's ``requirements.yaml``.

    Attributes:
        number: in the team's list of the procedure's requirements.
        title: what is required, in our own words.
        kind: ``check``, ``record``, ``print`` or ``process``.
        applies: a condition on the PICS' items and on ``record.…``.
        shown_by: the record's fields that must be answered.
        met: a condition, or None where the answers alone are enough, or a check decides.
        check: name of the check that decides, or empty.
        effect: for the verdict, if it is not met.
    """

    number: int
    title: str
    kind: str
    cite: str
    applies: Node
    shown_by: tuple[str, ...]
    met: Node | None
    check: str
    effect: Effect


class FieldRule(NamedTuple):
    """What an edition says of a field of the record.

    Attributes:
        cite: the place in the procedure that wants it; empty for what certkit needs itself.
        note: what else to write in it for this edition.
        when: a condition on the PICS' items and on ``record.…``: when the field is asked.
        examples: what the procedure names for it. Any other text may be written as well.
    """

    cite: str = ""
    note: str = ""
    when: Node = ALWAYS
    examples: tuple[Equipment, ...] = ()


class Requirements(NamedTuple):
    """What an edition's ``requirements.yaml`` says.

    Attributes:
        rows: the requirements that a record can show.
        elsewhere: number of each of the others, and what shows it.
        limits: the figures that the requirements need.
        fields: path of a field of the record -> what the edition says of it.
        equipment: id -> the tools and examples that the procedure names.
    """

    rows: tuple[Requirement, ...]
    elsewhere: tuple[tuple[int, str], ...]
    limits: Limits
    fields: Mapping[str, FieldRule]
    equipment: Mapping[str, Equipment] = MappingProxyType({})


class ShownRequirement(NamedTuple):
    """What one record says of a requirement.

    Attributes:
        message: why, one sentence.
        where: the place in the record, None where the record has none.
    """

    requirement: Requirement
    status: Shown
    message: Sentence
    where: Place | None = None

    @property
    def is_blocking(self) -> bool:
        """It is not met or not shown, and its effect is more than a note."""
        return self.status in (Shown.NOT_MET, Shown.NOT_SHOWN) and self.requirement.effect is not Effect.NOTE
