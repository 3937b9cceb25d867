"""Measurements as JSON, for programs: ``schemas/measurements.schema.json`` describes it. Times are in seconds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from certkit.formats.json_text import printable_json
from certkit.logs.model import LogStatistics
from certkit.measurement.model import Measurement, Measurements, Slowest

if TYPE_CHECKING:
    from certkit.measurement.documents import (
        LogDocument,
        MeasurementDocument,
        MeasurementsDocument,
        SlowestDocument,
    )

_MICRO = 1_000_000


def write_measurements_json(result: Measurements, *, samples: bool = False) -> bytes:
    """The whole result.

    Args:
        samples: write every value too, if the values were kept.
    """
    pairing = result.pairing
    document: MeasurementsDocument = {
        "version": 1,
        "edition": result.edition,
        "rulebook_sha256": result.rulebook_sha256,
        "pics_sha256": result.pics_sha256,
        "dut": result.dut,
        "communication_technology": result.technology,
        "complete": result.complete,
        "missing": list(result.missing),
        "readings": dict(result.readings),
        "measurements": [_measurement(row, samples=samples) for row in result.measurements],
        "pairing": {
            "requests": pairing.requests,
            "answers": pairing.answers,
            "unanswered": pairing.unanswered,
            "unexpected": pairing.unexpected,
            "duplicates": pairing.duplicates,
        },
        "logs": [_log(log) for log in result.logs],
    }
    text = json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False)
    return printable_json(text).encode() + b"\n"


def _measurement(row: Measurement, *, samples: bool) -> MeasurementDocument:
    def seconds(value: float) -> float | None:
        return value / _MICRO if row.measured else None

    document: MeasurementDocument = {
        "id": row.id,
        "title": row.title,
        "cite": row.cite,
        "unit": "seconds",
        "measured": row.measured,
        "count": row.count,
        "minimum": seconds(row.minimum),
        "median": seconds(row.median),
        "percentile_95": seconds(row.percentile_95),
        "maximum": seconds(row.maximum),
        "stated": row.stated,
        "slowest": None if row.slowest is None else _slowest(row.slowest),
        "left_out": [
            {"reason": o.reason, "text": o.text, "count": o.count, "first": {"file": o.file, "line": o.line}}
            for o in row.left_out
        ],
    }
    if samples:
        document["samples"] = [value / _MICRO for value in row.samples]
    return document


def _slowest(slowest: Slowest) -> SlowestDocument:
    return {
        "what": slowest.what,
        "station": slowest.station,
        "where": {"file": slowest.file, "line": slowest.line},
        "since": {"file": slowest.file, "line": slowest.since},
    }


def _log(log: LogStatistics) -> LogDocument:
    return {
        "file": log.file,
        "sha256": log.sha256,
        "lines": log.lines,
        "frames": log.frames,
        "layouts": dict(log.layouts),
        "direction": log.direction,
        "logged_by": log.logged_by,
        "resolution": log.resolution / _MICRO,
        "zone": log.zone,
        "stations": list(log.stations),
        "requests": {"station": log.requests_of_station, "csms": log.requests_of_csms},
        "answers": {"station": log.answers_of_station, "csms": log.answers_of_csms, "either": log.answers_of_either},
        "noticed": {kind: {"count": noticed.count, "line": noticed.line} for kind, noticed in log.noticed.items()},
        "clock_steps": {
            "count": log.clock_steps,
            "first": [{"line": step.line, "kind": step.kind, "seconds": step.seconds} for step in log.steps],
        },
    }
