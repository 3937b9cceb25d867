"""SoftHSM2 as a token, in a folder of its own: ``lab`` with a key of each kind, and ``other`` and ``cb`` with none."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.signing.pkis import quick_pki

MODULES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/opt/homebrew/lib/softhsm/libsofthsm2.so",
)
PIN = "1234"
ALGORITHMS = ("P-256", "P-384", "RSA", "Ed25519")


def softhsm_module():
    """The library's path. Skips the test if SoftHSM2 is not installed."""
    found = next((path for path in MODULES if Path(path).is_file()), None)
    if found is None or shutil.which("softhsm2-util") is None or shutil.which("pkcs11-tool") is None:
        pytest.skip("SoftHSM2 or OpenSC is not installed")
    pytest.importorskip("pkcs11", reason="python-pkcs11 is not installed")
    return found


def fill(module, folder):
    for label in ("lab", "other", "cb"):
        ran("softhsm2-util", "--init-token", "--free", "--label", label, "--pin", PIN, "--so-pin", "5678")
    for number, algorithm in enumerate(ALGORITHMS, start=1):
        holder = quick_pki(algorithm=algorithm).keys["laboratory"]
        put(module, folder, "lab", f"sign {algorithm}", f"{number:02x}", holder)
    pki = quick_pki()
    write_certificate(module, folder, "ca", "f0", pki.authority.certificate)
    write_certificate(module, folder, "root", "f1", pki.root.certificate)
    put(module, folder, "lab", "bare", "e0", pki.keys["vendor"], certificate=False)
    put(module, folder, "lab", "mixed up", "e1", pki.keys["vendor"], certificate=pki.keys["laboratory"].certificate)


def ran(*command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr


def put(module, folder, token, label, identifier, holder, *, certificate=None):
    path = folder / "key.pem"
    path.write_bytes(holder.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    ran("softhsm2-util", "--import", path, "--token", token, "--label", label, "--id", identifier, "--pin", PIN)
    if certificate is not False:
        write_certificate(module, folder, label, identifier, certificate or holder.certificate)


def write_certificate(module, folder, label, identifier, certificate):
    path = folder / "certificate.der"
    path.write_bytes(certificate.public_bytes(Encoding.DER))
    ran("pkcs11-tool", "--module", module, "--login", "--pin", PIN, "--token-label", "lab",
        "--write-object", path, "--type", "cert", "--id", identifier, "--label", label)  # fmt: skip
