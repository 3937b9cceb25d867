"""The ceremony of signing/ceremony.md, run as it stands there: own root, keys, time stamps, revocation."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.signing.tsa import openssl_tsa

PAGE = Path("signing/ceremony.md")
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
CONFIGURATION = """\
[tsa]
default_tsa = own
[own]
serial = tsa/serial
signer_cert = tsa/tsa.pem
signer_key = tsa/tsa.key.pem
certs = tsa/chain.pem
signer_digest = sha256
default_policy = 2.25.1
digests = sha256, sha384, sha512
ess_cert_id_alg = sha256
"""


def blocks():
    """Each console block of the page as a script, and what it is to print at least; a heredoc has no prompt."""
    for block in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        script, expected, inside = [], [], False
        for line in block.splitlines():
            if line.startswith("$ "):
                script.append(line[2:])
                inside = "<<'END'" in line
            elif inside:
                script.append(line)
                inside = line != "END"
            else:
                expected.append(line)
        yield "\n".join(script), expected


def test_the_ceremony_of_the_page(tmp_path):
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    shutil.copytree("examples/dossier", tmp_path / "dossier")
    (tmp_path / "passphrase.txt").write_text("correct horse battery staple again\n")
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "certkit"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m certkit "$@"\n')
    program.chmod(0o755)
    environment = {**os.environ, "no_proxy": "127.0.0.1", "PYTHONPATH": str(Path.cwd())}
    environment["PATH"] = f"{program.parent}{os.pathsep}{environment['PATH']}"
    with openssl_tsa(tmp_path) as authority:
        environment["TSA"] = authority.url
        for script, expected in blocks():
            run(script, expected, tmp_path, environment)
            if (tmp_path / "tsa.pem").exists() and not (tmp_path / "tsa").exists():
                open_authority(tmp_path)
    assert (tmp_path / "certificate.pdf").is_file()
    assert not (tmp_path / "second.pdf").exists()


def open_authority(folder):
    """What the time-stamp authority does by itself: it puts its certificate and key into service."""
    (folder / "tsa").mkdir()
    for name in ("tsa.pem", "tsa.key.pem"):
        shutil.copy(folder / name, folder / "tsa" / name)
    chain = [(folder / name).read_bytes() for name in ("issuing.pem", "root.pem")]
    (folder / "tsa" / "chain.pem").write_bytes(b"".join(chain))
    (folder / "tsa" / "tsa.cnf").write_text(CONFIGURATION)


def run(script, expected, folder, environment):
    """A block goes well, or it is refused with what stands below its command."""
    command = ["sh", "-e", "-c", script]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert (done.returncode != 0) == bool(expected), f"{script}\n{done.stdout}{done.stderr}"
    for line in expected:
        assert line in done.stderr
    if "certkit verify" in script:
        assert "2 of 2 verified" in done.stdout
        assert "REHEARSAL" not in done.stdout
