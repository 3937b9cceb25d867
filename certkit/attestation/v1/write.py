"""Writing version 1: a dossier as evidence, and the canonical bytes of the whole.

Every file is named from the record's folder, wherever certkit was called from, so that the same dossier always makes
the same evidence.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime
from pathlib import PurePath

from certkit.attestation.v1.derive import answer
from certkit.attestation.v1.derive import place as place_of
from certkit.attestation.v1.model import (
    AttestationDocument,
    ConfigurationDocument,
    EvidenceDocument,
    EvidenceFileDocument,
    FindingDocument,
    FirmwareDocument,
    LogDocument,
    MeasurementDocument,
    MeasurementsDocument,
    NetworkDocument,
    PlaceDocument,
    ResultDocument,
    ResultsDocument,
    StatementDocument,
)
from certkit.configuration.model import Configuration
from certkit.edition.rulebook import Rulebook
from certkit.errors import UnreadableFile
from certkit.finding import Finding, Place
from certkit.firmware.model import Firmware
from certkit.formats.canonical_json import canonical_json
from certkit.logs.model import LogStatistics
from certkit.measurement.model import Measurement, Measurements
from certkit.network.model import ToolOutput
from certkit.pics.model import Pics
from certkit.results.model import Result, Results
from certkit.text.halves import without_halves
from certkit.verdict.dossier import Dossier, DossierFile


def canonical(document: AttestationDocument | EvidenceDocument) -> bytes:
    """The bytes that are attached and digested."""
    return canonical_json(document)


def payload_sha256(document: AttestationDocument) -> str:
    """SHA-256 of the canonical bytes, in hexadecimal."""
    return hashlib.sha256(canonical(document)).hexdigest()


def evidence_document(dossier: Dossier, rulebook: Rulebook, record: bytes) -> EvidenceDocument:
    """All that the verdict on a dossier follows from.

    A declaration has no measurements (9.4), even where its dossier has message logs.

    Args:
        record: the bytes of the record's file.

    Raises:
        UnreadableFile: these are not the bytes that the dossier's record was read from, or not UTF-8; or the dossier
            has no statement.
    """
    source = dossier.record.source
    if hashlib.sha256(record).hexdigest() != dossier.record.sha256:
        raise UnreadableFile("the record was changed while it was read", hint="try again", file=source)
    if dossier.pics is None:
        raise UnreadableFile("the record has no PICS that can be read", file=source)
    try:
        text = record.decode("utf-8")
    except UnicodeDecodeError:
        raise UnreadableFile("the record is not UTF-8 text", hint="save it as UTF-8", file=source) from None
    write = _Writer(dossier.record.source)
    configuration, firmware = dossier.configuration, dossier.firmware
    measured = None if dossier.record.is_declaration else dossier.measurements
    document: EvidenceDocument = {
        "edition": rulebook.info.id,
        "release": rulebook.info.release,
        "rulebook_sha256": rulebook.sha256,
        "readings": {name: reading.selected for name, reading in rulebook.readings.items()},
        "statement": write.statement(dossier.pics),
        "record": {"file": write.name(source), "sha256": dossier.record.sha256, "text": text},
        "files": [write.file(file) for file in dossier.files],
        "results": [write.results(results) for results in dossier.results],
        "configuration": write.configuration(configuration) if configuration else None,
        "firmware": write.firmware(firmware) if firmware else None,
        "measurements": write.measurements(measured) if measured else None,
        "network": [write.network(output) for output in dossier.network],
        "boots": [
            {
                "version": boot.version,
                "serials": list(boot.serials),
                "vendor": boot.vendor,
                "model": boot.model,
                "where": write.place(boot.place),
            }
            for boot in dossier.boots
        ],
        "log_began": _time(dossier.log_began),
        "log_ended": _time(dossier.log_ended),
        "events": [],
    }
    try:
        canonical_json(document)
    except UnicodeEncodeError:
        document = without_halves(document)
        if configuration:  # its digest is that of the keys as they are written here
            document["configuration"] = without_halves(write.configuration(without_halves(configuration)))
    return document


class _Writer:
    """Writes the parts of a dossier, naming files from the folder of its record."""

    def __init__(self, record: str) -> None:
        self.record = record
        self.folder = str(PurePath(record).parent / "x")[:-1]

    def name(self, file: str) -> str:
        if file == self.record:
            return PurePath(file).name
        return file.removeprefix(self.folder)

    def place(self, place: Place | None) -> PlaceDocument:
        return place_of(None if place is None else replace(place, file=self.name(place.file)))

    def finding(self, finding: Finding) -> FindingDocument:
        return {
            "code": finding.code,
            "severity": finding.severity.value,
            "items": list(finding.items),
            "where": self.place(finding.where),
            "related": [{"item": other.item, "where": self.place(other.where)} for other in finding.related],
        }

    def findings(self, findings: tuple[Finding, ...]) -> list[FindingDocument]:
        return [self.finding(finding) for finding in findings]

    def statement(self, pics: Pics) -> StatementDocument:
        return {
            "file": self.name(pics.source),
            "pics_sha256": pics.sha256,
            "answers": [
                {"item": item, "answer": answer(one.value), "where": self.place(one.place)}
                for item, one in pics.answers.items()
            ],
            "refused": [
                {"item": item, "text": one.text, "where": self.place(one.place)} for item, one in pics.refused.items()
            ],
            "blanks": [{"item": item, "where": self.place(place)} for item, place in pics.blanks.items()],
            "accepted": [
                {
                    "code": one.code,
                    "items": list(one.items),
                    "reason": one.reason,
                    "name": one.name,
                    "date": one.date,
                    "where": self.place(one.place),
                }
                for one in pics.accepted
            ],
            "findings": self.findings(pics.findings),
        }

    def file(self, file: DossierFile) -> EvidenceFileDocument:
        return {
            "role": file.role.value,
            "file": file.name,
            "path": self.name(file.path),
            "sha256": file.sha256,
            "stated": file.stated,
            "readable": not file.problem,
            "where": self.place(file.place),
        }

    def network(self, output: ToolOutput) -> NetworkDocument:
        return {
            "file": self.name(output.source),
            "format": output.format,
            "tool": output.tool,
            "at": _time(output.at),
            "technology": output.technology,
            "bandwidth": output.bandwidth,
            "latency": output.latency,
            "rssi": output.rssi,
            "csq": output.csq,
        }

    def results(self, results: Results) -> ResultsDocument:
        return {
            "file": self.name(results.source),
            "format": results.format,
            "runs": [self.run(run) for run in results.runs],
            "logs": list(results.logs),
            "not_run": list(results.not_run),
            "findings": self.findings(results.findings),
            "claims": [
                {"subject": claim.subject, "value": claim.value, "where": self.place(claim.place)}
                for claim in results.claims
            ],
        }

    def run(self, run: Result) -> ResultDocument:
        return {
            "test_case": run.test_case,
            "name": run.name,
            "kind": run.kind.value,
            "verdict": run.verdict.value,
            "where": self.place(run.place),
            "device": run.device,
            "sut": run.sut,
            "start": _time(run.start),
            "day_only": run.day_only,
            "duration": run.duration,
            "configuration": run.configuration,
            "configuration_version": run.configuration_version,
            "ocpp_version": run.ocpp_version,
            "pics_mode": run.pics_mode,
            "logfile": run.logfile,
            "provenance": {
                "origin": run.provenance.origin.value,
                "tool": run.provenance.tool,
                "version": run.provenance.version,
                "tester": run.provenance.tester,
                "remarks": run.provenance.remarks,
            },
        }

    def configuration(self, configuration: Configuration) -> ConfigurationDocument:
        return {
            "file": self.name(configuration.source),
            "sha256": configuration.sha256,
            "keys": [
                {
                    "key": entry.key,
                    "value": entry.value,
                    "readonly": entry.readonly,
                    "secret": entry.secret.value if entry.secret else None,
                    "where": self.place(entry.place),
                }
                for entry in configuration.entries
            ],
            "unknown_keys": list(configuration.unknown_keys),
            "answers": configuration.answers,
            "stations": list(configuration.stations),
            "whole": configuration.whole,
            "findings": self.findings(configuration.findings),
        }

    def firmware(self, firmware: Firmware) -> FirmwareDocument:
        return {
            "file": self.name(firmware.source),
            "algorithm": firmware.algorithm,
            "hash": firmware.hash,
            "size": firmware.size,
            "findings": self.findings(firmware.findings),
        }

    def measurements(self, measured: Measurements) -> MeasurementsDocument:
        pairing = measured.pairing
        return {
            "technology": measured.technology,
            "measurements": [self.measurement(row) for row in measured.measurements],
            "pairing": {
                "requests": pairing.requests,
                "answers": pairing.answers,
                "unanswered": pairing.unanswered,
                "unexpected": pairing.unexpected,
                "duplicates": pairing.duplicates,
                "first_unexpected": self.name(pairing.first_unexpected),
                "first_duplicate": self.name(pairing.first_duplicate),
            },
            "logs": [self.log(log) for log in measured.logs],
        }

    def measurement(self, row: Measurement) -> MeasurementDocument:
        slowest = row.slowest
        return {
            "id": row.id,
            "count": row.count,
            "minimum": row.minimum or 0,
            "median": row.median or 0,
            "percentile_95": row.percentile_95 or 0,
            "maximum": row.maximum or 0,
            "slowest": {
                "station": slowest.station,
                "file": self.name(slowest.file),
                "line": slowest.line,
                "since": slowest.since,
            }
            if slowest
            else None,
            "stated": row.stated,
            "left_out": [
                {"reason": left.reason, "count": left.count, "file": self.name(left.file), "line": left.line}
                for left in row.left_out
            ],
        }

    def log(self, log: LogStatistics) -> LogDocument:
        return {
            "file": self.name(log.file),
            "sha256": log.sha256,
            "lines": log.lines,
            "frames": log.frames,
            "layouts": dict(log.layouts),
            "logged_by": log.logged_by,
            "resolution": log.resolution,
            "zone": log.zone,
            "stations": list(log.stations),
            "requests_of_station": log.requests_of_station,
            "requests_of_csms": log.requests_of_csms,
            "answers_of_station": log.answers_of_station,
            "answers_of_csms": log.answers_of_csms,
            "answers_of_either": log.answers_of_either,
            "noticed": {name: {"count": one.count, "line": one.line} for name, one in log.noticed.items()},
            "clock_steps": log.clock_steps,
            "steps": [{"line": step.line, "kind": step.kind, "seconds": step.seconds} for step in log.steps],
        }


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
