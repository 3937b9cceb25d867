"""The test record: what a laboratory, or a vendor in a declaration run, notes in addition to the test tool's results.

One record is the hub of a dossier: it names the frozen statement and every file of evidence, and holds what no tool
writes down: who tested what with which set-up, what happened on the way, and what the Compliance Working Group decided
(sections 4.2 to 6.4, 8.1.2, 8.3, 9.2 of the procedure). The groups of single subjects are in
:mod:`certkit.record.groups`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType

from certkit.conditions import Answers
from certkit.finding import Finding, Place
from certkit.record.fields import Group, facts, field, group, list_field, misread, places
from certkit.record.groups import (
    ConfigurationDump,
    Decision,
    Declaration,
    Device,
    EvidenceFile,
    FirmwareImage,
    FrozenPics,
    Incident,
    Intake,
    Laboratory,
    NetworkMeasurement,
    ResultsFile,
    Run,
    SetUp,
    TestTool,
    Vendor,
)
from certkit.record.kinds import LINE, OFFSET, figure, one_of

VERSION = 1
"""Of the record's format."""
CERTIFICATION = "certification"
RECERTIFICATION = "re-certification"
DECLARATION = "declaration"
MODES = (CERTIFICATION, RECERTIFICATION, DECLARATION)


class RecordFields(Group):
    """Everything that a record may hold, in the order of the form."""

    record = field(figure("", 1, whole=True), "Version of this format. It is 1.")
    edition = field(LINE, "Edition of the procedure, the same as in the PICS.")
    mode = field(
        one_of(MODES, (("recertification", RECERTIFICATION),)),
        "What the tests are for. A declaration is the vendor's own run for a member of a product family.",
    )
    utc_offset = field(
        OFFSET,
        "Offset from UTC of the clocks of the tool and of this record. It holds for every time, here and in the "
        "results, that does not state its own.",
    )
    pics = group(FrozenPics, "The statement, frozen before the tests began.")
    laboratory = group(Laboratory, "Who tests.")
    vendor = group(Vendor, "Who helps on the vendor's side.")
    tool = group(TestTool, "The test tool (OCTT).")
    device = group(Device, "What is tested.")
    intake = group(Intake, "Checks of the device when it arrived.")
    setup = group(SetUp, "How the device was tested.")
    network = list_field(
        NetworkMeasurement,
        "Measurements of the connection: before the tests and, over a mobile network, also during them.",
    )
    run = group(Run, "How the tests were run.")
    results = list_field(ResultsFile, "Files with the test tool's results.")
    configuration = group(
        ConfigurationDump,
        "The configuration keys as the device reported them.",
    )
    logs = list_field(EvidenceFile, "Message logs, from which the performance is measured.")
    firmware = group(
        FirmwareImage,
        "The firmware image that the vendor handed in.",
    )
    incidents = list_field(
        Incident,
        "What went wrong or was changed during the tests. Write [] if nothing did; an empty field is an open question.",
    )
    decisions = list_field(
        Decision,
        "What the Compliance Working Group of the OCA decided about this run. Write [] if it decided nothing.",
    )
    declaration = group(Declaration, "Only for a declaration run.")
    remarks = field(LINE, "Anything else that matters.")


class Record:
    """A record as read. It is not to be changed.

    Attributes:
        source: the file's name, as the user gave it.
        fields: what it holds.
        sha256: of the file (hex).
        findings: what the reader did not understand; none of it counts as an answer.
    """

    def __init__(self, source: str, fields: RecordFields, sha256: str, findings: tuple[Finding, ...] = ()) -> None:
        self.source = source
        self.fields = fields
        self.sha256 = sha256
        self.findings = findings

    def with_findings(self, *findings: Finding) -> Record:
        """The same record, in which something more was found."""
        return Record(self.source, self.fields, self.sha256, (*self.findings, *findings))

    @property
    def mode(self) -> str | None:
        return self.fields.mode.value

    @property
    def is_declaration(self) -> bool:
        return self.mode == DECLARATION

    @cached_property
    def facts(self) -> Answers:
        """``record.…`` path -> value, for conditions."""
        return MappingProxyType(facts(self.fields))

    @cached_property
    def misread(self) -> frozenset[str]:
        """``record.…`` paths of the fields whose answer is not understood."""
        return frozenset(misread(self.fields))

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """``record.…`` path -> the place of the field, or where it has to be written."""
        return MappingProxyType(places(self.fields))
