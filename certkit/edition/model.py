"""An edition of the test procedure as data: items, test cases, constraints, readings, functionalities.

Named tuples, because they are frozen and cost a fifth of what a frozen dataclass costs at every start.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from certkit.conditions import Answers, Constant, Node
from certkit.edition.domains import Domain
from certkit.finding import Severity

ALWAYS = Constant(True)
NEVER = Constant(False)


class EditionInfo(NamedTuple):
    """Which document the rulebook is of.

    Attributes:
        id: the folder's name, ``ocpp-1.6-v2.4``; in file formats the value of ``edition``.
        columns: kind of device -> the column of the test-case list that holds for it.
        reset_before: columns whose devices the reset utility returns to the basic state before every test case.
        placeholders: what an answer cell of the empty form holds; never an answer.
        ocpp: the version of OCPP, ``1.6``; empty where the edition does not say.
        release: counts the published states of the edition in certkit, from 1.
    """

    id: str
    title: str
    document: str
    version: str
    date: str
    columns: Mapping[str, str]
    reset_before: tuple[str, ...]
    placeholders: tuple[str, ...] = ()
    release: int = 1
    ocpp: str = ""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of device under test."""
        return tuple(self.columns)


class Section(NamedTuple):
    """A table of the PICS form.

    Attributes:
        path: where its answers are in YAML.
        unasked: code of the finding if one of its items is answered though it is not asked.
        asked_if: its items are asked only where this holds.
    """

    id: str
    title: str
    help: str
    cite: str
    path: tuple[str, ...]
    unasked: str
    asked_if: Node = ALWAYS


class Item(NamedTuple):
    """A question of the PICS.

    Attributes:
        id: the name conditions use: the document's id (``C-07``), or the key in YAML where it has none (``vendor``).
        label: the question, short, as in the form.
        domain: what may be answered.
        asked_of: the kinds of device it is asked of.
        required: when it must be answered (asked of a device of those kinds).
        missing: code of the finding if it must be and is not.
        unasked: code of the finding if it is answered though it is not asked of this kind of device.
        path: where its answer is in YAML.
        labels: other texts by which a form may name it.
        asked_if: it is asked only where this holds; so is ``required``.
        shown: the id that people see, where another item has it too; empty where that is ``id``.
        kind_labels: kind of device and the question as its form words it, where the words differ.
        key: the OCPP configuration key it is about, or empty.
        help: what is meant, for a vendor.
    """

    id: str
    section: str
    label: str
    domain: Domain
    asked_of: tuple[str, ...]
    required: Node
    missing: str
    unasked: str
    path: tuple[str, ...]
    labels: tuple[str, ...]
    key: str
    help: str
    cite: str
    heading: str = ""
    addition: bool = False
    asked_if: Node = ALWAYS
    shown: str = ""
    kind_labels: tuple[tuple[str, str], ...] = ()

    @property
    def shown_id(self) -> str:
        """The id that people see."""
        return self.shown or self.id

    def label_for(self, dut: str | None) -> str:
        """The question as the form of a kind of device words it."""
        return dict(self.kind_labels).get(dut or "", self.label)

    def is_asked(self, dut: str | None, answers: Answers) -> bool:
        """Whether it is asked of a kind of device with these answers. It is, until an answer excludes it."""
        return (dut is None or dut in self.asked_of) and self.asked_if.evaluate(answers) is not False


class Entry(NamedTuple):
    """A mark of the test-case list and when it holds.

    ``when`` has its terms expanded under the readings in force; ``written`` is the condition as the edition writes it,
    empty for a row that holds for every device.
    """

    mark: str
    when: Node
    written: str = ""
    readings: tuple[str, ...] = ()


class Prerequisite(NamedTuple):
    """What a test case needs of the device, if the PICS asks for it."""

    needs: Node
    text: str
    cite: str
    columns: tuple[str, ...]


class TestCase(NamedTuple):
    """A row of the list of conformance tests (Appendix C).

    Attributes:
        profile: the certification profile that lists it, the first where several do.
        columns: column -> its entries. The first entry whose condition holds decides; none means: not applicable.
        other_profiles: the further profiles that list it.
    """

    id: str
    title: str
    section: str
    profile: str
    columns: Mapping[str, tuple[Entry, ...]]
    cite: str
    note: str = ""
    prerequisites: tuple[Prerequisite, ...] = ()
    other_profiles: tuple[str, ...] = ()

    def mark(self, column: str) -> str:
        """The marks of a column, as in the document: ``M``, ``C``, ``O``, or empty."""
        return "/".join(dict.fromkeys(entry.mark for entry in self.columns.get(column, ())))


TestCase.__test__ = False  # type: ignore[attr-defined]  # pytest must not collect it for its name


class Term(NamedTuple):
    """A phrase of the document and the condition it is read as."""

    id: str
    meaning: Node
    says: str
    cite: str
    reading: str = ""


class Constraint(NamedTuple):
    """A combination of answers that cannot be, or looks wrong.

    Attributes:
        when: the combination: the finding is made where this is true. None where items' own fields decide it
            (an answer that is missing, or not asked) or a check in code does.
        kind: C contradiction, I incomplete, S suspicious, N to be known.
        items: those it is about; the finding points at the first.
        asked_of: the kinds of device for which it is looked at.
    """

    id: str
    name: str
    kind: str
    title: str
    when: Node | None
    items: tuple[str, ...]
    message: str
    hint: str
    cite: str
    asked_of: tuple[str, ...]
    decided_by: str = "condition"

    @property
    def severity(self) -> Severity:
        return {"S": Severity.WARNING, "N": Severity.NOTE}.get(self.kind, Severity.ERROR)


class Alternative(NamedTuple):
    """Another way to read a passage. ``terms``: term -> the condition that it then means."""

    letter: str
    text: str
    terms: Mapping[str, Node]


class Reading(NamedTuple):
    """A passage that is open to more than one reading, and what was decided.

    ``selected`` is ``taken`` or the letter of the alternative in force.
    """

    id: str
    title: str
    question: str
    taken: str
    why: str
    cite: str
    alternatives: tuple[Alternative, ...]
    rows: Mapping[str, tuple[str, ...]]
    others: str = ""
    selected: str = "taken"

    @property
    def in_force(self) -> str:
        """What the selected reading says."""
        return next((other.text for other in self.alternatives if other.letter == self.selected), self.taken)


class Citation(NamedTuple):
    """Where the procedure says what a code of certkit finds.

    Attributes:
        cite: the section.
        requirements: numbers of the procedure's requirements that are behind it.
        readings: ids of the readings that it applies.
    """

    cite: str
    requirements: tuple[int, ...]
    readings: tuple[str, ...]


class Side(NamedTuple):
    """What evidence calls the devices of one column.

    Attributes:
        suffix: what the test tool appends to the id of a test case, ``CS``.
        role: which end of the connection they are: ``station`` or ``csms``.
        names: what files call the system under test, in small letters.
    """

    suffix: str
    role: str
    names: tuple[str, ...] = ()


class BootNotification(NamedTuple):
    """Fields of the message in which a station names itself; a dot leads into a field.

    Attributes:
        firmware_version: field with the version that runs.
        product: item of the PICS -> field with the same fact.
        serials: fields with a serial number, the most specific first.
    """

    firmware_version: str
    product: Mapping[str, str]
    serials: tuple[str, ...]


class EvidenceNames(NamedTuple):
    """The names by which evidence refers to what the edition lists.

    Attributes:
        sides: column -> what evidence calls its devices.
        reset: test case of the reset utility, which the list does not have.
        firmware_test_case: the test case in which the firmware is installed.
        renamed: id in a document or test tool -> id in the list.
        profiles_key: configuration key with the feature profiles.
        maximum_key: configuration key with the most keys that one request may name.
    """

    sides: Mapping[str, Side]
    reset: str
    boot_notification: BootNotification
    firmware_test_case: str
    renamed: Mapping[str, str]
    profiles_key: str
    maximum_key: str


class Functionality(NamedTuple):
    """A functionality of A.1 and the test cases that cover it."""

    title: str
    profile: str
    heading: str
    test_cases: tuple[str, ...]
    note: str
    cite: str


class Gap(NamedTuple):
    """What A.1 and Appendix C do not share: a functionality without a test case, or the reverse."""

    id: str
    kind: str
    text: str
    test_cases: tuple[str, ...]
    functionalities: tuple[str, ...]
    cite: str


class Coverage(NamedTuple):
    """Which test case covers which functionality, and the gaps in both directions."""

    functionalities: tuple[Functionality, ...]
    gaps: tuple[Gap, ...]
