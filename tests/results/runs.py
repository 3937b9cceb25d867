"""Results in every form, of a station whose plan asks for TC_001 and TC_003 and not for TC_008_1's like."""

import csv
import io
import json
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo

from certkit.finding import Finding
from certkit.plan.derive import make_plan
from certkit.results.check import check_results
from certkit.results.expected import Expected
from certkit.results.model import Results
from certkit.results.read import read_results
from certkit.text.sentence import Sentence
from tests.rules.devices import device, edition

FROZEN = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
LOG = "lab3_TC_001_CS2026-03-03_09_14_03.527.log"


def record(name: str = "TC_001_CS", verdict: str | None = "pass", **changes: object) -> dict:
    """A record as the OCTT has it, with some of its fields changed; None takes a field away."""
    fields: dict[str, object] = {
        "testCaseName": name,
        "verdict": verdict,
        "startTime": {
            "date": {"day": 3, "month": 3, "year": 2026},
            "time": {"hour": 9, "minute": 14, "second": 3, "nano": 527_000_000},
        },
        "duration": 35,
        "timeStr": "00:00:35",
        "configuration": "lab3",
        "config_version": "2",
        "pics_mode": True,
        "ocppVersion": "ocpp1.6",
        "sut": "CSMS" if name.endswith("_CSMS") else "CS",
        "category": "Core",
        "description": "Cold boot",
        "logfile": LOG.replace("TC_001_CS", name),
    }
    fields |= changes
    return {key: value for key, value in fields.items() if value is not None}


def as_json(*records: dict, wrapped: bool = True) -> bytes:
    return json.dumps({"data": list(records)} if wrapped else list(records), indent=1).encode()


def as_csv(*records: dict, delimiter: str = ",", rename: dict | None = None) -> bytes:
    """The records as CSV, with the start in ISO 8601."""
    out = io.StringIO()
    names = list(dict.fromkeys(name for one in records for name in one))
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow([(rename or {}).get(name, name) for name in names])
    for one in records:
        writer.writerow(["2026-03-03T09:14:03.527" if name == "startTime" else one.get(name, "") for name in names])
    return out.getvalue().encode()


def as_zip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def read(content: bytes | str, name: str = "results") -> Results:
    return read_results(content.encode() if isinstance(content, str) else content, name, edition())


def check(
    *files: Results,
    pics: str = "ac-socket",
    configuration: str = "",
    frozen: datetime | None = FROZEN,
    zone: tzinfo | None = None,
) -> tuple[Finding, ...]:
    plan = make_plan(device(pics), edition())
    found = check_results(files, plan, edition(), Expected(configuration=configuration, frozen=frozen, zone=zone))
    return tuple(finding for finding in found if finding.code != "RS-23")  # of every file of the tool


def codes(found: tuple[Finding, ...]) -> list[str]:
    return [finding.code for finding in found]


def arguments_of(found: Finding) -> Mapping[str, object]:
    """The arguments of a finding's message."""
    assert isinstance(found.message, Sentence)
    return found.message.arguments
