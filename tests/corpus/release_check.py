"""Say of each thing that a release promises whether it is so. Run by ``make release-check``, which also builds twice.

Exit code 1 if one is not.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

from certkit.attestation.layouts import CURRENT
from certkit.attestation.v1 import words
from certkit.edition.files import LOCK, read_lock, shipped_editions
from certkit.edition.releases import check_lock, releases_of
from certkit.resources import data_folder, editions_folder
from tests.corpus.make import CORPUS, DOCUMENTS, SERIES, digest_of, locked, verification_of

ROOT = Path(__file__).parents[2]
RELEASE = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


class Missing(Exception):
    """Something that a release promises is not so."""


def need(condition: bool, problem: str) -> None:
    if not condition:
        raise Missing(problem)


def check_version() -> str:
    """The version is the same everywhere, and the changelog has its date."""
    need(re.fullmatch(r"\d+\.\d+\.\d+", RELEASE) is not None, f"{RELEASE} is not the version of a release")
    need(version("certkit") == RELEASE, f"{version('certkit')} is installed, not {RELEASE}: install it again")
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    heading = re.search(rf"(?m)^## {re.escape(RELEASE)} – (\d{{4}}-\d\d-\d\d)$", changelog)
    need(heading is not None, f"CHANGELOG.md has no section '## {RELEASE} – DATE'")
    unreleased = changelog.partition("## Unreleased")[2].partition("\n## ")[0].strip()
    need(not unreleased, "CHANGELOG.md has unreleased changes")
    return f"{RELEASE}, {heading[1] if heading else ''}"


def check_payload() -> str:
    """Schema and words of the payload's version are the locked ones."""
    folder = Path(words.__file__).parent
    lines = (folder / "locked.sha256").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if not line.startswith("#"):
            digest, name = line.split("  ")
            file = data_folder("schemas") / name if name.endswith(".schema.json") else folder / name
            need(hashlib.sha256(file.read_bytes()).hexdigest() == digest, f"{file.name} is not the one that is locked")
    return "version 1, schema and words as locked"


def check_editions() -> str:
    """Every release of every edition that comes with certkit has its locked digest."""
    lock = read_lock((editions_folder() / LOCK).read_text(encoding="utf-8"), LOCK)
    for name in shipped_editions():
        check_lock(releases_of(name))
    return ", ".join(f"{edition} release {number}" for edition, number in lock)


def check_locks_of_corpora() -> str:
    """The corpus of this release exists and is locked; none was changed."""
    need(
        RELEASE in locked(), f"tests/corpus/releases.lock has no line for {RELEASE} (make corpus, then add its digest)"
    )
    for release, digest in locked().items():
        need(digest_of(CORPUS / release) == digest, f"tests/corpus/{release} is not the one that is locked")
    for series, level, _ in SERIES:
        for _, _, name in DOCUMENTS:
            document = CORPUS / RELEASE / "documents" / f"{series}-{level}" / f"{name}.pdf"
            need(document.is_file(), f"{document} is missing")
    return ", ".join(locked())


def check_corpora() -> str:
    """Every document that was ever released verifies as it did."""
    documents = [path for release in locked() for path in sorted((CORPUS / release / "documents").rglob("*.pdf"))]
    for document in documents:
        release = CORPUS / document.relative_to(CORPUS).parts[0]
        expected = json.loads(document.with_suffix(".json").read_text(encoding="utf-8"))
        need(verification_of(release, document) == expected, f"{document} verifies otherwise than it did")
    need(bool(documents), "no document is locked")
    return f"{len(documents)} documents verify as they did, drawn again in layout {CURRENT}"


def check_tree() -> str:
    """Everything is committed."""
    left = subprocess.run(["git", "status", "--porcelain"], capture_output=True, text=True, cwd=ROOT, check=True).stdout
    need(not left, f"not committed: {', '.join(line[3:] for line in left.splitlines()[:5])}")
    commit = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True, cwd=ROOT, check=True).stdout
    return commit.strip()


CHECKS: dict[str, Callable[[], str]] = {
    "version": check_version,
    "payload": check_payload,
    "editions": check_editions,
    "corpora": check_locks_of_corpora,
    "documents": check_corpora,
    "commit": check_tree,
}


def results() -> Iterator[tuple[str, bool, str]]:
    """Of each check its name, whether it is so, and what it says."""
    for name, check in CHECKS.items():
        try:
            yield name, True, check()
        except Exception as problem:  # whatever stops a check stops the release
            yield (
                name,
                False,
                f"{type(problem).__name__}: {problem}" if not isinstance(problem, Missing) else str(problem),
            )


def main() -> int:
    """Print the results; 1 if a check failed."""
    good = True
    for name, passed, says in results():
        print(f"{name + ':':<11} {'' if passed else 'NOT AS PROMISED: '}{says}", flush=True)
        good = good and passed
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
