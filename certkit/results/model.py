"""The result of one run of a test case, as a test tool or a person reports it.

All runs of a test case are kept: which of them count is decided when the verdict is made. A verdict that could not be
read is an error of the run, because what is not understood never counts as good.
"""

from __future__ import annotations

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
        test_case: the id as the edition has it, without a suffix, or the name of what else was run.
        name: the id as the file has it.
        verdict: ``unknown`` if it was not understood.
        device: the suffix of the device's kind, from the id or the system under test; empty if neither says.
        sut: the system under test, as the file names it.
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


def verdict_of(text: str) -> RunVerdict | None:
    """The verdict that a word means, or None."""
    return _VERDICTS.get(text.strip().lower())
