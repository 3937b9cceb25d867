"""What network tools wrote, from the record to the signed report and back: nothing in between can be changed."""

import copy
import hashlib
import json
import shutil
from pathlib import Path

import pytest

from certkit.attestation.attest import report
from certkit.attestation.evidence_files import compare_with_files
from certkit.attestation.rederive import rederive
from tests.attestation.commands import command, done
from tests.attestation.documents import LABORATORY, judged_at
from tests.cli.program import certkit
from tests.verdict.dossiers import example

PING = """PING 192.0.2.7 (192.0.2.7) 56(84) bytes of data.
[{at}.215] 64 bytes from 192.0.2.7: icmp_seq=1 ttl=57 time=31.2 ms

--- 192.0.2.7 ping statistics ---
4 packets transmitted, 4 received, 0% packet loss, time 3005ms
rtt min/avg/max/mdev = 30.1/{mean}/2000.0/0.9 ms
"""
BEFORE, DURING = 1772523600, 1772539500  # 2026-03-03 08:40 and 13:05 in +01:00


def measured(folder: Path) -> Path:
    """The example, whose connection was measured by tools; the record has no figure beside those of the files."""
    dossier = example()
    start, end = dossier.text.index("network:\n"), dossier.text.index("run:\n")
    dossier.text = dossier.text[:start] + "network:\n\n" + dossier.text[end:]
    for name, at, mean in (("before", BEFORE, 31.2), ("during", DURING, 33.4)):
        dossier.files[f"{name}.txt"] = PING.format(at=at, mean=mean).encode()
        dossier.files[f"{name}.json"] = json.dumps({"downloadSpeed": 80 + mean, "uploadSpeed": 8}).encode()
    record = dossier.write(folder)
    for name in ("before", "during"):
        files = [folder / f"{name}.txt", folder / f"{name}.json"]
        added = certkit("record", "network", record, *files, "--device", "laptop at the router")
        assert added.code == 0, added.err
        assert f"phase: {name}" in added.out
    text = record.read_text("utf-8")
    record.write_text(
        "".join(line for line in text.splitlines(True) if "latency:" not in line and "width:" not in line)
    )
    return record


@pytest.fixture(scope="module")
def record(tmp_path_factory) -> Path:
    return measured(tmp_path_factory.mktemp("dossier"))


@pytest.fixture(scope="module")
def document(record):
    return report(judged_at(record), LABORATORY)


def test_the_report_has_what_the_tools_measured_and_follows_from_it(document, record):
    network = [
        (one["file"], one["format"], one["latency"], one["bandwidth"]) for one in document["evidence"]["network"]
    ]
    assert network == [
        ("before.txt", "ping", 31.2, None),
        ("before.json", "fast-cli", None, 1000),
        ("during.txt", "ping", 33.4, None),
        ("during.json", "fast-cli", None, 1000),
    ]
    assert document["derived"]["outcome"] == "pass"
    assert rederive(document) == []
    assert compare_with_files(document, str(record.parent)) == []


def no_figure(one):
    one["latency"] = None


CHANGES = {
    "a poor figure": lambda network: network[0].update(latency=1200.0),
    "a figure that no tool gives": lambda network: network[0].update(latency=-1.0),
    "a strong signal": lambda network: network[0].update(rssi=12.0),
    "no figure": lambda network: no_figure(network[0]),
    "another time": lambda network: network[0].update(at="2026-03-03T12:40:00Z"),
    "a time without its zone": lambda network: network[0].update(at="2026-03-03T08:40:00"),
    "another technology": lambda network: network[0].update(technology="WiFi"),
    "a tool that cannot be printed": lambda network: network[0].update(tool="ping\x1b[31m"),
    "a long name of a format": lambda network: network[0].update(format="x" * 1000),
    "another file": lambda network: network[0].update(file="during.txt"),
    "one measurement less": lambda network: network.pop(0),
    "one measurement more": lambda network: network.append(copy.deepcopy(network[0])),
    "another order": lambda network: network.reverse(),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_measurement_does_not_follow(name, document):
    changed = copy.deepcopy(document)
    CHANGES[name](changed["evidence"]["network"])
    assert rederive(changed) != []


def test_one_file_for_two_measurements_does_not_follow(document):
    """Everywhere the second entry names the files of the first, and they do not say when they were written."""
    changed = copy.deepcopy(document)
    evidence = changed["evidence"]
    files = {one["file"]: one for one in evidence["files"]}
    text = evidence["record"]["text"].replace("file: during", "file: before")
    for name in ("txt", "json"):
        before, during = files[f"before.{name}"], files[f"during.{name}"]
        text = text.replace(during["sha256"], before["sha256"])
        during.update({key: before[key] for key in ("file", "path", "sha256", "stated")})
    evidence["record"].update(text=text, sha256=hashlib.sha256(text.encode()).hexdigest())
    evidence["network"][0]["at"] = None
    evidence["network"][2:] = copy.deepcopy(evidence["network"][:2])
    made = rederive(changed)
    assert ("derived.outcome", "'pass'", "'incomplete'") in [(one.path, one.stated, one.made) for one in made]


def test_a_better_figure_is_seen_with_the_files(document, record):
    """The figure decides nothing as long as it meets the limit, so only the files show that it is not theirs."""
    changed = copy.deepcopy(document)
    changed["evidence"]["network"][0]["latency"] = 12.0
    (found, *_) = compare_with_files(changed, str(record.parent))
    assert found.path == "evidence.network[0].latency"


def test_signed_verified_and_held_against_the_dossier(record, pki, tmp_path):
    signed = tmp_path / "report.pdf"
    done(command("report", record, pki, signed))
    verify = ["verify", signed, "--trust", pki.path / "trust", "--offline", "--rehearsal"]
    assert certkit(*verify).code == 0
    folder = tmp_path / "dossier"
    shutil.copytree(record.parent, folder)
    checked = certkit(*verify, "--evidence", folder)
    assert checked.code == 0, checked.out
    (folder / "before.txt").write_text(PING.format(at=BEFORE, mean=30.2))
    changed = certkit(*verify, "--evidence", folder)
    assert changed.code == 1
    assert "evidence.files" in changed.out or "before.txt" in changed.out
    (folder / "before.txt").unlink()
    assert certkit(*verify, "--evidence", folder).code == 1
