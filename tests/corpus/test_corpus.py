"""What was signed once verifies for ever: the documents of every release, with what their verification gave then.

CONTRIBUTING.md says how a release adds its own. A failure here means that a document which somebody relies on would no
longer verify, or verify as something else: the program is wrong, never the corpus.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.corpus.make import CORPUS, digest_of, locked, verification_of

RELEASES = sorted(path for path in CORPUS.iterdir() if (path / "at").is_file())
DOCUMENTS = [path for release in RELEASES for path in sorted((release / "documents").rglob("*.pdf"))]
ROOT = CORPUS.parent.parent


def name_of(path: Path) -> str:
    return str(path.relative_to(CORPUS).with_suffix(""))


def release_of(document: Path) -> Path:
    return CORPUS / document.relative_to(CORPUS).parts[0]


def expected(document: Path) -> dict:
    return json.loads(document.with_suffix(".json").read_text(encoding="utf-8"))


def test_there_is_a_corpus():
    assert RELEASES
    assert {path.stem for path in DOCUMENTS} >= {
        *("station-report", "failed-report", "csms-report", "station-certificate", "csms-certificate"),
        *("representative-certificate", "member-declaration", "member-certificate"),
    }


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_it_verifies_as_it_did(document):
    assert verification_of(release_of(document), document) == expected(document)


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_what_was_expected_is_good(document):
    """The files beside the documents say what they should, whoever wrote them."""
    found = expected(document)
    official = document.parent.name.startswith("official")
    assert found["verdict"] == ("verified" if official else "rehearsal")
    assert found["exit_code"] == (0 if official else 1)
    assert found["attested"]["outcome"] == ("fail" if document.stem == "failed-report" else "pass")
    assert {name for name, status in found["steps"].items() if status != "passed"} <= {"links"}


@pytest.mark.parametrize("release", locked())
def test_what_was_released_never_changes(release):
    assert digest_of(CORPUS / release) == locked()[release]


LATER = """
import importlib.metadata, json, pathlib, sys
version = importlib.metadata.version
importlib.metadata.version = lambda name: "9.9.9" if name == "certkit" else version(name)
from tests.corpus.make import verification_of
found = {}
for document in json.load(sys.stdin):
    path = pathlib.Path(document)
    release = path.parents[2]
    found[document] = verification_of(release, path)
json.dump(found, sys.stdout)
"""


WORDS = {
    "pics_templates/*/*.yaml": r"(?m)^(\s*(?:- )?(?:help|hint|note): +)(?=[A-Za-z])",
    "certkit/messages/sentences.yaml": r"(?m)^([a-z][^:]*: ')",
    "certkit/messages/*.yaml": r"(?m)^( +(?:title|hint|text|message): +['\"]?)(?=[A-Za-z])",
}
"""Files, and what stands before each text in them that a later program may word otherwise."""


def reword(folder: Path) -> int:
    """Change what may change in a later program. How many texts were changed."""
    changed = 0
    for files, before in WORDS.items():
        for path in folder.glob(files):
            text, count = re.subn(before, r"\1Reworded. ", path.read_text(encoding="utf-8"))
            path.write_text(text, encoding="utf-8")
            changed += count
    return changed


def test_a_later_program_with_other_words_verifies_them_too(tmp_path):
    for name in ("certkit", "pics_templates", "schemas", "signing", "tests", "examples"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "documents"))
    assert reword(tmp_path) > 200
    done = subprocess.run(
        [sys.executable, "-c", LATER],
        input=json.dumps([str(path) for path in DOCUMENTS]).encode(),
        capture_output=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    found = json.loads(done.stdout)
    assert {document: found[str(document)] for document in DOCUMENTS} == {path: expected(path) for path in DOCUMENTS}
