"""The refusals to attest: the words of each, its arguments where it is made, and its place in the procedure."""

# ruff: noqa: E501, RUF001

import ast
import re
import shutil
from pathlib import Path

import pytest

from certkit.attestation.attest import certify, declare, evidence_refusals
from certkit.attestation.conditions import refusals
from certkit.attestation.family import check_family
from certkit.attestation.family_model import Member, Tested
from certkit.attestation.kinds import KINDS, Kind
from certkit.attestation.model import NotAttestable
from certkit.attestation.refusal import refusal
from certkit.edition.rulebook import load_edition
from certkit.messages import ATTESTATION, refusal_codes, words_of
from certkit.pics.read_yaml import read_pics_yaml
from certkit.plan.derive import make_plan
from tests.attestation.documents import BODY, LABORATORY, TOOL, a_certificate, a_declaration, a_report, judged, linked
from tests.attestation.refused import found as found_as
from tests.edition.editions import SHIPPED
from tests.verdict.dossiers import declaration, example

SOURCES = sorted(Path("certkit/attestation").glob("*.py"))
SMALL = Path("tests/edition/second_edition")
# fmt: off
TABLE: list[tuple[str, dict, str]] = [
    ("AT-01.key", {"role": "laboratory", "needed": "test tool"}, "this key belongs to a laboratory; a declaration must be signed by a test tool"),
    ("AT-01.issuer", {"id": "VDOC-1", "role": "vendor"}, "VDOC-1 is a declaration that was issued by a vendor"),
    ("AT-02.key", {"role": "vendor", "needed": "laboratory"}, "this key belongs to a vendor; a report must be signed by a laboratory"),
    ("AT-02.issuer", {"id": "TR-1", "role": "vendor"}, "TR-1 is a report that was issued by a vendor"),
    ("AT-03.key", {"role": "laboratory", "needed": "certification body"}, "this key belongs to a laboratory; a certificate must be signed by a certification body"),
    ("AT-03.issuer", {"id": "CERT-1", "role": "laboratory"}, "CERT-1 is a certificate that was issued by a laboratory"),
    ("AT-04.form", {}, "an id has 1 to 64 letters, digits and . _ / -, and never two of . and / in a row"),
    ("AT-04.reserved", {"id": "TR-1", "other": "report", "kind": "certificate"}, "“TR-1” is reserved for a report; this is a certificate"),
    ("AT-05", {}, "the certificate of the key does not name the issuer"),
    ("AT-06.character", {"what": "a run", "character": "U+202E"}, "a run has the character U+202E in it, which turns or hides what is read"),
    ("AT-06.normal-form", {"what": "a run", "text": "ü"}, "a run is “ü”, which Unicode writes in another way (write it in NFC)"),
    ("AT-06.sign", {"what": "a run", "sign": "~", "character": "U+007E Tilde"}, "a run has “~”, U+007E Tilde"),
    ("AT-06.sign-like", {"what": "a run", "sign": "–", "character": "U+2013 En Dash", "look": "-"}, "a run has “–”, U+2013 En Dash, which reads as “-”"),
    ("AT-06.mixed", {"what": "a run", "word": "EХ", "letters": ("U+0425 Ha",)}, "a run has the word “EХ”, with letters of several scripts (U+0425 Ha)"),
    ("AT-06.letter", {"what": "a run", "letter": "ɑ", "character": "U+0251 Alpha", "look": "a"}, "a run has “ɑ”, U+0251 Alpha, which reads as “a”"),
    ("AT-06.word", {"what": "a run", "word": "ЕХ", "look": "EX", "letters": ("U+0415 Ie", "U+0425 Ha")}, "a run has the word “ЕХ”, which reads as “EX” (U+0415 Ie, U+0425 Ha)"),
    ("AT-07", {"what": "device.model", "text": "EX–22", "other": "EX-22", "other_what": "the answer to model"}, "device.model is “EX–22”, which looks like “EX-22” (the answer to model)"),
    ("AT-10", {}, "the PICS does not state the kind of device"),
    ("AT-11", {}, "the record does not state its mode"),
    ("AT-12", {}, "the record does not freeze the PICS; certkit record freeze writes its digest"),
    ("AT-13", {}, "the PICS is not the frozen one"),
    ("AT-14", {"record": "one", "pics": "other"}, "the record is for “one”, but the PICS is for “other”"),
    ("AT-15.differs", {"file": "a.log"}, "a.log is not the file that was recorded; certkit record freeze writes the digests"),
    ("AT-15.no-digest", {"file": "a.log"}, "a.log has no digest in the record; certkit record freeze writes the digests"),
    ("AT-16", {"kind": "report", "modes": ("certification", "re-certification"), "mode": "declaration"}, "a report needs a certification or re-certification run; the mode of the record is declaration"),
    ("AT-17", {"outcome": "fail"}, "the verdict is fail, but only a pass can be attested"),
    ("AT-18", {"outcome": "fail"}, "the verdict is fail, but only a pass can be attested"),
    ("AT-19", {"count": 2}, "and 2 more; certkit assess lists them all"),
    ("AT-20", {"kind": "CSMS", "kinds": ("Charging Station", "Gateway")}, "a CSMS cannot be declared; only these can: Charging Station and Gateway"),
    ("AT-20.none", {"kind": "CSMS"}, "a CSMS cannot be declared; the edition lets no kind of device be declared"),
    ("AT-21", {}, "the PICS names no product family"),
    ("AT-22", {}, "neither the record nor the PICS states the model, so it cannot be found among the family members"),
    ("AT-23", {"product": "EX 1.0"}, "EX 1.0 is not listed as a family member"),
    ("AT-24.tested", {"product": "EX 1.0"}, "EX 1.0 is not listed as a family member"),
    ("AT-24.representative", {"product": "EX 1.0"}, "EX 1.0 is not listed as a family member in the representative's PICS"),
    ("AT-24.own", {"product": "EX 1.0"}, "EX 1.0 is not listed as a family member in its own PICS"),
    ("AT-25", {}, "the PICS does not name the representative product of the family"),
    ("AT-26", {"model": "EX"}, "EX is the representative product, which a laboratory tests; it cannot be declared"),
    ("AT-27", {"representative": "EX", "model": "EY"}, "the representative product is EX, but this is the PICS of EY"),
    ("AT-27.no-model", {"representative": "EX"}, "the representative product is EX, but this PICS names no model"),
    ("AT-28", {"outcome": "fail"}, "the verdict on the representative product is fail"),
    ("AT-29.differs", {"item": "family.name", "member": "A", "representative": "B"}, "its product family is A, but the representative's PICS has B"),
    ("AT-29.not-named", {"item": "family.representative", "representative": "B"}, "its representative product is not named, but the representative's PICS has B"),
    ("AT-29.alone", {"item": "vendor", "member": "A"}, "its vendor is A, but the representative's PICS has none"),
    ("AT-30", {"item": "firmware_version"}, "the firmware version of the product is not stated, but a certificate is valid for it alone"),
    ("AT-31", {}, "the PICS does not say which certificate it is for, with which profiles and features"),
    ("AT-32", {}, "there are no configuration keys; a certificate has to list them"),
    ("AT-33", {}, "there is no hash of a firmware image; a certificate has to state it"),
    ("AT-40", {}, "a certificate that is based on a report needs no certificate of a representative product"),
    ("AT-41", {}, "a member of a product family needs the certificate of the representative product; --representative names it"),
    ("AT-42", {"id": "CERT-1"}, "CERT-1 is a certificate; a certificate is made from a report or a declaration"),
    ("AT-43", {"id": "TR-1"}, "TR-1 was made in a rehearsal; an official document cannot be based on it"),
    ("AT-44", {"id": "TR-1", "issued_at": "2026-03-05T12:00:00Z"}, "TR-1 was issued on 2026-03-05T12:00:00Z, after the time of this certificate"),
    ("AT-45", {"id": "TR-1", "kind": "report"}, "TR-1 is a report, not a certificate"),
    ("AT-46", {"id": "CERT-1"}, "CERT-1 is the certificate of a declared product, not of a tested one"),
    ("AT-47", {"representative": "CERT-1", "declaration": "VDOC-1", "part": "readings"}, "CERT-1 and VDOC-1 have a different selection of readings"),
    ("AT-48", {"stated": "CERT-2", "id": "CERT-1"}, "the record names the certificate CERT-2, but this is CERT-1"),
    ("AT-49", {"model": "EX", "cases": ("TC_001", "TC_002"), "certificate": "CERT-1"}, "EX has to pass TC_001, TC_002, but the product of CERT-1 did not pass them, and the record has no decision of the Compliance Working Group on them"),
    ("AT-49.more", {"model": "EX", "cases": ("TC_001", "TC_002"), "more": 3, "certificate": "CERT-1"}, "EX has to pass TC_001, TC_002 and 3 more, but the product of CERT-1 did not pass them, and the record has no decision of the Compliance Working Group on them"),
    ("AT-50", {"cases": ("TC_001", "TC_002")}, "its PICS does not say whether it has to pass TC_001, TC_002"),
    ("AT-51.not-named", {"id": "TR-1"}, "TR-1 is not a document that the certificate names"),
    ("AT-51.kind", {"id": "VDOC-1", "relation": "report", "kind": "declaration"}, "it names VDOC-1 as its report, but that is a declaration"),
    ("AT-51.differs", {"relation": "report", "id": "TR-1"}, "the report TR-1 is not what it says of it"),
    ("AT-51.missing", {}, "not every document that the certificate names was given"),
    ("AT-52", {"id": "TR-1"}, "its evidence is not that of TR-1"),
]
PLACES = {
    "AT-01": "8.3", "AT-02": "8.2", "AT-03": "5.5", "AT-10": "4.2", "AT-11": "6.3; 8.3", "AT-12": "5.5", "AT-13": "5.5; 8.3",
    "AT-14": "8.1.1", "AT-15": "8.2", "AT-16": "8.2; 8.3", "AT-17": "8.3", "AT-18": "5.4; 5.5", "AT-20": "8.3; D-41",
    "AT-21": "4.2; 8.3", "AT-22": "8.3", "AT-23": "8.3; 9.4", "AT-24": "4.2; 8.3", "AT-25": "4.2; 9.4", "AT-26": "9.4",
    "AT-27": "9.4", "AT-28": "9.4", "AT-29": "4.2; 9.4", "AT-30": "5.5", "AT-31": "A.1", "AT-32": "7.1.4", "AT-33": "8.2",
    "AT-40": "9.4", "AT-41": "9.4", "AT-42": "5.5; 9.4", "AT-45": "9.4", "AT-46": "9.4", "AT-47": "9.4", "AT-48": "9.4",
    "AT-49": "5.4; 9.4", "AT-50": "9.4", "AT-52": "5.5",
}
"""Code -> where OCPP 1.6 V2.4 says so, written by hand. The other refusals are certkit's own."""
# fmt: on
OWN = {"AT-04", "AT-05", "AT-06", "AT-07", "AT-19", "AT-43", "AT-44", "AT-51"}
EXAMPLES = {key: (arguments, words) for key, arguments, words in TABLE}
SECTION = re.compile(r"\b\d{1,2}\.\d|\bA\.\d|\bAppendix|\b[DBP]-\d\d")
"""What looks like a place in the procedure of OCPP 1.6."""


@pytest.mark.parametrize("key", EXAMPLES)
def test_the_words(key):
    arguments, words = EXAMPLES[key]
    made = refusal(key, **arguments)
    assert (made.code, made.message, made.cite) == (key[:5], words, "")


def test_every_message_is_in_the_table():
    assert list(EXAMPLES) == list(words_of(ATTESTATION).keys)
    assert len(EXAMPLES) == len(TABLE)


def calls():
    """Each place that makes a refusal by a literal key: place, key, names of the arguments."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "refusal":
                arguments = {keyword.arg for keyword in node.keywords} - {"where"}
                if isinstance(node.args[0], ast.Constant):
                    yield f"{path.name}:{node.lineno}", node.args[0].value, arguments


def test_every_place_gives_a_message_its_arguments():
    """A refusal that lacks an argument would stop certkit instead of telling the user why."""
    for place, key, arguments in calls():
        assert arguments == set(EXAMPLES[key][0]), place


def test_every_message_is_made_somewhere():
    text = "".join(path.read_text(encoding="utf-8") for path in SOURCES)
    misleading = {key for key in EXAMPLES if f'"{key.removeprefix("AT-06.")}"' in text and key.startswith("AT-06")}
    issuing = {f"{row.issuing}.{end}" for row in KINDS.values() for end in ("key", "issuer")}
    assert {key for key in EXAMPLES if f'"{key}"' not in text} == misleading | issuing


# The place in the procedure is the edition's.


def test_the_shipped_edition_says_where_the_procedure_says_so():
    citations = load_edition().citations
    assert {code: citations[code].cite for code in sorted(refusal_codes()) if code in citations} == PLACES
    assert refusal_codes() - set(PLACES) == OWN


def test_no_refusal_names_a_section_in_code_or_words():
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in docstrings]
        assert [text for text in texts if isinstance(text, str) and SECTION.search(text)] == [], path
    assert [words for _, _, words in TABLE if SECTION.search(words.replace("EX 1.0", ""))] == []


@pytest.fixture(scope="module")
def other_edition(tmp_path_factory):
    """The shipped edition with other places: for each code, the code itself."""
    folder = tmp_path_factory.mktemp("editions") / SHIPPED.name
    shutil.copytree(SHIPPED, folder, ignore=shutil.ignore_patterns("compiled.json"))
    path = folder / "citations.yaml"
    path.write_text(re.sub(r'code: (\S+), cite: "[^"]*"', r'code: \1, cite: "chapter \1"', path.read_text()))
    return load_edition(folder)


def test_another_edition_gives_its_own_places(other_edition):
    for kind, dossier in ((Kind.DECLARATION, example()), (Kind.REPORT, declaration()), (Kind.CERTIFICATE, example())):
        dossier.change_pics("dut: Charging Station", "dut:")
        made = judged(dossier)._replace(rulebook=other_edition)
        found = [one for one in refusals(kind, made) if one.code.startswith("AT-")]
        assert "AT-10" in {one.code for one in found}
        assert all(one.cite == ("" if one.code in OWN else f"chapter {one.code}") for one in found)


def with_edition(document, edition):
    given = linked(document)
    return given._replace(judged=given.judged._replace(rulebook=edition))


@pytest.mark.parametrize(
    "call",
    [
        lambda edition: certify(with_edition(a_certificate(), edition), BODY),
        lambda edition: certify(with_edition(a_report(), edition), LABORATORY),
        lambda edition: certify(with_edition(a_declaration(), edition), BODY, with_edition(a_certificate(), edition)),
        lambda edition: declare(judged(example())._replace(rulebook=edition), TOOL),
        lambda edition: evidence_refusals(Kind.REPORT, judged(declaration())._replace(rulebook=edition)),
    ],
)
def test_no_document_is_refused_with_places_of_this_edition(call, other_edition):
    with pytest.raises(NotAttestable) as caught:
        call(other_edition)
    cites = [one.cite for one in caught.value.refusals]
    assert any(cites)
    assert not [cite for cite in cites if SECTION.search(re.sub(r"chapter \S+", "", cite))]


def test_an_edition_without_citations_gives_no_places():
    small = load_edition(SMALL / "example-2.0.1-v1")
    content = (SMALL / "devices/station-full.yaml").read_bytes()
    pics, _ = read_pics_yaml(content, "pics.yaml", lambda _: small)
    plan = make_plan(pics, small)
    check = check_family(Tested(pics, plan, outcome="fail"), [Member(pics, plan)], small)
    found = (*check.problems, *check.members[0].problems)
    assert {"AT-20", "AT-21", "AT-25", "AT-28"} <= {one.code for one in found}
    assert "AT-20.none" in {found_as(one)[0] for one in found}
    assert {one.cite for one in found} == {""}
