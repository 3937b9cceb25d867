"""The same document gives the same bytes: in every time zone, locale and Python, with any hash seed and settings."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import reportlab

from certkit.attestation.layout_1.drawing import Codes, draw
from certkit.attestation.layout_1.qr import qr_squares
from certkit.attestation.layout_1.sheet import HEIGHT, SMALL_CODE, WIDTH, Column, Said, Sheet, facts, table
from certkit.attestation.layouts import renderer
from tests.attestation.pages.documents import RENDERER, example, render

ROOT = Path(__file__).parents[3]
SCRIPT = """
import hashlib, json, sys
from tests.attestation.pages.documents import render
print(hashlib.sha256(render(json.load(open(sys.argv[1], encoding="utf-8")))).hexdigest())
"""
ENVIRONMENTS = {
    "far east": {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "1", "LC_ALL": "C"},
    "far west": {"TZ": "America/Lima", "PYTHONHASHSEED": "4242", "LC_ALL": "C.UTF-8", "LANG": "tr_TR.UTF-8"},
    "settings of reportlab": {"RL_useA85": "1", "RL_pageCompression": "1", "RL_invariant": "0", "RL_pdfComments": "1"},
    "optimized": {"PYTHONOPTIMIZE": "1"},
}


@pytest.fixture(scope="module")
def document(tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("determinism") / "document.json"
    found = example("report")
    found["derived"]["subject"]["vendor"] = "示例充电 예제 Ê\u202e"
    file.write_text(json.dumps(found), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def here(document) -> str:
    return hashlib.sha256(render(json.loads(document.read_text(encoding="utf-8")))).hexdigest()


def drawn(python: str, document: Path, environment: dict[str, str]) -> str:
    full = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment}
    done = subprocess.run(
        [python, "-c", SCRIPT, str(document)], env=full, capture_output=True, text=True, check=True, cwd=ROOT
    )
    return done.stdout.strip()


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_the_surroundings_change_nothing(name, document, here):
    assert drawn(sys.executable, document, ENVIRONMENTS[name]) == here


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13"])
def test_other_pythons_draw_the_same(version, document, here):
    """``CERTKIT_PYTHON_3_12`` may name an interpreter that has the libraries."""
    python = os.environ.get(f"CERTKIT_PYTHON_{version.replace('.', '_')}") or shutil.which(f"python{version}")
    probe = "import reportlab, yaml, sys; print(reportlab.__version__, sys.version_info[:2])"
    done = subprocess.run([python, "-c", probe], capture_output=True, text=True, check=False) if python else None
    major, minor = version.split(".")
    expected = f"{reportlab.__version__} ({major}, {minor})"
    if python is None or done is None or done.stdout.strip() != expected:
        pytest.skip(f"no Python {version} with reportlab {reportlab.__version__}")
    assert drawn(python, document, {}) == here


def test_what_was_drawn_before_changes_nothing(document, here):
    render(example("certificate"))
    render(example("declaration", rehearsal=True))
    assert hashlib.sha256(render(json.loads(document.read_text(encoding="utf-8")))).hexdigest() == here


def test_another_document_gives_other_bytes():
    document = example("certificate")
    before = render(document)
    document["derived"]["subject"]["firmware_version"] = "3.1.1"
    assert render(document) != before


def test_drawing_leaves_the_document_as_it_is():
    document = example("report")
    render(document)
    assert document == example("report")


def test_the_versions_are_those_that_draw():
    assert renderer("1.2.3") == {
        "certkit": "1.2.3",
        "reportlab": reportlab.__version__,
        "layout": RENDERER["layout"],
    }


def test_drawing_needs_pure_python_alone(document, here):
    """Nothing of reportlab but its QR code, which is a module without imports; no Pillow, lxml, pikepdf, fontTools."""
    blocked = "import sys; sys.modules.update(dict.fromkeys(['PIL', 'lxml', 'pikepdf', 'fontTools'])); "
    script = blocked + SCRIPT + "print([name for name in sys.modules if name.startswith('reportlab.')])"
    done = subprocess.run(
        [sys.executable, "-c", script, str(document)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.splitlines() == [here, "[]"]


GOLDEN = "2aa8071f394def943ff1e7606a5598c5da9d5972bc757b66231545fd67a41412"
"""Of the sheet below. If it changes, what was issued before is drawn otherwise now: make another layout instead."""


def test_the_look_does_not_change_by_accident():
    """In every Python, with every version of every library."""
    sheet = Sheet()
    sheet.heading("A heading – mit Umlauten: äöü")
    sheet.text(
        "Some words, 充電 예제 例え Παράδειγμα Пример \u202e and a wordthatislongerthanaline" + "x" * 200, after=5
    )
    facts(sheet, [("A label", "what is to be said"), ("Digest", Said("0123456789abcdef" * 4, SMALL_CODE))])
    columns = (Column("Number", 71, right=True), Column("Text", 400))
    table(sheet, columns, ([str(number), "words and more words " * (number % 17)] for number in range(90)))
    sheet.put(*qr_squares("certkit:1:report:X:sha256:00", 400, 100, 90))
    codes = Codes()
    contents = [draw(page, codes, (WIDTH, HEIGHT), "REHEARSAL").data for page in sheet.pages]
    fonts = "".join(f"{font}{characters}" for font, characters in codes.fonts())
    assert hashlib.sha256(b"".join([*contents, fonts.encode()])).hexdigest() == GOLDEN


def test_importing_it_loads_neither_reportlab_nor_pikepdf():
    script = (
        "import sys, certkit.attestation.layout_1 as pages; assert pages.SIGNATURE_BOX and pages.SIGNATURE_PAGE == 0;"
        "print({'reportlab', 'pikepdf', 'lxml', 'PIL'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "set()"
