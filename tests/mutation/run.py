"""Break the rules one by one, and see that a test notices. Run by ``make mutation``; README.md says more.

python tests/mutation/run.py                      the rulebook; ends with 1 if a mutant survives
python tests/mutation/run.py --file FILE …         only these files of it, by their names without .yaml
python tests/mutation/run.py --code [MODULE …]    the Python of the core, or of these modules (as paths)
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from multiprocessing import get_context
from os import cpu_count
from pathlib import Path
from time import perf_counter

from certkit.configuration.read_keys import key_table
from certkit.measurement.read_metrics import metrics_of
from certkit.record.read_requirements import requirements_of

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from certkit.conditions import AnyOf, Node, items_of
from certkit.edition.binding import bind
from certkit.edition.files import FILES, ReleaseFiles
from certkit.edition.rulebook import Rulebook, load_edition
from certkit.errors import CertkitError
from certkit.formats.yaml_tree import Node as Tree
from certkit.formats.yaml_tree import read_tree
from certkit.measurement.read_metrics import prove_metrics
from tests.configuration.key_agreement import keys_agree
from tests.edition.evidence_by_hand import evidence_agrees
from tests.measurement.metrics_by_hand import metrics_agree
from tests.mutation.evidence import EvidenceBreaker, requirements_agree, requirements_are_equivalent
from tests.mutation.mutants import Breaker, Mutant
from tests.rules.agreement import ABOUT_ALL, ABOUT_ONE, IN_COLUMN
from tests.rules.devices import device

READ_FROM = {
    "edition": (
        "info",
        "_form",
        "requirements",
        "terms",
        "readings",
        "meanings",
        "test_cases",
        "constraints",
        "coverage",
    ),
    "terms": ("terms", "readings", "meanings", "test_cases", "coverage"),
    "readings": ("readings", "meanings", "test_cases", "coverage"),
    "test_cases": ("test_cases", "coverage"),
    "constraints": ("constraints",),
    "items": ("_form", "requirements", "terms", "readings", "meanings", "test_cases", "constraints", "coverage"),
    "configuration_keys": (),
    "evidence": ("evidence",),
    "metrics": (),
    "requirements": (),
}
"""File -> the parts of a rulebook that are read from it, or depend on such parts. Subjects read theirs each time."""

ABOUT_EVIDENCE = {
    "configuration_keys": keys_agree,
    "evidence": evidence_agrees,
    "metrics": metrics_agree,
    "requirements": requirements_agree,
}
"""File -> the comparison with what was written by hand about it."""

FIRST = {
    "items": ("question", "constraint", "plan", "missing", "not asked"),
    "constraints": ("constraint", "firing", "missing", "not asked"),
    "readings": ("test case", "alternative"),
}
"""File -> the comparisons that are most likely to notice; the others follow."""


class Broken(Rulebook):
    """A rulebook read from trees that may have been changed; what the change cannot touch is taken over."""

    def __init__(self, trees: dict[str, Tree], whole: Rulebook, file: str) -> None:
        touched = (*READ_FROM[file], "selected") if file else ()
        self.__dict__.update({name: value for name, value in vars(whole).items() if name not in touched})
        self._proven = set()
        self._parts = {}
        self.__dict__["is_proven"] = False
        self.files = BrokenFiles(trees, whole.files)
        self.selected = dict(whole.selected)


class BrokenFiles(ReleaseFiles):
    """Files whose trees may have been changed; nothing that was compiled of them counts."""

    def __init__(self, trees: dict[str, Tree], whole: ReleaseFiles) -> None:
        self.folder, self.contents, self.compiled = whole.folder, whole.contents, None
        self._trees = trees


class Laboratory:
    """Tries mutants on one edition."""

    def __init__(self) -> None:
        self.wholes: dict[tuple[str, ...], Rulebook] = {}
        folder = self.whole().folder
        self.trees: dict[str, Tree] = {}
        for name in (*FILES, *ABOUT_EVIDENCE):
            tree = read_tree((folder / f"{name}.yaml").read_bytes(), f"{name}.yaml")
            assert tree is not None
            self.trees[name] = tree
        for comparison in (*ABOUT_ALL, *ABOUT_EVIDENCE.values()):
            comparison(
                self.whole
            )  # one that fails before anything is broken would notice nothing and seem to notice all
        breaker = Breaker(self.whole(), self.trees)
        self.mutants = list(breaker.mutants())
        for file in ABOUT_EVIDENCE:
            self.mutants += EvidenceBreaker(breaker, file).mutants()

    def whole(self, *selected: str) -> Rulebook:
        """The edition as it is, with every part read."""
        if selected not in self.wholes:
            rulebook = load_edition(readings=dict(name.split("=") for name in selected))
            rulebook.prove()
            self.wholes[selected] = rulebook
        return self.wholes[selected]

    def result(self, mutant: Mutant) -> str:
        """What found the mutant out: ``refused``, the name of a comparison, ``equivalent``, or nothing."""
        undo = mutant.make()
        broken: dict[tuple[str, ...], Rulebook] = {}

        def edition(*selected: str) -> Rulebook:
            if selected not in broken:
                broken[selected] = Broken(self.trees, self.whole(*selected), mutant.file)
            return broken[selected]

        try:
            return self.noticed(edition, mutant)
        finally:
            undo()
            device.cache_clear()

    def noticed(self, edition, mutant: Mutant) -> str:
        if mutant.file in ABOUT_EVIDENCE:
            return self.noticed_in_evidence(edition, mutant)
        try:
            rulebook = edition()
            _ = rulebook.info, rulebook.items, rulebook.requirements, rulebook.constraints, rulebook.coverage
        except CertkitError:
            return "refused"
        for name, function, subject in comparisons(mutant):
            try:
                function(edition, *subject)
            except Exception:  # a test that breaks has noticed too
                return name
        return "equivalent" if self.equivalent(mutant) else ""

    def noticed_in_evidence(self, edition, mutant: Mutant) -> str:
        try:
            rulebook = edition()
            prove_metrics(metrics_of(rulebook), rulebook.readings, "metrics.yaml")
            _ = key_table(rulebook), requirements_of(rulebook), rulebook.evidence
        except CertkitError:
            return "refused"
        try:
            ABOUT_EVIDENCE[mutant.file](edition)
        except Exception:
            return "by hand"
        if mutant.file == "requirements" and requirements_are_equivalent(edition, self.whole()):
            return "equivalent"
        return "equivalent" if self.equivalent(mutant) else ""

    def equivalent(self, mutant: Mutant) -> bool:
        """Whether the changed condition gives the same for all answers, missing ones too, of the devices concerned."""
        if mutant.conditions is None:
            return False
        rulebook = self.whole()
        before, after = (bind(node, rulebook.items, rulebook.meanings) for node in mutant.conditions)
        kinds = self.kinds(mutant)
        for answers in all_answers(before, after, rulebook, kinds):
            if before.evaluate(answers) != after.evaluate(answers):
                return False
        return True

    def kinds(self, mutant: Mutant) -> tuple[str, ...]:
        rulebook = self.whole()
        if mutant.file == "constraints":
            return rulebook.constraints[mutant.row].asked_of
        if mutant.file in ABOUT_EVIDENCE:
            return key_table(rulebook).asked_of
        if mutant.file == "items":
            return rulebook.items[mutant.row].asked_of
        return IN_COLUMN["station"] if "hardware" in mutant.what or "B-01" in mutant.row else rulebook.info.kinds


def all_answers(before: Node, after: Node, rulebook: Rulebook, kinds: tuple[str, ...]) -> Iterable[dict]:
    both = AnyOf((before, after))
    options = [
        [value for value in rulebook.candidates(item, both) if value in kinds]
        if item == "dut"
        else [None, *rulebook.candidates(item, both)]
        for item in items_of(both)
    ]
    for values in product(*options):
        yield {item: value for item, value in zip(items_of(both), values, strict=True) if value is not None}


def comparisons(mutant: Mutant):
    """(name, function, subject): those about the changed row first."""
    kinds = list(dict.fromkeys((*FIRST.get(mutant.file, ()), *ABOUT_ONE)))
    row = mutant.row.partition("=")[0]
    for kind in kinds:
        function, subjects = ABOUT_ONE[kind]
        for subject in subjects:
            if row in (subject, subject[0]):
                yield kind, function, (subject,)
    for whole in ABOUT_ALL:
        yield "whole", whole, ()
    for kind in kinds:
        function, subjects = ABOUT_ONE[kind]
        for subject in subjects:
            if row not in (subject, subject[0]):
                yield kind, function, (subject,)


LABORATORY: Laboratory | None = None


def try_some(numbers: list[int]) -> list[str]:
    global LABORATORY
    LABORATORY = LABORATORY or Laboratory()
    return [LABORATORY.result(LABORATORY.mutants[number]) for number in numbers]


def run_rulebook() -> int:
    global LABORATORY
    start = perf_counter()
    LABORATORY = Laboratory()
    mutants = LABORATORY.mutants
    chunks = [list(range(first, min(first + 20, len(mutants)))) for first in range(0, len(mutants), 20)]
    results: list[str] = []
    with ProcessPoolExecutor(cpu_count(), mp_context=get_context("fork")) as pool:
        for number, found in enumerate(pool.map(try_some, chunks), start=1):
            results += found
            if sys.stderr.isatty():
                print(f"\r{number * 100 // len(chunks)} %", end="", file=sys.stderr)
    pairs = list(zip(mutants, results, strict=True))
    print_table(pairs)
    survivors = [mutant for mutant, result in pairs if not result]
    for title, chosen in (("Equivalent", [m for m, r in pairs if r == "equivalent"]), ("Survivors", survivors)):
        print(f"\n{title}: {len(chosen)}")
        for mutant in chosen:
            print(f"  {mutant}")
    print(f"\n{len(mutants)} mutants in {perf_counter() - start:.0f} s")
    return 1 if survivors else 0


def print_table(pairs: list[tuple[Mutant, str]]) -> None:
    print(f"{'file':12} {'kind':13} {'mutants':>8} {'refused':>8} {'noticed':>8} {'equivalent':>11} {'survived':>9}")
    counts: dict[tuple[str, str], Counter[str]] = {}
    for mutant, result in pairs:
        for key in ((mutant.file, mutant.kind), ("all", "")):
            outcome = result if result in ("refused", "equivalent", "") else "noticed"
            counts.setdefault(key, Counter())[outcome] += 1
    for (file, kind), found in sorted(counts.items(), key=lambda pair: (pair[0][0] == "all", pair[0])):
        figures = [found.total(), found["refused"], found["noticed"], found["equivalent"], found[""]]
        print(f"{file:12} {kind:13} {figures[0]:8} {figures[1]:8} {figures[2]:8} {figures[3]:11} {figures[4]:9}")


def print_survivors_of(files: list[str]) -> int:
    """Only the mutants of some files, in this process."""
    laboratory = Laboratory()
    pairs = [(mutant, laboratory.result(mutant)) for mutant in laboratory.mutants if mutant.file in files]
    print_table(pairs)
    survivors = [mutant for mutant, result in pairs if not result]
    print(f"\nSurvivors: {len(survivors)}", *survivors, sep="\n  ")
    return 1 if survivors else 0


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--file"]:
        return print_survivors_of(arguments[1:])
    if arguments[:1] == ["--code"]:
        from tests.mutation.python_code import run_code

        return run_code(arguments[1:])
    return run_rulebook()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
