"""``certkit record`` and ``certkit assess``: what they say beside what they write."""

import shutil
from pathlib import Path

import pytest

from tests.cli.program import COMPLETE, INCOMPLETE, certkit

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "dossier"


@pytest.fixture
def dossier(tmp_path):
    return Path(shutil.copytree(EXAMPLE, tmp_path / "dossier"))


def test_a_form_for_a_complete_statement(tmp_path):
    pics = Path(shutil.copy(COMPLETE, tmp_path / "pics.yaml"))
    form = tmp_path / "record.yaml"
    result = certkit("record", "new", pics, "-o", form)
    assert (result.code, result.out) == (0, "")
    assert result.err == f"certkit: wrote {form}; fill it in, then run: certkit record check {form}\n"
    assert "\n  file: pics.yaml\n" in form.read_text()


def test_a_statement_with_errors_is_frozen_with_a_warning(tmp_path):
    pics = Path(shutil.copy(INCOMPLETE, tmp_path / "pics.yaml"))
    result = certkit("record", "new", pics, "-o", tmp_path / "record.yaml")
    assert result.code == 0
    assert "errors, so nothing can pass; run `certkit pics check" in result.err


def test_a_statement_outside_the_dossier_is_not_named(tmp_path):
    form = tmp_path / "record.yaml"
    result = certkit("record", "new", COMPLETE, "-o", form)
    assert "the PICS is not in the folder of the record: copy it there, and name it as pics.file" in result.err
    assert "\n  file:\n" in form.read_text()


def test_one_digest_and_several(dossier):
    record = dossier / "record.yaml"
    lines = [line for line in record.read_text().splitlines() if "sha256: 96fd" not in line]
    record.write_text("\n".join(lines) + "\n")
    result = certkit("record", "freeze", record)
    assert (result.code, result.err) == (0, f"certkit: wrote 1 digest into {record}\n")
    again = certkit("record", "freeze", record)
    assert (again.code, again.err) == (0, "certkit: nothing to write: every digest is recorded\n")


def test_a_record_that_names_no_file_has_nothing_to_freeze(tmp_path):
    shutil.copy(COMPLETE, tmp_path / "pics.yaml")
    certkit("record", "new", tmp_path / "pics.yaml", "-o", tmp_path / "record.yaml")
    result = certkit("record", "freeze", tmp_path / "record.yaml")
    assert result.code == 0
    assert result.err == "certkit: nothing to write: the record names no file of evidence yet\n"


def test_a_verdict_that_goes_into_a_file_is_said_as_well(dossier):
    page = dossier / "verdict.html"
    result = certkit("assess", dossier / "record.yaml", "-o", page)
    assert (result.code, result.out, result.err) == (0, "", f"certkit: wrote {page}: pass\n")
    (dossier / "messages.log").unlink()
    failed = certkit("assess", dossier / "record.yaml", "-o", page, "--force")
    assert (failed.code, failed.out) == (1, "")
    assert failed.err.startswith(f"certkit: wrote {page}: incomplete, ")
    assert failed.err.endswith(" blocking issues\n")
