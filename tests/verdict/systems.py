"""The dossier of a CSMS, which passes: no resets, no configuration keys, no firmware image, and times of its own."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from certkit.pics.read_yaml import read_pics_yaml
from certkit.plan.derive import make_plan
from tests.measurement.logs import tool
from tests.verdict.dossiers import Dossier, as_bytes, edition, moment
from tests.verdict.example import record

PICS = Path(__file__).parent.parent / "independent" / "devices" / "full-csms.yaml"
RECORD = """\
record: 1
edition: ocpp-1.6-v2.4
mode: certification
utc_offset: "+01:00"
pics:
  file: pics.yaml
  pics_sha256:
  frozen_at: 2026-03-02 16:30
  verified_by: R. Example
  verified_on: 2026-03-02
  verified: Yes
laboratory: {name: Example Laboratory, authorized_by_oca: Yes, testers: [R. Example], connection_tester: speed test}
vendor: {present: No, remote_support: Yes}
tool:
  name: OCTT
  version: "2.4.1"
  supplied_by_oca: Yes
  configuration: EX-CSMS
  configuration_version: "3"
  pics_uploaded: Yes
device: {firmware_version: "2025.3"}
intake: {pre_test_on: 2026-03-02, pre_test: passed, documentation: Yes, prerequisites: Yes}
setup:
  connection: ethernet
  actions: {by: OCA API}
  csms:
    supplied: access over the Internet
    connection: Yes
    handed_over_on: 2026-03-02
    updated_unknown_to_laboratory: No
    speed_test_at_both_ends: Yes
network:
  - {phase: before, at: 2026-03-03 08:40, technology: ethernet, bandwidth: 11200, latency: 18, device: at both ends}
results:
  - file: results.json
    sha256:
logs:
  - file: messages.log
    sha256:
incidents: []
decisions: []
"""


def csms() -> Dossier:
    content = PICS.read_bytes()
    statement, rulebook = read_pics_yaml(content, "pics.yaml", lambda _: edition())
    rows, clock = [], moment("09:00")
    for row in make_plan(statement, rulebook).to_run:
        if row.status == "required":
            run = record(f"{row.id}_CSMS", "pass", clock, 120)
            rows.append(run | {"sut": "CSMS", "configuration": "EX-CSMS"})
            clock += timedelta(seconds=123)
    files = {"results.json": as_bytes(rows), "messages.log": log(), "pics.yaml": content}
    return Dossier(RECORD, rows, files)


def log() -> bytes:
    """What the tool, as a station, asks of the system."""
    asked = [
        ("BootNotification", {"chargePointModel": "OCTT", "chargePointVendor": "Example", "firmwareVersion": "9"}),
        ("Authorize", {"idTag": "EX-TAG-1"}),
    ]
    answers = [
        {"currentTime": "2026-03-03T08:00:05Z", "interval": 300, "status": "Accepted"},
        {"idTagInfo": {"status": "Accepted"}},
    ]
    lines = []
    for number, ((action, payload), answer) in enumerate(zip(asked, answers, strict=True)):
        when = datetime(2026, 3, 3, 8, 0, 5 + number, tzinfo=UTC)
        lines.append(tool(when, True, [2, f"ex-{number}", action, payload]))
        lines.append(
            tool(when + timedelta(milliseconds=50), False, json.loads(json.dumps([3, f"ex-{number}", answer])))
        )
    return ("\n".join(lines) + "\n").encode()
