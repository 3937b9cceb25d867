"""When certkit asks the network, and whom: a guard on every socket sees each connection."""

import shutil
import socket
import threading

import pytest

from certkit.signing.pki import make_pki
from tests.attestation.commands import command, done, passphrase_file
from tests.cli.program import certkit
from tests.signing.pkis import BEGAN, written
from tests.verdict.dossiers import example

ADDRESS = "http://lists.example.invalid"


@pytest.fixture(scope="module")
def there(tmp_path_factory):
    """A report under a PKI whose certificates say where their revocation lists are."""
    folder = tmp_path_factory.mktemp("offline")
    pki = written(make_pki(BEGAN, crl_url=ADDRESS), folder / "rehearsal")
    (folder / "dossier").mkdir()
    done(command("report", example().write(folder / "dossier"), pki, folder / "report.pdf"))
    return pki, folder / "report.pdf"


@pytest.fixture
def asked(monkeypatch, tmp_path):
    """Every name that was looked up, every address that was connected to, in any process; none of them answers."""
    found = tmp_path / "asked"
    found.touch()

    def refuse(*given):
        with found.open("a") as file:
            file.write(f"{given[0]}\n")
        raise OSError(f"no network in this test, in {threading.current_thread().name}")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
    return found


@pytest.fixture
def without_lists(there, tmp_path):
    """What is trusted, without revocation lists."""
    shutil.copytree(there[0].path / "trust", tmp_path / "trust")
    shutil.rmtree(tmp_path / "trust" / "crls")
    return tmp_path / "trust"


def test_lists_are_asked_for_where_there_are_none(there, without_lists, asked):
    """The guard sees what it should see."""
    result = certkit("verify", there[1], "--trust", without_lists)
    assert result.code == 1
    assert set(asked.read_text().split()) == {"lists.example.invalid"}


@pytest.mark.parametrize(
    "call",
    [
        ("verify",),
        ("extract", "--rehearsal"),
        ("certify",),
        ("firmware", "verify", "examples/dossier/ex-22-duo-3.1.0.bin", "--against"),
    ],
    ids=lambda call: " ".join(call[:2]),
)
def test_offline_asks_nobody(call, there, without_lists, asked, tmp_path):
    pki, report = there
    options = ["--trust", without_lists, "--offline"]
    if call[0] == "certify":
        key = f"file:{pki.path / 'certification-body.p12'}"
        options += ["--key", key, "--passphrase-file", passphrase_file(pki), "-o", tmp_path / "c.pdf"]
    result = certkit(*call, report, *options)
    assert result.code != 0
    assert asked.read_text() == ""
    assert not (tmp_path / "c.pdf").exists()


def test_with_lists_at_hand_nobody_is_asked_either(there, asked):
    pki, report = there
    result = certkit("verify", report, "--trust", pki.path / "trust", "--rehearsal")
    assert result.code == 0, result.out
    assert asked.read_text() == ""


def test_a_document_of_a_stranger_makes_certkit_ask_nobody(there, asked, tmp_path):
    """What stands in certificates that lead to no trusted root is no address to go to."""
    stranger = written(make_pki(BEGAN), tmp_path / "stranger")
    result = certkit("verify", there[1], "--trust", stranger.path / "trust")
    assert result.code == 1
    assert asked.read_text() == ""


def test_a_tampered_document_makes_certkit_ask_nobody(there, without_lists, asked, tmp_path):
    content = bytearray(there[1].read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / "t.pdf").write_bytes(content)
    assert certkit("verify", tmp_path / "t.pdf", "--trust", without_lists).code == 1
    assert asked.read_text() == ""


def test_sealing_without_time_stamp_asks_nobody(there, asked, tmp_path):
    (tmp_path / "dossier").mkdir()
    done(command("report", example().write(tmp_path / "dossier"), there[0], tmp_path / "r.pdf"))
    assert asked.read_text() == ""
