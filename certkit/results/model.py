"""The result of one run of a test case, as a test tool or a person reports it.

All runs of a test case are kept: which of them count is decided when the verdict is made. A verdict that could not be
read is an error of the run, because what is not understood never counts as good.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Literal, NamedTuple, TypeAlias, get_args

from certkit.finding import Finding, Place


class RunVerdict(StrEnum):
    """What the tool says of a run (8.2)."""

    PASS = "pass"  # noqa: S105  (a verdict, no password)
    FAIL = "fail"
    INCONC = "inconc"
    ERROR = "error"
    UNKNOWN = "unknown"
    """Something that looks like a verdict was not understood, or contradicts itself. It is never a pass."""


_VERDICTS = {
    "pass": RunVerdict.PASS,
    "passed": RunVerdict.PASS,
    "fail": RunVerdict.FAIL,
    "failed": RunVerdict.FAIL,
    "inconc": RunVerdict.INCONC,
    "inconclusive": RunVerdict.INCONC,
    "error": RunVerdict.ERROR,
}


class RunKind(StrEnum):
    """What was run: a test case of the list, the reset between tests, or another function built into the tool."""

    TEST = "test"
    RESET = "reset"
    BUILT_IN = "built-in"


class Origin(StrEnum):
    """What made the record of a run."""

    TOOL = "test tool"
    """The record has the fields that the OCTT exports with each run."""
    OTHER_TOOL = "other tool"
    """Another program wrote it: JUnit XML is not a format of the OCTT."""
    TYPED = "typed"
    """A person filled in a table, a worksheet or a list, or could have."""


class Provenance(NamedTuple):
    """Where the record of a run comes from. The file and the place in it are the run's ``place``.

    Attributes:
        tool, version: of the test tool, as the file names it; empty if it does not.
        tester: who ran the test, as the file says.
        remarks: of the tester.
    """

    origin: Origin = Origin.TYPED
    tool: str = ""
    version: str = ""
    tester: str = ""
    remarks: str = ""


Subject: TypeAlias = Literal[
    "pics_sha256", "edition", "rulebook_sha256", "dut", "vendor", "model", "serial", "firmware_version"
]
SUBJECTS: tuple[Subject, ...] = get_args(Subject)


class Claim(NamedTuple):
    """What a file of results says about the statement or the device that it belongs to."""

    subject: Subject
    value: str
    place: Place


class Result(NamedTuple):
    """One run.

    Attributes:
        test_case: the id as Appendix C has it, without ``_CS`` or ``_CSMS``, or the name of what else was run.
        name: the id as the file has it.
        verdict: ``unknown`` if it was not understood.
        device: ``CS`` or ``CSMS``, from the id's suffix or the system under test; empty if neither says.
        sut: what the file says of the system under test, as it stands there.
        start: without a time zone where the file has none.
        day_only: the file has the day of the run and not the hour; ``start`` is then its midnight.
        duration: seconds.
        configuration, configuration_version: of the tool.
        ocpp_version: as the file has it.
        pics_mode: None if the file does not say.
        logfile: its name.
    """

    test_case: str
    name: str
    kind: RunKind
    verdict: RunVerdict
    place: Place
    device: str = ""
    sut: str = ""
    start: datetime | None = None
    day_only: bool = False
    duration: float | None = None
    configuration: str = ""
    configuration_version: str = ""
    ocpp_version: str = ""
    pics_mode: bool | None = None
    logfile: str = ""
    provenance: Provenance = Provenance()

    @property
    def run(self) -> tuple[object, ...]:
        """What makes two records the same run: everything but the place and the provenance."""
        return (
            self.name, self.verdict, self.sut, self.start, self.duration, self.configuration,
            self.configuration_version, self.ocpp_version, self.pics_mode, self.logfile,
        )  # fmt: skip


@dataclass(frozen=True)
class Results:
    """All runs in a file, in its order.

    Attributes:
        source: the file's name, as the user gave it.
        format: what it was: ``OCTT JSON``, ``OCTT CSV``, ``OCTT ZIP``, ``JUnit XML``, ``YAML`` or ``Excel``.
        logs: the names of the logs that came with them, where they came in one file.
        not_run: ids of test cases that are listed without a verdict.
        findings: what the reader noticed.
        claims: what it says about the statement and the device that it belongs to, each value once.
    """

    source: str
    format: str
    runs: tuple[Result, ...]
    logs: tuple[str, ...] = ()
    not_run: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    claims: tuple[Claim, ...] = ()

    @cached_property
    def tests(self) -> tuple[Result, ...]:
        """The runs of test cases, without resets and built-in functions."""
        return tuple(run for run in self.runs if run.kind is RunKind.TEST)

    @cached_property
    def by_test_case(self) -> Mapping[str, tuple[Result, ...]]:
        """Test case -> all its runs."""
        found: dict[str, tuple[Result, ...]] = {}
        for run in self.tests:
            found[run.test_case] = (*found.get(run.test_case, ()), run)
        return found


_BUILT_IN = re.compile(r"tc_bi_\w{1,80}", re.IGNORECASE)
RESET = "000_RESET"
_RESET = re.compile(rf"{RESET}(?:_(CS|CSMS))?", re.IGNORECASE)
_TEST_CASE = re.compile(r"(TC_[0-9]{3}(?:_[0-9]{1,2})?)(?:_(CS|CSMS))?", re.IGNORECASE)


class RunName(NamedTuple):
    """What a run's name says."""

    test_case: str
    kind: RunKind
    device: str = ""


def run_named(name: str) -> RunName:
    """What a tool's name for a run stands for. One that is not known is a test case, and will not be in the list."""
    text = name.strip()
    if _BUILT_IN.fullmatch(text):
        return RunName(text.lower(), RunKind.BUILT_IN)
    if reset := _RESET.fullmatch(text):
        return RunName(RESET, RunKind.RESET, (reset.group(1) or "").upper())
    if case := _TEST_CASE.fullmatch(text):
        return RunName(case.group(1).upper(), RunKind.TEST, (case.group(2) or "").upper())
    return RunName(text, RunKind.TEST)


def case_named_in(text: str) -> str:
    """The first test case that a longer text names, such as ``TC_003_CS - Plugin first``, or empty."""
    for pattern in (_TEST_CASE, _RESET, _BUILT_IN):
        found = re.search(rf"(?<![A-Za-z0-9]){pattern.pattern}(?![A-Za-z0-9])", text, re.IGNORECASE)
        if found:
            return found.group()
    return ""


def verdict_of(text: str) -> RunVerdict | None:
    """The verdict that a word stands for, or None."""
    return _VERDICTS.get(text.strip().lower())


def device_of(sut: str) -> str:
    """``CS`` or ``CSMS`` for what a file calls the system under test, or empty."""
    folded = " ".join(sut.lower().replace("_", " ").replace("-", " ").split())
    if folded in ("cs", "charging station", "charge point", "chargingstation", "chargepoint", "cp"):
        return "CS"
    if folded in ("charging station software stack", "software stack", "sws"):
        return "CS"
    if folded in ("csms", "central system", "charging station management system", "centralsystem"):
        return "CSMS"
    return ""
