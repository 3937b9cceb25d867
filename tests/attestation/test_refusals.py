"""What may not be attested: for each refusal one thing changed, and every reason word for word."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

import pytest

from certkit.attestation.attest import certify, declare, derived_id, report
from certkit.attestation.confusables import misleading
from certkit.attestation.kinds import ID, Kind
from certkit.attestation.model import NotAttestable
from tests.attestation.documents import (
    BODY,
    LABORATORY,
    TOOL,
    a_certificate,
    a_declaration,
    a_failed_report,
    a_report,
    a_representative,
    judged,
    linked,
    of_family,
    of_member,
)
from tests.verdict.dossiers import Dossier, declaration, example


def reasons(call: Callable[[], object]) -> list[str]:
    """Why it is refused; empty if it is not."""
    try:
        call()
    except NotAttestable as error:
        found = [str(refusal) for refusal in error.refusals]
        return found if all(reason in error.message for reason in found) else [error.message]
    return []


class Case(NamedTuple):
    name: str
    made: Callable[[], Dossier]
    change: Callable[[Dossier], object]
    reasons: list[str]
    bind: bool = True


def text(old: str, new: str) -> Callable[[Dossier], object]:
    return lambda dossier: dossier.change(old, new)


def pics(old: str, new: str) -> Callable[[Dossier], object]:
    return lambda dossier: dossier.change_pics(old, new)


def both(*changes: Callable[[Dossier], object]) -> Callable[[Dossier], object]:
    return lambda dossier: [change(dossier) for change in changes]


def failed(dossier: Dossier) -> None:
    dossier.runs_of("TC_010")[-1]["verdict"] = "fail"


def nothing(dossier: Dossier) -> None:
    pass


REPORTS = [
    Case("a run that passes", example, nothing, []),
    Case("a run that failed", example, failed, []),
    Case("a re-certification", example, text("mode: certification", "mode: re-certification"), []),
    Case(
        "a declaration run",
        declaration,
        nothing,
        ["record.yaml, line 3: a report needs a certification or re-certification run; the mode of the record is "
         "declaration (8.2, 8.3)"],
    ),
    Case(
        "no mode",
        example,
        text("mode: certification", "mode:"),
        ["record.yaml, line 6: the record does not state its mode (6.3, 8.3)"],
    ),
    Case(
        "a PICS of no kind of device",
        example,
        pics("dut: Charging Station", "dut:"),
        ["pics.yaml, line 6: the PICS does not state the kind of device (4.2)"],
    ),
    Case(
        "a PICS that is not frozen",
        example,
        lambda d: setattr(d, "text", re.sub(r"  pics_sha256:[^\n]*\n", "", d.text)),
        ["the record does not freeze the PICS; certkit record freeze writes its digest (5.5)"],
        bind=False,
    ),
    Case(
        "another PICS than the frozen one",
        example,
        pics("connectors: multiple", "connectors: single"),
        ["record.yaml, line 11: the PICS is not the frozen one (5.5, 8.3)"],
        bind=False,
    ),
    Case(
        "another edition",
        example,
        text("edition: ocpp-1.6-v2.4", "edition: ocpp-1.6-v2.3"),
        ["record.yaml, line 5: the record is for “ocpp-1.6-v2.3”, but the PICS is for “ocpp-1.6-v2.4” (8.1.1)"],
    ),
    Case(
        "another file than the recorded one",
        example,
        lambda d: d.files.update({"messages.log": d.files["messages.log"] + b"\n"}),
        ["record.yaml, line 79: messages.log is not the file that was recorded; certkit record freeze writes the "
         "digests (8.2)"],
        bind=False,
    ),
    Case(
        "a file without digest",
        example,
        lambda d: setattr(d, "text", re.sub(r"(file: results.json\n) +sha256:[^\n]*\n", r"\1", d.text)),
        ["record.yaml, line 70: results.json has no digest in the record; certkit record freeze writes the digests "
         "(8.2)"],
    ),
    Case(
        "a missing file is shown, and makes it incomplete",
        example,
        lambda d: d.files.pop("octt-configuration.json"),
        [],
    ),
    Case(
        "a name that turns what is read",
        example,
        pics("vendor: Example Charging GmbH", "vendor: \"Example \\u202eGmbH\""),
        ["pics.yaml, line 5: the answer to vendor has the character U+202E in it, which turns or hides what is read"],
    ),
    Case(
        "a serial number with an invisible character",
        example,
        text("serial: EX22D-000417", 'serial: "EX22D-\\u200b000417"'),
        ["record.yaml, line 42: device.serial has the character U+200B in it, which turns or hides what is read"],
    ),
    Case(
        "a run with a hidden character",
        example,
        lambda d: d.run("TC_010").update(logfile="a\u2066b.log"),
        ["results.json, line 3: a run has the character U+2066 in it, which turns or hides what is read"],
    ),
    Case("such a character in a remark", example, text("remarks:", 'remarks: "a \\u202e b" #'), []),
]  # fmt: skip


@pytest.mark.parametrize("case", REPORTS, ids=lambda case: case.name)
def test_report(case):
    dossier = case.made()
    case.change(dossier)
    found = judged(dossier, bind=case.bind)
    told = reasons(lambda: report(found, LABORATORY))
    assert [without_line(one) if "results.json, line" in one else one for one in told] == [
        without_line(one) if "results.json, line" in one else one for one in case.reasons
    ]


def without_line(reason: str) -> str:
    """Results are written anew by each test; where a run stands in them is not the point."""
    return re.sub(r"results.json, line \d+", "results.json", reason)


DECLARATIONS = [
    Case("a member", declaration, nothing, []),
    Case(
        "a certification run",
        example,
        nothing,
        ["record.yaml, line 6: a declaration needs a declaration run; the mode of the record is certification "
         "(8.2, 8.3)",
         "pics.yaml, line 2: the PICS names no product family (8.3)",
         "pics.yaml, line 2: EX-22 Duo 3.1.0 is not listed as a family member (8.3, 9.4)",
         "pics.yaml, line 2: the PICS does not name the representative product of the family (9.4)"],
    ),
    Case(
        "the representative product",
        declaration,
        both(pics("model: EX-11 Duo\n", "model: EX-22 Duo\n"), text("  model: EX-11 Duo", "  model: EX-22 Duo")),
        ["pics.yaml, line 85: EX-22 Duo is the representative product, which a laboratory tests; it "
         "cannot be declared (9.4)",
         "the verdict is fail, but only a pass can be attested (8.3)",
         "pics.yaml, line 85: EX-22 Duo is the representative product of the family (VD-51; 9.4)"],
    ),
    Case(
        "a version that is no member",
        declaration,
        both(pics("firmware_version: 3.1.0\n", "firmware_version: 3.2.0\n"),
             text("  firmware_version: 3.1.0", "  firmware_version: 3.2.0")),
        ["pics.yaml, line 86: EX-11 Duo 3.2.0 is not listed as a family member (8.3, 9.4)",
         "the verdict is fail, but only a pass can be attested (8.3)",
         "pics.yaml, line 86: EX-11 Duo is listed as a family member with 3.1.0, but was tested with 3.2.0 "
         "(VD-50; 8.3; 9.4)"],
    ),
    Case(
        "no representative product",
        declaration,
        pics("  representative: EX-22 Duo\n", ""),
        ["pics.yaml, line 83: the PICS does not name the representative product of the family (9.4)",
         "the verdict is incomplete, but only a pass can be attested (8.3)"],
    ),
    Case(
        "a run that failed",
        declaration,
        failed,
        ["the verdict is fail, but only a pass can be attested (8.3)"],
    ),
    Case(
        "a software stack",
        declaration,
        pics("dut: Charging Station", "dut: Charging Station Software Stack"),
        ["pics.yaml, line 6: a Charging Station Software Stack cannot be declared; only these can: Charging "
         "Station (8.3, D-41)",
         "the verdict is incomplete, but only a pass can be attested (8.3)"],
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", DECLARATIONS, ids=lambda case: case.name)
def test_declaration(case):
    dossier = case.made()
    case.change(dossier)
    found = judged(dossier, bind=case.bind)
    told = reasons(lambda: declare(found, TOOL))
    in_the_way = [f"({one.code}; {one.cite})" for one in found.verdict.blocking]
    assert [one for one in told if not one.endswith((*in_the_way, "lists them all"))] == [
        one for one in case.reasons if not one.endswith((*in_the_way,))
    ]
    assert set(case.reasons) <= set(told)
    assert bool(told) is bool(case.reasons)


def test_of_many_reasons_in_the_way_the_first_are_named():
    dossier = example()
    for row in dossier.rows:
        row["verdict"] = "inconc"
    found = judged(dossier)
    told = reasons(lambda: certify(linked(report(found, LABORATORY)), BODY))
    assert told[0] == "the verdict is incomplete, but only a pass can be attested (5.4, 5.5)"
    assert len(told) <= 7


CERTIFICATES: dict[str, tuple[Callable[[], object], list[str]]] = {
    "of a report": (lambda: certify(linked(a_report()), BODY), []),
    "of a declaration": (lambda: certify(linked(a_declaration()), BODY, linked(a_representative())), []),
    "of a certificate": (
        lambda: certify(linked(a_certificate()), BODY),
        [f"{a_certificate()['id']} is a certificate; a certificate is made from a report or a declaration (5.5, 9.4)"],
    ),
    "of a declaration without the representative's certificate": (
        lambda: certify(linked(a_declaration()), BODY),
        ["a member of a product family needs the certificate of the representative product; --representative names it "
         "(9.4)"],
    ),
    "of a declaration and a report": (
        lambda: certify(linked(a_declaration()), BODY, linked(a_report())),
        [f"{a_report()['id']} is a report, not a certificate (9.4)"],
    ),
    "of a report and a certificate": (
        lambda: certify(linked(a_report()), BODY, linked(a_representative())),
        ["a certificate that is based on a report needs no certificate of a representative product (9.4)"],
    ),
    "of a declaration and another product's certificate": (
        lambda: certify(linked(a_declaration()), BODY, linked(a_certificate())),
        ["pics.yaml, line 2: the PICS names no product family (4.2, 8.3)",
         "pics.yaml, line 2: the PICS does not name the representative product (4.2, 9.4)",
         "pics.yaml, line 8: EX-11 Duo 3.1.0 is not listed as a family member in the representative's PICS (4.2, 8.3)",
         "pics.yaml, line 84: its product family is EX Duo, but the representative's PICS has none (4.2, 9.4)",
         "pics.yaml, line 85: its representative product is EX-22 Duo, but the representative's PICS has none "
         "(4.2, 9.4)",
         f"record.yaml, line 46: the record names the certificate {a_representative()['id']}, but this is "
         f"{a_certificate()['id']} (9.4)"],
    ),
    "by a laboratory": (
        lambda: certify(linked(a_report()), LABORATORY),
        ["this key belongs to a laboratory; a certificate must be signed by a certification body (5.5)"],
    ),
    "official, of a rehearsal": (
        lambda: certify(linked(a_report()), BODY._replace(rehearsal=False)),
        [f"{a_report()['id']} was made in a rehearsal; an official document cannot be based on it"],
    ),
    "before the report": (
        lambda: certify(linked(a_report()), BODY._replace(at=BODY.at - timedelta(days=1))),
        [f"{a_report()['id']} was issued on 2026-03-05T12:00:00Z, after the time of this certificate"],
    ),
    "of a report that no laboratory issued": (
        lambda: certify(linked(a_report() | {"issuer": {"role": "vendor", "name": "Example", "register": None}}), BODY),
        [f"{a_report()['id']} is a report that was issued by a vendor (8.2)"],
    ),
    "with an id that cannot be typed": (
        lambda: certify(linked(a_report()), BODY._replace(id="CERT 1")),
        ["an id has 1 to 64 letters, digits and . _ / -, and never two of . and / in a row"],
    ),
    "by an issuer with a hidden name": (
        lambda: certify(linked(a_report()), BODY._replace(name="Example\u2067Body")),
        ["the name of the issuer has the character U+2067 in it, which turns or hides what is read"],
    ),
    "by nobody": (
        lambda: certify(linked(a_report()), BODY._replace(name=" ")),
        ["the certificate of the key does not name the issuer"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CERTIFICATES)
def test_certificate(name):
    call, wanted = CERTIFICATES[name]
    assert reasons(call) == wanted


def test_a_certificate_of_a_failed_run():
    first, second = reasons(lambda: certify(linked(a_failed_report()), BODY))
    assert first == "the verdict is fail, but only a pass can be attested (5.4, 5.5)"
    assert re.fullmatch(r"results\.json, line \d+: TC_010 .*fail.* \(VD-\d\d; .*\)", second)


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        (
            pics("name: EX Duo", "name: EX Solo"),
            "pics.yaml, line 84: its product family is EX Solo, but the representative's PICS has EX Duo (4.2, 9.4)",
        ),
        (
            pics("vendor: Example Charging GmbH", "vendor: Example AG"),
            "pics.yaml, line 5: its vendor is Example AG, but the representative's PICS has Example Charging GmbH "
            "(4.2, 9.4)",
        ),
    ],
)
def test_a_member_of_another_family(change, wanted):
    dossier = of_member(a_representative()["id"])
    change(dossier)
    document = declare(judged(dossier), TOOL)
    told = reasons(lambda: certify(linked(document), BODY, linked(a_representative())))
    assert told == [wanted]


def test_a_member_that_the_representative_does_not_know():
    dossier = of_family()
    dossier.change_pics("{model: EX-11 Duo, firmware_version: 3.1.0}", "{model: EX-11 Duo, firmware_version: 3.0.0}")
    tested = certify(linked(report(judged(dossier), LABORATORY)), BODY)
    declared = declare(judged(of_member(tested["id"])), TOOL)
    told = reasons(lambda: certify(linked(declared), BODY, linked(tested)))
    assert told == [
        "pics.yaml, line 8: EX-11 Duo 3.1.0 is not listed as a family member in the representative's PICS (4.2, 8.3)"
    ]


def test_a_certificate_has_no_performance_values_of_a_member():
    member = certify(linked(a_declaration()), BODY, linked(a_representative()))
    assert member["evidence"]["measurements"] is None
    assert member["derived"]["verdict"]["performance"] == []
    assert a_certificate()["derived"]["verdict"]["performance"]


def test_what_a_certificate_says():
    document = a_certificate()
    assert document["kind"] == "certificate"
    assert document["id"] == "CERT-20260305-" + document["id"][-12:]
    assert document["issued_at"] == "2026-03-05T12:00:00Z"
    assert document["links"][0]["relation"] == "report"
    assert document["links"][0]["id"] == a_report()["id"]
    derived = document["derived"]
    assert derived["outcome"] == "pass"
    assert derived["scope"]["certificate"] == "Full"
    assert [(one["title"], one["supported"]) for one in derived["scope"]["profiles"]] == [
        ("Core", True),
        ("Smart Charging", True),
        ("Advanced Security", True),
    ]
    assert derived["firmware_hash"].startswith("SHA-256 8abda823f865f46d")
    assert {row["key"] for row in derived["extract"] if row["read_only"]} >= {"NumberOfConnectors"}
    assert derived["subject"]["hardware"].startswith("board rev. C")


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({}, "Full"),
        ({"certificate: Full": "certificate:"}, "Full"),
        ({"certificate: Full": "certificate: Subset"}, "Subset"),
        ({"certificate: Full": "certificate:", "advanced_security: Yes": "advanced_security: No"}, "Subset"),
        ({"certificate: Full": "certificate: Subset", "smart_charging: Yes": "smart_charging: No"}, "Subset"),
        ({"smart_charging: Yes": "smart_charging: No"}, None),
        ({"smart_charging: Yes": "smart_charging:"}, None),
        ({"certificate: Full": "certificate: Gold"}, None),
        ({"RT-0: Yes ": "RT-0: "}, None),
    ],
)
def test_full_or_subset(changes, wanted):
    dossier = example()
    for old, new in changes.items():
        dossier.change_pics(old, new)
    document = report(judged(dossier), LABORATORY)
    scope = document["derived"]["scope"]
    assert (scope and scope["certificate"]) == wanted
    if wanted is None:
        told = reasons(lambda: certify(linked(document), BODY))
        assert any("the PICS does not say which certificate it is for" in one for one in told)


def test_a_failed_report_is_plainly_marked():
    assert a_failed_report()["derived"]["outcome"] == "fail"
    assert a_failed_report()["addressees"] == ["Example Charging GmbH", "Open Charge Alliance"]


def test_derived_ids():
    found = judged(example())
    assert derived_id(Kind.REPORT, found, LABORATORY) == a_report()["id"]
    assert derived_id(Kind.DECLARATION, found, TOOL).startswith("VDOC-20260305-")
    assert all(ID.fullmatch(one()["id"]) for one in (a_report, a_certificate, a_declaration))
    assert report(found, LABORATORY._replace(id="LAB/2026-0001"))["id"] == "LAB/2026-0001"


@pytest.mark.parametrize(
    "good", ["Müller & Söhne", "株式会社エグザンプル", "Παράδειγμα", "예시", "\u0645\u06cc\u200c\u062e", ""]
)
def test_names_of_any_script(good):
    assert misleading(good) == ""


@pytest.mark.parametrize(
    "bad", ["\u202e", "\u2066", "\u200f", "\u061c", "\ufeff", "\u00ad", "\x1b", "\n", "\u2028", "\ue000"]
)
def test_characters_that_turn_or_hide(bad):
    assert f"U+{ord(bad):04X} in it" in misleading(f"a{bad}b")
