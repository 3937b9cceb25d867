"""An edition of the procedure under one selection of readings: its rows, proven as they are read.

An edition is a folder of YAML files (:mod:`certkit.edition.files`). Each part is read when it is first needed, and is
proven as it is read: names, comparisons, citations, duplicates, and every condition tried over all the answers that it
can distinguish. A shipped release had its conditions tried when it was locked, and they are not tried again as long as
its files have the same bytes (:mod:`certkit.formats.compiled`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from certkit.conditions import Candidates, Constant, Node, Value
from certkit.edition.files import OPTIONAL_FILES, ReleaseFiles, earlier_releases, folder_of
from certkit.edition.model import (
    Alternative,
    Citation,
    Constraint,
    Coverage,
    EditionInfo,
    EvidenceNames,
    Item,
    Reading,
    Section,
    Term,
    TestCase,
)
from certkit.edition.proof import equivalent, first_idle_part, first_unreached
from certkit.edition.read_citations import read_citations
from certkit.edition.read_constraints import read_constraints
from certkit.edition.read_coverage import read_coverage
from certkit.edition.read_evidence import read_evidence
from certkit.edition.read_items import read_info, read_items
from certkit.edition.read_readings import read_readings, read_terms, select_reading, unknown_reading
from certkit.edition.read_test_cases import read_test_cases
from certkit.errors import CertkitError, RulebookError, UnknownName
from certkit.finding import Finding
from certkit.formats.tree import Node as Tree
from certkit.loading import load
from certkit.text.plain_id import same_id

T = TypeVar("T")

DEFAULT_EDITION = "ocpp-1.6-v2.4"
PARTS = {
    "configuration_keys": "certkit.configuration.read_keys:key_table",
    "metrics": "certkit.measurement.read_metrics:metrics_of",
    "requirements": "certkit.record.read_requirements:requirements_of",
    "scope": "certkit.attestation.scope:scope_rules",
}
"""File that a subject reads and proves itself -> its function of a rulebook, by name: subjects are higher layers."""


class Rulebook:
    """One edition under one selection of readings. Make one with :func:`load_edition`.

    Attributes:
        folder: where its files are.
        selected: reading id -> letter, for the readings that are not taken.
        from_yaml: read and prove the YAML files, even if they are compiled.
    """

    def __init__(self, folder: Path, selected: Mapping[str, str] | None = None, *, from_yaml: bool = False) -> None:
        self.folder = folder
        self.files = ReleaseFiles(folder, from_yaml=from_yaml)
        self.selected = dict(selected or {})
        self._proven: set[Node] = set()
        self._parts: dict[str, Any] = {}

    def has(self, part: str, naming: str = "") -> bool:
        """Whether the edition has a file that it may leave out (:data:`OPTIONAL_FILES`), and this text in it."""
        contents = self.files.contents
        return part in contents and naming.encode() in contents[part]

    @property
    def sha256(self) -> str:
        """Digest of what its files mean (hex), whatever readings are selected; documents pin it."""
        return self.files.sha256

    @cached_property
    def is_proven(self) -> bool:
        """Whether it was proven when it was locked: a shipped release as it is, under the taken readings."""
        return not self.selected and self.files.is_locked(self.info.id, self.info.release)

    @cached_property
    def info(self) -> EditionInfo:
        """Which document, and what holds for all of it."""
        return read_info(*self.files.tree("edition"))

    @cached_property
    def _form(self) -> tuple[dict[str, Section], dict[str, Item]]:
        return read_items(*self.files.tree("items"), self.info)

    @cached_property
    def requirements(self) -> Mapping[str, Node]:
        """Item id -> when it must be answered, each proven."""
        conditions = {item.id: item.required for item in self.items.values()}
        self.prove_conditions((f"when {name} is required", node) for name, node in conditions.items())
        self.prove_conditions((f"when {table.id} is asked", table.asked_if) for table in self.sections.values())
        return conditions

    @property
    def sections(self) -> Mapping[str, Section]:
        """The tables of the form, in its order."""
        return self._form[0]

    @property
    def items(self) -> Mapping[str, Item]:
        """The questions of the form, in its order."""
        return self._form[1]

    @cached_property
    def places(self) -> Mapping[tuple[str, ...], Item]:
        """Path of an answer in YAML -> its item."""
        return {item.path: item for item in self.items.values()}

    @cached_property
    def groups(self) -> frozenset[tuple[str, ...]]:
        """The places in YAML below which answers stand, the file itself among them."""
        return frozenset(path[:length] for path in self.places for length in range(len(path)))

    @cached_property
    def terms(self) -> Mapping[str, Term]:
        """The phrases that conditions are written in, with the meanings of the taken readings."""
        return read_terms(*self.files.tree("terms"), self.items)

    @cached_property
    def readings(self) -> Mapping[str, Reading]:
        """The passages open to more than one reading, each with the one in force."""
        readings = read_readings(*self.files.tree("readings"), self.info, self.items, self.terms)
        for name, letter in self.selected.items():
            select_reading(readings, name, letter, self.info.id)
        return readings

    @cached_property
    def meanings(self) -> Mapping[str, Node]:
        """Term -> its meaning under the readings in force."""
        meanings = {name: term.meaning for name, term in self.terms.items()}
        for reading in self.readings.values():
            for other in reading.alternatives:
                if other.letter == reading.selected:
                    meanings.update(other.terms)
        return meanings

    @cached_property
    def test_cases(self) -> Mapping[str, TestCase]:
        """The list of conformance tests, in the document's order."""
        tree = self.files.tree("test_cases")
        cases = read_test_cases(*tree, self.info, self.items, self.terms, self.meanings, self.readings)
        for case in cases.values():
            for column, entries in case.columns.items():
                if any(isinstance(e.when, Constant) and e.written and not e.readings for e in entries):
                    raise RulebookError(f"{case.id}, {column}: the condition decides nothing", file=tree[1])
                self.prove_conditions((f"{case.id}, {column}", entry.when) for entry in entries)
            self.prove_conditions(
                (f"a prerequisite of {case.id}", prerequisite.needs) for prerequisite in case.prerequisites
            )
        return cases

    @cached_property
    def constraints(self) -> Mapping[str, Constraint]:
        """The combinations of answers that cannot be or look wrong."""
        rows = read_constraints(*self.files.tree("constraints"), self.info, self.items)
        self.prove_conditions((f"the constraint {row.id}", row.when) for row in rows.values() if row.when is not None)
        return rows

    @cached_property
    def coverage(self) -> Coverage:
        """Which test case covers which functionality of A.1, and the gaps."""
        return read_coverage(*self.files.tree("coverage"), self.test_cases)

    @cached_property
    def citations(self) -> Mapping[str, Citation]:
        """Where the procedure says what certkit finds by its own codes: code -> its place."""
        return read_citations(*self.files.tree("citations")) if self.has("citations") else {}

    @cached_property
    def evidence(self) -> EvidenceNames:
        """The names by which evidence refers to what the edition lists.

        Raises:
            CertkitError: the edition has no ``evidence.yaml``.
        """
        return self.part(
            "evidence", lambda book, tree, file: read_evidence(tree, file, book.info, book.items, book.test_cases)
        )

    def cited(self, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        """The findings, each with its place in the procedure."""
        if all(finding.cite for finding in findings):  # the table of codes is not read for nothing
            return tuple(findings)
        known = self.citations
        return tuple(
            replace(finding, cite=known[finding.code].cite) if not finding.cite and finding.code in known else finding
            for finding in findings
        )

    def part(self, name: str, read: Callable[[Rulebook, Tree, str], T]) -> T:
        """A table that a subject reads itself, read once.

        Args:
            name: of the file, one of :data:`OPTIONAL_FILES`.
            read: makes the table from the rulebook, the file's tree and its name.

        Raises:
            CertkitError: the edition has no such file.
            RulebookError: the file is wrong.
        """
        if name not in self.files.contents:
            raise CertkitError(
                f"the edition {self.info.id} {OPTIONAL_FILES[name]}",
                hint=f"that is the file {name}.yaml in the edition's folder",
            )
        if name not in self._parts:
            self._parts[name] = read(self, *self.files.tree(name))
        table: T = self._parts[name]
        return table

    def candidates(self, item: str, node: Node) -> Sequence[Value]:
        """Representative answers to ``item``: one for each case that the condition ``node`` can distinguish."""
        return self.items[item].domain.candidates(item, node)

    def column(self, dut: str) -> str:
        """The column of the list of conformance tests that holds for a kind of device."""
        return self.info.columns[dut]

    def prove(self) -> None:
        """Read and prove every part; what is not asked for otherwise is read only when it is needed.

        Raises:
            RulebookError: the edition contradicts itself, or a condition, or a part of one, is always or never true.
        """
        if self.is_proven:
            Rulebook(self.folder, from_yaml=True).prove()
            return
        _ = self.requirements, self.constraints, self.coverage, self.citations
        if self.has("evidence"):
            _ = self.evidence
        for name, function in PARTS.items():
            if self.has(name):
                load(function)(self)
        self.prove_conditions((f"the term {term.id}", term.meaning) for term in self.terms.values())
        for case in self.test_cases.values():
            for column, entries in case.columns.items():
                idle = first_unreached([entry.when for entry in entries], self.candidates)
                if idle is not None:
                    raise RulebookError(f"{case.id}, {column}: {idle} is never reached", file=str(self.folder))
        for reading in self.readings.values():
            for other in reading.alternatives:
                self._prove_alternative(reading, other)

    def _prove_alternative(self, reading: Reading, other: Alternative) -> None:
        """It changes what each of its terms means, and the test cases can be read with it."""
        for term, meaning in other.terms.items():
            if equivalent(meaning, self.terms[term].meaning, self.candidates):
                message = f"the alternative {reading.id}={other.letter} leaves {term!r} as it is"
                raise RulebookError(message, file=str(self.folder))
        if self.selected.get(reading.id) != other.letter:
            _ = Rulebook(self.folder, {**self.selected, reading.id: other.letter}).test_cases

    def prove_conditions(self, conditions: Iterable[tuple[str, Node]], candidates: Candidates | None = None) -> None:
        """Try each condition over all the answers it can distinguish: it and each of its parts must come out both ways.

        Raises:
            RulebookError: a condition, or a part of one, is always or never true.
        """
        if self.is_proven:
            return
        proven: set[Node] = self._proven if candidates is None else set()
        for name, node in conditions:
            if isinstance(node, Constant):
                continue
            idle = first_idle_part(node, candidates or self.candidates, proven)
            if idle:
                part, why = idle
                raise RulebookError(f"{name}: {part} is {why}", file=str(self.folder))


def load_edition(
    name: str | Path = DEFAULT_EDITION, readings: Mapping[str, str] | None = None, release: int | None = None
) -> Rulebook:
    """The rulebook of an edition.

    Args:
        name: the id of a shipped edition, or the folder of one of your own.
        readings: reading id -> letter of the alternative (``{"B-02": "a"}``); ``taken`` is allowed and changes nothing.
        release: the number of a release; the newest one without it.

    Raises:
        UnknownName: there is no such edition, release, reading or alternative.
        RulebookError: the edition contradicts itself.
    """
    folder = folder_of(str(name))
    readings = _named_readings(readings, folder) if readings else {}
    selected = {reading: letter for reading, letter in readings.items() if letter != "taken"}
    rulebook = Rulebook(folder, selected)
    if folder.name != rulebook.info.id:
        raise RulebookError(
            f"the folder is called {folder.name}, but holds the edition {rulebook.info.id}", file=str(folder)
        )
    if release is not None and release != rulebook.info.release:
        rulebook = earlier_release(rulebook, release)
    return rulebook


def _named_readings(readings: Mapping[str, str], folder: Path) -> dict[str, str]:
    """The readings that are asked for, by their ids: ``B-2`` is B-02.

    Raises:
        UnknownName: there is no such reading, or one is asked for in two ways.
    """
    rulebook = Rulebook(folder)
    named: dict[str, str] = {}
    for name, letter in readings.items():
        reading = next((known for known in (name, *same_id(name, rulebook.readings)) if known in rulebook.readings), "")
        if not reading:
            raise unknown_reading(name, rulebook.readings, rulebook.info.id)
        if named.setdefault(reading, letter) != letter:
            raise UnknownName(f"{reading} is given twice, with different letters", hint="leave out one of the two")
    return named


def earlier_release(newest: Rulebook, release: int) -> Rulebook:
    """An earlier release of an edition, under the same readings.

    Raises:
        UnknownName: there is no such release.
        RulebookError: its files say that they are another release.
    """
    info = newest.info
    folders = earlier_releases(newest.folder)
    if release not in folders:
        numbers = ", ".join(map(str, (*folders, info.release)))
        raise UnknownName(
            f"there is no release {release} of the edition {info.id}",
            hint=f"certkit has {'these releases' if folders else 'the release'}: {numbers}",
        )
    earlier = Rulebook(folders[release], newest.selected)
    if (earlier.info.id, earlier.info.release) != (info.id, release) or release > info.release:
        raise RulebookError(
            f"this must be release {release} of {info.id}, which comes before release {info.release}, "
            f"but it says that it is release {earlier.info.release} of {earlier.info.id}",
            file=str(earlier.folder / "edition.yaml"),
        )
    return earlier
