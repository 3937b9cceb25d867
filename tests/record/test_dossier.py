"""The files that a record names: each is found, hashed, compared; what is wrong with one is said of it alone."""

import gzip
import hashlib
import io
import os
import zipfile
from pathlib import Path

import pytest

from certkit.edition.rulebook import load_edition
from certkit.errors import CertkitError
from certkit.files import read as file_reader
from certkit.text.sentence import Sentence
from certkit.verdict.dossier import Role
from certkit.verdict.read_dossier import read_record
from tests.cli.program import CSMS

EDITION = load_edition()
OTHER = "0" * 64


def load(folder: Path, text: str):
    path = folder / "record.yaml"
    path.write_text("record: 1\n" + text, encoding="utf-8")
    return read_record(str(path), io.BytesIO(), lambda _: EDITION)[0]


def only(folder: Path, text: str):
    (file,) = load(folder, text).files
    return file


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.log"),
        (b"a line\n", "a.log"),
        (gzip.compress(b"a line\n", mtime=0), "a.log.gz"),
        (bytes(range(256)) * 40_000, "ten million bytes.bin"),
        (b"x", "deep/er/ö.log"),
    ],
)
def test_a_file_is_hashed_as_it_lies_there(tmp_path, content, name):
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    file = only(tmp_path, f"logs:\n- {{file: {name}, sha256: {digest}}}\n")
    assert (file.role, file.name, file.sha256, file.problem) == (Role.LOG, name, digest, "")
    assert file.digest_matches
    assert not only(tmp_path, f"logs:\n- {{file: {name}, sha256: {OTHER}}}\n").digest_matches
    assert not only(tmp_path, f"logs:\n- {{file: {name}}}\n").digest_matches
    assert not only(tmp_path, f"logs:\n- {{file: {name}, sha256: junk}}\n").digest_matches


def test_an_archive_is_one_file(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.log", "a line\n")
    file = only(tmp_path, "results: [{file: a.zip}]\n")
    assert file.sha256 == hashlib.sha256((tmp_path / "a.zip").read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("field", "role"),
    [
        ("results: [{file: X}]", Role.RESULTS),
        ("logs: [{file: X}]", Role.LOG),
        ("configuration: {file: X}", Role.CONFIGURATION),
        ("firmware: {file: X}", Role.FIRMWARE),
        ("tool: {configuration_file: {file: X}}", Role.TOOL_CONFIGURATION),
        ("declaration: {report: {file: X}}", Role.REPORT),
        ("pics: {file: X}", Role.PICS),
    ],
)
class TestEveryRole:
    """What can be wrong with a file, for each file that a record can name."""

    def problem(self, folder: Path, field: str, name: str) -> str:
        file = only(folder, field.replace("X", name) + "\n")
        assert not file.digest_matches
        assert file.sha256 == ""
        return file.problem

    def test_it_is_not_there(self, tmp_path, field, role):
        assert only(tmp_path, field + "\n").role is role
        assert self.problem(tmp_path, field, "a.txt") == "there is no such file"

    def test_it_is_a_folder(self, tmp_path, field, role):
        (tmp_path / "a").mkdir()
        assert self.problem(tmp_path, field, "a") == "this is a folder, not a file"

    def test_a_part_of_its_path_is_a_file(self, tmp_path, field, role):
        (tmp_path / "a").write_text("x")
        assert "a" in self.problem(tmp_path, field, "a/b.txt")

    def test_a_link_leads_out(self, tmp_path, field, role):
        inside = tmp_path / "dossier"
        inside.mkdir()
        (tmp_path / "outside.txt").write_text("secret")
        (inside / "a.txt").symlink_to(tmp_path / "outside.txt")
        (inside / "up").symlink_to(tmp_path)
        said = "a link leads out of the folder of the record"
        assert self.problem(inside, field, "a.txt") == said
        assert self.problem(inside, field, "up/outside.txt") == said

    def test_a_link_to_a_device(self, tmp_path, field, role):
        (tmp_path / "a").symlink_to("/dev/zero")
        assert self.problem(tmp_path, field, "a") == "a link leads out of the folder of the record"

    def test_a_pipe(self, tmp_path, field, role):
        os.mkfifo(tmp_path / "a")
        assert self.problem(tmp_path, field, "a") == "this is a pipe or a device, not a file"

    def test_a_link_to_itself(self, tmp_path, field, role):
        (tmp_path / "a").symlink_to("a")
        assert self.problem(tmp_path, field, "a")

    def test_a_name_that_is_too_long(self, tmp_path, field, role):
        assert self.problem(tmp_path, field, "a" * 300)

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
    def test_it_may_not_be_read(self, tmp_path, field, role):
        (tmp_path / "a").write_text("x")
        (tmp_path / "a").chmod(0)
        assert self.problem(tmp_path, field, "a")


def test_a_link_within_the_folder_is_followed(tmp_path):
    (tmp_path / "b.log").write_text("x")
    (tmp_path / "a.log").symlink_to("b.log")
    assert only(tmp_path, "logs: [{file: a.log}]\n").problem == ""


def test_the_folder_itself_may_be_a_link(tmp_path):
    real = tmp_path / "real"
    real.mkdir()
    (real / "a.log").write_text("x")
    (tmp_path / "link").symlink_to(real)
    assert only(tmp_path / "link", "logs: [{file: a.log}]\n").problem == ""


def test_a_path_that_leaves_the_folder_is_not_looked_at(tmp_path):
    dossier = load(tmp_path, "logs: [{file: ../a.log}]\n")
    assert dossier.files == ()
    assert [finding.code for finding in dossier.record.findings] == ["RC-04"]


def test_one_bad_file_stops_no_other(tmp_path):
    (tmp_path / "b.log").write_text("x")
    found = load(tmp_path, "results: [{file: a.json}]\nlogs: [{file: b.log}]\n").files
    assert [file.problem for file in found] == ["there is no such file", ""]


def test_a_statement_that_is_far_too_large(tmp_path, monkeypatch):
    monkeypatch.setattr(file_reader, "LARGEST", 1000)
    (tmp_path / "pics.yaml").write_bytes(b"#" * 2000)
    with pytest.raises(CertkitError):
        load(tmp_path, "#" * 1000)
    assert "million bytes" in only(tmp_path, "pics: {file: pics.yaml}\n").problem


def test_a_statement_that_cannot_be_read(tmp_path):
    (tmp_path / "pics.yaml").write_text("a: b: c\n")
    dossier = load(tmp_path, "pics: {file: pics.yaml}\n")
    assert dossier.pics is None
    assert (
        dossier.files[0].problem == "this is not valid YAML: mapping values are not allowed in this context in line 1"
    )


def test_a_record_and_a_statement_of_two_editions(tmp_path):
    (tmp_path / "pics.yaml").write_bytes(CSMS.read_bytes())
    dossier = load(tmp_path, "edition: ocpp-9.9\npics: {file: pics.yaml}\n")
    (finding,) = dossier.record.findings
    assert finding.code == "RC-06"
    assert isinstance(finding.message, Sentence)
    assert finding.message.arguments == {"edition": "ocpp-9.9", "pics_edition": "ocpp-1.6-v2.4"}
    assert finding.where is not None
    assert finding.where.line == 2
