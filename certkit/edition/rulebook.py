"""An edition of the procedure, loaded from its folder and proven before anything is derived from it.

An edition is a folder of YAML files: ``edition.yaml``, ``items.yaml``, ``terms.yaml``, ``readings.yaml``,
``test_cases.yaml``, ``constraints.yaml``, ``coverage.yaml``, and for what follows the plan, where it has them,
``configuration_keys.yaml``, ``metrics.yaml``, ``requirements.yaml`` and ``scope.yaml``. Each part is read when it is
first needed and is proven as it is read: names, comparisons, citations, duplicates, and every condition tried over all
the answers that it can tell apart. A shipped release had its conditions tried when it was locked, and is not tried
again as long as its files are those (:mod:`certkit.formats.compiled`). The folder holds the newest release of the
edition; earlier ones lie inside it (:mod:`certkit.edition.releases`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar

from certkit.conditions import Candidates, Constant, Node, Value
from certkit.edition.digest import digest_of
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
from certkit.edition.read_readings import read_readings, read_terms
from certkit.edition.read_test_cases import read_test_cases
from certkit.edition.releases import LOCK, earlier_releases, lock_problems, read_lock
from certkit.errors import CertkitError, RulebookError, UnknownName
from certkit.finding import Finding
from certkit.formats.compiled import COMPILED, Compiled, compile_edition, read_compiled, tree_of
from certkit.formats.yaml_tree import Node as Tree
from certkit.formats.yaml_tree import read_tree
from certkit.loading import load
from certkit.resources import editions_folder

T = TypeVar("T")

DEFAULT_EDITION = "ocpp-1.6-v2.4"
FILES = ("edition", "items", "terms", "readings", "test_cases", "constraints", "coverage")
OPTIONAL_FILES: Mapping[str, str] = {
    "citations": "does not say where the procedure says what certkit finds",
    "configuration_keys": "has no table of configuration keys",
    "evidence": "does not name what evidence refers to",
    "metrics": "has no performance parameters",
    "requirements": "does not say what a test record has to show",
    "scope": "does not say what a certificate is for",
}
"""What an edition may do without -> what is said where it is needed."""
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
        from_yaml: read and prove its files, whatever was found when they were compiled.
    """

    def __init__(self, folder: Path, selected: Mapping[str, str] | None = None, *, from_yaml: bool = False) -> None:
        self.folder = folder
        self._contents = {name: _read(folder / f"{name}.yaml") for name in FILES}
        for name in OPTIONAL_FILES:
            if (folder / f"{name}.yaml").exists():
                self._contents[name] = _read(folder / f"{name}.yaml")
        self._trees: dict[str, Tree] = {}
        self._compiled = None if from_yaml else _compiled(folder, self._contents)
        self.selected = dict(selected or {})
        self._proven: set[Node] = set()
        self._parts: dict[str, Any] = {}

    def has(self, part: str, naming: str = "") -> bool:
        """Whether the edition has a part that it may do without (:data:`OPTIONAL_FILES`), and that has this text."""
        return naming.encode() in self._contents[part] if part in self._contents else False

    def _tree(self, name: str) -> tuple[Tree, str]:
        file = str(self.folder / f"{name}.yaml")
        if name not in self._trees:
            kept = self._compiled
            self._trees[name] = tree_of(kept.trees[name]) if kept else _parsed(self._contents[name], file)
        return self._trees[name], file

    @cached_property
    def sha256(self) -> str:
        """Digest of what its files mean (hex), whatever readings are selected; documents pin it."""
        return (
            self._compiled.sha256
            if self._compiled
            else digest_of({name: self._tree(name)[0] for name in self._contents})
        )

    @cached_property
    def is_proven(self) -> bool:
        """Whether it was proven when it was locked: a shipped release as it is, under the taken readings."""
        if self._compiled is None or self.selected:
            return False
        lock = _read(editions_folder() / LOCK).decode("utf-8", "replace")
        return read_lock(lock, LOCK).get((self.info.id, self.info.release)) == self._compiled.sha256

    @cached_property
    def info(self) -> EditionInfo:
        """Which document, and what holds for all of it."""
        return read_info(*self._tree("edition"))

    @cached_property
    def _form(self) -> tuple[dict[str, Section], dict[str, Item]]:
        return read_items(*self._tree("items"), self.info)

    @cached_property
    def requirements(self) -> Mapping[str, Node]:
        """Item id -> when it must be answered, each proven."""
        found = {item.id: item.required for item in self.items.values()}
        self.prove_conditions((f"when {name} is required", node) for name, node in found.items())
        return found

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
        """Where an answer stands in YAML -> its item."""
        return {item.path: item for item in self.items.values()}

    @cached_property
    def groups(self) -> frozenset[tuple[str, ...]]:
        """The places in YAML below which answers stand, the file itself among them."""
        return frozenset(path[:length] for path in self.places for length in range(len(path)))

    @cached_property
    def terms(self) -> Mapping[str, Term]:
        """The phrases that conditions are written in, with the meanings of the taken readings."""
        return read_terms(*self._tree("terms"), self.items)

    @cached_property
    def readings(self) -> Mapping[str, Reading]:
        """The passages open to more than one reading, each with the one in force."""
        readings = read_readings(*self._tree("readings"), self.info, self.items, self.terms)
        for name, letter in self.selected.items():
            if name not in readings:
                raise UnknownName(
                    f"{name} is not a reading of {self.info.id}", hint=f"the readings are {', '.join(readings)}"
                )
            letters = [other.letter for other in readings[name].alternatives]
            if letter not in letters:
                choice = ", ".join(f"{name}={letter}" for letter in letters)
                raise UnknownName(
                    f"{name} has no alternative {letter!r}",
                    hint=f"there is {choice}" if letters else f"{name} has none that a PICS can express",
                )
            readings[name] = readings[name]._replace(selected=letter)
        return readings

    @cached_property
    def meanings(self) -> Mapping[str, Node]:
        """Term -> what it stands for under the readings in force."""
        meanings = {name: term.meaning for name, term in self.terms.items()}
        for reading in self.readings.values():
            for other in reading.alternatives:
                if other.letter == reading.selected:
                    meanings.update(other.terms)
        return meanings

    @cached_property
    def test_cases(self) -> Mapping[str, TestCase]:
        """The list of conformance tests, in the document's order."""
        tree = self._tree("test_cases")
        found = read_test_cases(*tree, self.info, self.items, self.terms, self.meanings, self.readings)
        for case in found.values():
            for column, entries in case.columns.items():
                if any(isinstance(e.when, Constant) and e.written and not e.readings for e in entries):
                    raise RulebookError(f"{case.id}, {column}: the condition decides nothing", file=tree[1])
                self.prove_conditions((f"{case.id}, {column}", entry.when) for entry in entries)
            self.prove_conditions(
                (f"a prerequisite of {case.id}", prerequisite.needs) for prerequisite in case.prerequisites
            )
        return found

    @cached_property
    def constraints(self) -> Mapping[str, Constraint]:
        """The combinations of answers that cannot be or look wrong."""
        found = read_constraints(*self._tree("constraints"), self.info, self.items)
        self.prove_conditions((f"the constraint {row.id}", row.when) for row in found.values() if row.when is not None)
        return found

    @cached_property
    def coverage(self) -> Coverage:
        """Which test case covers which functionality of A.1, and the gaps."""
        return read_coverage(*self._tree("coverage"), self.test_cases)

    @cached_property
    def citations(self) -> Mapping[str, Citation]:
        """Where the procedure says what certkit finds by its own codes: code -> its place."""
        return read_citations(*self._tree("citations")) if self.has("citations") else {}

    @cached_property
    def evidence(self) -> EvidenceNames:
        """The names by which evidence refers to what the edition lists.

        Raises:
            CertkitError: the edition has no ``evidence.yaml``.
        """
        return self.part(
            "evidence", lambda book, tree, file: read_evidence(tree, file, book.info, book.items, book.test_cases)
        )

    def cited(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings, each with its place in the procedure."""
        known = self.citations
        return tuple(
            replace(found, cite=known[found.code].cite) if not found.cite and found.code in known else found
            for found in findings
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
        if name not in self._contents:
            raise CertkitError(
                f"the edition {self.info.id} {OPTIONAL_FILES[name]}",
                hint=f"that is the file {name}.yaml in the edition's folder",
            )
        if name not in self._parts:
            self._parts[name] = read(self, *self._tree(name))
        found: T = self._parts[name]
        return found

    def candidates(self, item: str, node: Node) -> Sequence[Value]:
        """Answers to ``item`` that stand for all that the condition ``node`` can tell apart."""
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
        """Try each condition over all the answers it can tell apart: it, and every part of it, must be able to turn.

        Raises:
            RulebookError: a condition, or a part of one, is always or never true.
        """
        if self.is_proven:
            return
        proven: set[Node] = self._proven if candidates is None else set()
        for name, node in conditions:
            if isinstance(node, Constant):
                continue
            found = first_idle_part(node, candidates or self.candidates, proven)
            if found:
                part, why = found
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
    folder = _folder_of(str(name))
    selected = {reading: letter for reading, letter in (readings or {}).items() if letter != "taken"}
    rulebook = Rulebook(folder, selected)
    if folder.name != rulebook.info.id:
        raise RulebookError(
            f"the folder is called {folder.name}, but holds the edition {rulebook.info.id}", file=str(folder)
        )
    if release is not None and release != rulebook.info.release:
        rulebook = _earlier(rulebook, release)
    for reading in readings or ():
        if reading not in rulebook.readings:
            raise UnknownName(
                f"{reading} is not a reading of {rulebook.info.id}",
                hint=f"the readings are {', '.join(rulebook.readings)}",
            )
    return rulebook


def _earlier(newest: Rulebook, release: int) -> Rulebook:
    """An earlier release of the edition, under the same readings."""
    info = newest.info
    folders = earlier_releases(newest.folder)
    if release not in folders:
        numbers = ", ".join(map(str, (*folders, info.release)))
        raise UnknownName(
            f"there is no release {release} of the edition {info.id}",
            hint=f"certkit has {'these releases' if folders else 'the release'}: {numbers}",
        )
    found = Rulebook(folders[release], newest.selected)
    if (found.info.id, found.info.release) != (info.id, release) or release > info.release:
        raise RulebookError(
            f"this must be release {release} of {info.id}, which comes before release {info.release}, "
            f"but it says that it is release {found.info.release} of {found.info.id}",
            file=str(found.folder / "edition.yaml"),
        )
    return found


def releases_of(name: str | Path = DEFAULT_EDITION) -> tuple[Rulebook, ...]:
    """Every release of an edition, the first one first.

    Raises:
        UnknownName: there is no such edition.
        RulebookError: a release is not what its place says.
    """
    newest = load_edition(name)
    return (*(_earlier(newest, release) for release in earlier_releases(newest.folder)), newest)


def check_lock(releases: Sequence[Rulebook]) -> None:
    """Hold the releases of an edition against the lock file beside its folder, if there is one.

    Raises:
        RulebookError: a release is not locked, or does not mean what was locked.
    """
    newest = releases[-1]
    file = newest.folder.parent / LOCK
    if not file.is_file():
        return
    lock = read_lock(_read(file).decode("utf-8", "replace"), str(file))
    for problem in lock_problems(newest.info.id, {one.info.release: one.sha256 for one in releases}, lock):
        raise RulebookError(problem, file=str(file))


@cache
def shipped_editions() -> tuple[str, ...]:
    """Ids of the editions that come with certkit."""
    return tuple(sorted(path.parent.name for path in editions_folder().glob("*/edition.yaml")))


def _folder_of(name: str) -> Path:
    if name in shipped_editions():
        return editions_folder() / name
    folder = Path(name)
    with suppress(OSError, ValueError):  # a name that no folder can have
        if (folder / "edition.yaml").is_file():
            return folder.resolve()
    raise UnknownName(
        f"there is no edition {name[:100]!r}",
        hint=f"certkit has {', '.join(shipped_editions())}; or give the folder of an edition of your own",
    )


def compiled_release(folder: Path) -> bytes:
    """The content of ``compiled.json`` for the release in a folder, of which every part is proven."""
    release = Rulebook(folder, from_yaml=True)
    release.prove()
    trees = {name: release._tree(name)[0] for name in release._contents}
    return compile_edition(release._contents, release.sha256, trees)


def _compiled(folder: Path, contents: Mapping[str, bytes]) -> Compiled | None:
    """What was compiled of a shipped release, if its files are still those."""
    file = folder / COMPILED
    if editions_folder() not in folder.parents or not file.is_file():
        return None
    found = read_compiled(_read(file))
    return found if found.is_of(contents) else None


def _parsed(content: bytes, file: str) -> Tree:
    tree = read_tree(content, file)
    if tree is None:
        raise RulebookError("the file says nothing", file=file)
    return tree


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CertkitError(f"a file of the edition cannot be read: {error.strerror}", file=str(path)) from None
