"""certkit: from a PICS to a test plan, a verdict, and documents that can be trusted and verified.

The Python API, small on purpose::

    import certkit

    pics, rulebook = certkit.read_pics("pics.yaml")            # or .xlsx
    for finding in certkit.check_pics(pics, rulebook):
        print(finding.code, finding.where, finding.message)
    plan = certkit.make_plan(pics, rulebook)
    for row in plan.to_run:
        print(row.id, row.status, row.because)

    verdict = certkit.assess_dossier("dossier/record.yaml")
    for reason in verdict.blocking:
        print(reason.code, reason.where, reason.message, reason.cite)

    verification = certkit.verify_document("certificate.pdf", trust="trust")
    print(verification.verdict, verification.causes)

Everything returned is frozen. What goes wrong with a file or a name is a :class:`CertkitError` with one line, a place
and a hint. Names that are not listed here are not part of the API. Each is loaded when it is first used, so that a
command pays only for what it needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from pathlib import Path

    from certkit.attestation.rederive import Difference, rederive
    from certkit.attestation.v1.read import read_attestation
    from certkit.comparison.derive import compare
    from certkit.configuration.check import check_configuration
    from certkit.configuration.derive import extract
    from certkit.configuration.model import Configuration, Extract
    from certkit.edition.rulebook import DEFAULT_EDITION, Rulebook, load_edition
    from certkit.errors import CertkitError, RulebookError, UnknownName, UnreadableFile
    from certkit.explanation.explain import explain
    from certkit.finding import Finding, Place, Severity
    from certkit.firmware.check import check_firmware, read_stated_hash
    from certkit.firmware.model import Firmware, StatedHash
    from certkit.firmware.read import hash_firmware
    from certkit.measurement.model import Measurement, Measurements
    from certkit.pics.check import check_pics
    from certkit.pics.model import Pics
    from certkit.plan.derive import in_random_order, make_plan, run_sequence
    from certkit.plan.model import PlannedTestCase, Status, TestPlan
    from certkit.record.check import check_record
    from certkit.record.model import Record
    from certkit.record.requirements import Effect, Shown, ShownRequirement
    from certkit.results.check import check_results
    from certkit.results.model import Result, Results
    from certkit.results.run_terms import Expected
    from certkit.verdict.dossier import Dossier
    from certkit.verdict.model import Outcome, Reason, Verdict
    from certkit.verification.model import Step, StepStatus, Verification

__all__ = [
    "DEFAULT_EDITION",
    "CertkitError",
    "Configuration",
    "Difference",
    "Dossier",
    "Effect",
    "Expected",
    "Extract",
    "Finding",
    "Firmware",
    "Measurement",
    "Measurements",
    "Outcome",
    "Pics",
    "Place",
    "PlannedTestCase",
    "Reason",
    "Record",
    "Result",
    "Results",
    "Rulebook",
    "RulebookError",
    "Severity",
    "Shown",
    "ShownRequirement",
    "StatedHash",
    "Status",
    "Step",
    "StepStatus",
    "TestPlan",
    "UnknownName",
    "UnreadableFile",
    "Verdict",
    "Verification",
    "assess_dossier",
    "check_configuration",
    "check_firmware",
    "check_pics",
    "check_record",
    "check_results",
    "compare",
    "explain",
    "extract",
    "hash_firmware",
    "in_random_order",
    "load_edition",
    "make_plan",
    "measure_logs",
    "read_attestation",
    "read_configuration",
    "read_foreign_pics",
    "read_pics",
    "read_record",
    "read_results",
    "read_stated_hash",
    "rederive",
    "run_sequence",
    "verify_document",
]

_HOMES = {
    "certkit.configuration.check": ("check_configuration",),
    "certkit.firmware.check": ("check_firmware", "read_stated_hash"),
    "certkit.pics.check": ("check_pics",),
    "certkit.record.check": ("check_record",),
    "certkit.results.check": ("check_results",),
    "certkit.comparison.derive": ("compare",),
    "certkit.errors": ("CertkitError", "RulebookError", "UnknownName", "UnreadableFile"),
    "certkit.explanation.explain": ("explain",),
    "certkit.configuration.derive": ("extract",),
    "certkit.configuration.model": ("Configuration", "Extract"),
    "certkit.verdict.dossier": ("Dossier",),
    "certkit.finding": ("Finding", "Place", "Severity"),
    "certkit.firmware.model": ("Firmware", "StatedHash"),
    "certkit.measurement.model": ("Measurement", "Measurements"),
    "certkit.pics.model": ("Pics",),
    "certkit.plan.model": ("PlannedTestCase", "Status", "TestPlan"),
    "certkit.record.model": ("Record",),
    "certkit.record.requirements": ("Effect", "Shown", "ShownRequirement"),
    "certkit.results.model": ("Result", "Results"),
    "certkit.results.run_terms": ("Expected",),
    "certkit.verdict.model": ("Outcome", "Reason", "Verdict"),
    "certkit.verification.model": ("Step", "StepStatus", "Verification"),
    "certkit.plan.derive": ("in_random_order", "make_plan", "run_sequence"),
    "certkit.attestation.v1.read": ("read_attestation",),
    "certkit.firmware.read": ("hash_firmware",),
    "certkit.attestation.rederive": ("Difference", "rederive"),
    "certkit.edition.rulebook": ("DEFAULT_EDITION", "Rulebook", "load_edition"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)


def read_pics(
    path: str | Path, *, edition: str | Path | None = None, readings: Mapping[str, str] | None = None
) -> tuple[Pics, Rulebook]:
    """A PICS from a YAML file or a form of certkit, and the rulebook of the edition it is for.

    Args:
        path: the file.
        edition: read as this edition where the file does not name one; by default the newest.
        readings: reading id -> letter of the alternative to use.

    Raises:
        UnreadableFile: the file does not exist or is not a PICS.
        UnknownName: the file names an edition, or you name a reading, that does not exist.
    """
    return _statement("certkit.pics.read:read_pics", path, edition, readings)


def read_foreign_pics(
    path: str | Path, *, edition: str | Path | None = None, readings: Mapping[str, str] | None = None
) -> tuple[Pics, Rulebook]:
    """What a workbook that is not a form of certkit seems to answer. Every answer is a guess that a person must review.

    Args and errors are those of :func:`read_pics`.
    """
    return _statement("certkit.pics.foreign.read:read_foreign_pics", path, edition, readings)


def _statement(
    reader: str, path: str | Path, edition: str | Path | None, readings: Mapping[str, str] | None
) -> tuple[Pics, Rulebook]:
    from certkit.edition.rulebook import DEFAULT_EDITION, load_edition
    from certkit.loading import load

    statement: tuple[Pics, Rulebook] = load(reader)(
        _content(path), str(path), lambda stated: load_edition(stated or edition or DEFAULT_EDITION, readings)
    )
    return statement


def read_configuration(path: str | Path, *, station: str = "") -> Configuration:
    """What a station reported in GetConfiguration, from an answer or from a message log. Secrets are not kept.

    Args:
        path: the file.
        station: read this station alone, where a log has several.

    Raises:
        UnreadableFile: the file is not there, or has no such answer.
    """
    from certkit.configuration.read import read_configuration as read

    return read(_content(path), str(path), station=station)


def read_results(path: str | Path) -> Results:
    """Results of test cases, from an export of the test tool, JUnit XML, YAML, CSV, or a worksheet.

    Raises:
        UnreadableFile: the file is not there, or has no results.
    """
    from certkit.results.read import read_results as read

    return read(_content(path), str(path))


def measure_logs(
    paths: Iterable[str | Path], pics: Pics, rulebook: Rulebook, *, keep_samples: bool = False
) -> Measurements:
    """The performance parameters of a device, from message logs: files, folders, gzip, ZIP.

    Args:
        keep_samples: keep every value, not only what is told of them.

    Raises:
        UnreadableFile: a log is not there, or cannot be read to its end.
        CertkitError: the PICS does not say which kind of device it is about, or the edition measures nothing.
    """
    import sys

    from certkit.logs.read import MessageLogs
    from certkit.measurement.derive import Measuring

    measuring = Measuring(pics, rulebook)
    from certkit.measurement.read_metrics import metrics_of

    logs = MessageLogs(
        [str(path) for path in paths], sys.stdin.buffer, metrics_of(rulebook).protocol, measuring.message_filter
    )
    for message in logs:
        measuring.see(message)
    return measuring.finish(logs.statistics, keep_samples=keep_samples)


def read_record(
    path: str | Path, *, edition: str | Path | None = None, readings: Mapping[str, str] | None = None
) -> tuple[Dossier, Rulebook]:
    """The record of a test run with its statement, and the rulebook of its edition; no other evidence is read.

    Raises:
        UnreadableFile: the record is not there or is no record.
        UnknownName: it names an edition, or you a reading, that does not exist.
    """
    import sys

    from certkit.cli.input import rulebooks
    from certkit.verdict.read_dossier import read_record as read

    return read(str(path), sys.stdin.buffer, rulebooks(None if edition is None else str(edition), readings))


def assess_dossier(
    path: str | Path, *, edition: str | Path | None = None, readings: Mapping[str, str] | None = None
) -> Verdict:
    """The verdict on the dossier of a record, with every reason.

    Raises:
        UnreadableFile: the record is not there or is no record. What is wrong with other files is in the verdict.
        UnknownName: it names an edition, or you a reading, that does not exist.
    """
    from certkit.cli.dossier import verdict_on
    from certkit.cli.input import rulebooks

    verdict, _ = verdict_on(str(path), rulebooks(None if edition is None else str(edition), readings))
    return verdict


def verify_document(
    path: str | Path,
    *,
    trust: str | Path | None = None,
    at: datetime | None = None,
    offline: bool = False,
    evidence: str | Path | None = None,
) -> Verification:
    """A sealed declaration, report or certificate verified, step by step, from the seal to the verdict.

    Args:
        path: the PDF.
        trust: a folder with ``roots/``, ``intermediates/`` and ``crls/``; by default what comes with certkit.
        at: verify as of this time; by default now. Without a time zone it is UTC.
        offline: fetch no revocation lists.
        evidence: the folder of the dossier, to compare the document with its files.

    Returns:
        what every step found. Its ``document`` is None unless the document is verified, or of a rehearsal.

    Raises:
        UnreadableFile: the file or the trust folder is not there or cannot be read.
    """
    from certkit.cli.verifying import Options, verified_here

    folder, files = (None if given is None else str(given) for given in (trust, evidence))
    return verified_here(str(path), Options(folder, at.isoformat() if at else None, offline, files))


def _content(path: str | Path) -> bytes:
    import sys

    from certkit.files.read import read_file

    return read_file(str(path), sys.stdin.buffer)
