"""Makes the corpus of a release: documents of every kind that must verify from then on, for ever.

``make corpus`` (``python -m tests.corpus.make``) writes ``tests/corpus/<version>/`` for the version of certkit that is
installed. It refuses to touch a folder that ``tests/corpus/releases.lock`` names: what was released never changes.
The keys are made for this one run and thrown away. Everything goes through the commands that a user calls.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from asn1crypto import tsp

from certkit.signing.pki import TSA, Pki, make_pki
from tests.attestation.documents import of_family, of_member
from tests.cli.program import certkit
from tests.signing.pkis import Folder, written
from tests.signing.tsa import serving, stamp
from tests.verdict.dossiers import Dossier, example
from tests.verdict.systems import csms

CORPUS = Path(__file__).parent
LOCK = CORPUS / "releases.lock"
REPRESENTATIVE, MEMBER = "EX-CERT-0001", "EX-CERT-0002"
KEYS = {"report": "laboratory", "declare": "test-tool", "certify": "certification-body"}
PASSPHRASE = "passphrase.txt"


def failing() -> Dossier:
    """The example with a test case that failed."""
    dossier = example()
    dossier.run("TC_010")["verdict"] = "fail"
    return dossier


DOSSIERS = {"station": example, "failing": failing, "csms": csms, "representative": of_family}
"""Evidence of the documents; that of the declared member names the representative's certificate besides."""
DOCUMENTS = (
    ("report", "station", "station-report"),
    ("report", "failing", "failed-report"),
    ("report", "csms", "csms-report"),
    ("report", "representative", "representative-report"),
    ("certify", "station-report", "station-certificate"),
    ("certify", "csms-report", "csms-certificate"),
    ("certify", "representative-report", "representative-certificate"),
    ("declare", "member", "member-declaration"),
    ("certify", "member-declaration", "member-certificate"),
)
"""Command, what it is given, and the document's name, in an order in which they can be made."""
SERIES = (("rehearsal", "B-B", True), ("rehearsal", "B-LTA", True), ("official", "B-LTA", False))
"""Name, level, and whether it is a rehearsal. No official document is below B-LT."""


def make(folder: Path) -> None:
    """Write evidence, trust, documents and what their verification gives."""
    for name, dossier in DOSSIERS.items():
        target = folder / "evidence" / name
        target.mkdir(parents=True)
        dossier().write(target)
    (folder / "evidence" / "member").mkdir()
    of_member(REPRESENTATIVE).write(folder / "evidence" / "member")
    with TemporaryDirectory() as name:
        for rehearsal in (True, False):
            keys = Path(name) / ("rehearsal" if rehearsal else "official")
            pki = make_pki(datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1), rehearsal=rehearsal)
            made = written(pki, keys)
            shutil.copytree(keys / "trust", folder / "trust" / keys.name)
            for series, level, mark in SERIES:
                if mark is rehearsal:
                    _series(made, level, folder, folder / "documents" / f"{series}-{level}")
    at = (datetime.now(UTC) + timedelta(hours=1)).replace(microsecond=0)
    (folder / "at").write_text(f"{at:%Y-%m-%dT%H:%M:%SZ}\n", encoding="utf-8")
    for document in sorted((folder / "documents").rglob("*.pdf")):
        expected = json.dumps(verification_of(folder, document), indent=1, sort_keys=True)
        document.with_suffix(".json").write_text(f"{expected}\n", encoding="utf-8")


def _series(pki: Folder, level: str, corpus: Path, folder: Path) -> None:
    """Every document at one level, under one PKI."""
    folder.mkdir(parents=True)
    passphrase = pki.path / PASSPHRASE
    with serving(_authority(pki.pki)) as server:
        for command, source, name in DOCUMENTS:
            given = folder / f"{source}.pdf" if command == "certify" else corpus / "evidence" / source / "record.yaml"
            options: list[object] = ["--key", f"file:{pki.path / KEYS[command]}.p12", "--passphrase-file", passphrase]
            options += ["--trust", pki.path / "trust", "--level", level, "-o", folder / f"{name}.pdf"]
            if level != "B-B":
                options += ["--tsa", server.url]
            if command == "certify":
                options += ["--offline"]
            if name == "representative-certificate":
                options += ["--id", REPRESENTATIVE]
            if name == "member-certificate":
                options += ["--id", MEMBER, "--representative", folder / "representative-certificate.pdf"]
            result = certkit(command, given, *options)
            if result.code:
                raise SystemExit(f"certkit {command} {given}: {result.err}")
            print(name, level)


def _authority(pki: Pki):
    """A time-stamp authority's answers."""

    def answer(body: bytes) -> tuple[int, str, bytes]:
        request = tsp.TimeStampReq.load(body)
        token = stamp(pki.keys[TSA], [pki.authority.certificate], datetime.now(UTC).replace(microsecond=0), request)
        response = tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token})
        return 200, "application/timestamp-reply", response.dump()

    return answer


def evidence_of(folder: Path, document: Path) -> Path:
    """Where the evidence of a document lies."""
    sources = {name: source for _, source, name in DOCUMENTS}
    name = document.stem
    while name in sources:
        name = sources[name]
    return folder / "evidence" / name


def verification_of(folder: Path, document: Path, *options: object) -> dict:
    """What ``certkit verify`` says of a document at the corpus' time, without the sentences, which may be reworded."""
    series = document.parent.name
    trust = folder / "trust" / series.partition("-")[0]
    at = (folder / "at").read_text(encoding="utf-8").strip()
    fixed = ["--trust", trust, "--offline", "--at", at, "--evidence", evidence_of(folder, document), "-f", "json"]
    result = certkit("verify", document, *fixed, *options)
    (found,) = json.loads(result.out)["documents"]
    return {
        "sha256": found["sha256"],
        "verdict": found["verdict"],
        "steps": {step["name"]: step["status"] for step in found["steps"]},
        "signer": found["signer"],
        "attested": found["attested"],
        "exit_code": result.code,
    }


def digest_of(folder: Path) -> str:
    """SHA-256 over the names and contents of a release's files."""
    digest = hashlib.sha256()
    for path in _files(folder):
        digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def locked() -> dict[str, str]:
    """Released version -> the digest of its folder."""
    lines = LOCK.read_text(encoding="utf-8").splitlines()
    return dict(line.split() for line in lines if line and not line.startswith("#"))


def main() -> None:
    release = version("certkit")
    if release in locked():
        sys.exit(f"the corpus of {release} was released and never changes")
    made = CORPUS / f".{secrets.token_hex(4)}"
    try:
        make(made)
        shutil.rmtree(CORPUS / release, ignore_errors=True)
        made.rename(CORPUS / release)
    finally:
        shutil.rmtree(made, ignore_errors=True)


if __name__ == "__main__":
    main()
