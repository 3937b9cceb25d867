"""A dossier's logs are read once: for their digests, the measurements, the BootNotifications and the keys."""

import hashlib
import io
import json
import shutil
from pathlib import Path

from certkit.edition.choose import rulebooks
from certkit.logs import files
from certkit.measurement.derive import Measuring
from certkit.verdict import read_dossier as read_dossier_module
from certkit.verdict.dossier import Role
from certkit.verdict.read_dossier import read_dossier
from tests.verdict.example import FOLDER


def test_a_log_is_opened_once_and_has_the_digest_of_that_reading(monkeypatch):
    opened = []

    def note(name, stdin, original=files.opened):
        opened.append(name)
        return original(name, stdin)

    monkeypatch.setattr(files, "opened", note)
    dossier, _ = read_dossier(str(FOLDER / "record.yaml"), io.BytesIO(), rulebooks(), Measuring)
    logs = [file for file in dossier.files if file.role is Role.LOG]
    assert logs
    assert sorted(opened) == sorted(file.path for file in logs)
    for log in logs:
        assert log.sha256 == log.stated == hashlib.sha256(Path(log.path).read_bytes()).hexdigest()
    assert dossier.boots
    assert dossier.measurements is not None


def test_the_keys_come_from_the_same_reading_if_the_record_names_the_log_for_them(monkeypatch, tmp_path):
    shutil.copytree(FOLDER, tmp_path / "dossier")
    record, log = tmp_path / "dossier" / "record.yaml", tmp_path / "dossier" / "messages.log"
    keys = json.loads((FOLDER / "getconfiguration.json").read_bytes())
    lines = [
        *log.read_text(encoding="utf-8").splitlines(),
        '2026-03-03T08:03:00.000000Z | CSMS -> CS | [2,"keys-1","GetConfiguration",{}]',
        f"2026-03-03T08:03:01.000000Z | CS -> CSMS | {json.dumps([3, 'keys-1', keys])}",
    ]
    log.write_text("\n".join(lines) + "\n", encoding="utf-8")
    record.write_text(record.read_text(encoding="utf-8").replace("file: getconfiguration.json", "file: messages.log"))
    monkeypatch.setattr(read_dossier_module, "read_configuration", None)  # it would read the file again
    dossier, _ = read_dossier(str(record), io.BytesIO(), rulebooks(), Measuring)
    assert dossier.configuration is not None
    assert dossier.configuration.whole is True
    assert len(dossier.configuration.entries) == len(keys["configurationKey"])
    digest = hashlib.sha256(log.read_bytes()).hexdigest()
    assert {file.sha256 for file in dossier.files if file.role in (Role.LOG, Role.CONFIGURATION)} == {digest}
