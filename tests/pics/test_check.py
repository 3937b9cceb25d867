"""The findings of the static conformance review: what they say, where they point, and in which order."""

from dataclasses import replace

import pytest

from certkit.finding import Finding, Place, Related, Severity
from certkit.pics.check import check_pics, missing_items
from tests.edition.test_second_edition import answered
from tests.edition.test_second_edition import edition as small_edition
from tests.pics.statements import HEAD, read, sentence_of
from tests.rules.devices import device, edition, statement


def found(content, *, draft=False):
    return check_pics(read(content), edition(), draft=draft)


def one(findings, code, item=None):
    (finding,) = [f for f in findings if f.code == code and (item is None or f.items[0] == item)]
    return finding


def place(line, column):
    return Place("pics.yaml", line, column)


def test_finding_of_a_constraint():
    finding = one(found(HEAD + "general: {dut: Charging Station}\nfeatures:\n  R-1: Yes\n  R-0: No\n"), "P-01")
    row = edition().constraints["P-01"]
    assert finding == Finding(
        code="P-01",
        name="station-reservation-without-reservations",
        severity=Severity.ERROR,
        message=row.message,
        hint=row.hint,
        items=("R-1", "R-0"),
        cite=row.cite,
        where=place(4, 8),
        related=(Related("R-0", place(5, 8)),),
    )


def test_finding_points_at_the_answers_that_helped_and_no_others():
    finding = one(found(HEAD + "general: {dut: CSMS}\nfeatures: {R-0: Yes, LA-0: No, RT-0: No}\n"), "P-63")
    assert finding.items == ("LA-0", "RT-0")
    assert finding.where == place(3, 28)
    assert [other.item for other in finding.related] == ["RT-0"]


def test_constraint_is_looked_at_for_its_devices_only():
    answers = {"R-1": "Yes", "R-0": "No", "C-07": "Yes", "C-08": "No"}
    station = {f.code for f in check_pics(statement({**answers, "dut": "Charging Station"}), edition())}
    csms = {f.code for f in check_pics(statement({**answers, "dut": "CSMS"}), edition())}
    unknown = {f.code for f in check_pics(statement(answers), edition())}
    assert {"P-01", "P-28"} <= station
    assert not {"P-01", "P-28"} & csms
    assert not {"P-01", "P-28"} & unknown


def test_without_a_kind_of_device_what_everyone_is_asked_is_still_looked_at():
    pics = statement({"core": "No"})
    codes = {f.code for f in check_pics(pics, edition())}
    assert "A-10" in codes
    missing = {item.id for item in missing_items(pics, edition())}
    assert {"dut", "vendor", "C-11", "response_timeout"} <= missing
    assert not {"C-07", "AQ-10", "rsa", "core"} & missing


def test_missing_answer_without_a_row_of_its_own():
    finding = one(found(HEAD + "general:\n  dut: Charging Station\n  vendor:\n"), "K-03", "vendor")
    assert sentence_of(finding) == ("K-03", {"item": "vendor", "label": "Vendor name"})
    assert finding.items == ("vendor",)
    assert finding.where == place(4, 10)
    assert finding.cite == "Appendix A, General information about DUT"
    assert finding.severity is Severity.ERROR


def test_missing_answer_with_a_row_of_its_own_names_what_makes_it_necessary():
    finding = one(
        found(HEAD + "general: {dut: Charging Station}\nfeatures: {LA-0: Yes}\n"), "P-40b", "SendLocalListMaxLength"
    )
    assert finding.message == "SendLocalListMaxLength is not answered. " + edition().constraints["P-40b"].message
    assert finding.items == ("SendLocalListMaxLength", "LA-0")
    assert finding.related == (Related("LA-0", place(3, 18)),)


def test_missing_answer_of_which_nothing_shows_a_place_points_nowhere_else():
    pics = statement({"dut": "Charging Station", "LA-0": "Yes"})
    finding = one(check_pics(pics, edition()), "P-40b", "SendLocalListMaxLength")
    assert finding.where is None
    assert [other.item for other in finding.related] == ["LA-0"]


def test_contradiction_with_an_answer_that_is_missing_points_at_the_one_that_is_there():
    pics = statement({"dut": "Charging Station", "communication_technology": ("mobile network",)})
    finding = one(check_pics(pics, edition()), "P-66")
    assert finding.items == ("communication_technology", "mobile_generations")
    assert finding.where == Place("answers")


def test_row_of_another_kind_of_device_falls_back_to_unanswered():
    """P-48 is about a Charging Station; a software stack that leaves the cable out is told so all the same."""
    for dut, code in (("Charging Station", "P-48"), ("Charging Station Software Stack", "K-03")):
        assert one(check_pics(statement({"dut": dut}), edition()), code, "fixed_cable").items[0] == "fixed_cable"


def test_refused_answer_is_not_missing_as_well():
    pics = read(HEAD + "general: {dut: CSMS, vendor: [a, b]}\n")
    assert "vendor" not in {item.id for item in missing_items(pics, edition())}
    assert [f.code for f in check_pics(pics, edition()) if f.items == ("vendor",)] == ["K-02"]


def test_answer_that_is_not_asked():
    finding = one(found(HEAD + "general: {dut: CSMS}\nlimits: {HeartbeatInterval: {minimum: 5}}\n"), "K-05")
    assert sentence_of(finding) == ("K-05.device", {"item": "HeartbeatInterval.minimum", "dut": "CSMS"})
    assert finding.items == ("HeartbeatInterval.minimum", "dut")
    assert finding.where == place(3, 39)
    assert finding.cite == "Appendix A, Other relevant settings and limits"
    assert finding.severity is Severity.NOTE
    assert "K-05" not in {f.code for f in found(HEAD + "limits: {HeartbeatInterval: {minimum: 5}}\n")}


def test_answer_that_is_not_asked_and_has_a_row_of_its_own():
    finding = one(found(HEAD + "general: {dut: CSMS}\nfeatures: {C-07: Yes}\n"), "P-64")
    assert finding.message == "C-07: " + edition().constraints["P-64"].message
    assert finding.items == ("C-07", "dut")
    assert finding.related == (Related("dut", place(2, 16)),)


def test_names_that_the_form_does_not_know():
    findings = found(HEAD + "limits: {SupportedFileTransferProtocols: [ftp, sftp, scp]}\n")
    assert [f.message for f in findings if f.code == "P-43b"] == [
        f"“{name}” is not one of SupportedFileTransferProtocols's names. The form knows http, https, ftp and ftps."
        for name in ("scp", "sftp")
    ]


def test_members_of_a_family():
    members = "[{model: A, firmware_version: 1}, {model: B}, {firmware_version: 2}]"
    findings = found(HEAD + f"family: {{name: X, representative: C, members: {members}}}\n")
    rest = edition().constraints["P-61b"].message
    assert [f.message for f in findings if f.code == "P-61b"] == [
        f"Member 2 lacks its firmware version. {rest}",
        f"Member 3 lacks its model. {rest}",
    ]
    finding = one(findings, "P-61c")
    assert finding.message == "“C” is not in the list. " + edition().constraints["P-61c"].message
    assert finding.items == ("family.representative", "family.members")
    assert not [f for f in found(HEAD + "family: {representative: C}\n") if f.code in ("P-61b", "P-61c")]


def test_family_without_a_representative_is_incomplete_but_contradicts_nothing():
    codes = {f.code for f in found(HEAD + "family: {name: X, members: [{model: A, firmware_version: 1}]}\n")}
    assert "P-61a" in codes
    assert not {"P-61b", "P-61c"} & codes


def test_an_edition_without_families_has_no_such_finding():
    assert check_pics(answered("station-full"), small_edition()) == ()


def test_missing_answer_of_everyone_has_its_own_row_even_without_a_kind_of_device():
    finding = one(check_pics(statement({"core": "Yes"}), edition()), "P-60")
    assert finding.items == ("milliseconds",)


def test_draft_makes_notes_of_missing_answers_alone():
    content = HEAD + "general: {dut: Charging Station}\nfeatures: {R-1: Yes, R-0: No, C-07: maybe}\n"
    strict, draft = found(content), found(content, draft=True)
    changed = {f.code for f, g in zip(strict, draft, strict=True) if f != g}
    assert changed == {"K-03", "P-42", "P-48", "P-57b", "P-60"}
    assert {f.severity for f in draft if f.code in changed} == {Severity.NOTE}
    assert [f.code for f in draft if f.severity is Severity.ERROR] == ["P-01", "K-02"]


def test_findings_stand_in_the_order_of_the_file():
    findings = found(HEAD + "features: {R-0: No, R-1: Yes, C-07: maybe}\ngeneral: {dut: Charging Station, vendr: A}\n")
    with_place = [f for f in findings if f.where is not None]
    lines = [(f.where.line, f.where.column) for f in with_place]
    assert lines == sorted(lines)
    assert findings == (*with_place, *[f for f in findings if f.where is None])


def cell(name, sheet="PICS"):
    return Finding("K-01", "n", Severity.ERROR, "m", where=Place("f.xlsx", sheet=sheet, cell=name))


@pytest.mark.parametrize("seed", range(3))
def test_findings_of_a_workbook_stand_in_the_order_of_its_cells(seed):
    ordered = [
        cell("A2"),
        cell("B2"),
        cell("Z2"),
        cell("AA2"),
        cell("ZZ2"),
        cell("AAA2"),
        cell("B9"),
        cell("A10"),
        cell("A1", "Sheet 2"),
    ]
    last = [
        Finding("K-01", "n", Severity.ERROR, "m"),
        Finding("K-06", "n", Severity.ERROR, "m"),
        Finding("K-01", "n", Severity.WARNING, "m"),
        Finding("K-01", "n", Severity.NOTE, "m"),
    ]
    mixed = [*ordered[seed:], *last[::-1], *ordered[:seed]]
    pics = replace(device("ac-socket"), findings=tuple(mixed))
    assert check_pics(pics, edition()) == (*ordered, *last)
