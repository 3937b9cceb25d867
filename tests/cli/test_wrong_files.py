"""Every command with every kind of file: a file of another kind is one line that names the right command."""

import dataclasses
import shutil
from collections.abc import Mapping
from pathlib import Path
from types import UnionType
from typing import Any, get_args

import pytest

from certkit import schemas
from certkit.files.recognize import DOCUMENTS, PAGE, RESULTS, recognize
from certkit.loading import load
from tests.cli.program import certkit

EXAMPLES = Path(__file__).parents[2] / "examples"
DOSSIER = EXAMPLES / "dossier"
JUNIT = '<?xml version="1.0"?>\n<testsuites><testsuite name="x"><testcase name="TC_001_CS"/></testsuite></testsuites>'

FILES = {
    "PICS": "pics.yaml",
    "form": "form.xlsx",
    "record": "record.yaml",
    "results": "results.json",
    "junit": "results.xml",
    "results in CSV": "results.csv",
    "configuration": "getconfiguration.json",
    "log": "messages.log",
    "pdf": "document.pdf",
    "page": "verdict.html",
    "certificate": "root.pem",
    "plan": "plan.json",
    "worksheet": "plan.xlsx",
    "plan in CSV": "plan.csv",
    "verdict": "verdict.json",
    "findings": "findings.json",
    "requirements": "requirements.json",
    "extract": "extract.json",
    "explanation": "explanation.json",
    "table": "table.csv",
    "firmware": "image.bin",
    "text": "text.txt",
    "nothing": "empty.yaml",
}
UNCERTAIN = ("firmware", "text", "nothing")
"""Files of which nothing is known; the readers have messages of their own."""
PICS_FILES, RESULT_FILES = ("PICS", "form"), ("results", "junit", "results in CSV", "worksheet")
WORKBOOKS = ("form", "worksheet")
COMMANDS: Mapping[str, tuple[list[str], tuple[str, ...]]] = {
    "pics check": (["pics", "check", "@"], PICS_FILES),
    "pics convert": (["pics", "convert", "@", "-o", "-"], PICS_FILES),
    "pics diff": (["pics", "diff", "pics.yaml", "@"], PICS_FILES),
    "plan": (["plan", "@"], PICS_FILES),
    "plan --diff": (["plan", "pics.yaml", "--diff", "@"], PICS_FILES),
    "explain": (["explain", "TC_003", "--pics", "@"], PICS_FILES),
    "record new": (["record", "new", "@"], PICS_FILES),
    "family check": (["family", "check", "@"], (*PICS_FILES, "record")),
    "results check": (["results", "check", "@", "--pics", "pics.yaml"], RESULT_FILES),
    "results check --pics": (["results", "check", "results.json", "--pics", "@"], PICS_FILES),
    "configuration check": (["configuration", "check", "@", "--pics", "pics.yaml"], ("configuration", "log")),
    "configuration extract": (["configuration", "extract", "@"], ("configuration", "log")),
    "measure": (["measure", "@", "--pics", "pics.yaml"], ("log",)),
    "record check": (["record", "check", "@"], ("record",)),
    "record freeze": (["record", "freeze", "@"], ("record",)),
    "record status": (["record", "status", "@"], ("record",)),
    "record set": (["record", "set", "@", "device.serial=EX22D-000417"], ("record",)),
    "record network FILE": (["record", "network", "record.yaml", "@"], ()),
    "plan --set": (["plan", "@", "--set", "C-04=Yes"], PICS_FILES),
    "assess": (["assess", "@"], ("record",)),
    "firmware verify": (["firmware", "verify", "image.bin", "--record", "@"], ("record",)),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    shutil.copytree(DOSSIER, folder, dirs_exist_ok=True)
    shutil.copy(EXAMPLES / "station.xlsx", folder / "form.xlsx")
    pics, record = folder / "pics.yaml", folder / "record.yaml"
    made: dict[str, list[Any]] = {
        "plan.json": ["plan", pics, "-f", "json"],
        "plan.xlsx": ["plan", pics, "-f", "xlsx"],
        "plan.csv": ["plan", pics, "-f", "csv"],
        "verdict.json": ["assess", record, "-f", "json"],
        "verdict.html": ["assess", record, "-f", "html"],
        "findings.json": ["pics", "check", pics, "-f", "json"],
        "requirements.json": ["record", "check", record, "-f", "json"],
        "extract.json": ["configuration", "extract", folder / "getconfiguration.json", "-f", "json"],
        "explanation.json": ["explain", "TC_003", "-f", "json"],
    }
    for name, arguments in made.items():
        (folder / name).write_bytes(certkit(*arguments).raw)
    written: dict[str, bytes] = {
        "results.xml": JUNIT.encode(),
        "results.csv": b"testCaseName,verdict\nTC_001_CS,pass\n",
        "document.pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n",
        "root.pem": b"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
        "table.csv": b"Question;Answer\nReservation;Yes\nSmart charging;No\n",
        "image.bin": bytes(range(256)) * 4,
        "text.txt": b"a text of some words\nand of two lines\n",
        "empty.yaml": b"",
    }
    for name, content in written.items():
        (folder / name).write_bytes(content)
    return folder


@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_of_another_kind_is_one_line_that_says_what_it_is(command, folder, monkeypatch):
    monkeypatch.chdir(folder)
    arguments, right = COMMANDS[command]
    for kind, name in FILES.items():
        before = (folder / name).read_bytes()
        result = certkit(*(name if argument == "@" else argument for argument in arguments))
        said = f"{command} {kind}: {result.err}"
        assert "Traceback" not in result.err, said
        if kind in right:
            assert result.code in (0, 1), said
            assert "this is" not in result.err, said
        elif command == "measure" and kind in (*UNCERTAIN, "table"):
            assert result.code in (1, 2), said
        else:
            assert (result.code, result.out) == (2, ""), said
            assert result.err.count("\n") == 1, said
            assert result.err.startswith(f"certkit: {name}"), said
            may_be_read = kind in ("table", *WORKBOOKS) or kind in UNCERTAIN
            assert may_be_read or f"certkit: {name}: this is " in result.err, said
        if command != "record freeze":
            assert (folder / name).read_bytes() == before


def test_the_right_command_is_named(folder, monkeypatch):
    monkeypatch.chdir(folder)
    assert certkit("plan", "record.yaml").err == (
        "certkit: record.yaml: this is a test record, not a PICS"
        " (run `certkit record check record.yaml` or `certkit assess record.yaml`)\n"
    )
    assert certkit("measure", "results.json", "--pics", "pics.yaml").err == (
        "certkit: results.json: this is a file of test results, not a message log"
        " (run `certkit results check results.json --pics PICS`)\n"
    )
    assert certkit("pics", "check", "table.csv").err == (
        "certkit: table.csv: this is a table as CSV, not a PICS (save it as an Excel workbook (.xlsx))\n"
    )
    assert certkit("pics", "check", "-", stdin=b"%PDF-1.7\n").err == (
        "certkit: <stdin>: this is a PDF document, not a PICS (run `certkit verify FILE` for a signed document)\n"
    )


def test_every_json_document_of_certkit_is_recognized():
    for name, place in {**schemas.DOCUMENTS, "attestation": "certkit.attestation.v1.model:AttestationDocument"}.items():
        kind = load(place)
        for model in get_args(kind) if isinstance(kind, UnionType) else (kind,):
            hints = getattr(model, "__annotations__", {})
            keys = [field.name for field in dataclasses.fields(model)] if dataclasses.is_dataclass(model) else [*hints]
            kinds = {field.name: field.default for field in dataclasses.fields(model)} if name == "explanation" else {}
            pairs = [
                f'"{key}": {"1" if key == "version" else chr(34) + str(kinds.get(key, "")) + chr(34)}' for key in keys
            ]
            assert recognize(f"{{{', '.join(pairs)}}}".encode()) == DOCUMENTS[name], name


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_encoding_does_not_matter(encoding):
    assert recognize("<!DOCTYPE html><p>".encode(encoding)) == PAGE
    assert recognize(JUNIT.replace('"1.0"', '"1.1"').encode(encoding)) == RESULTS


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"general:\n",
        b"edition: ocpp-1.6-v2.4\nperformance: {}\n",
        b"weather: fine\n",
        b'{"version": 1, "data": []}',
        b"{" * 10_000,
        b'{"' + b"\\" * 10_000,
        b"\xff\xfe\x00",
        b"PK\x03\x04",
    ],
    ids=lambda content: content[:20].decode("latin-1"),
)
def test_what_is_not_certain_is_left_to_the_reader(content):
    assert recognize(content) is None
