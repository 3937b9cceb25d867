"""Workbooks with the tables of Appendix A as vendors copy them: in other orders, sheets and columns."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.worksheet.worksheet import Worksheet

from certkit.errors import UnknownName, UnreadableFile
from tests.pics.workbooks import (
    CIPHERS,
    FEATURES,
    GENERAL,
    LIMITS,
    PERFORMANCE,
    PROFILES,
    QUESTIONS,
    Row,
    answer_text,
    appendix_a,
    codes,
    device,
    read_foreign,
    rulebook,
    sentence_of,
    sheets_of,
    table,
    values,
    workbook_of,
)

FEATURES_HEADER = [None, "Feature", "Supported / present"]
UNASKED_HERE = {  # what the printed form has no row for, or our copy leaves out
    "certificate",
    "ports",
    "HeartbeatInterval.minimum",
    "HeartbeatInterval.maximum",
    "MeterValuesAlignedDataMaxLength",
    "MeterValuesSampledDataMaxLength",
    "StopTransactionMaxMeterValues",
    "StopTxnAlignedDataMaxLength",
    "StopTxnSampledDataMaxLength",
    "MaxChargingProfilesInstalled",
}


def feature(*cells: Any) -> Row:
    return list(cells)


# The whole form


def test_the_tables_of_appendix_a_give_the_same_answers_as_the_yaml() -> None:
    pics = device("ac-socket")
    found = values(workbook_of(*appendix_a(pics)))
    expected = {item: value for item, value in pics.values.items() if item not in UNASKED_HERE}
    assert found == {**expected, "other": (("Power of the site", "22 kW"),)}


def test_every_answer_says_where_it_stands() -> None:
    pics = read_foreign(
        sheets_of({"Intro": [["Hello"]], "Form": [FEATURES_HEADER, ["C-07", "Support for local start", "Yes"]]})
    )
    place = pics.answers["C-07"].place
    assert (place.file, place.sheet, place.cell) == ("form.xlsx", "Form", "C2")


def test_tables_on_several_sheets_in_another_order_of_rows() -> None:
    pics = device("dc")
    content = sheets_of(
        {
            "Cover": [["PICS of our station"], [], ["Prepared by", "Ann"]],
            "Perf": [["Name", "Value", "Unit"], *[[*row, "s"] for row in reversed(table(PERFORMANCE, pics))]],
            "Features & more": [
                ["Id", "Feature", "Supported / present"],
                *reversed(table(FEATURES, pics, ids=True)),
                [],
                ["Id", "Question", "Answer"],
                *reversed(table(QUESTIONS, pics, ids=True)),
            ],
            "Device": table(GENERAL, pics),
        }
    )
    found = values(content)
    shown = [item for rows in (PERFORMANCE, FEATURES, QUESTIONS, GENERAL) for _, _, item in rows if item]
    assert found == {item: pics.values[item] for item in shown if item in pics.values}


def test_tables_side_by_side() -> None:
    pics = device("ac-socket")
    left = [["Id", "Feature", "Supported"], *table(FEATURES[: len(QUESTIONS)], pics, ids=True)]
    right = [["Id", "Question", "Supported"], *table(QUESTIONS, pics, ids=True)]
    content = workbook_of(*[[*one, None, *two] for one, two in zip(left, right, strict=True)])
    expected = [row for row in (*FEATURES[: len(QUESTIONS)], *QUESTIONS) if row[2]]
    assert values(content) == {item: pics.values[item] for _, _, item in expected}


def test_general_information_side_by_side_without_a_header() -> None:
    content = workbook_of(
        ["Vendor name", "Example Ltd", "DUT", "CSMS"],
        ["Product subtype", None, "Firmware version", "2.0"],
    )
    assert values(content) == {"vendor": "Example Ltd", "dut": "CSMS", "firmware_version": "2.0"}


def test_extra_columns_do_not_matter() -> None:
    content = workbook_of(
        ["Internal ref", "Id", "Feature", "Depends on", "Supported / present", "Comment", "Owner"],
        ["REQ-1", "R-0", "Reservations", None, "Yes", "see R-1", "Ann"],
        ["REQ-2", "R-1", "of the station", "R-0", "No", "C-07", "No"],
        ["REQ-3", "C-07", "Local start", "C-08", None, "Yes, in the next release", "Ben"],
    )
    pics = read_foreign(content)
    assert dict(pics.values) == {"R-0": "Yes", "R-1": "No"}
    assert str(pics.blanks["C-07"]) == "Sheet1!E4"
    assert codes(pics) == []


def test_two_ids_in_a_row_the_one_its_label_agrees_with_counts() -> None:
    content = workbook_of(["Ref", "Row", "Feature", "Answer"], ["R-1", "C-08", "Support for local stop", "Yes"])
    assert values(content) == {"C-08": "Yes"}


def test_an_id_in_a_column_for_something_else_does_not_name_the_row() -> None:
    content = workbook_of(["Feature", "Depends on", "Answer"], ["Support for Remote Trigger", "R-0", "Yes"])
    assert values(content) == {"RT-0": "Yes"}


# Ids and labels


@pytest.mark.parametrize(
    "written", ["AQ-7.1", "AQ-7.1.", "aq-7.1:", "AQ 7.1", "AQ\u20117.1", "AQ\u20137.1", "AQ7.1", " AQ-7.1 ", "AQ-7.1)"]
)
def test_an_id_in_any_spelling(written: str) -> None:
    assert values(workbook_of(["Id", "Question", "Answer"], [written, "before going down", "No"])) == {"AQ-7.1": "No"}


@pytest.mark.parametrize("written", ["C-2", "C-002", "C – 02"])
def test_an_id_with_other_zeros(written: str) -> None:
    assert values(workbook_of(FEATURES_HEADER, [written, "Offline", "Yes"])) == {"C-02": "Yes"}


def test_id_and_question_in_one_cell() -> None:
    content = workbook_of(["Question", "Answer"], ["AQ-1: Can the last one be removed?", "No"], ["C-07. Start", "Yes"])
    assert values(content) == {"AQ-1": "No", "C-07": "Yes"}


@pytest.mark.parametrize(
    ("label", "item"),
    [
        ("VENDOR  NAME:", "vendor"),
        ("Vendor\nname", "vendor"),
        ("Type/model", "model"),
        ("Type / model (for EVSE)", "model"),
        ("Type / model", "model"),
        ("Socket(s) / connector(s)", "connectors"),
        ("Firmware version", "firmware_version"),
        ("Support for allowing Offline Authorization for Unknown Ids", "C-02"),
        ("MinimumStatusDuration", "MinimumStatusDuration"),
        ("Response time Authorize (CSMS only)", "authorize_response_time"),
        ("TLS_RSA_WITH_AES_128_GCM_SHA256\nTLS_RSA_WITH_AES_256_GCM_SHA384", "rsa"),
    ],
)
def test_a_label_in_other_words_for_the_same(label: str, item: str) -> None:
    answers = {"connectors": "single", "C-02": "Yes", "rsa": "No", "authorize_response_time": 2}
    answer = answers.get(item, 0 if item == "MinimumStatusDuration" else "ACME 1")
    assert values(workbook_of([label, answer])) == {item: answer}


def test_an_answer_that_looks_like_an_id_or_a_label_is_an_answer() -> None:
    content = workbook_of(
        ["Vendor name", "DUT"],
        ["Type / model", "C-11"],
        ["Firmware version", "R-1"],
        [None],
        ["C-11", "Profile 1", "No"],
    )
    found = values(content)
    assert found == {"vendor": "DUT", "model": "C-11", "firmware_version": "R-1", "C-11": "No"}


def test_the_communication_technology_of_each_table() -> None:
    content = workbook_of(
        ["Name", "Value", "Unit", "Description"],
        ["OCPP response timeout", 5, "seconds", "text"],
        [],
        ["Communication technology", "ethernet"],
        [],
        [],
        ["Vendor name", "ACME"],
        ["Communication technology", "WiFi, ethernet"],
        ["RFID readers", "none"],
    )
    found = values(content)
    assert found["performance.communication_technology"] == "ethernet"
    assert found["communication_technology"] == ("WiFi", "ethernet")


def test_the_communication_technology_of_tables_side_by_side() -> None:
    content = workbook_of(
        ["Vendor name", "ACME", None, "OCPP response timeout", 5],
        ["Communication technology", "mobile network", None, "Communication technology", "WiFi"],
    )
    found = values(content)
    assert found["communication_technology"] == ("mobile network",)
    assert found["performance.communication_technology"] == "WiFi"


def test_smart_charging_is_a_profile_in_one_table_and_a_heading_in_another() -> None:
    content = workbook_of(
        ["Limit / setting", "Value"],
        ["Smart charging"],
        ["ChargeProfileMaxStackLevel", 8],
        ["Name", "Supported"],
        ["Core", "Yes"],
        ["Smart Charging", "No"],
    )
    assert values(content) == {"ChargeProfileMaxStackLevel": 8, "core": "Yes", "smart_charging": "No"}


# Where the answer is


def test_the_column_under_the_header_counts_even_if_it_is_empty() -> None:
    content = workbook_of(["Id", "Feature", "Supported", "Remark"], ["C-07", "Local start", None, "No idea"])
    pics = read_foreign(content)
    assert dict(pics.values) == {}
    assert str(pics.blanks["C-07"]) == "Sheet1!C2"


@pytest.mark.parametrize("header", ["Supported / present", "Supported", "Value", "Answer", "Vendor answer", "Yes / No"])
def test_what_the_column_of_answers_may_be_called(header: str) -> None:
    content = workbook_of(["Id", "Feature", "Reference", header], ["C-07", "Local start", "3.1", "Yes"])
    assert values(content) == {"C-07": "Yes"}


def test_without_a_header_the_answer_is_right_of_the_question() -> None:
    content = workbook_of(["C-07", "Local start", None, "Yes", "note"], ["C-08", "Yes"], ["Vendor name", None, "ACME"])
    assert values(content) == {"C-07": "Yes", "C-08": "Yes", "vendor": "ACME"}


def test_without_a_header_an_unanswered_question_stays_unanswered() -> None:
    pics = read_foreign(workbook_of(["C-07", "Local start"], ["C-08", "Local stop", "Yes"], ["Vendor name"]))
    assert dict(pics.values) == {"C-08": "Yes"}
    assert {item: place.cell for item, place in pics.blanks.items()} == {"C-07": "C1", "vendor": "B3"}


def test_a_header_does_not_hold_for_the_next_table_without_one() -> None:
    content = workbook_of(
        ["Id", "Feature", "Reference", "Supported"], ["C-07", "Start", "3.1", "Yes"], [], ["Vendor name", "ACME"]
    )
    assert values(content) == {"C-07": "Yes", "vendor": "ACME"}


def test_supported_as_an_answer_is_no_header() -> None:
    pics = read_foreign(workbook_of(["C-07", "Local start", "Supported"], ["C-08", "Local stop", "Yes"]))
    assert dict(pics.values) == {"C-08": "Yes"}
    assert codes(pics) == [("K-02", "Sheet1!C1")]


def test_merged_cells() -> None:
    def merge(sheet: Worksheet) -> None:
        for cells in ("A1:D1", "B2:C2", "B3:C3", "D3:E3", "A4:A5", "B4:C5", "D4:D5"):
            sheet.merge_cells(cells)

    content = workbook_of(
        ["Optional features"],
        ["Id", "Feature", None, "Supported / present"],
        ["C-07", "Local start", None, "Yes"],
        ["C-08", "Local stop", None, "No"],
        [],
        finish=merge,
    )
    assert values(content) == {"C-07": "Yes", "C-08": "No"}


def test_the_answer_in_the_second_row_of_a_merged_question() -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("A2:A3")

    content = workbook_of(FEATURES_HEADER, ["C-05", "Limit"], [None, "deliver with 0", "Yes"], finish=merge)
    assert values(content) == {"C-05": "Yes"}


# What is printed


@pytest.mark.parametrize(
    ("label", "printed"),
    [
        ("Vendor name", "<>"),
        ("Vendor name", "< your company >"),
        ("DUT", "CSMS / Charging Station / Charging Station Software Stack"),
        ("Product subtype", "N.A. / Mode 1/2-only Charging Station"),
        ("Type / model (for CS only)", "<type name and / or model number>"),
        ("Socket(s) / connector(s) (for CS only)", "Singe / multiple"),
        ("Fixed cable (for CS only)", "<Yes / No>"),
        ("Firmware / OCPP Software version", "<version>"),
        ("Support for milliseconds in OCPP messages", "Yes / No"),
        ("Support for milliseconds in OCPP messages", "Yes/No"),
        ("Support for milliseconds in OCPP messages", "yes or no"),
        ("RFID readers", "none / single / one per EVSE"),
        ("GetConfigurationMaxKeys", "..."),
        ("GetConfigurationMaxKeys", "…"),
        ("OCPP response timeout", "XX"),
        ("Supported file transfer protocols", "{http, https, ftp, ftps}"),
        ("Supported charging rate units (ChargingScheduleChargingRateUnit)", "A / W / Both"),
    ],
)
def test_what_the_empty_form_has_printed_is_no_answer(label: str, printed: str) -> None:
    pics = read_foreign(workbook_of([label, printed], ["C-07", "Yes"]))
    assert dict(pics.values) == {"C-07": "Yes"}
    assert codes(pics) == []
    assert [place.cell for place in pics.blanks.values()] == ["B1"]


def test_all_technologies_with_slashes_are_printed_and_with_commas_are_an_answer() -> None:
    general = [["Vendor name", "ACME"]]
    printed = workbook_of(*general, ["Communication technology", "WiFi / ethernet / mobile network"])
    stated = workbook_of(*general, ["Communication technology", "WiFi, ethernet, mobile network"])
    assert "communication_technology" not in values(printed)
    assert values(stated)["communication_technology"] == ("WiFi", "ethernet", "mobile network")


def test_some_protocols_in_braces_are_an_answer() -> None:
    content = workbook_of(["Limit / setting", "Value"], ["Supported file transfer protocols", "{https, ftp}"])
    assert values(content) == {"SupportedFileTransferProtocols": ("https", "ftp")}


# The table of profiles


@pytest.mark.parametrize(
    ("full", "subset", "answer"),
    [
        ("Yes", None, "Yes"),
        ("Yes", "-", "Yes"),
        (None, "Yes", "Yes"),
        (None, "No", "No"),
        ("Yes", "Yes", "Yes"),
        ("Yes", "Yes / No", None),
        ("Yes", "Yes / No (Not applicable for product subtype Mode 1/2-only Charging Station.)", None),
        (None, None, None),
    ],
)
def test_the_two_columns_of_profiles(full: str | None, subset: str | None, answer: str | None) -> None:
    content = workbook_of(
        ["Name", "OCPP 1.6 Fully supported", "OCPP 1.6 Subset supported", "Description"],
        ["Core", "Yes", "Yes", "Booting"],
        ["Included functionalities"],
        [None, "Cold Boot Charge Point"],
        ["Smart Charging", full, subset, "Charging profiles"],
    )
    pics = read_foreign(content)
    assert pics.values.get("smart_charging") == answer
    assert pics.values["core"] == "Yes"
    assert codes(pics) == []


def test_profiles_whose_two_columns_contradict_each_other() -> None:
    pics = read_foreign(workbook_of(["Name", "Fully supported", "Subset supported"], ["Smart Charging", "Yes", "No"]))
    assert "smart_charging" not in pics.values
    assert codes(pics) == [("K-04", "Sheet1!C2")]


def test_profiles_with_one_column_of_answers_beside_the_two() -> None:
    header = ["Name", "OCPP 1.6 Fully supported", "OCPP 1.6 Subset supported", "Answer"]
    assert values(workbook_of(header, ["Smart Charging", "Yes", "Yes / No", "No"])) == {"smart_charging": "No"}


# Limits, free settings, ports, members


def test_free_settings_below_their_heading() -> None:
    content = workbook_of(
        ["Limit / setting", "Value"],
        ["GetConfigurationMaxKeys", 50],
        ["Other relevant values"],
        ["ConnectionTimeOut", 60],
        ["MinimumStatusDuration", 0],
        ["<other minimum value>", "..."],
        [],
        ["Minimum current", "6 A"],
        ["Security Extension"],
        ["CertificateStoreMaxLength", 10],
        ["Signed by", "Ann"],
    )
    pics = read_foreign(content)
    assert pics.values["other"] == (("ConnectionTimeOut", "60"), ("Minimum current", "6 A"))
    assert pics.values["MinimumStatusDuration"] == 0
    assert pics.values["CertificateStoreMaxLength"] == 10
    assert codes(pics) == [("K-09", "Sheet1!A11")]


def test_a_free_setting_with_two_values_is_no_answer() -> None:
    pics = read_foreign(workbook_of(["Other relevant values", None], ["Current", "6 A"], ["Current", "8 A"]))
    assert "other" not in pics.values
    assert codes(pics) == [("K-02", "Sheet1!B3")]


def test_a_value_without_a_name_is_pointed_out() -> None:
    pics = read_foreign(workbook_of(["Limit", "Value"], ["Other relevant values"], [None, "6 A"]))
    assert codes(pics) == [("K-02", "Sheet1!B3")]
    assert sentence_of(pics.findings[-1])[1]["problem"] == "the value “6 A” has no name"


@pytest.mark.parametrize(
    "rows",
    [
        [["AQ-8", "Ports?", "Yes", "RS-485"], ["AQ-9", "Lock?", "No", "USB"]],
        [["AQ-8", "Ports?", "Yes", None, "RS-485"], ["AQ-9", "Lock?", "No", None, "USB"]],
        [["AQ-8", "Ports?", "Yes"], [None, None, "RS-485"], [None, None, "USB"], ["AQ-9", "Lock?", "No"]],
        [["AQ-8", "Ports?", "Yes", "RS-485\nUSB"], ["AQ-9", "Lock?", "No"]],
    ],
    ids=["beside", "beside with a gap", "below", "in one cell"],
)
def test_the_list_of_ports_near_the_answer_that_asks_for_it(rows: list[Row]) -> None:
    found = values(workbook_of(["Id", "Question", "Supported / present"], *rows))
    assert found["ports"] == ("RS-485", "USB")
    assert found["AQ-9"] == "No"


def test_a_remark_beside_the_answer_is_no_port() -> None:
    header = ["Id", "Question", "Supported / present", "Comment"]
    assert "ports" not in values(workbook_of(header, ["AQ-8", "Ports?", "Yes", "to be checked"]))


def test_no_ports_are_read_where_there_are_none() -> None:
    assert "ports" not in values(workbook_of(["AQ-8", "Ports?", "No", "RS-485 was removed"]))


def test_where_the_ports_are_to_be_listed() -> None:
    assert str(read_foreign(workbook_of(["AQ-8", "Ports?", "Yes"])).place_of("ports")) == "Sheet1!D1"


def test_members_of_a_family() -> None:
    content = workbook_of(
        ["Type / model", "EX-22"],
        [],
        ["Product family"],
        ["Name of the product family", "EX"],
        ["Representative product", "EX-22"],
        ["No", "Model", "Firmware version", "Remark"],
        [1, "EX-22", "1.4.2", "tested"],
        [2, "C-11", "1.4.2"],
        [],
        [3, "EX-7"],
    )
    found = values(content)
    assert found["family.members"] == (("EX-22", "1.4.2"), ("C-11", "1.4.2"), ("EX-7", ""))
    assert found["model"] == "EX-22"
    assert found["family.name"] == "EX"
    assert "C-11" not in found


# What cells hold


@pytest.mark.parametrize(("typed", "answer"), [(True, "Yes"), (False, "No"), ("YES", "Yes"), (" no ", "No")])
def test_yes_and_no_in_any_form(typed: object, answer: str) -> None:
    assert values(workbook_of(["C-07", "Local start", typed])) == {"C-07": answer}


def test_rich_text_is_text() -> None:
    rich = CellRichText("EX", TextBlock(InlineFont(b=True), "-22"))
    assert values(workbook_of(["Type / model", rich])) == {"model": "EX-22"}


def test_a_formula_counts_with_the_value_it_was_last_shown_with() -> None:
    content = workbook_of(["C-07", "Local start", "=1"], ["Vendor name", "=A1"])
    from tests.pics.workbooks import with_part

    def store_values(part: bytes) -> bytes:
        part = part.replace(b"<f>1</f><v />", b"<f>1</f><v>Yes</v>").replace(b"<f>A1</f><v />", b"<f>A1</f><v>ACME</v>")
        return part.replace(b'<c r="C1">', b'<c r="C1" t="str">').replace(b'<c r="B2">', b'<c r="B2" t="str">')

    content = with_part(content, "xl/worksheets/sheet1.xml", store_values)
    assert values(content) == {"C-07": "Yes", "vendor": "ACME"}


def test_a_formula_that_was_never_calculated_is_refused() -> None:
    pics = read_foreign(workbook_of(["C-07", "Local start", '=IF(1,"Yes","No")'], ["Vendor name", "=A1"]))
    assert dict(pics.values) == {}
    assert codes(pics) == [("K-02", "Sheet1!C1"), ("K-02", "Sheet1!B2")]
    assert sentence_of(pics.findings[1])[1]["problem"] == "the cell holds a formula that was never calculated"
    assert set(pics.refused) == {"C-07", "vendor"}


def test_an_error_in_a_cell_is_no_answer_even_where_any_text_would_do() -> None:
    pics = read_foreign(workbook_of(["Vendor name", "#REF!"], ["C-07", "Local start", "#N/A"]))
    assert dict(pics.values) == {}
    assert codes(pics) == [("K-02", "Sheet1!B1"), ("K-02", "Sheet1!C2")]
    assert pics.refused["vendor"].text == "#REF!"


def test_a_date_where_a_version_is_meant() -> None:
    pics = read_foreign(workbook_of(["Firmware version", datetime.date(2022, 4, 1)], ["C-07", "Yes"]))
    assert codes(pics) == [("K-02", "Sheet1!B1")]


def test_a_number_where_a_version_is_meant_is_read_and_pointed_out() -> None:
    pics = read_foreign(workbook_of(["Firmware version", 1.1], ["C-07", "Yes"]))
    assert pics.values["firmware_version"] == "1.1"
    assert codes(pics) == [("K-07", "Sheet1!B1")]


def test_a_whole_number_where_text_is_meant_is_fine() -> None:
    pics = read_foreign(workbook_of(["Type / model", 22], ["Firmware version", 20240101]))
    assert dict(pics.values) == {"model": "22", "firmware_version": "20240101"}
    assert codes(pics) == []


def test_a_whole_number_that_its_format_shows_otherwise_is_pointed_out() -> None:
    def as_shown(sheet: Worksheet) -> None:
        sheet["B1"].number_format = "000"
        sheet["B2"].number_format = "0.00"

    pics = read_foreign(workbook_of(["Type / model", 7], ["Firmware version", 1], finish=as_shown))
    assert codes(pics) == [("K-07", "Sheet1!B1"), ("K-07", "Sheet1!B2")]


def test_a_number_in_a_member_of_the_family() -> None:
    pics = read_foreign(workbook_of(["Model", "Firmware version"], ["EX", 1.1], ["EY", "1.10"]))
    assert pics.values["family.members"] == (("EX", "1.1"), ("EY", "1.10"))
    assert codes(pics) == [("K-07", "Sheet1!B2")]


def test_a_date_among_free_settings_and_members() -> None:
    day = datetime.date(2022, 4, 1)
    pics = read_foreign(
        workbook_of(["Other relevant values"], ["Since", day], [], [], [], ["Model", "Firmware version"], ["EX", day])
    )
    assert dict(pics.values) == {}
    assert codes(pics) == [("K-02", "Sheet1!B2"), ("K-02", "Sheet1!B7")]
    assert set(pics.refused) == {"other", "family.members"}


def test_a_setting_without_a_value_does_not_hide_the_one_that_has_it() -> None:
    content = workbook_of(["Other relevant values", None], ["Current", "6 A"], ["Current", None])
    assert values(content) == {"other": (("Current", "6 A"),)}


def test_something_that_is_no_answer() -> None:
    pics = read_foreign(workbook_of(["Limit / setting", "Value"], ["GetConfigurationMaxKeys", "many"]))
    assert dict(pics.values) == {}
    assert codes(pics) == [("K-02", "Sheet1!B2")]
    assert pics.refused["GetConfigurationMaxKeys"].text == "many"


# What is found twice, or not known


def test_the_same_item_twice_with_the_same_answer() -> None:
    pics = read_foreign(workbook_of(["C-07", "Local start", "Yes"], [], ["C-07", "Local start", True]))
    assert dict(pics.values) == {"C-07": "Yes"}
    assert codes(pics) == []
    assert pics.answers["C-07"].place.cell == "C1"


def test_the_same_item_twice_where_one_is_empty() -> None:
    assert values(workbook_of(["C-07", "Local start", "Yes / No"], ["C-07", "Local start", "No"])) == {"C-07": "No"}


def test_the_same_item_twice_with_different_answers_is_not_answered() -> None:
    pics = read_foreign(sheets_of({"A": [["C-07", "Local start", "Yes"]], "B": [["C-07", "Local start", "No"]]}))
    assert dict(pics.values) == {}
    assert codes(pics) == [("K-04", "B!C1")]
    assert pics.refused["C-07"].text == "Yes | No"
    assert [str(other.where) for other in pics.findings[-1].related] == ["A!C1"]


def test_the_same_item_twice_with_what_is_no_answer() -> None:
    pics = read_foreign(workbook_of(["C-07", "Local start", "perhaps"], ["C-07", "Local start", "maybe"]))
    assert codes(pics) == [("K-04", "Sheet1!C2")]
    same = read_foreign(workbook_of(["C-07", "Local start", "perhaps"], ["C-07", "Local start", "perhaps"]))
    assert codes(same) == [("K-02", "Sheet1!C1")]


def test_an_id_that_does_not_exist() -> None:
    pics = read_foreign(workbook_of(FEATURES_HEADER, ["C-07", "Local start", "Yes"], ["C-12", "Something new", "Yes"]))
    assert dict(pics.values) == {"C-07": "Yes"}
    assert codes(pics) == [("K-09", "Sheet1!A3")]
    assert sentence_of(pics.findings[-1]) == ("K-09.id", {"id": "C-12"})


def test_the_heading_of_a_group_of_questions_is_not_unknown() -> None:
    content = workbook_of(["Id", "Question", "Answer"], ["AQ-7", "After power loss"], ["AQ-7.1", "before", "No"])
    assert codes(read_foreign(content)) == []


def test_a_misspelt_label_is_pointed_out() -> None:
    pics = read_foreign(workbook_of(["Vendr name", "ACME"], ["DUT", "CSMS"]))
    assert codes(pics) == [("K-09", "Sheet1!A1")]
    assert sentence_of(pics.findings[-1]) == ("K-09.label", {"label": "Vendr name"})
    assert pics.findings[-1].items == ("vendor",)


def test_prose_is_not_pointed_out() -> None:
    pics = read_foreign(
        workbook_of(["Please fill in"], ["Prepared by", "Ann"], ["Version of this sheet", 3], ["DUT", "CSMS"])
    )
    assert codes(pics) == []


def test_hidden_sheets_are_not_read_where_another_has_the_form() -> None:
    def hide(sheet: Worksheet) -> None:
        if sheet.title == "Old":
            sheet.sheet_state = "hidden"

    content = sheets_of({"Old": [["DUT", "CSMS"]], "New": [["DUT", "Charging Station"]]}, hide)
    assert values(content) == {"dut": "Charging Station"}


# The edition


def test_that_no_edition_is_stated_is_noted() -> None:
    pics = read_foreign(workbook_of(["DUT", "CSMS"]))
    assert [finding.code for finding in pics.findings] == ["K-06"]


def test_the_edition_beside_the_word() -> None:
    pics = read_foreign(workbook_of(["Edition", "ocpp-1.6-v2.4"], ["DUT", "CSMS"]))
    assert pics.findings == ()


def test_an_edition_that_does_not_exist() -> None:
    with pytest.raises(UnknownName) as error:
        read_foreign(workbook_of(["Edition:", "ocpp-1.6-v9"], ["DUT", "CSMS"]))
    assert (error.value.file, error.value.sheet, error.value.cell) == ("form.xlsx", "Sheet1", "B1")


def test_the_edition_of_something_else_is_not_taken_for_one() -> None:
    pics = read_foreign(workbook_of(["Edition", "2nd"], ["DUT", "CSMS"]))
    assert [finding.code for finding in pics.findings] == ["K-06"]


def test_a_workbook_that_is_no_form() -> None:
    with pytest.raises(UnreadableFile, match="does not look like a PICS"):
        read_foreign(workbook_of(["Name", "Price"], ["Apples", 3]))


def test_every_table_of_the_fixtures_names_items_that_exist() -> None:
    pics = device("ac-socket")
    named = [row[2] for rows in (GENERAL, FEATURES, CIPHERS, QUESTIONS, LIMITS, PROFILES, PERFORMANCE) for row in rows]
    assert [item for item in named if item and answer_text(pics, item) is None] == []


C_02, C_04 = (rulebook().items[name].label for name in ("C-02", "C-04"))


@pytest.mark.parametrize(
    "rows",
    [
        [["C-02", C_04, "Yes"]],
        [["ID", "Item", "Answer"], ["C-02", C_04, "Yes"]],
    ],
    ids=["without a header", "with a header"],
)
def test_a_row_with_the_id_of_one_question_and_the_label_of_another(rows: list[list[str]]) -> None:
    pics = read_foreign(workbook_of(["Core", None, None], *rows))
    assert [finding.code for finding in pics.findings if finding.code == "K-10"] == ["K-10"]
    assert not {"C-02", "C-04"} & set(pics.values)


def test_a_row_whose_id_and_label_agree() -> None:
    pics = read_foreign(workbook_of(["C-02", C_02, "Yes"], ["C-04", C_04, "No"]))
    assert (pics.values["C-02"], pics.values["C-04"]) == ("Yes", "No")
    assert not [finding for finding in pics.findings if finding.code in ("K-10", "K-11")]
