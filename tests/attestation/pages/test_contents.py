"""What the pages of each kind say, as a reader copies it from them."""

from __future__ import annotations

import re
from unittest import mock

import pytest

from certkit.attestation.layout_1 import lines
from certkit.edition.rulebook import load_edition
from tests.attestation.pages.documents import example, render
from tests.attestation.pages.reading import opened, squeezed, texts, words

KINDS = ("certificate", "report", "declaration")


@pytest.fixture(scope="module")
def pages() -> dict[str, list[str]]:
    return {kind: texts(render(example(kind))) for kind in KINDS}


def test_the_first_page_of_a_certificate_says_for_what_it_holds(pages):
    first = pages["certificate"][0]
    for said in (
        "Certificate",
        "No. CERT-2026-0117",
        "OCPP 1.6 Test Procedure & Test Plans V2.4",
        "Example Charging GmbH",
        "EX-22 Duo",
        "Charging Station",
        "board rev. C, two type 2 sockets with lock, RFID reader rev. B, MID",
        "3.1.0",
        "SHA-256 8abda823f865f46dbe146a2f911f46d6c81a83207804cc94a68e3283a41e068b",
        "Full",
        "Core, Smart Charging, Advanced Security",
        "Reservations, Local Authorization List Management, Remote Trigger",
        "85 passed",
        "Example Test Laboratory",
        "Test report, No. TR-2026-0042",
        "6 March 2026 by Example Certification Body (certification body)",
        "does not apply after a change of either",
    ):
        assert said in first, said


def test_a_certificate_has_scope_configuration_performance_decisions_readings_and_digests(pages):
    whole = "\n".join(pages["certificate"])
    for title in (
        "Scope",
        "Conformance",
        "Decisions of the Compliance Working Group",
        "Configuration",
        "Performance",
        "Readings of unclear passages",
        "Based on",
        "How to verify this document",
    ):
        assert re.search(rf"^\s*{re.escape(title)}$", whole, re.MULTILINE), title
    document = example("certificate")
    flat = words(render(document))
    for row in document["derived"]["extract"]:
        assert row["key"] in flat
        assert squeezed(row["description"]) in flat
    assert "5a" * 32 in whole
    assert document["evidence"]["statement"]["pics_sha256"] in whole
    assert document["evidence"]["record"]["sha256"] in whole


def test_every_row_of_the_extract_has_what_the_station_reported(pages):
    document = example("certificate")
    row = next(row for row in document["derived"]["extract"] if row["key"] == "GetConfigurationMaxKeys")
    assert row["values"] == ["50"]
    assert re.search(r"GetConfigurationMaxKeys\s+Yes\s+50\s", "\n".join(pages["certificate"]))
    assert re.search(r"BlinkRepeat\s+No\s+not reported", "\n".join(pages["certificate"]))


def test_a_report_has_every_run_and_every_test_case(pages):
    document = example("report")
    whole = "\n".join(pages["report"])
    rows = re.findall(
        r"^\s*\d+\s+(\S+)\s+(pass \d\d:\d\d:\d\d \+01:00)\s+(2026-\d\d-\d\d \d\d:\d\d:\d\d \+01:00)\s",
        whole,
        re.MULTILINE,
    )
    (results,) = document["evidence"]["results"]
    assert len(results["runs"]) > 150
    resets, tests = results["runs"][::2], results["runs"][1::2]
    assert rows == [
        (test["test_case"], f"pass {reset['start'][11:19]} +01:00", f"{test['start'].replace('T', ' ')[:19]} +01:00")
        for reset, test in zip(resets, tests, strict=True)
    ]
    for case in document["derived"]["plan"]:
        assert re.search(rf"\b{case['id']}\b", whole), case["id"]


def test_a_report_says_why_a_run_does_not_count(pages):
    assert re.search(
        r"TC_003\s+pass \S+ \+01:00\s+2026-03-03 10:27:02 \+01:00.*\bfail\s+no:", "\n".join(pages["report"])
    )


def test_a_report_has_laboratory_tool_set_up_network_incidents_files_and_addressees(pages):
    whole = "\n".join(pages["report"])
    for said in (
        "Example Charging GmbH, Open Charge Alliance",
        "R. Example, S. Sample",
        "EVSE tester AC type 2, CAT III multimeter",
        "EX-22-Duo",
        "octt-configuration.json",
        "type 2 adapter with a heater of 2 kW",
        "11200",
        "The adapter was not fully plugged in",
        "caused by: laboratory",
        "TC_030 was run at the vendor's wish.",
        "messages.log",
    ):
        assert said in whole, said
    for file in example("report")["evidence"]["files"]:
        assert file["sha256"] in whole


def test_a_report_says_what_was_not_measured_and_why():
    document = example("report")
    row = document["evidence"]["measurements"]["measurements"][0]
    row["left_out"] = [{"reason": "rejected", "count": 17, "file": "messages.log", "line": 404}]
    whole = "\n".join(texts(render(document)))
    assert re.search(r"^\s*Left out$", whole, re.MULTILINE)
    assert re.search(r"17\s+not accepted\s+messages\.log, line", whole)


def test_secrets_are_not_on_the_pages():
    document = example("report")
    key = document["evidence"]["configuration"]["keys"][0]
    key.update(key="AuthorizationKey", value=None, secret="held back")
    whole = "\n".join(texts(render(document)))
    assert re.search(r"AuthorizationKey\s+secret, not shown", whole)


def test_a_declaration_has_no_performance():
    document = example("declaration")
    document["derived"]["verdict"]["mode"] = "declaration"
    whole = "\n".join(texts(render(document)))
    assert "Performance measurements" not in whole
    assert "Response time" not in whole
    assert "response_timeout" not in whole
    assert "Vendor Declaration of Conformance" in whole


def test_a_declaration_shows_its_run_and_every_pause():
    document = example("declaration")
    document["derived"]["verdict"]["declaration_run"] = {
        "began": "2026-03-05T08:00:00+01:00",
        "ended": "2026-03-05T15:30:00+01:00",
        "seconds": 27000.0,
        "gaps": [
            {
                "after": "TC_001",
                "before": "TC_002",
                "began": "2026-03-05T09:00:00+01:00",
                "seconds": 2700.0,
                "too_long": True,
            }
        ],
    }
    whole = "\n".join(texts(render(document)))
    assert "2026-03-05 08:00:00 +01:00 to 2026-03-05 15:30:00 +01:00" in whole
    assert re.search(r"2026-03-05 09:00:00 \+01:00\s+45 min 0 s\s+TC_001\s+TC_002\s+too long", whole)


def test_of_many_pauses_the_longest_and_those_too_long_are_listed():
    document = example("declaration")
    gaps = [
        {"after": f"TC_{number:03}", "before": "x", "began": "", "seconds": float(number), "too_long": number == 3}
        for number in range(100)
    ]
    window = {"began": "2026-03-05T08:00:00Z", "ended": None, "seconds": None, "gaps": gaps}
    document["derived"]["verdict"]["declaration_run"] = window
    whole = "\n".join(texts(render(document)))
    assert "There are 100 pauses, 1 h 22 min in total. These are the 10 longest, and all that are too long" in whole
    listed = re.findall(r"^\s*not stated\s.*(TC_\d+)\s+x", whole, re.MULTILINE)
    assert listed == ["TC_003", *(f"TC_{number:03}" for number in range(90, 100))]


@pytest.mark.parametrize("kind", KINDS)
def test_the_number_is_in_the_header_however_long_it_is(kind):
    document = example(kind)
    document["id"] = "VDOC-20260305-5b926166394c"
    document["derived"]["subject"]["model"] = "A model with quite a long name " * 4
    for page in texts(render(document))[1:]:
        assert "VDOC-20260305-5b926166394c" in page.splitlines()[0]
        assert "Example Charging" in page.splitlines()[0]


def test_a_certificate_of_a_family_member_says_so_and_has_no_performance():
    document = example("certificate")
    document["derived"]["verdict"]["mode"] = "declaration"
    document["links"] = [
        {"relation": "declaration", "id": "VDOC-1", "sha256": "11" * 32, "payload_sha256": "22" * 32},
        {"relation": "representative certificate", "id": "CERT-1", "sha256": "33" * 32, "payload_sha256": "44" * 32},
    ]
    found = texts(render(document))
    whole = "\n".join(found)
    assert squeezed("conforms by a Vendor Declaration of Conformance") in squeezed(found[0])
    assert "Vendor Declaration of Conformance, No. VDOC-1" in found[0]
    assert "Certificate of the representative product, No. CERT-1" in found[0]
    assert not re.search(r"^\s*Performance$", whole, re.MULTILINE)
    assert "Median" not in whole


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_has_its_number_and_the_digest(kind, pages):
    from certkit.formats.canonical_json import canonical_json, payload_digest

    digest = payload_digest(example(kind))
    assert canonical_json(example(kind))
    short = " ".join(digest[at : at + 4] for at in range(0, 16, 4))
    count = len(pages[kind])
    for number, page in enumerate(pages[kind], 1):
        assert f"Page {number} of {count}" in page
        assert short in page
        if number > 1:
            assert example(kind)["id"] in page.splitlines()[0]
            assert "Example Charging GmbH – EX-22 Duo" in page


@pytest.mark.parametrize(("outcome", "said"), [("fail", "RESULT: FAIL"), ("incomplete", "RESULT: INCOMPLETE")])
def test_a_run_that_did_not_pass_is_marked_on_every_page(outcome, said):
    document = example("report")
    document["derived"]["outcome"] = outcome
    found = texts(render(document))
    assert len(found) > 5
    assert all(said in page for page in found)


@pytest.mark.parametrize("kind", ["certificate", "declaration"])
def test_nothing_is_certified_or_declared_in_words_where_the_verdict_is_no_pass(kind):
    document = example(kind)
    document["derived"]["outcome"] = "incomplete"
    first = squeezed(texts(render(document))[0])
    assert squeezed("certifies that") not in first
    assert squeezed("This declares that") not in first
    assert squeezed("the verdict is incomplete") in first


def test_a_run_that_passed_is_not(pages):
    assert not any("RESULT:" in page or "REHEARSAL" in page for kind in KINDS for page in pages[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_a_rehearsal_is_marked_on_every_page_twice(kind):
    pdf = render(example(kind, rehearsal=True))
    assert all("REHEARSAL – not official" in page for page in texts(pdf))
    with opened(pdf) as document:
        assert str(document.docinfo["/Title"]).startswith("REHEARSAL")
        for page in document.pages:
            assert b"0.8" in page.Contents.read_bytes()  # the grey of the watermark


def test_a_rehearsal_says_the_same_as_the_real_thing_otherwise():
    real = words(render(example("certificate")))
    rehearsed = words(render(example("certificate", rehearsal=True)))
    for said in ("EX-22Duo", "GetConfigurationMaxKeys", "Howtoverifythisdocument"):
        assert said in real
        assert said in rehearsed


def test_other_readings_are_named():
    document = example("certificate")
    name = next(iter(document["evidence"]["readings"]))
    document["evidence"]["readings"][name] = "b"
    assert f"{name}: alternative b." in "\n".join(texts(render(document)))


def test_decisions_are_printed_with_what_they_lifted():
    document = example("certificate")
    document["derived"]["verdict"]["decisions"] = [
        {
            "reference": "CWG-2026-3",
            "date": "2026-03-04",
            "ground": "A defect of the test tool.\nIt is mended in its next version.",
            "names": ["TC_044_1"],
            "lifted": ["TC_044_1"],
            "where": {},
        }
    ]
    whole = "\n".join(texts(render(document)))
    assert re.search(r"CWG-2026-3\s+2026-03-04\s+A defect of the test tool\.\s+TC_044_1\s+TC_044_1", whole)
    assert "It is mended in its next version." in whole


def test_names_in_many_languages_are_on_the_pages():
    document = example("certificate")
    names = {
        "vendor": "示例充电有限公司 (Beispiel Straßenlade GmbH)",
        "model": "예제 충전기 7 kW – Παράδειγμα – Пример",
        "hardware": "二つのソケット、改良型 · Łódź · Ørsted · İstanbul · Đà Nẵng",
    }
    document["derived"]["subject"].update(names)
    said = words(render(document))
    for name in names.values():
        assert squeezed(name) in said


def test_requirements_that_are_not_met_are_listed_in_a_report():
    document = example("report")
    row = document["derived"]["verdict"]["requirements"][0]
    row.update(status="not met", message={"key": "shown.incident-is", "arguments": {"number": 3, "kind": "crash"}})
    whole = "\n".join(texts(render(document)))
    assert re.search(r"Requirements not met or not shown", whole)
    assert "incident 3 is a" in whole


def test_blocking_issues_are_listed_first():
    document = example("report")
    document["derived"]["outcome"] = "fail"
    document["derived"]["verdict"]["reasons"].insert(
        0,
        {
            "code": "VD-01",
            "part": "conformance",
            "effect": "fail",
            "message": {"key": "case.failed", "arguments": {"start": None}},
            "where": {"file": "results.json", "line": 3},
            "test_cases": ["TC_001"],
            "requirements": [],
        },
    )
    whole = "\n".join(texts(render(document)))
    assert re.search(r"Blocking issues \(1\)", whole)
    assert re.search(r"fail\s+VD-01 no-statement\s+failed at an unknown time\s+4\.2\s+results\.json, line", whole)


@pytest.mark.parametrize("kind", KINDS)
def test_a_dossier_without_configuration_firmware_measurements_and_scope_is_drawn_too(kind):
    document = example(kind)
    document["evidence"].update(configuration=None, firmware=None, measurements=None, boots=[], results=[])
    document["derived"].update(scope=None, extract=[], firmware_hash="", plan=[])
    document["derived"]["subject"].update(hardware="", serial="", model="")
    verdict = document["derived"]["verdict"]
    verdict.update(performance=[], test_cases=[], requirements=[], reasons=[], decisions=[], files=[], readings={})
    found = texts(render(document))
    assert "Example Charging GmbH" in found[0]
    assert "No scope follows from the PICS." in "".join(found)
    assert "Hash of the firmware" not in found[0]


def test_a_product_without_names_says_so():
    document = example("certificate")
    document["derived"]["subject"].update(vendor="", model="", firmware_version="", dut="")
    first = texts(render(document))[0]
    assert re.search(r"Vendor\s+not stated", first)
    assert re.search(r"Firmware or software version\s+not stated", first)


def test_a_certificate_names_the_laboratory_and_one_of_a_declaration_the_vendor():
    tested, declared = example("certificate"), example("certificate")
    declared["derived"]["verdict"]["mode"] = "declaration"
    assert re.search(r"Tested by +Example Test Laboratory", texts(render(tested))[0])
    assert re.search(r"Tested by +the vendor, in an automatic run of the test tool", texts(render(declared))[0])


def test_a_report_prints_the_questions_of_the_statement_and_those_without_an_answer():
    document = example("report")
    statement = document["evidence"]["statement"]
    removed = next(row for row in statement["answers"] if row["item"] == "C-07")
    statement["answers"].remove(removed)
    statement["findings"] = [
        {"code": "K-07", "severity": "warning", "items": ["firmware_version"], "where": {}, "related": []}
    ]
    whole = "\n".join(texts(render(document)))
    items = load_edition().items
    for row in statement["answers"]:
        assert items[row["item"]].label[:30] in whole, row
    assert re.search(r"Not answered \(1\)", whole)
    assert re.search(rf"{re.escape(items['C-07'].label[:20])}.*not answered", whole)
    assert re.search(r"Firmware / .* 3\.1\.0 .*\n.* K-07: ", whole, re.MULTILINE)


@pytest.mark.parametrize("kind", KINDS)
def test_every_time_has_a_zone(kind, pages):
    whole = "\n".join(pages[kind])
    assert not re.findall(r"\d\d:\d\d:\d\d(?! (?:UTC|[+-]\d\d:\d\d)|\d)", whole)


def test_a_time_of_which_nobody_states_the_zone_says_so():
    document = example("report")
    record = document["evidence"]["record"]
    record["text"] = record["text"].replace('utc_offset: "+01:00"\n', "")
    assert re.search(r"2026-03-03 10:27:02 \(no zone", "\n".join(texts(render(document))))


@pytest.mark.parametrize("kind", KINDS)
def test_no_word_is_broken(kind):
    broken: list[str] = []

    def remembered(cells, start, width):
        end, following = whole(cells, start, width)
        if end == following < len(cells) and not lines._may_break(cells[end - 1], cells[end]):
            broken.append("".join(cell.character for cell in cells))
        return end, following

    whole = lines._break
    with mock.patch.object(lines, "_break", remembered):
        lines.wrap.cache_clear()
        render(example(kind))
    assert broken == []


def test_results_of_a_run_that_a_decision_waived_are_called_waived():
    document = example("report")
    case = document["derived"]["verdict"]["test_cases"][0]
    case["outcome"] = "lifted"
    case["message"] = {
        "key": "case.lifted",
        "arguments": {
            "decision": "D-1",
            "otherwise": {"key": "case.failed", "arguments": {"start": "2026-03-03T09:00:00"}},
        },
    }
    whole = "\n".join(texts(render(document)))
    assert "84 passed, 1 waived" in whole
    assert "waived by decision" in whole
