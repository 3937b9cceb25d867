"""What is written: whole or not at all, never over a key or what it was made from, whenever it is killed."""

import contextlib
import os
import random
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from unittest import mock

import pytest

from certkit.cli import output
from certkit.errors import CertkitError
from certkit.files.write import OWNER_ONLY, write_file
from tests.attestation.commands import command, done, passphrase_file
from tests.cli.program import certkit
from tests.signing.pkis import PASSPHRASE

# What comes out has to be something else than what goes in, even with --force.


@pytest.mark.parametrize("option", ["-o", "--p7s"])
def test_a_record_is_not_overwritten_by_its_report(option, record, pki, tmp_path):
    before = record.read_bytes()
    result = given(record, pki, tmp_path, option, record)
    assert result.code == 2
    assert "the output would overwrite an input file" in result.err
    assert record.read_bytes() == before


def test_neither_is_a_file_of_the_dossier(record, pki, tmp_path):
    results = record.parent / "results.json"
    before = results.read_bytes()
    result = given(record, pki, tmp_path, "-o", results)
    assert "the output would overwrite an input file" in result.err
    assert results.read_bytes() == before


@pytest.mark.parametrize("name", ["laboratory.p12", "passphrase"])
def test_neither_is_a_key(name, record, pki, tmp_path):
    passphrase_file(pki)
    key = pki.path / name if name.endswith(".p12") else pki.path.parent / name
    before = key.read_bytes()
    result = given(record, pki, tmp_path, "-o", key)
    assert result.code == 2
    assert "the output would overwrite an input file" in result.err
    assert key.read_bytes() == before


def test_a_link_to_the_report_is_the_report(sealed, pki, tmp_path):
    (tmp_path / "link.pdf").symlink_to(sealed.report)
    os.link(sealed.report, tmp_path / "hard.pdf")
    before = sealed.report.read_bytes()
    for name in ("link.pdf", "hard.pdf"):
        result = command("certify", sealed.report, pki, tmp_path / name, "--force")
        assert result.code == 2
        assert "the output would overwrite an input file" in result.err
        assert sealed.report.read_bytes() == before


def test_the_representatives_certificate_is_kept(sealed, pki, tmp_path):
    more = ["--representative", sealed.representative, "--force"]
    result = command("certify", sealed.declaration, pki, sealed.representative, *more)
    assert "the output would overwrite an input file" in result.err


def test_two_names_for_one_output(record, pki, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = command("report", record, pki, tmp_path / "r.pdf", "--p7s", "./r.pdf")
    assert result.code == 2
    assert "different names" in result.err


def test_a_folder_that_is_not_there_is_found_before_anything_is_written(record, pki, tmp_path):
    result = command("report", record, pki, tmp_path / "r.pdf", "--p7s", tmp_path / "none" / "r.p7s")
    assert result.code == 2
    assert "there is no folder" in result.err
    assert not (tmp_path / "r.pdf").exists()


def test_a_request_never_takes_the_place_of_its_key(tmp_path):
    (tmp_path / "passphrase").write_text("secret\n")
    key = tmp_path / "k.p12"
    arguments = ["--role", "laboratory", "--name", "Example", "--key", f"file:{key}", "-o", key, "--force",
                 "--passphrase-file", tmp_path / "passphrase"]  # fmt: skip
    result = certkit("pki", "csr", *arguments)
    assert result.code == 2
    assert not key.exists()


def test_a_signature_never_takes_the_place_of_what_is_signed(record, pki):
    statement = record.parent / "pics.yaml"
    before = statement.read_bytes()
    key = ["--key", f"file:{pki.path / 'vendor.p12'}", "--passphrase-file", passphrase_file(pki)]
    result = certkit("pki", "sign", statement, *key, "-o", statement, "--force")
    assert result.code == 2
    assert statement.read_bytes() == before


def given(record, pki, folder, option, name):
    own = {"-o": folder / "r.pdf", "--p7s": folder / "r.p7s"} | {option: name}
    return command("report", record, pki, own["-o"], "--p7s", own["--p7s"], "--force")


# Written beside and moved.


def test_a_file_that_came_meanwhile_is_not_overwritten(tmp_path):
    """Both look, both see nothing there; the second one is refused."""
    name = tmp_path / "c.pdf"
    with mock.patch.object(output, "refuse_overwriting"):
        output.save(str(name), b"first", force=False)
        with pytest.raises(CertkitError, match="the file already exists"):
            output.save(str(name), b"second", force=False)
    assert name.read_bytes() == b"first"
    assert [path.name for path in tmp_path.iterdir()] == ["c.pdf"]


def test_where_there_are_no_hard_links_it_is_renamed(tmp_path):
    with mock.patch("os.link", side_effect=PermissionError(1, "no links here")):
        output.save(str(tmp_path / "c.pdf"), b"first", force=False)
        with pytest.raises(CertkitError, match="the file already exists"):
            output.save(str(tmp_path / "c.pdf"), b"second", force=False)
    assert (tmp_path / "c.pdf").read_bytes() == b"first"


def test_what_somebody_else_left_there_is_not_in_the_way(tmp_path):
    """A process with the same number was killed here."""
    (tmp_path / f".certkit-{os.getpid()}-c.pdf.part").write_bytes(b"half")
    output.save(str(tmp_path / "c.pdf"), b"", force=False)
    output.save(str(tmp_path / "c.pdf"), b"whole", force=True)
    assert (tmp_path / "c.pdf").read_bytes() == b"whole"


def test_permissions(tmp_path):
    """A new file is as everybody's; one that is overwritten stays as it was."""
    before = os.umask(0o027)
    try:
        output.save(str(tmp_path / "c.pdf"), b"x", force=False)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "c.pdf").stat().st_mode) == 0o640
    (tmp_path / "c.pdf").chmod(0o600)
    output.save(str(tmp_path / "c.pdf"), b"y", force=True)
    assert stat.S_IMODE((tmp_path / "c.pdf").stat().st_mode) == 0o600


def test_a_long_name(tmp_path):
    name = "c" * 251 + ".pdf"
    output.save(str(tmp_path / name), b"x", force=False)
    assert (tmp_path / name).read_bytes() == b"x"


def test_while_it_is_written_it_has_no_name_at_all(tmp_path):
    """So that nothing is left of it if the process is killed."""
    with mock.patch("os.fsync", side_effect=lambda _: seen.extend(tmp_path.iterdir())) as synced:
        seen: list[Path] = []
        output.save(str(tmp_path / "c.pdf"), b"x", force=False)
    assert [path.name for path in seen] == ["c.pdf"]  # when the folder is synced; the file was before that
    assert synced.call_count == 2


def test_while_it_is_written_it_is_hidden_and_private(tmp_path):
    seen: list[tuple[str, int]] = []

    def look(*paths):
        seen.extend((path.name, stat.S_IMODE(path.stat().st_mode)) for path in tmp_path.iterdir())
        raise OSError(28, "No space left on device")

    no_unnamed_files = mock.patch("certkit.files.write._unnamed", return_value=None)
    with (
        no_unnamed_files,
        mock.patch("os.fchmod", side_effect=look),
        pytest.raises(CertkitError, match="No space left on device"),
    ):
        output.save(str(tmp_path / "c.pdf"), b"x", force=False)
    assert [(name[0], mode) for name, mode in seen] == [(".", 0o600)]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("existing", [False, True])
def test_a_disk_that_is_full_leaves_things_as_they_were(existing, record, pki, tmp_path):
    if existing:
        (tmp_path / "r.pdf").write_bytes(b"mine")
    with mock.patch("os.fdopen", side_effect=OSError(28, "No space left on device")):
        result = command("report", record, pki, tmp_path / "r.pdf", "--force")
    assert result.code == 2
    assert "No space left on device" in result.err
    assert (tmp_path / "r.pdf").exists() is existing


# Killed.

KILLS = 6
"""Of each command; more where CERTKIT_KILLS says so."""


def killed(arguments, folder, seconds):
    """Run a command and kill it after some seconds, if it has not ended before."""
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    call = [sys.executable, "-m", "certkit", *map(str, arguments)]
    running = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    time.sleep(seconds)
    with contextlib.suppress(ProcessLookupError):
        running.send_signal(signal.SIGKILL)
    running.wait()


@pytest.mark.parametrize("what", ["report", "init", "csr"])
def test_killed_at_any_moment(what, record, pki, tmp_path):
    """A document, a key or a PKI is there whole, or not at all, and nothing else is left."""
    moments = random.Random(what)  # the same moments each time
    for number in range(int(os.environ.get("CERTKIT_KILLS", KILLS))):
        folder = tmp_path / f"{what}{number}"
        folder.mkdir()
        passphrase = passphrase_file(pki)
        calls = {
            "report": ["report", record, "--key", f"file:{pki.path / 'laboratory.p12'}", "-o", folder / "r.pdf",
                       "--passphrase-file", passphrase],
            "init": ["pki", "init", "--test", folder / "pki"],
            "csr": ["pki", "csr", "--role", "laboratory", "--name", "Example", "--key", f"file:{folder / 'k.p12'}",
                    "-o", folder / "k.csr", "--passphrase-file", passphrase],
        }  # fmt: skip
        killed(calls[what], folder, moments.uniform(0.2, 3.0))
        for path in folder.iterdir():
            assert not path.name.startswith("."), path
            whole(path, pki)


def whole(path, pki):
    if path.name == "r.pdf":
        assert certkit("verify", path, "--trust", pki.path / "trust", "--offline", "--rehearsal").code == 0
    elif path.name == "k.p12":
        from cryptography.hazmat.primitives.serialization import pkcs12

        assert pkcs12.load_key_and_certificates(path.read_bytes(), PASSPHRASE.encode())[0] is not None
    elif path.name == "k.csr":
        assert path.read_text().rstrip().endswith("-----END CERTIFICATE REQUEST-----")
    else:
        for role in ("laboratory", "certification-body", "test-tool", "vendor"):
            shown = certkit("pki", "show", f"file:{path / role}.p12", "--passphrase-file", path / "passphrase.txt")
            assert shown.code == 0, shown.err


def test_a_key_is_written_beside_and_moved(tmp_path):
    """Killed while it is written, a new key is not there."""
    target = tmp_path / "k.p12"
    with mock.patch("os.link", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        write_file(target, b"key", mode=OWNER_ONLY, replace=False)
    assert list(tmp_path.iterdir()) == []
    write_file(target, b"key", mode=OWNER_ONLY, replace=False)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        write_file(target, b"other", mode=OWNER_ONLY, replace=False)
    assert (target.read_bytes(), len(list(tmp_path.iterdir()))) == (b"key", 1)


def test_a_good_end(record, pki, tmp_path):
    done(command("report", record, pki, tmp_path / "r.pdf"))
    assert {path.name for path in tmp_path.iterdir() if path.name.startswith((".", "r.pdf"))} == {"r.pdf"}
