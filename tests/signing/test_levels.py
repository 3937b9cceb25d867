"""Signing for real: time stamps that take their time, at every level, with the clocks that there are."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from certkit.cli import signing, signing_options
from certkit.signing.pki import make_list
from tests.attestation.commands import ROLES, Sealed, command, done, passphrase_file, sealed_documents
from tests.attestation.documents import of_member
from tests.cli.program import certkit
from tests.signing.pkis import PASSPHRASE, Folder
from tests.signing.softhsm import PIN
from tests.signing.test_time_stamps import answered
from tests.signing.tsa import openssl_tsa, serving
from tests.verdict.dossiers import example

LEVELS = ["B-T", "B-LT", "B-LTA"]
SLOW = 1.1
"""Seconds that an authority takes for a time stamp: more than the second that times are written in."""


@pytest.fixture(scope="module")
def documents(rehearsal: Folder, tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    return sealed_documents(rehearsal, tmp_path_factory.mktemp("documents"))


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")


def local(pki: Folder) -> str:
    return f"file:{pki.path / 'tsa'}"


def signed(name, pki, documents, folder, *options):
    """A document signed by a command, as a user calls it; its file."""
    file = folder / "signed.pdf"
    if name == "certify":
        argument = documents.declaration
        options = ("--representative", documents.representative, *options)
    else:
        (folder / "dossier").mkdir()
        argument = (example() if name == "report" else of_member("EX-CERT-0001")).write(folder / "dossier")
    done(command(name, argument, pki, file, *options))
    return file


def verified(file, pki, level):
    """It verifies at once, by the clock of this machine, at the level that was asked for."""
    result = certkit("verify", file, "--trust", pki.path / "trust", "--offline", "--rehearsal")
    assert result.code == 0, result.out
    assert f"\n                  level {level}, " in result.out
    return result.out


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("name", ROLES)
def test_every_level_with_the_authority_of_the_rehearsal(name, level, rehearsal, documents, tmp_path):
    file = signed(name, rehearsal, documents, tmp_path, "--tsa", local(rehearsal), "--level", level)
    verified(file, rehearsal, level)


@pytest.mark.parametrize(("name", "level"), [("report", "B-LT"), ("declare", "B-LT"), ("certify", "B-LTA")])
def test_with_an_authority_a_rehearsal_has_the_level_of_the_real_thing(name, level, rehearsal, documents, tmp_path):
    verified(signed(name, rehearsal, documents, tmp_path, "--tsa", local(rehearsal)), rehearsal, level)


@pytest.mark.parametrize(("name", "level"), [("declare", "B-T"), ("report", "B-LT"), ("certify", "B-LTA")])
def test_an_authority_that_takes_its_time(name, level, rehearsal, documents, tmp_path):
    with openssl_tsa(rehearsal.path) as authority:
        at_once = authority.answer

        def late(body):
            time.sleep(SLOW)
            return at_once(body)

        authority.answer = late
        file = signed(name, rehearsal, documents, tmp_path, "--tsa", authority.url, "--level", level)
    verified(file, rehearsal, level)


@pytest.mark.parametrize("minutes", [-4, 4])
def test_an_authority_whose_clock_is_not_ours(minutes, rehearsal, documents, tmp_path):
    with serving(lambda body: answered(body, at=now() + timedelta(minutes=minutes))) as authority:
        file = signed("report", rehearsal, documents, tmp_path, "--tsa", authority.url, "--level", "B-LTA")
    verified(file, rehearsal, "B-LTA")


@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_clock_that_is_too_far_off_is_said_at_once(minutes, rehearsal, documents, tmp_path):
    record = example().write(tmp_path)
    with serving(lambda body: answered(body, at=now() + timedelta(minutes=minutes))) as authority:
        result = command("report", record, rehearsal, tmp_path / "r.pdf", "--tsa", authority.url)
    assert result.code == 2
    assert "by the time-stamp authority it is" in result.err
    assert not (tmp_path / "r.pdf").exists()


def now() -> datetime:
    return datetime.now(UTC)


@pytest.mark.parametrize("level", LEVELS)
def test_at_the_edge_of_a_second(level, rehearsal, documents, tmp_path, monkeypatch):
    """Each look at the clock is a microsecond after the last, and the first the last of its second."""
    edge = now().replace(microsecond=999_999) - timedelta(seconds=2)
    looks = iter(range(1_000_000))
    monkeypatch.setattr(signing, "_now", lambda: edge + timedelta(microseconds=next(looks) - 1))
    file = signed("report", rehearsal, documents, tmp_path, "--tsa", local(rehearsal), "--level", level)
    verified(file, rehearsal, level)


def test_lists_of_an_authority_whose_clock_is_ahead(rehearsal, documents, tmp_path):
    ahead = Folder(rehearsal.pki, tmp_path / "rehearsal")
    shutil.copytree(rehearsal.path, ahead.path)
    later = now() + timedelta(minutes=2)
    for name, holder in (("root", rehearsal.pki.root), ("issuing-ca", rehearsal.pki.authority)):
        listed = make_list(holder, [], later, number=2)
        (ahead.path / "trust" / "crls" / f"{name}.crl").write_bytes(listed.public_bytes(Encoding.DER))
    file = signed("report", ahead, documents, tmp_path, "--tsa", local(ahead), "--level", "B-LTA")
    verified(file, ahead, "B-LTA")


def test_a_run_that_is_dated_after_the_command_began(rehearsal, tmp_path, monkeypatch):
    """Evidence is judged for the time of issue, as a verifier judges it, not for when somebody called the command."""
    monkeypatch.setattr(signing_options, "_now", lambda: datetime(2026, 1, 1, tzinfo=UTC))
    said = done(command("report", example().write(tmp_path), rehearsal, tmp_path / "r.pdf", "--tsa", local(rehearsal)))
    assert ", pass, signed at level B-LT by" in said


def test_a_passphrase_that_is_typed_late(rehearsal, tmp_path):
    record = example().write(tmp_path)
    file = tmp_path / "r.pdf"
    arguments = ["report", record, "--key", f"file:{rehearsal.path / 'laboratory.p12'}", "-o", file]
    arguments += ["--tsa", local(rehearsal), "--level", "B-LTA", "--trust", rehearsal.path / "trust"]
    typed = typing(PASSPHRASE, arguments, after=2.2)
    verified(file, rehearsal, "B-LTA")
    assert issued_at(file, rehearsal) >= typed.replace(microsecond=0)


def typing(passphrase, arguments, after):
    """Run the program in a terminal of its own and type the passphrase so many seconds after it asks; when that was."""
    terminal, inside = pty.openpty()
    environment = {key: value for key, value in os.environ.items() if key != "CERTKIT_PASSPHRASE"}
    program = [sys.executable, "-m", "certkit", *map(str, arguments)]
    with subprocess.Popen(
        program, env=environment, start_new_session=True, stdin=inside, stdout=inside, stderr=inside
    ) as running:
        os.close(inside)
        shown = b""
        while b"Passphrase" not in shown:
            shown += os.read(terminal, 1000)
        time.sleep(after)
        typed = now()
        os.write(terminal, passphrase.encode() + b"\n")
        code = running.wait(60)
    assert code == 0, os.read(terminal, 10_000)
    os.close(terminal)
    return typed


def issued_at(file, pki):
    import json

    extracted = certkit("extract", file, "--trust", pki.path / "trust", "--offline", "--rehearsal")
    return datetime.fromisoformat(json.loads(extracted.raw)["issued_at"])


@pytest.mark.parametrize("level", LEVELS)
def test_a_key_on_a_token(level, module, token, rehearsal, tmp_path, monkeypatch):
    monkeypatch.setenv("CERTKIT_PASSPHRASE", PIN)
    key = f"pkcs11:token=lab;object=sign%20P-256?module-path={module}"
    file = tmp_path / "r.pdf"
    options = ["--tsa", local(rehearsal), "--level", level, "--trust", rehearsal.path / "trust", "-o", file]
    done(certkit("report", example().write(tmp_path), "--key", key, *options))
    verified(file, rehearsal, level)


def refused(pki, tmp_path, tsa, key=None):
    """What is said of an authority before anybody is asked for a passphrase: there is none in the file."""
    record = example().write(tmp_path)
    options = ["--key", f"file:{key or pki.path / 'laboratory.p12'}", "--passphrase-file", passphrase_file(pki)]
    result = certkit("report", record, *options, "--trust", pki.path / "trust", "--tsa", tsa, "-o", tmp_path / "r.pdf")
    assert result.code == 2
    assert not (tmp_path / "r.pdf").exists()
    return result.err


def test_what_is_no_authority_of_a_rehearsal(rehearsal, tmp_path):
    assert f"did you mean file:{rehearsal.path / 'tsa'}?" in refused(rehearsal, tmp_path, f"file:{rehearsal.path}")
    for other in (f"file:{rehearsal.path / 'laboratory.p12'}", "file:nowhere", "file:"):
        assert "this is not the tsa/ folder of a rehearsal PKI" in refused(rehearsal, tmp_path, other)
    assert "this is not an http:// or https:// URL" in refused(rehearsal, tmp_path, "tsa.example.org")


def folder_with(pki, path, holder, key=None):
    """A folder as that of an authority, with another certificate or key in it."""
    shutil.copytree(pki.path / "tsa", path)
    (path / "tsa.pem").write_bytes(holder.certificate.public_bytes(Encoding.PEM))
    content = (key or holder.key).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (path / "tsa.key.pem").write_bytes(content)
    return f"file:{path}"


def test_a_key_that_is_not_one_for_time_stamps(rehearsal, tmp_path):
    laboratory, tsa = rehearsal.pki.keys["laboratory"], rehearsal.pki.keys["tsa"]
    other = folder_with(rehearsal, tmp_path / "other", laboratory)
    assert "is not a time-stamp authority" in refused(rehearsal, tmp_path, other)
    mixed = folder_with(rehearsal, tmp_path / "mixed", tsa, laboratory.key)
    assert "the key is not that of the certificate" in refused(rehearsal, tmp_path, mixed)


def test_a_local_authority_is_for_rehearsals_alone(rehearsal, official, tmp_path):
    assert "this authority is not of a rehearsal" in refused(rehearsal, tmp_path, local(official))
    said = refused(official, tmp_path, local(rehearsal))
    assert "a time stamp from a local key proves nothing" in said
    assert "--tsa URL" in said
