"""A verdict at a terminal: what stands in the way comes first, and the same is not said eighty times."""

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.program import certkit

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "dossier"


@pytest.fixture
def dossier(tmp_path, monkeypatch):
    shutil.copytree(EXAMPLE, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    return tmp_path


def change_verdict(dossier: Path, test_case: str, verdict: str) -> None:
    path = dossier / "results.json"
    results = json.loads(path.read_text())
    for row in results["data"]:
        if row["testCaseName"] == test_case:
            row["verdict"] = verdict
    path.write_text(json.dumps(results, indent=1))


def block(text: str, heading: str) -> list[str]:
    """The lines below a heading."""
    return text.split(f"\n\n{heading}", 1)[1].split("\n\n")[0].splitlines()[1:]


def test_a_dossier_that_passes(dossier):
    out = certkit("assess", "record.yaml").out
    assert out.splitlines()[0] == (
        "PASS: certification of Example Charging GmbH EX-22 Duo, version 3.1.0, serial EX22D-000417"
    )
    assert "Blocking issues" not in out
    assert block(out, "Test cases with remarks (1)") == [
        "  TC_003  passed, required: passed 2026-03-03 10:42:28",
        "          runs: fail 2026-03-03 10:27:02 (attributed to a set-up issue); pass 2026-03-03 10:42:28",
    ]
    assert out.endswith("octt-configuration.json\n")


def test_what_holds_for_many_test_cases_is_said_once(dossier):
    change_verdict(dossier, "TC_026_CS", "fail")  # so the file does not match its digest
    lines = block(certkit("assess", "record.yaml").out, "Test cases with remarks (86)")
    assert lines[0].startswith("  TC_003    inconclusive, required: failed 2026-03-03 10:27:02 during a set-up issue")
    assert "  TC_026    failed, required: failed 2026-03-03 12:12:26" in lines
    group = lines.index(
        "  83 test cases not counted, required: passed, but its file does not match the digest in the record"
    )
    named = " ".join(lines[group + 1 :]).replace(",", "").split()
    assert len(named) == len(set(named)) == 83
    assert {"TC_003", "TC_026", "TC_030"}.isdisjoint(named)


def test_a_file_that_is_not_bound_says_why(dossier):
    change_verdict(dossier, "TC_026_CS", "fail")
    record = dossier / "record.yaml"
    text = record.read_text().replace(
        "    sha256: f48e7fe2c1d8bbb9eff1c8384c3192e27a4e6f4d86d2a2588a859feb7a47d81d\n", ""
    )
    record.write_text(text)
    (dossier / "octt-configuration.json").unlink()
    files = block(certkit("assess", "record.yaml").out, "6 files of the dossier")
    ends = {line.split()[0]: line.split("  ")[-1] for line in files}
    assert ends["results"] == "does not match its digest in the record"
    assert ends["message"] == "no digest in the record"
    assert ends["tool's"] == "unreadable"
    assert ends["PICS"] == "pics.yaml"


def test_a_page_says_that_times_have_no_zone(dossier):
    note = "Times of runs are as the results have them, with no time zone stated."
    assert note in certkit("assess", "record.yaml", "-f", "html").out
