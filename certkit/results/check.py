"""Check results against the plan: whose they are, in which mode, and when they were obtained (5.5, 8.2, 8.3).

Nothing is left out here and nothing is counted: all runs of a test case are kept, and the verdict decides which of them
count. A run of which something is not known has a finding, because what is not shown never counts as good.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from certkit.edition.rulebook import Rulebook
from certkit.finding import Finding, Place, place_in_front
from certkit.messages import finding
from certkit.plan.model import Status, TestPlan
from certkit.results.expected import (
    Expected,
    began_before,
    contradictions,
    contradicts_itself,
    is_of_other_device,
    is_of_other_version,
    names_nothing,
)
from certkit.results.model import Origin, Result, Results, RunKind
from certkit.results.names import run_names
from certkit.text.sentence import iso


def check_results(
    files: tuple[Results, ...], plan: TestPlan, rulebook: Rulebook, expected: Expected | None = None
) -> tuple[Finding, ...]:
    """All findings, file by file and in the order of each; what is about several runs at its first."""
    check = _Check(plan, rulebook, expected or Expected())
    findings = [found for file in files for found in file.findings]
    for file in files:
        findings += check.file(file)
    runs = [run for file in files for run in file.runs]
    for run in runs:
        findings += check.run(run)
    findings += check.configurations([run for run in runs if run.kind is RunKind.TEST])
    findings += check.repetitions([run for run in runs if run.kind is RunKind.TEST])
    order = {file.source: number for number, file in enumerate(files)}
    return rulebook.cited(sorted(findings, key=lambda found: _order(found, order)))


def distinct_runs(runs: tuple[Result, ...]) -> tuple[Result, ...]:
    """The runs without those that are the same in everything; the first of them stays."""
    return tuple({run.run: run for run in reversed(runs)}.values())[::-1]


class _Check:
    def __init__(self, plan: TestPlan, rulebook: Rulebook, expected: Expected) -> None:
        self.plan = plan
        self.rows = {row.id: row for row in plan.test_cases}
        self.names = run_names(rulebook)
        self.expected = expected
        self.version = rulebook.info.ocpp
        self.device = rulebook.evidence.sides[rulebook.column(plan.dut)].suffix if plan.dut else ""

    def file(self, file: Results) -> Iterator[Finding]:
        """Whose results a file says that it has, and who wrote them down."""
        for claim, stated in contradictions(file, self.expected, self.names):
            if claim.subject == "rulebook_sha256":
                yield finding("RS-26", where=claim.place, digest=claim.value)
            else:
                yield finding("RS-22", where=claim.place, subject=claim.subject, value=claim.value, stated=stated)
        if file.runs and names_nothing(file):
            yield finding("RS-23", where=Place(file.source))
        typed = [run for run in file.runs if run.provenance.origin is Origin.TYPED]
        if typed and file.source not in self.expected.answered_for:
            yield finding("RS-25", where=typed[0].place, count=len(typed), run=typed[0].name)

    def run(self, run: Result) -> Iterator[Finding]:
        """What is about one run."""
        if run.kind is RunKind.TEST:
            yield from self.in_the_plan(run)
        if contradicts_itself(run, self.names):
            yield _about("RS-13", run, suffix=self.names.suffix_of(run.name), sut=run.sut)
        elif is_of_other_device(run, self.device, self.names):
            yield _about("RS-12", run, device=run.device, dut=self.plan.dut)
        if is_of_other_version(run, self.version):
            yield _about("RS-18", run, version=run.ocpp_version)
        if run.kind is not RunKind.TEST:
            return
        if run.pics_mode is None:
            yield _about("RS-21", run)
        elif not run.pics_mode:
            yield _about("RS-15", run)
        yield from self.time(run)

    def in_the_plan(self, run: Result) -> Iterator[Finding]:
        row = self.rows.get(run.test_case)
        if row is None:
            yield _about("RS-10", run, edition=self.plan.edition, test_case=run.test_case)
        elif row.status is Status.NOT_APPLICABLE:
            yield _about("RS-11.not-applicable", run, because=row.because)
        elif row.status is Status.UNDETERMINED:
            yield _about("RS-11.open", run, because=row.because)

    def time(self, run: Result) -> Iterator[Finding]:
        frozen = self.expected.frozen
        if run.start is None:
            yield _about("RS-17.not-known", run)
            return
        if frozen is None:
            return
        start = run.start if run.start.tzinfo else run.start.replace(tzinfo=self.expected.zone)
        before = began_before(start, frozen, day_only=run.day_only)
        if start == frozen:
            yield _about("RS-17.same-moment", run)
        elif before:
            yield _about("RS-16", run, start=iso(run.start), frozen=iso(frozen))
        elif before is None and run.day_only:
            yield _about("RS-17.day-only", run, day=run.start.date().isoformat(), frozen=iso(frozen))
        elif before is None:
            yield _about("RS-17.no-zone", run, start=iso(run.start), frozen=iso(frozen))

    def configurations(self, runs: list[Result]) -> Iterator[Finding]:
        """One finding for each configuration other than the one that is expected, or that most runs have."""
        counts = Counter((run.configuration, run.configuration_version) for run in runs)
        if not counts:
            return
        usual = max(counts, key=lambda key: (bool(key[0]), counts[key]))
        wanted = (
            self.expected.configuration or usual[0],
            self.expected.configuration_version
            or (usual[1] if usual[0] == (self.expected.configuration or usual[0]) else ""),
        )
        if not any(wanted):
            return
        for key, count in counts.items():
            if key[0] == wanted[0] and (not wanted[1] or key[1] == wanted[1]):
                continue
            first = next(run for run in runs if (run.configuration, run.configuration_version) == key)
            named, expected = tuple(filter(None, key)), tuple(filter(None, wanted))
            if named:
                yield _about("RS-14.other", first, count=count, named=named, expected=expected)
            else:
                yield _about("RS-14.none", first, count=count, expected=expected)

    def repetitions(self, runs: list[Result]) -> Iterator[Finding]:
        """Runs that are there twice, and test cases whose runs do not agree."""
        seen: dict[tuple[object, ...], Result] = {}
        verdicts: dict[str, dict[str, Result]] = {}
        for run in runs:
            if run.run in seen and run.start is not None:
                yield _about("RS-20", run, earlier=_named(seen[run.run].place))
            seen.setdefault(run.run, run)
            verdicts.setdefault(run.test_case, {}).setdefault(run.verdict.value, run)
        for test_case, by_verdict in verdicts.items():
            if len(by_verdict) > 1:
                last = list(by_verdict.values())[-1]
                yield _about("RS-19", last, test_case=test_case, verdicts=tuple(by_verdict))


def _about(message: str, run: Result, **arguments: Any) -> Finding:
    return finding(message, where=run.place, items=(run.test_case,), run=run.name, **arguments)


def _named(place: Place) -> str:
    return place_in_front(place, place.file).rstrip(":")


def _order(found: Finding, files: dict[str, int]) -> tuple[object, ...]:
    place = found.where
    if place is None:
        return (len(files), "", "", 0, 0, found.code)
    row = int("".join(c for c in place.cell if c.isdigit()) or place.line or 0)
    return (files.get(place.file, len(files) - 1), place.file, place.sheet, row, place.column, found.code)
