"""The messages of a log count once, however many copies of it a record names."""

import hashlib
import json
import re
import zipfile

import pytest

from tests.cli.program import certkit
from tests.verdict.dossiers import example


@pytest.mark.parametrize("link", [True, False])
def test_a_copy_of_a_log_adds_no_measurement(tmp_path, link):
    counts = []
    for copies in (0, 1):
        folder = tmp_path / str(copies)
        folder.mkdir()
        record = example().write(folder)
        if copies:
            log = folder / "messages.log"
            other = folder / "copy.log"
            other.symlink_to("messages.log") if link else other.write_bytes(log.read_bytes())
            digest = hashlib.sha256(log.read_bytes()).hexdigest()
            text = record.read_text()
            record.write_text(text.replace("logs:\n", f"logs:\n  - file: copy.log\n    sha256: {digest}\n", 1))
            assert "copy.log" in record.read_text()
        counts.append(_counts(record))
    assert counts[0] == counts[1]
    assert any(counts[0])


@pytest.mark.parametrize("first", [True, False])
def test_an_archive_with_a_log_that_is_named_too_counts_nothing_twice(tmp_path, first):
    record = example().write(tmp_path)
    before = _counts(record)
    with zipfile.ZipFile(tmp_path / "logs.zip", "w") as archive:
        archive.write(tmp_path / "messages.log", "messages.log")
    digest = hashlib.sha256((tmp_path / "logs.zip").read_bytes()).hexdigest()
    entry = f"  - file: logs.zip\n    sha256: {digest}\n"
    text = record.read_text()
    lists = r"logs:\n" if first else r"logs:\n(?:  - .*\n(?:    .*\n)*)+"
    changed = re.sub(lists, lambda found: found[0] + entry, text, count=1)
    assert changed != text
    record.write_text(changed)
    result = certkit("assess", record, "--format", "json")
    assert result.code == 1
    assert "it has the same content as" in result.out
    assert _counts(record) == before


def _counts(record):
    return [row["count"] for row in json.loads(certkit("assess", record, "--format", "json").out)["performance"]]
