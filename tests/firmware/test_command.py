"""``certkit firmware``: the hash, the comparison with a stated or recorded one, and the exit codes."""

import hashlib
import json

import pytest
import typer

from certkit.cli.app import COMMANDS
from certkit.cli.commands import command_of
from certkit.errors import CertkitError, UnreadableFile

CONTENT = b"\x7fELF" + bytes(60)
HASH = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def run(capsysbinary):
    def run(*arguments: object) -> tuple[int, str]:
        code = command_of("firmware", COMMANDS["firmware"])(
            [str(argument) for argument in arguments], standalone_mode=False
        )
        return code, capsysbinary.readouterr().out.decode()

    return run


@pytest.fixture
def image(tmp_path):
    path = tmp_path / "image.bin"
    path.write_bytes(CONTENT)
    return path


def test_the_hash_with_the_test_case_explained(run, image):
    code, out = run("hash", image)
    assert code == 0
    assert out.startswith(f"{image}: SHA-256, 64 bytes\n  {HASH}\n")
    assert "TC_044_1" in out
    assert "TC_080" in out


def test_the_hash_for_programs(run, image):
    code, out = run("hash", image, "--format", "json", "--algorithm", "SHA-512")
    document = json.loads(out)
    assert code == 0
    assert document["algorithm"] == "SHA-512"
    assert document["hash"] == hashlib.sha512(CONTENT).hexdigest()
    assert document["verified"] is None
    assert (document["test_case"]["named"], document["test_case"]["read_as"]) == ("TC_044_1", "TC_080")


def test_an_empty_image_has_a_hash_and_an_error(run, image):
    image.write_bytes(b"")
    code, out = run("hash", image)
    assert code == 1
    assert "error FW-02 image-empty" in out


def test_a_missing_image(run, tmp_path):
    with pytest.raises(UnreadableFile):
        run("hash", tmp_path / "nothing.bin")
    code, out = run("verify", tmp_path / "nothing.bin", "--hash", HASH)
    assert code == 1
    assert "error FW-01 image-missing" in out


def test_the_image_that_was_stated(run, image):
    code, out = run("verify", image, "--hash", HASH.upper())
    assert code == 0
    assert "64 bytes, as stated" in out


def test_another_image_than_the_one_stated(run, image):
    code, out = run("verify", image, "--hash", "0" * 64)
    assert code == 1
    assert "error FW-07 hash-differs" in out
    assert json.loads(run("verify", image, "--hash", "0" * 64, "--format", "json")[1])["verified"] is False


def test_a_hash_that_is_none(run, image):
    code, out = run("verify", image, "--hash", "abc")
    assert code == 1
    assert "error FW-08 hash-not-usable" in out


def test_either_a_hash_or_a_record(run, image):
    for arguments in ((), ("--hash", HASH, "--record", "record.yaml")):
        with pytest.raises(typer.BadParameter):
            run("verify", image, *arguments)


def test_a_record(run, image, tmp_path):
    pytest.importorskip("certkit.record.read_yaml")
    record = tmp_path / "record.yaml"
    record.write_text(f"version: 1\nfirmware:\n  hash: {HASH}\n", encoding="utf-8")
    assert run("verify", image, "--record", record)[0] == 0
    record.write_text(f"version: 1\nfirmware:\n  algorithm: SHA-512\n  hash: {HASH}\n", encoding="utf-8")
    code, out = run("verify", image, "--record", record)
    assert code == 1
    assert "a hash of SHA-512 has 128 digits, not 64" in out
    record.write_text("version: 1\nfirmware:\n  file: image.bin\n", encoding="utf-8")
    assert run("verify", image, "--record", record)[0] == 1


def test_a_record_without_a_hash_says_which_field_is_open(run, image, tmp_path):
    record = tmp_path / "record.yaml"
    record.write_text("record: 1\nfirmware:\n  file: image.bin\n  hash:\n")
    code, out = run("verify", image, "--record", record)
    assert code == 1
    assert f"{record}:4:8: error FW-08 hash-not-usable\n  the record has no hash of the firmware\n" in out
    assert "  help: answer firmware.hash\n" in out
    record.write_text("record: 1\nmode: certification\n")
    assert "the record has no hash of the firmware" in run("verify", image, "--record", record)[1]


def test_an_image_has_a_name(run):
    with pytest.raises(CertkitError, match="the image must be a file, not standard input"):
        run("hash", "-")
