"""The functions of the Python API that read files. The others are those of the subjects; see ``certkit.__init__``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from certkit.configuration.model import Configuration
from certkit.configuration.read import read_configuration as read_configuration_of
from certkit.edition.choose import Load, rulebooks
from certkit.edition.rulebook import Rulebook
from certkit.files.read import read_file, source_of
from certkit.loading import load
from certkit.logs.files import opened
from certkit.measurement.load import measure_files
from certkit.measurement.model import Measurements
from certkit.pics.load import load_pics
from certkit.pics.model import Pics
from certkit.results.model import Results
from certkit.results.read import read_results as read_results_of
from certkit.verdict.dossier import Dossier
from certkit.verdict.load import assess_record
from certkit.verdict.model import Verdict
from certkit.verdict.read_dossier import read_record as read_record_of
from certkit.verification.model import Verification


def read_pics(
    path: str | Path, *, edition: str | Path | None = None, readings: Mapping[str, str] | None = None
) -> tuple[Pics, Rulebook]:
    """A PICS from a YAML file or a form of certkit, and the rulebook of its edition.

    Args:
        path: the file.
        edition: use this edition, an id or a folder; by default the one that the file names, or else the newest.
        readings: reading id -> letter of the alternative to use.

    Raises:
        UnreadableFile: the file does not exist or is not a PICS.
        UnknownName: an edition or a reading does not exist, or the file names another edition than the given one.
    """
    pics, rulebook, _ = load_pics(str(path), sys.stdin.buffer, _rulebooks(edition, readings))
    return pics, rulebook


def read_foreign_pics(
    path: str | Path, *, edition: str | Path | None = None, readings: Mapping[str, str] | None = None
) -> tuple[Pics, Rulebook]:
    """The answers that a workbook of another form seems to give. Each is a guess that a person must review.

    Args and errors are those of :func:`read_pics`.
    """
    reader = load("certkit.pics.foreign.read:read_foreign_pics")
    pics, rulebook, _ = load_pics(str(path), sys.stdin.buffer, _rulebooks(edition, readings), reader)
    return pics, rulebook


def read_configuration(path: str | Path, *, station: str = "", edition: str | None = None) -> Configuration:
    """The keys that a station reported in GetConfiguration, from an answer or a message log. Secrets are not kept.

    Args:
        path: the file.
        station: read only this station, if a log has several.
        edition: says which messages there are; by default the newest.

    Raises:
        UnreadableFile: the file does not exist, or has no such answer.
    """
    with opened(str(path), sys.stdin.buffer) as raw:
        return read_configuration_of(raw, source_of(str(path)), rulebooks(edition)(None), station=station)


def read_results(path: str | Path, rulebook: Rulebook) -> Results:
    """Results of test cases, from an export of the test tool, JUnit XML, YAML, CSV or a worksheet.

    Raises:
        UnreadableFile: the file does not exist, or has no results.
    """
    return read_results_of(read_file(str(path), sys.stdin.buffer), source_of(str(path)), rulebook)


def measure_logs(
    paths: Iterable[str | Path], pics: Pics, rulebook: Rulebook, *, keep_samples: bool = False
) -> Measurements:
    """The performance parameters of a device, from message logs: files, folders, archives.

    Args:
        keep_samples: keep every value, not only its statistics.

    Raises:
        UnreadableFile: a log does not exist, or cannot be read to its end.
        CertkitError: the PICS does not state the kind of device, or the edition measures nothing.
    """
    return measure_files(map(str, paths), sys.stdin.buffer, pics, rulebook, keep_samples=keep_samples)


def read_record(
    path: str | Path, *, edition: str | Path | None = None, readings: Mapping[str, str] | None = None
) -> tuple[Dossier, Rulebook]:
    """The record of a test run with its PICS, and the rulebook of its edition; no other evidence is read.

    Raises:
        UnreadableFile: the record does not exist or is not a record.
        UnknownName: an edition or a reading does not exist.
    """
    return read_record_of(str(path), sys.stdin.buffer, _rulebooks(edition, readings))


def assess_dossier(
    path: str | Path, *, edition: str | Path | None = None, readings: Mapping[str, str] | None = None
) -> Verdict:
    """The verdict on the dossier of a record, with every reason.

    Raises:
        UnreadableFile: the record does not exist or is not a record. Problems with other files are in the verdict.
        UnknownName: an edition or a reading does not exist.
    """
    now = datetime.now(UTC)  # noqa: TID251  # the caller's present, as for the command
    verdict, _ = assess_record(str(path), sys.stdin.buffer, _rulebooks(edition, readings), now)
    return verdict


def verify_document(
    path: str | Path,
    *,
    trust: str | Path | None = None,
    at: datetime | None = None,
    offline: bool = False,
    evidence: str | Path | None = None,
) -> Verification:
    """The verification of a signed declaration, report or certificate, step by step.

    Args:
        path: the PDF.
        trust: the trust store, a folder with ``roots/``, ``intermediates/`` and ``crls/``; by default the one
            that comes with certkit, which has no root yet. The one that ``certkit trust add`` fills is not read.
        at: verify as of this time, by default now. Without a time zone it is UTC.
        offline: download no CRLs.
        evidence: the folder of the dossier, to compare the document with its files.

    Returns:
        the result of every step. Its ``document`` is None unless the document is verified, or belongs to a rehearsal.

    Raises:
        UnreadableFile: the file or the trust store does not exist or cannot be read.
        CertkitError: the trust store has no root, so nothing can be known about the document.
    """
    moment = at or datetime.now(UTC)  # noqa: TID251  # the caller's present, as for the command
    options = load("certkit.verification.many:Options")(  # loads cryptography, which takes long
        moment if moment.tzinfo else moment.replace(tzinfo=UTC),
        None if trust is None else str(trust),
        offline,
        None if evidence is None else str(evidence),
    )
    request = load("certkit.verification.many:request_of")(options)
    content = read_file(str(path), sys.stdin.buffer)
    verification: Verification = load("certkit.verification.verify:verify_document")(
        content, source_of(str(path)), request
    )
    return verification


def _rulebooks(edition: str | Path | None, readings: Mapping[str, str] | None) -> Load:
    return rulebooks(None if edition is None else str(edition), readings)
