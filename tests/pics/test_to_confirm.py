"""Answers to be confirmed: they stand in the form, and count as not answered until a person confirms them."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certkit.edition.rulebook import load_edition
from certkit.finding import Severity
from certkit.pics.check import check_pics
from certkit.pics.foreign.read import read_foreign_pics
from certkit.pics.read_xlsx import read_pics_xlsx
from certkit.pics.read_yaml import read_pics_yaml
from certkit.pics.suppose import suppose
from certkit.pics.write_xlsx import write_form
from certkit.pics.write_yaml import write_form_yaml
from certkit.plan.derive import make_plan
from tests.attestation.commands import passphrase_file
from tests.cli.program import COMPLETE, certkit
from tests.pics.workbooks import opened, saved, sentence_of
from tests.signing.pkis import quick_pki, written
from tests.verdict.dossiers import example

RULEBOOK = load_edition()
TEXT = COMPLETE.read_text(encoding="utf-8")
KEYS = {
    "AuthorizationCacheEnabled": ("true", False),
    "ChargeProfileMaxStackLevel": ("8", True),
    "GetConfigurationMaxKeys": ("50", True),
    "HeartbeatInterval": ("300", False),
    "NumberOfConnectors": ("2", True),
    "SupportedFeatureProfiles": ("Core,SmartCharging,Reservation", True),
    "UnlockConnectorOnEVSideDisconnect": ("true", False),
}
TOLD = {
    "connectors": "multiple", "core": "Yes", "smart_charging": "Yes", "C-04": "Yes",
    "C-10": "Configurable", "R-0": "Yes", "LA-0": "No", "RT-0": "No", "GetConfigurationMaxKeys": 50,
    "ChargeProfileMaxStackLevel": 8,
}  # fmt: skip
BOOT = (
    '2026-03-03 10:00:00.000 receive: [2,"1","BootNotification",{"chargePointVendor":"Example",'
    '"chargePointModel":"EX-7","firmwareVersion":"2.0.1"}]\n'
    '2026-03-03 10:00:00.100 send: [3,"1",{"status":"Accepted","interval":300,"currentTime":"2026-03-03T10:00:00Z"}]\n'
)


def read(text: str):
    return read_pics_yaml(text.encode(), "pics.yaml", lambda _: RULEBOOK)[0]


def dump(path, keys=None):
    entries = [{"key": key, "value": value, "readonly": fixed} for key, (value, fixed) in (keys or KEYS).items()]
    path.write_text(json.dumps({"configurationKey": entries, "unknownKey": []}), encoding="utf-8")
    return path


def statuses(pics):
    return {row.id: row.status for row in make_plan(pics, RULEBOOK).test_cases}


def without(*items: str):
    """The same statement with these answers left out."""
    pics = read(TEXT)
    return {item: answer.value for item, answer in pics.answers.items() if item not in items}


def test_a_marked_answer_counts_as_not_answered():
    pics = read(TEXT + "to_confirm: [R-0, general.model]\n")
    assert dict(pics.values) == without("R-0", "model")
    assert {item: answer.value for item, answer in pics.to_confirm.items()} == {
        item: read(TEXT).values[item] for item in ("R-0", "model")
    }
    assert statuses(pics) != statuses(read(TEXT))


def test_the_digest_does_not_know_it():
    assert read(TEXT + "to_confirm: [R-0]\n").sha256 != read(TEXT).sha256
    assert read(TEXT + "to_confirm:\n").sha256 == read(TEXT).sha256


def test_the_check_names_all_of_them_at_once():
    findings = check_pics(read(TEXT + "to_confirm: [R-0, model]\n"), RULEBOOK)
    (found,) = (found for found in findings if found.code == "K-15")
    assert (found.severity, found.items) == ("error", ("R-0", "model"))
    assert not [found for found in findings if found.code == "K-03"]


def test_a_draft_may_have_them():
    (found,) = (
        found for found in check_pics(read(TEXT + "to_confirm: [R-0]\n"), RULEBOOK, draft=True) if found.code == "K-15"
    )
    assert found.severity == "note"


@pytest.mark.parametrize(
    ("marks", "message"),
    [
        ("[R-9]", "K-16.unknown"),
        ("[R-0, R-0]", "K-16.twice"),
        ("[R-0, features.R-0]", "K-16.twice"),
        ("[family.name]", "K-16.unanswered"),
        ("R-0", "K-16.shape"),
        ("{R-0: Yes}", "K-16.shape"),
        ("[[R-0]]", "K-16.shape"),
    ],
)
def test_a_mark_that_marks_no_answer_is_an_error(marks, message):
    pics = read(f"{TEXT}to_confirm: {marks}\n")
    found = next(found for found in pics.findings if found.code == "K-16")
    assert (found.message.key, found.severity) == (message, "error")


def test_setting_an_answer_confirms_it():
    pics = suppose(read(TEXT + "to_confirm: [R-0, model]\n"), RULEBOOK, {"R-0": "No"})
    assert pics.values["R-0"] == "No"
    assert list(pics.to_confirm) == ["model"]


def test_yaml_and_workbook_keep_the_marks():
    pics = read(TEXT + "to_confirm: [R-0, model, GetConfigurationMaxKeys]\n")
    marked = {item: answer.value for item, answer in pics.to_confirm.items()}
    again = read(write_form_yaml(RULEBOOK, None, pics))
    form = read_pics_xlsx(write_form(RULEBOOK, pics.dut, pics), "form.xlsx", lambda _: RULEBOOK)[0]
    for made in (again, form):
        assert {item: answer.value for item, answer in made.to_confirm.items()} == marked
        assert made.values == pics.values
        assert made.sha256 == pics.sha256


@pytest.mark.property
@settings(max_examples=60)
@given(st.sets(st.sampled_from(sorted(read(TEXT).answers))))
def test_any_marks_give_the_statement_without_these_answers(items):
    pics = read(f"{TEXT}to_confirm: [{', '.join(sorted(items))}]\n")
    assert dict(pics.values) == without(*items)
    assert set(pics.to_confirm) == items
    assert not pics.findings


def test_a_new_form_from_a_configuration_and_a_log(tmp_path):
    (tmp_path / "messages.log").write_text(BOOT, encoding="utf-8")
    files = ["--from", dump(tmp_path / "keys.json"), "--from", tmp_path / "messages.log"]
    for name in ("pics.yaml", "pics.xlsx"):
        result = certkit("pics", "new", "--dut", "station", *files, "-o", tmp_path / name)
        assert result.code == 0, result.err
        assert "certkit: 13 answers filled in" in result.err
    pics = read((tmp_path / "pics.yaml").read_text(encoding="utf-8"))
    told = {item: answer.value for item, answer in pics.to_confirm.items()}
    assert told == {**TOLD, "vendor": "Example", "model": "EX-7", "firmware_version": "2.0.1"}
    assert dict(pics.values) == {"dut": "Charging Station"}
    form = read_pics_xlsx((tmp_path / "pics.xlsx").read_bytes(), "pics.xlsx", lambda _: RULEBOOK)[0]
    assert {item: answer.value for item, answer in form.to_confirm.items()} == told
    assert form.sha256 == pics.sha256
    assert certkit("pics", "check", tmp_path / "pics.yaml").code == 1


@pytest.mark.parametrize(("fixed", "told"), [(False, None), (None, None), (True, "No")])
def test_the_present_value_of_a_writable_key_tells_nothing(tmp_path, fixed, told):
    """A station in security profile 2 may support profile 1 as well."""
    file = dump(tmp_path / "k.json", {"SecurityProfile": ("2", fixed)})
    marked = read(certkit("pics", "new", "--dut", "station", "--from", file).out).to_confirm.get("C-11")
    assert (marked.value if marked else None) == told


def test_the_boot_of_another_station_tells_nothing(tmp_path):
    talk = "".join(f"2026-03-03 10:0{number}:00.000 INFO ocpp: {name}: {way}" for number, (name, way) in enumerate([
        ("CP1", 'receive message [2,"1","BootNotification",{"chargePointVendor":"A","chargePointModel":"One"}]\n'),
        ("CP2", 'receive message [2,"1","BootNotification",{"chargePointVendor":"B","chargePointModel":"Two"}]\n'),
        ("CP1", 'receive message [2,"2","Heartbeat",{}]\n'),
        ("CP2", 'receive message [2,"2","Heartbeat",{}]\n'),
    ]))  # fmt: skip
    (tmp_path / "messages.log").write_text(talk, encoding="utf-8")
    options = ["--dut", "station", "--from", tmp_path / "messages.log"]
    chosen = read(certkit("pics", "new", *options, "--station", "CP2").out).to_confirm
    assert {item: answer.value for item, answer in chosen.items()} == {"vendor": "B", "model": "Two"}
    assert read(certkit("pics", "new", *options).out).to_confirm == {}


def test_a_misspelt_list_is_an_error_with_a_suggestion():
    found = next(found for found in read(TEXT + "to_confrim: [R-0]\n").findings if found.code == "K-01")
    assert str(found.hint) == "did you mean to_confirm?"


def test_what_is_not_reported_tells_nothing(tmp_path):
    result = certkit("pics", "new", "--dut", "station", "--from", dump(tmp_path / "k.json", {"Other": ("1", True)}))
    assert "certkit: 0 answers filled in" in result.err
    assert "to_confirm" not in result.out


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("SupportedFeatureProfiles", "", {}),
        ("SupportedFeatureProfiles", "Cor;Foo", {}),
        ("SupportedFeatureProfiles", "Core,Reservations", {"core": "Yes"}),
        ("ChargingScheduleAllowedChargingRateUnit", "Current,Volt", {}),
        ("AuthorizationCacheEnabled", "maybe", {}),
        ("AuthorizationCacheEnabled", "", {}),
        ("UnlockConnectorOnEVSideDisconnect", "true", {"C-10": "Yes"}),
        ("SecurityProfile", "3", {}),
    ],
)
def test_what_is_not_understood_or_only_remains_is_not_told(tmp_path, key, value, told):
    result = certkit("pics", "new", "--dut", "station", "--from", dump(tmp_path / "k.json", {key: (value, True)}))
    assert {item: answer.value for item, answer in read(result.out).to_confirm.items()} == told


def marked_form(change):
    """The statement in a form in which two answers are to be confirmed and something else was changed."""
    workbook = opened(write_form(RULEBOOK, None, read(TEXT + "to_confirm: [C-04, R-0]\n")))
    change(workbook, next(cell for cell in workbook["To confirm"]["A"] if cell.value == "Answer to confirm"))
    return saved(workbook)


def change_to(text, row=0):
    def change(workbook, title):
        title.offset(row, 0).value = text

    return change


@pytest.mark.parametrize("title", ["Answer to confirm ", "ANSWER  TO CONFIRM"])
def test_a_title_in_other_capitals_or_with_spaces_is_the_title(title):
    pics = read_pics_xlsx(marked_form(change_to(title)), "form.xlsx", lambda _: RULEBOOK)[0]
    assert (set(pics.to_confirm), pics.findings) == ({"C-04", "R-0"}, ())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (change_to("Answers"), "K-16.untitled"),
        (change_to('="R-0"', 1), "K-16.cell"),
        (change_to("#REF!", 1), "K-16.cell"),
        (change_to(4, 1), "K-16.cell"),
        (change_to("C-04, R-0", 1), "K-16.unknown"),
    ],
)
def test_a_mark_that_cannot_be_read_is_an_error(change, message):
    pics = read_pics_xlsx(marked_form(change), "form.xlsx", lambda _: RULEBOOK)[0]
    assert message in [sentence_of(found)[0] for found in pics.findings]
    assert Severity.ERROR in {found.severity for found in check_pics(pics, RULEBOOK)}


def test_a_guessed_form_keeps_the_marks():
    pics = read_foreign_pics(marked_form(change_to("Answer to confirm")), "form.xlsx", lambda _: RULEBOOK)[0]
    assert set(pics.to_confirm) == {"C-04", "R-0"}


def test_files_that_differ_leave_the_question_empty(tmp_path):
    other = {**KEYS, "NumberOfConnectors": ("1", True)}
    files = ["--from", dump(tmp_path / "a.json"), "--from", dump(tmp_path / "b.json", other)]
    result = certkit("pics", "new", "--dut", "station", *files)
    assert "connectors stays empty, because the files tell multiple and single" in result.err
    assert "connectors" not in read(result.out).to_confirm


def test_a_file_that_tells_nothing_is_named(tmp_path):
    (tmp_path / "x.json").write_text("{}", encoding="utf-8")
    result = certkit("pics", "new", "--dut", "station", "--from", tmp_path / "x.json")
    assert result.code == 0
    assert f"{tmp_path / 'x.json'} tells nothing: the file has no answer to GetConfiguration" in result.err


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--dut", "csms", "--from", "x.json"], "--from reads the keys of a charging station; a CSMS has none"),
        (["--dut", "station", "--from", "-"], "--from needs a file"),
        (["--dut", "station", "--station", "EX"], "--station chooses a station of a log"),
        (["--dut", "station", "--from", COMPLETE], "this is a PICS"),
        (["--dut", "station", "--from", "missing.json"], "missing.json: "),
    ],
)
def test_what_cannot_be_read_from(options, message):
    result = certkit("pics", "new", *options)
    assert (result.code, result.out) == (2, "")
    assert message in result.err


def test_nothing_passes_on_an_answer_that_nobody_confirmed(tmp_path):
    """The verdict is that of the statement without the answer, and so is the one derived from a signed document."""
    example().write(tmp_path)
    pics = tmp_path / "pics.yaml"
    assert certkit("assess", tmp_path / "record.yaml").code == 0
    before = read(pics.read_text(encoding="utf-8")).sha256
    pics.write_text(pics.read_text(encoding="utf-8") + "to_confirm: [R-0]\n", encoding="utf-8")
    record = tmp_path / "record.yaml"
    frozen = json.loads(certkit("plan", pics, "-f", "json").out)["pics_sha256"]
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace(before, frozen), encoding="utf-8")
    result = certkit("assess", record, "-f", "json")
    assert result.code == 1
    assert json.loads(result.out)["verdict"] != "pass"
    pki = written(quick_pki(), tmp_path / "pki")
    key = ["--key", f"file:{pki.path / 'laboratory.p12'}", "--passphrase-file", passphrase_file(pki)]
    report = tmp_path / "report.pdf"
    signed = certkit("report", tmp_path / "record.yaml", *key, "-o", report)
    assert signed.code == 0, signed.err
    verified = certkit("verify", report, "--trust", pki.path / "trust", "--offline", "--rehearsal", "-f", "json")
    (document,) = json.loads(verified.out)["documents"]
    assert (document["verdict"], document["attested"]["outcome"]) == ("rehearsal", json.loads(result.out)["verdict"])
