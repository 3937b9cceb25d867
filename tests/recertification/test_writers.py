"""The impact report as text and as a workbook, and its JSON document."""

import io
import json
from dataclasses import replace

import openpyxl

from certkit.formats.json_document import write_document
from certkit.recertification.model import ImpactDocument
from certkit.recertification.policy import Impact
from certkit.recertification.write_text import write_impact_text
from certkit.recertification.write_xlsx import CASES, CHANGES, DROPPED, EXTRACT, SUMMARY, write_impact_xlsx
from tests.docs.test_schemas import complaints
from tests.recertification.pairs import answered, certificate, failed_report, patched, report, with_keys
from tests.verdict.dossiers import example

HOSTILE = "\x1b[31m=1+1\u202egnp"


def changed() -> ImpactDocument:
    """Something of everything."""
    dossier = answered(answered(patched(), "R-0", "Yes", "No"), "C-04", "Yes", "")
    answered(dossier, "C-06", "Both", "No")

    def silently(keys):
        keys["HeartbeatInterval"]["value"] = "600"
        keys["CertificateStoreMaxLength"]["value"] = "20"

    return report(failed_report(), with_keys(dossier, silently))


def test_the_first_line_says_whether_the_certificate_covers_the_device():
    first = write_impact_text(report(certificate(), example()), width=200).splitlines()[0]
    assert first.startswith("COVERED (REHEARSAL): certificate CERT-")
    first = write_impact_text(report(certificate(), patched()), width=200).splitlines()[0]
    assert first.startswith("NOT COVERED (REHEARSAL): certificate CERT-")
    silently = with_keys(example(), lambda keys: keys["HeartbeatInterval"].update(value="600"))
    first = write_impact_text(report(certificate(), silently), width=300).splitlines()[0]
    assert first.endswith("are the same; but not everything else is")


def test_the_text_names_every_test_case_and_every_change():
    made = changed()
    text = write_impact_text(made, width=80)
    assert {len(line) for line in text.splitlines()} <= set(range(81))
    assert all(row.id in text for row in made.test_cases)
    assert all(row.id in text for row in made.dropped)
    for change in (*made.declared, *made.evidence, *made.notes):
        assert change.code in text
    assert "Declared by the vendor (4)" in text
    assert "Found only in the evidence (2)" in text
    assert f"To rerun for a new certificate ({made.to_rerun})" in text
    assert f"No result of test report {made.old.id} counts" in text
    assert text.endswith("\n")


def test_the_workbook():
    made = changed()
    content = write_impact_xlsx(made)
    assert content == write_impact_xlsx(made)
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    assert workbook.sheetnames == [SUMMARY, CASES, CHANGES, DROPPED, EXTRACT]
    summary = [[cell.value for cell in row] for row in workbook[SUMMARY].iter_rows()]
    assert str(summary[1][0]).startswith("NOT COVERED (REHEARSAL): test report TR-")
    assert ["version", "different", "3.1.0", "3.1.1"] in summary
    rows = {row[0].value: [cell.value for cell in row] for row in workbook[CASES].iter_rows(min_row=5)}
    assert set(rows) == {row.id for row in made.test_cases}
    assert rows["TC_010"][2] == Impact.NOT_PASSED.value
    assert "SHA-256 5555555555555555…" in str(rows["TC_010"][5])
    assert len(list(workbook[DROPPED].iter_rows(min_row=4))) == len(made.dropped)
    assert len(list(workbook[EXTRACT].iter_rows(min_row=4))) == len(made.extract) == 1


def test_hostile_text_stays_text():
    made = changed()
    change = replace(made.evidence[0], message=HOSTILE, old=HOSTILE)
    facts = (replace(made.product[0], new=HOSTILE), *made.product[1:])
    hostile = replace(made, evidence=(change,), product=facts, policy=replace(made.policy, title=HOSTILE))
    text = write_impact_text(hostile)
    assert "\x1b" not in text
    assert "\u202e" not in text
    workbook = openpyxl.load_workbook(io.BytesIO(write_impact_xlsx(hostile)))
    assert "f" not in {cell.data_type for sheet in workbook for row in sheet.iter_rows() for cell in row}


def test_the_json_follows_its_schema():
    for made in (changed(), report(certificate(), example())):
        document = json.loads(write_document(made))
        assert complaints("impact", document) == []
        assert document["version"] == 1
        assert set(document["summary"]) == {impact.value for impact in Impact}
