"""What may not be attested: for each refusal one thing changed, and every reason by code, place and arguments."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple, TypeAlias

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
from tests.attestation.refused import at, found
from tests.verdict.dossiers import Dossier, declaration, example

Reason: TypeAlias = tuple[str, str, dict[str, Any]]


def reasons(call: Callable[[], object]) -> list[Reason]:
    """Why it is refused; empty if it is not."""
    try:
        call()
    except NotAttestable as error:
        return [found(refusal) for refusal in error.refusals]
    return []


class Case(NamedTuple):
    name: str
    made: Callable[[], Dossier]
    change: Callable[[Dossier], object]
    reasons: list[Reason]
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
        [
            at(
                "AT-16",
                "record.yaml, line 3",
                kind="report",
                modes=("certification", "re-certification"),
                mode="declaration",
            )
        ],
    ),
    Case(
        "no mode",
        example,
        text("mode: certification", "mode:"),
        [at("AT-11", "record.yaml, line 6")],
    ),
    Case(
        "a PICS of no kind of device",
        example,
        pics("dut: Charging Station", "dut:"),
        [at("AT-10", "pics.yaml, line 6")],
    ),
    Case(
        "a PICS that is not frozen",
        example,
        lambda d: setattr(d, "text", re.sub(r"  pics_sha256:[^\n]*\n", "", d.text)),
        [at("AT-12")],
        bind=False,
    ),
    Case(
        "another PICS than the frozen one",
        example,
        pics("connectors: multiple", "connectors: single"),
        [at("AT-13", "record.yaml, line 11")],
        bind=False,
    ),
    Case(
        "another edition",
        example,
        text("edition: ocpp-1.6-v2.4", "edition: ocpp-1.6-v2.3"),
        [at("AT-14", "record.yaml, line 5", record="ocpp-1.6-v2.3", pics="ocpp-1.6-v2.4")],
    ),
    Case(
        "another file than the recorded one",
        example,
        lambda d: d.files.update({"messages.log": d.files["messages.log"] + b"\n"}),
        [at("AT-15.differs", "record.yaml, line 79", file="messages.log")],
        bind=False,
    ),
    Case(
        "a file without digest",
        example,
        lambda d: setattr(d, "text", re.sub(r"(file: results.json\n) +sha256:[^\n]*\n", r"\1", d.text)),
        [at("AT-15.no-digest", "record.yaml, line 70", file="results.json")],
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
        [at("AT-06.character", "pics.yaml, line 5", what="the answer to vendor", character="U+202E")],
    ),
    Case(
        "a serial number with an invisible character",
        example,
        text("serial: EX22D-000417", 'serial: "EX22D-\\u200b000417"'),
        [at("AT-06.character", "record.yaml, line 42", what="device.serial", character="U+200B")],
    ),
    Case(
        "a run with a hidden character",
        example,
        lambda d: d.run("TC_010").update(logfile="a\u2066b.log"),
        [at("AT-06.character", "results.json", what="a run", character="U+2066")],
    ),
    Case("such a character in a remark", example, text("remarks:", 'remarks: "a \\u202e b" #'), []),
]  # fmt: skip


@pytest.mark.parametrize("case", REPORTS, ids=lambda case: case.name)
def test_report(case):
    dossier = case.made()
    case.change(dossier)
    evidence = judged(dossier, bind=case.bind)
    told = reasons(lambda: report(evidence, LABORATORY))
    assert [(key, without_line(place), arguments) for key, place, arguments in told] == case.reasons


def without_line(place: str) -> str:
    """Each test writes the results itself, so their lines differ."""
    return re.sub(r"results.json, line \d+", "results.json", place)


DECLARATIONS = [
    Case("a member", declaration, nothing, []),
    Case(
        "a certification run",
        example,
        nothing,
        [at("AT-16", "record.yaml, line 6", kind="declaration", modes=('declaration',), mode="certification"),
         at("AT-21", "pics.yaml, line 2"),
         at("AT-23", "pics.yaml, line 2", product="EX-22 Duo 3.1.0"),
         at("AT-25", "pics.yaml, line 2")],
    ),
    Case(
        "the representative product",
        declaration,
        both(pics("model: EX-11 Duo\n", "model: EX-22 Duo\n"), text("  model: EX-11 Duo", "  model: EX-22 Duo")),
        [at("AT-26", "pics.yaml, line 85", model="EX-22 Duo"),
         at("AT-17", outcome="fail"),
         at("VD-51", "pics.yaml, line 85")],
    ),
    Case(
        "a version that is no member",
        declaration,
        both(pics("firmware_version: 3.1.0\n", "firmware_version: 3.2.0\n"),
             text("  firmware_version: 3.1.0", "  firmware_version: 3.2.0")),
        [at("AT-23", "pics.yaml, line 86", product="EX-11 Duo 3.2.0"),
         at("AT-17", outcome="fail"),
         at("VD-50", "pics.yaml, line 86")],
    ),
    Case(
        "no representative product",
        declaration,
        pics("  representative: EX-22 Duo\n", ""),
        [at("AT-25", "pics.yaml, line 83"),
         at("AT-17", outcome="incomplete")],
    ),
    Case(
        "a run that failed",
        declaration,
        failed,
        [at("AT-17", outcome="fail")],
    ),
    Case(
        "a software stack",
        declaration,
        pics("dut: Charging Station", "dut: Charging Station Software Stack"),
        [at("AT-20", "pics.yaml, line 6", kind="Charging Station Software Stack", kinds=('Charging Station',)),
         at("AT-17", outcome="incomplete")],
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", DECLARATIONS, ids=lambda case: case.name)
def test_declaration(case):
    dossier = case.made()
    case.change(dossier)
    evidence = judged(dossier, bind=case.bind)
    told = reasons(lambda: declare(evidence, TOOL))
    assert [one for one in told if not of_verdict(one)] == [one for one in case.reasons if not of_verdict(one)]
    assert all(one in told for one in case.reasons)
    assert bool(told) is bool(case.reasons)
    expected = {one.code for one in evidence.verdict.blocking}
    assert {key for key, _, _ in told if not key.startswith("AT-")} <= expected


def of_verdict(reason: Reason) -> bool:
    """A rule of the verdict, or that there are more of them."""
    return reason[0] == "AT-19" or not reason[0].startswith("AT-")


def test_of_many_reasons_in_the_way_the_first_are_named():
    dossier = example()
    for row in dossier.rows:
        row["verdict"] = "inconc"
    evidence = judged(dossier)
    told = reasons(lambda: certify(linked(report(evidence, LABORATORY)), BODY))
    assert told[0] == at("AT-18", outcome="incomplete")
    assert len(told) <= 7


CERTIFICATES: dict[str, tuple[Callable[[], object], list[Reason]]] = {
    "of a report": (lambda: certify(linked(a_report()), BODY), []),
    "of a declaration": (lambda: certify(linked(a_declaration()), BODY, linked(a_representative())), []),
    "of a certificate": (
        lambda: certify(linked(a_certificate()), BODY),
        [at("AT-42", id=a_certificate()["id"])],
    ),
    "of a declaration without the representative's certificate": (
        lambda: certify(linked(a_declaration()), BODY),
        [at("AT-41")],
    ),
    "of a declaration and a report": (
        lambda: certify(linked(a_declaration()), BODY, linked(a_report())),
        [at("AT-45", id=a_report()["id"], kind="report")],
    ),
    "of a report and a certificate": (
        lambda: certify(linked(a_report()), BODY, linked(a_representative())),
        [at("AT-40")],
    ),
    "of a declaration and another product's certificate": (
        lambda: certify(linked(a_declaration()), BODY, linked(a_certificate())),
        [at("AT-21", "pics.yaml, line 2"),
         at("AT-25", "pics.yaml, line 2"),
         at("AT-24.representative", "pics.yaml, line 8", product="EX-11 Duo 3.1.0"),
         at("AT-29.alone", "pics.yaml, line 84", item="family.name", member="EX Duo"),
         at("AT-29.alone", "pics.yaml, line 85", item="family.representative", member="EX-22 Duo"),
         at("AT-48", "record.yaml, line 46", stated=a_representative()["id"], id=a_certificate()["id"])],
    ),
    "by a laboratory": (
        lambda: certify(linked(a_report()), LABORATORY),
        [at("AT-03.key", role="laboratory", needed="certification body")],
    ),
    "official, of a rehearsal": (
        lambda: certify(linked(a_report()), BODY._replace(rehearsal=False)),
        [at("AT-43", id=a_report()["id"])],
    ),
    "before the report": (
        lambda: certify(linked(a_report()), BODY._replace(at=BODY.at - timedelta(days=1))),
        [at("AT-44", id=a_report()["id"], issued_at="2026-03-05T12:00:00Z")],
    ),
    "of a report that no laboratory issued": (
        lambda: certify(linked(a_report() | {"issuer": {"role": "vendor", "name": "Example", "register": None}}), BODY),
        [at("AT-02.issuer", id=a_report()["id"], role="vendor")],
    ),
    "with an id that cannot be typed": (
        lambda: certify(linked(a_report()), BODY._replace(id="CERT 1")),
        [at("AT-04.form")],
    ),
    "by an issuer with a hidden name": (
        lambda: certify(linked(a_report()), BODY._replace(name="Example\u2067Body")),
        [at("AT-06.character", what="the name of the issuer", character="U+2067")],
    ),
    "by nobody": (
        lambda: certify(linked(a_report()), BODY._replace(name=" ")),
        [at("AT-05")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CERTIFICATES)
def test_certificate(name):
    call, wanted = CERTIFICATES[name]
    assert reasons(call) == wanted


def test_a_certificate_of_a_failed_run():
    first, second = reasons(lambda: certify(linked(a_failed_report()), BODY))
    assert first == at("AT-18", outcome="fail")
    assert second[0] == "VD-21"
    assert without_line(second[1]) == "results.json"


def test_a_reason_of_the_verdict_has_the_code_of_its_rule_with_its_place():
    with pytest.raises(NotAttestable) as caught:
        certify(linked(a_failed_report()), BODY)
    words = str(caught.value.refusals[1])
    assert all(str(refusal) in caught.value.message for refusal in caught.value.refusals)
    assert re.fullmatch(r"results\.json, line \d+: TC_010 .*fail.* \(VD-\d\d; .*\)", words)


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        (
            pics("name: EX Duo", "name: EX Solo"),
            at("AT-29.differs", "pics.yaml, line 84", item="family.name", member="EX Solo", representative="EX Duo"),
        ),
        (
            pics("vendor: Example Charging GmbH", "vendor: Example AG"),
            at(
                "AT-29.differs",
                "pics.yaml, line 5",
                item="vendor",
                member="Example AG",
                representative="Example Charging GmbH",
            ),
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
    assert told == [at("AT-24.representative", "pics.yaml, line 8", product="EX-11 Duo 3.1.0")]


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
        assert "AT-31" in {key for key, _, _ in told}


def test_a_failed_report_is_plainly_marked():
    assert a_failed_report()["derived"]["outcome"] == "fail"
    assert a_failed_report()["addressees"] == ["Example Charging GmbH", "Open Charge Alliance"]


def test_derived_ids():
    evidence = judged(example())
    assert derived_id(Kind.REPORT, evidence, LABORATORY) == a_report()["id"]
    assert derived_id(Kind.DECLARATION, evidence, TOOL).startswith("VDOC-20260305-")
    assert all(ID.fullmatch(one()["id"]) for one in (a_report, a_certificate, a_declaration))
    assert report(evidence, LABORATORY._replace(id="LAB/2026-0001"))["id"] == "LAB/2026-0001"


@pytest.mark.parametrize(
    "good", ["Müller & Söhne", "株式会社エグザンプル", "Παράδειγμα", "예시", "\u0645\u06cc\u200c\u062e", ""]
)
def test_names_of_any_script(good):
    assert misleading(good) is None


@pytest.mark.parametrize(
    "bad", ["\u202e", "\u2066", "\u200f", "\u061c", "\ufeff", "\u00ad", "\x1b", "\n", "\u2028", "\ue000"]
)
def test_characters_that_turn_or_hide(bad):
    assert misleading(f"a{bad}b") == ("character", {"character": f"U+{ord(bad):04X}"})
