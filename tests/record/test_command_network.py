"""``certkit record network``: a measurement from the files of tools, with its digests, its phase and its limits."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from certkit.record.read_yaml import read_record_yaml
from tests.cli.program import certkit

EXAMPLE = Path(__file__).parents[2] / "examples" / "dossier"
PING = """PING 192.0.2.7 (192.0.2.7) 56(84) bytes of data.
[{at}.215] 64 bytes from 192.0.2.7: icmp_seq=1 ttl=57 time=31.2 ms

--- 192.0.2.7 ping statistics ---
4 packets transmitted, 3 received, 25% packet loss, time 3005ms
rtt min/avg/max/mdev = 30.1/{mean}/2000.0/0.9 ms
"""
BEFORE, DURING = 1772523600, 1772539500  # 2026-03-03 08:40 and 13:05 in +01:00


@pytest.fixture
def dossier(tmp_path):
    folder = tmp_path / "dossier"
    shutil.copytree(EXAMPLE, folder)
    (folder / "ping.txt").write_text(PING.format(at=BEFORE, mean=31.2))
    (folder / "fast.json").write_text('{"downloadSpeed": 8, "uploadSpeed": 0.8}')
    (folder / "csq.txt").write_text("AT+CSQ\n+CSQ: 15,99\nOK\n")
    return folder


def add(dossier, *files, options=()):
    return certkit("record", "network", dossier / "record.yaml", *(dossier / file for file in files), *options)


def rows(dossier):
    return read_record_yaml((dossier / "record.yaml").read_bytes(), "record.yaml").fields.network.rows


def test_the_measurement_is_written_and_nothing_else_changes(dossier):
    before = (dossier / "record.yaml").read_text()
    result = add(dossier, "ping.txt", "fast.json")
    assert result.code == 0, result.err
    added = (dossier / "record.yaml").read_text().splitlines()
    assert [line for line in before.splitlines() if line not in added] == []
    row = rows(dossier)[-1]
    assert (row.phase.value, row.technology.value) == ("before", "ethernet")
    assert row.at.value is not None
    assert row.at.value.isoformat() == "2026-03-03T08:40:00+01:00"
    assert (row.bandwidth.value, row.latency.value) == (100, 31.2)
    assert [(file.file.value, file.sha256.value) for file in row.files.rows] == [
        (name, hashlib.sha256((dossier / name).read_bytes()).hexdigest()) for name in ("ping.txt", "fast.json")
    ]
    for line in ("phase: before", "latency: 31.2", "bandwidth: 100", "file: ping.txt", "1 of 4 packets were lost"):
        assert line in result.out


def test_assess_reads_the_files_again(dossier):
    add(dossier, "ping.txt", "fast.json")
    assert json.loads(certkit("assess", dossier / "record.yaml", "--format", "json").out)["verdict"] == "pass"
    (dossier / "ping.txt").write_text(PING.format(at=BEFORE, mean=1200))
    verdict = json.loads(certkit("assess", dossier / "record.yaml", "--format", "json").out)
    assert verdict["verdict"] == "incomplete"
    assert {"VD-10", "VD-12", "VD-16"} <= {reason["code"] for reason in verdict["reasons"]}


def test_during_the_tests(dossier):
    (dossier / "ping.txt").write_text(PING.format(at=DURING, mean=31.2))
    assert add(dossier, "ping.txt").code == 0
    assert rows(dossier)[-1].phase.value == "during"
    (dossier / "later.txt").write_text(PING.format(at=DURING, mean=31.3))
    result = add(dossier, "later.txt", options=("--phase", "before"))
    assert result.code == 2
    assert "this was during the tests, not before" in result.err


def test_a_limit_that_is_not_met(dossier):
    result = add(dossier, "csq.txt", options=("--at", "2026-03-03 08:40", "--technology", "4G"))
    assert result.code == 1
    assert "CSQ 15, -83 dBm" in result.out
    assert "NOT MET" in result.out
    assert "--improved" in result.err
    assert rows(dossier)[-1].csq.value == 15


@pytest.mark.parametrize(
    ("files", "options", "words"),
    [
        (["csq.txt"], (), "the files do not say when they were written"),
        (["csq.txt"], ("--at", "yesterday"), "--at: “yesterday” is not a day and a time"),
        (["ping.txt"], ("--at", "2026-03-03 12:00"), "the files are of 2026-03-03 08:40:00 +01:00"),
        (["ping.txt", "ping.txt"], (), "a file is given twice"),
        (["ping.txt", "later.txt"], (), "which is not one measurement"),
        (["hcsq.txt"], ("--at", "2026-03-03 08:40", "--technology", "3G"), "the files are of 4G, not of 3G"),
        (["lost.txt"], (), "the test failed: no answer came (100 % loss)"),
        (["record.yaml"], (), "this is not the output of a network tool that certkit knows"),
        (["nothing.txt"], (), "there is no such file"),
        (["../outside.txt"], (), "the file is not in the folder of the record"),
    ],
)
def test_what_is_refused_changes_nothing(dossier, files, options, words):
    (dossier / "later.txt").write_text(PING.format(at=DURING, mean=31.2))
    (dossier / "hcsq.txt").write_text('^HCSQ:"LTE",54,40,101,28\n')
    (dossier / "lost.txt").write_text(PING.format(at=BEFORE, mean=31.2).replace("3 received, 25%", "0 received, 100%"))
    (dossier.parent / "outside.txt").write_text(PING.format(at=BEFORE, mean=31.2))
    before = (dossier / "record.yaml").read_bytes()
    result = add(dossier, *files, options=options)
    assert result.code == 2
    assert words in result.err
    assert (dossier / "record.yaml").read_bytes() == before


def test_a_file_is_recorded_once(dossier):
    assert add(dossier, "ping.txt").code == 0
    result = add(dossier, "ping.txt")
    assert result.code == 2
    assert "the file is already in network[3] of the record" in result.err


def test_a_copy_of_a_recorded_file_is_refused(dossier):
    assert add(dossier, "ping.txt").code == 0
    shutil.copy(dossier / "ping.txt", dossier / "copy.txt")
    before = (dossier / "record.yaml").read_bytes()
    result = add(dossier, "copy.txt")
    assert (result.code, result.out) == (2, "")
    assert "copy.txt: this is a copy of a file of network[3]" in result.err
    assert (dossier / "record.yaml").read_bytes() == before


def test_a_new_form(dossier):
    """The first measurement goes under the key, above the commented example; without results it is before the tests."""
    record = dossier / "record.yaml"
    record.unlink()
    assert certkit("record", "new", dossier / "pics.yaml", "-o", record).code == 0
    result = add(dossier, "ping.txt", "fast.json", options=("--technology", "ethernet"))
    assert result.code == 0, result.err
    assert "the record has no results with times yet" in result.err
    (row,) = rows(dossier)
    assert (row.phase.value, row.bandwidth.value, len(row.files.rows)) == ("before", 100, 2)
    assert "#  - phase:" in record.read_text()
