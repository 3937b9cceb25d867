"""The results of a run against its plan: whose they are, in which mode, and when they were obtained (5.5, 8.2, 8.3).

Nothing is left out here and nothing is counted: all runs of a test case are kept, and what they come to is decided when
the verdict is made. A run of which something is not known has a finding, since what is not shown never counts as good.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from certkit.edition.domains import listed, shown
from certkit.edition.rulebook import Rulebook
from certkit.finding import Finding, Place
from certkit.messages import plain_finding
from certkit.plan.model import Status, TestPlan
from certkit.results.model import Origin, Result, Results, RunKind, Subject
from certkit.results.run_terms import (
    Expected,
    began_before,
    contradictions,
    contradicts_itself,
    is_of_other_device,
    is_of_other_version,
    names_nothing,
    suffix_of,
)

_OCPP_VERSION = re.compile(r"ocpp-([0-9]+\.[0-9]+(?:\.[0-9]+)?)")
"""The version of OCPP in the id of an edition."""
SUBJECT_WORDS: Mapping[Subject, str] = {
    "pics_sha256": "the digest of the statement",
    "edition": "the edition",
    "rulebook_sha256": "the digest of the edition",
    "dut": "the device under test",
    "vendor": "the vendor",
    "model": "the model",
    "serial": "the serial number",
    "firmware_version": "the version",
}


def check_results(
    files: tuple[Results, ...], plan: TestPlan, rulebook: Rulebook, expected: Expected | None = None
) -> tuple[Finding, ...]:
    """All findings, file by file and in the order of each; what is about several runs at its first."""
    check = _Check(plan, rulebook, expected or Expected())
    findings = [finding for file in files for finding in file.findings]
    for file in files:
        findings += check.file(file)
    runs = [run for file in files for run in file.runs]
    for run in runs:
        findings += check.run(run)
    findings += check.configurations([run for run in runs if run.kind is RunKind.TEST])
    findings += check.repetitions([run for run in runs if run.kind is RunKind.TEST])
    order = {file.source: number for number, file in enumerate(files)}
    return tuple(sorted(findings, key=lambda finding: _order(finding, order)))


def distinct_runs(runs: tuple[Result, ...]) -> tuple[Result, ...]:
    """The runs without those that are the same in everything; the first of them stays."""
    return tuple({run.run: run for run in reversed(runs)}.values())[::-1]


class _Check:
    def __init__(self, plan: TestPlan, rulebook: Rulebook, expected: Expected) -> None:
        self.plan = plan
        self.rows = {row.id: row for row in plan.test_cases}
        self.rulebook = rulebook
        self.expected = expected
        column = rulebook.column(plan.dut) if plan.dut else ""
        version = _OCPP_VERSION.match(rulebook.info.id)
        self.version = version.group(1) if version else ""
        self.device = {"station": "CS", "csms": "CSMS"}.get(column, "")

    def file(self, file: Results) -> Iterator[Finding]:
        """Whose results a file says that it has, and who wrote them down."""
        for claim, stated in contradictions(file, self.expected):
            what = SUBJECT_WORDS[claim.subject]
            if claim.subject == "rulebook_sha256":
                yield plain_finding("RS-26", f"it names {claim.value[:16]}…", where=claim.place)
            else:
                message = f"{what} is {shown(claim.value)}, and {shown(stated)} is stated"
                yield plain_finding("RS-22", message, where=claim.place)
        if file.runs and names_nothing(file):
            message = "neither the statement nor the device is named in it"
            yield plain_finding("RS-23", message, where=Place(file.source))
        typed = [run for run in file.runs if run.provenance.origin is Origin.TYPED]
        if typed and file.source not in self.expected.answered_for:
            count = "1 run was" if len(typed) == 1 else f"{len(typed):,} runs were"
            yield plain_finding("RS-25", f"{count} typed, the first is {shown(typed[0].name)}", where=typed[0].place)

    def run(self, run: Result) -> Iterator[Finding]:
        """What is about one run."""
        if run.kind is RunKind.TEST:
            yield from self.in_the_plan(run)
        if contradicts_itself(run):
            yield _made("RS-13", run, f"the id ends in {suffix_of(run)}, but the system under test is {shown(run.sut)}")
        elif is_of_other_device(run, self.device):
            yield _made("RS-12", run, f"it is of a {run.device}, but the PICS is of a {self.plan.dut}")
        if is_of_other_version(run, self.version):
            yield _made("RS-18", run, f"it is of {shown(run.ocpp_version)}")
        if run.kind is not RunKind.TEST:
            return
        if run.pics_mode is None:
            yield _made("RS-21", run, "it does not say whether it is in PICS mode")
        elif not run.pics_mode:
            yield _made("RS-15", run, "it is not in PICS mode")
        yield from self.time(run)

    def in_the_plan(self, run: Result) -> Iterator[Finding]:
        row = self.rows.get(run.test_case)
        if row is None:
            yield _made("RS-10", run, f"{self.plan.edition} has no test case {shown(run.test_case)}")
        elif row.status is Status.NOT_APPLICABLE:
            yield _made("RS-11", run, f"the plan has it as not applicable: {row.because}")
        elif row.status is Status.UNDETERMINED:
            yield _made("RS-11", run, f"the plan leaves it open: {row.because}")

    def time(self, run: Result) -> Iterator[Finding]:
        frozen = self.expected.frozen
        if run.start is None:
            yield _made("RS-17", run, "when it began is not known")
        elif frozen is not None:
            start = run.start if run.start.tzinfo else run.start.replace(tzinfo=self.expected.zone)
            before = began_before(start, frozen, day_only=run.day_only)
            if start == frozen:
                yield _made("RS-17", run, "it began in the very moment in which the PICS was frozen")
            elif before:
                yield _made(
                    "RS-16", run, f"it began {run.start.isoformat(' ')}, the PICS is of {frozen.isoformat(' ')}"
                )
            elif before is None:
                began = f"it began {run.start.isoformat(' ')} in a time zone that is not known"
                if run.day_only:
                    began = f"it began some time on {run.start.date().isoformat()}"
                yield _made("RS-17", run, f"{began}, the PICS is of {frozen.isoformat(' ')}")

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
            others = f" and {count - 1} more" if count > 1 else ""
            detail = f"the configuration{others} is {_configuration(key)}, not {_configuration(wanted)}"
            yield _made("RS-14", first, detail)

    def repetitions(self, runs: list[Result]) -> Iterator[Finding]:
        """Runs that stand there twice, and test cases whose runs do not agree."""
        seen: dict[tuple[object, ...], Result] = {}
        verdicts: dict[str, dict[str, Result]] = {}
        for run in runs:
            if run.run in seen and run.start is not None:
                yield _made("RS-20", run, "the same run is there before")
            seen.setdefault(run.run, run)
            verdicts.setdefault(run.test_case, {}).setdefault(run.verdict.value, run)
        for test_case, by_verdict in verdicts.items():
            if len(by_verdict) > 1:
                last = list(by_verdict.values())[-1]
                yield _made("RS-19", last, f"the runs of {test_case} are {listed(tuple(by_verdict), 'and')}")


def _configuration(key: tuple[str, str]) -> str:
    name, version = key
    text = shown(name) if name else "not stated"
    return f"{text} version {shown(version)}" if version else text


def _made(code: str, run: Result, detail: str) -> Finding:
    return plain_finding(code, f"{shown(run.name)}: {detail}", where=run.place, items=(run.test_case,))


def _order(finding: Finding, files: dict[str, int]) -> tuple[object, ...]:
    place = finding.where
    if place is None:
        return (len(files), "", "", 0, 0, finding.code)
    row = int("".join(c for c in place.cell if c.isdigit()) or place.line or 0)
    return (files.get(place.file, len(files) - 1), place.file, place.sheet, row, place.column, finding.code)
