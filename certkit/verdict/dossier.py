"""A dossier: a test record and the files that it names.

A file that could not be read keeps its problem and its place, and counts as missing evidence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from certkit.configuration.model import Configuration
from certkit.edition.model import Citation
from certkit.finding import Finding, Place
from certkit.firmware.model import Firmware
from certkit.measurement.model import Measurements
from certkit.network.model import ToolOutput
from certkit.pics.model import Pics
from certkit.plan.model import TestPlan
from certkit.record.model import Record
from certkit.record.requirements import FieldRule, Limits, ShownRequirement
from certkit.results.expected import Expected
from certkit.results.model import Results
from certkit.results.names import RunNames


class Role(StrEnum):
    """What a file is in a dossier."""

    PICS = "PICS"
    RESULTS = "results"
    CONFIGURATION = "configuration keys"
    LOG = "message log"
    NETWORK = "measurement of the connection"
    FIRMWARE = "firmware image"
    TOOL_CONFIGURATION = "tool's configuration"
    REPORT = "declaration report"


@dataclass(frozen=True, slots=True)
class DossierFile:
    """A file that the record names.

    Attributes:
        name: the path, as the record has it.
        path: the same from where certkit was called, as places have it.
        sha256: of the file; empty if it could not be read to its end.
        stated: the digest that the record has for it; None if it has none. Of the PICS, and of a firmware image, other
            digests are stated, which are compared elsewhere.
        problem: why it could not be read or understood, or empty.
        place: where the record names it.
    """

    role: Role
    name: str
    path: str
    place: Place | None
    sha256: str = ""
    stated: str | None = None
    problem: str = ""

    @property
    def digest_matches(self) -> bool:
        """Its digest is the one in the record: it is the file that was recorded."""
        if self.problem:
            return False
        return self.role in (Role.PICS, Role.FIRMWARE) or bool(self.sha256 and self.sha256 == self.stated)


class BootVersion(NamedTuple):
    """What a BootNotification in a log says about the station, with the first place where it says so.

    Attributes:
        version: empty if it has none.
        serials: the serial numbers of charge point and charge box that it has.
        vendor, model: of the charge point; empty if it has none.
    """

    version: str
    place: Place
    serials: tuple[str, ...] = ()
    vendor: str = ""
    model: str = ""


class Dossier(NamedTuple):
    """A record and what was read of its files.

    Attributes:
        pics: None if it cannot be read; ``files`` then say why.
        results: of the files that could be read.
        network: what the tools wrote that measured the connection, of each file that could be read.
        boots: the firmware versions in the logs; "" for a BootNotification without one.
        log_began, log_ended: the earliest and the latest time in the logs, None if they have none.
    """

    record: Record
    files: tuple[DossierFile, ...]
    pics: Pics | None = None
    results: tuple[Results, ...] = ()
    configuration: Configuration | None = None
    firmware: Firmware | None = None
    measurements: Measurements | None = None
    network: tuple[ToolOutput, ...] = ()
    boots: tuple[BootVersion, ...] = ()
    log_began: datetime | None = None
    log_ended: datetime | None = None


class Evidence(NamedTuple):
    """A dossier with the results of its checks: everything that a verdict is derived from.

    Attributes:
        names: of the edition for what the test tool runs.
        plan: None if there is no statement.
        is_station: whether the device is reset before each test, as a charging station is; None if the statement does
            not say what kind of device it is.
        suffix: what the test tool appends to the ids of test cases for the device, ``CS``; empty if it is not known.
        citations: code of a rule -> its place and requirements in the procedure.
        requirements: what the record shows of the procedure's requirements.
        field_rules: path of a field of the record -> what the edition says of it, as when it is asked.
        pics_findings, results_findings, configuration_findings, firmware_findings: of the checks of each.
        ocpp_version: that results must be of.
        at: the time of the verdict; evidence with a later date does not count. None if dates are not compared with it.
        expected: what the results must fit.
        hash_cases: the test cases in which the hashed firmware may have been installed.
    """

    dossier: Dossier
    limits: Limits
    rulebook_sha256: str
    names: RunNames
    plan: TestPlan | None = None
    is_station: bool | None = None
    suffix: str = ""
    citations: Mapping[str, Citation] = MappingProxyType({})
    requirements: tuple[ShownRequirement, ...] = ()
    field_rules: Mapping[str, FieldRule] = MappingProxyType({})
    pics_findings: tuple[Finding, ...] = ()
    results_findings: tuple[Finding, ...] = ()
    configuration_findings: tuple[Finding, ...] = ()
    firmware_findings: tuple[Finding, ...] = ()
    ocpp_version: str = ""
    hash_cases: tuple[str, ...] = ()
    at: datetime | None = None
    expected: Expected = Expected()
