"""Calling the commands that seal, as a user calls them."""

import re
from pathlib import Path
from typing import NamedTuple

from tests.attestation.documents import of_family, of_member
from tests.cli.program import Result, certkit
from tests.signing.pkis import PASSPHRASE, Folder

ROLES = {"declare": "test-tool", "report": "laboratory", "certify": "certification-body"}


class Sealed(NamedTuple):
    """Sealed documents; ``representative`` and ``member`` are certificates."""

    report: Path
    representative: Path
    declaration: Path
    member: Path


def passphrase_file(pki: Folder) -> Path:
    file = pki.path.parent / "passphrase"
    file.write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    file.chmod(0o600)
    return file


def command(name: str, argument: Path, pki: Folder, output: Path, *options: object, role: str = "") -> Result:
    """``certkit declare``, ``report`` or ``certify`` with the key of its role."""
    key = f"file:{pki.path / (role or ROLES[name])}.p12"
    fixed = ["--key", key, "--passphrase-file", passphrase_file(pki), "--trust", pki.path / "trust", "-o", output]
    if name == "certify":
        fixed.append("--offline")
    return certkit(name, argument, *fixed, *options)


def done(result: Result) -> str:
    """What it said; it must have gone well."""
    assert result.code == 0, result.err
    assert result.out == ""
    return result.err


def id_in(said: str) -> str:
    found = re.search(r"\b(?:VDOC|TR|CERT)-\d{8}-[0-9a-f]{12}\b", said)
    assert found, said
    return found.group()


def sealed_documents(pki: Folder, folder: Path) -> Sealed:
    """The representative product's report and certificate, the member's declaration and certificate."""
    files = Sealed(*(folder / f"{name}.pdf" for name in Sealed._fields))
    for name in ("tested", "declared"):
        (folder / name).mkdir()
    done(command("report", of_family().write(folder / "tested"), pki, files.report))
    certificate = id_in(done(command("certify", files.report, pki, files.representative)))
    done(command("declare", of_member(certificate).write(folder / "declared"), pki, files.declaration))
    done(command("certify", files.declaration, pki, files.member, "--representative", files.representative))
    return files
