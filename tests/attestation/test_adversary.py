"""Somebody wants a document that may not be had, and calls the commands as often as it takes."""

import shutil
from typing import Any

import pytest

from certkit.attestation.attest import certify as make_certificate
from certkit.attestation.model import NotAttestable
from certkit.resources import data_folder
from certkit.signing.sign import sign_document
from tests.attestation.commands import command, done, id_in, passphrase_file, sealed_documents
from tests.attestation.documents import BODY, a_declaration, a_representative, linked, of_family, of_member
from tests.cli.program import certkit
from tests.signing.pkis import quick_pki, written
from tests.verdict.dossiers import example


def refused(result, file, *reasons, code=1):
    """It is refused for these reasons, in one message, and nothing is written; 2 if the key or the call will not do."""
    assert result.code == code, result.err
    for reason in reasons:
        assert reason in " ".join(result.err.split()), result.err
    assert "Traceback" not in result.err
    assert not file.exists()


@pytest.fixture
def official(tmp_path):
    """A PKI without the marks of a rehearsal, and a trust folder that believes in both."""
    made = written(quick_pki(rehearsal=False), tmp_path / "official")
    shutil.copytree(made.path / "trust", tmp_path / "both")
    return made


def believe(folder, both):
    """Put what one PKI is trusted for into the other folder as well."""
    for path in folder.rglob("*"):
        if path.is_file():
            (both / path.relative_to(folder)).with_name(f"rehearsal-{path.name}").write_bytes(path.read_bytes())


# Rehearsal and official.


def certify(document, folder, pki, output, trust, *options):
    key = ["--key", f"file:{folder.path / 'certification-body.p12'}", "--passphrase-file", passphrase_file(pki)]
    return certkit("certify", document, *key, "--trust", trust, "--offline", "-o", output, *options)


def test_an_official_key_certifies_no_rehearsal(sealed, pki, official, tmp_path):
    believe(pki.path / "trust", tmp_path / "both")
    for level, code in (("B-B", 2), ("B-LTA", 1)):
        result = certify(sealed.report, official, pki, tmp_path / "c.pdf", tmp_path / "both", "--level", level)
        refused(result, tmp_path / "c.pdf", code=code)
    assert "was made in a rehearsal; an official document cannot be based on it" in result.err


def test_an_official_key_is_refused_where_only_the_rehearsal_is_trusted(sealed, pki, official, tmp_path):
    result = certify(sealed.report, official, pki, tmp_path / "c.pdf", pki.path / "trust")
    refused(result, tmp_path / "c.pdf", "which is not a trusted root", code=2)


def test_a_rehearsal_key_is_refused_where_only_the_official_root_is_trusted(record, pki, official, tmp_path):
    key = ["--key", f"file:{pki.path / 'laboratory.p12'}", "--passphrase-file", passphrase_file(pki)]
    result = certkit("report", record, *key, "--trust", official.path / "trust", "-o", tmp_path / "r.pdf")
    refused(result, tmp_path / "r.pdf", "which is not a trusted root", code=2)


def test_nothing_official_is_sealed_below_its_level(record, official, pki, tmp_path):
    for level in ("B-B", "B-T"):
        result = command("report", record, official, tmp_path / "r.pdf", "--level", level)
        refused(result, tmp_path / "r.pdf", "at least level B-LT", code=2)


# What a certificate stands on.


def test_revoked_documents_are_no_base(tmp_path):
    """The laboratory's key is revoked: its report is worth nothing. So with the body's, and the representative's."""
    own = written(quick_pki(), tmp_path / "rehearsal")
    there = sealed_documents(own, tmp_path)
    assert certkit("pki", "revoke", "--test", own.path, "laboratory").code == 0
    result = command("certify", there.report, own, tmp_path / "c.pdf")
    refused(result, tmp_path / "c.pdf", "it is not verified, so no certificate can be based on it", "was revoked")
    assert certkit("pki", "revoke", "--test", own.path, "certification-body").code == 0
    more = ["--representative", there.representative]
    result = command("certify", there.declaration, own, tmp_path / "c.pdf", *more)
    refused(result, tmp_path / "c.pdf", "it is not verified, so no certificate can be based on it", "was revoked")


def test_a_members_certificate_represents_nobody(sealed, pki, tmp_path):
    result = command("certify", sealed.declaration, pki, tmp_path / "c.pdf", "--representative", sealed.member)
    refused(result, tmp_path / "c.pdf", "is the certificate of a declared product, not of a tested one (9.4)")


def test_a_declaration_represents_nobody(sealed, pki, tmp_path):
    result = command("certify", sealed.declaration, pki, tmp_path / "c.pdf", "--representative", sealed.declaration)
    refused(result, tmp_path / "c.pdf", "is a declaration, not a certificate (9.4)")


def test_a_certificate_is_not_certified(sealed, pki, tmp_path):
    result = command("certify", sealed.representative, pki, tmp_path / "c.pdf")
    reason = "is a certificate; a certificate is made from a report or a declaration (5.5; 9.4)"
    refused(result, tmp_path / "c.pdf", reason)


def test_a_member_under_other_readings_than_the_representative():
    """Under the reading that suits it, where the representative product was tested under another."""
    representative, source = linked(a_representative()), linked(a_declaration())
    readings = {**source.judged.document["readings"], "D-32": "b"}
    assert readings != source.judged.document["readings"]
    other = source._replace(judged=source.judged._replace(document={**source.judged.document, "readings": readings}))
    with pytest.raises(NotAttestable, match=r"have a different selection of readings"):
        make_certificate(other, BODY, representative)


@pytest.mark.parametrize("version", ["3.1.0.1", "3.2.0"])
def test_a_member_with_another_version_than_listed(version, sealed, pki, tmp_path):
    dossier = of_member("CERT-1").change("  firmware_version: 3.1.0", f"  firmware_version: {version}")
    dossier.change_pics("firmware_version: 3.1.0\n", f"firmware_version: {version}\n")
    result = command("declare", dossier.write(tmp_path), pki, tmp_path / "d.pdf")
    refused(result, tmp_path / "d.pdf", f"EX-11 Duo {version} is not listed as a family member (8.3; 9.4)")


def test_the_representative_product_is_not_declared(pki, tmp_path):
    dossier = of_family().change("mode: certification", "mode: declaration")
    result = command("declare", dossier.write(tmp_path), pki, tmp_path / "d.pdf")
    refused(result, tmp_path / "d.pdf", "is the representative product, which a laboratory tests")


# Rules of one's own.


@pytest.fixture
def own_edition(tmp_path):
    """A copy of the edition in which one test case is no longer asked for."""
    folder = tmp_path / "own" / "ocpp-1.6-v2.4"
    shutil.copytree(data_folder("pics_templates") / "ocpp-1.6-v2.4", folder)
    file = folder / "test_cases.yaml"
    text = file.read_text(encoding="utf-8")
    assert "Cold Boot Charge Point, station: M" in text
    file.write_text(text.replace("Cold Boot Charge Point, station: M", "Cold Boot Charge Point, station: O"), "utf-8")
    return folder


@pytest.mark.parametrize("name", ["report", "declare"])
def test_nothing_is_attested_under_rules_of_one_s_own(name, own_edition, pki, tmp_path):
    (tmp_path / "dossier").mkdir()
    dossier = example() if name == "report" else of_member("CERT-1")
    record = dossier.write(tmp_path / "dossier")
    result = command(name, record, pki, tmp_path / "x.pdf", "--edition", own_edition)
    refused(result, tmp_path / "x.pdf", "release 1 of the edition ocpp-1.6-v2.4 has the digest", code=2)


# Time.


def test_runs_of_tomorrow_show_nothing(pki, tmp_path):
    """Results that are dated after today: a report says that they show nothing, and is not certified."""
    dossier = example()
    for row in dossier.rows:
        row["startTime"]["date"]["year"] += 100
    said = done(command("report", dossier.write(tmp_path), pki, tmp_path / "r.pdf"))
    assert ", pass, signed" not in said
    refused(command("certify", tmp_path / "r.pdf", pki, tmp_path / "c.pdf"), tmp_path / "c.pdf", "only a pass")


# Ids.


@pytest.mark.parametrize(
    "identifier",
    ["../../etc/passwd", "a\nb", "a b", "-a", "a-", "a" * 65, "CERT\u202e1", "=1+1", "<b>", "Ä", "a\0b", "%2e", "."],
)
def test_ids_that_are_none(identifier, record, pki, tmp_path):
    result = command("report", record, pki, tmp_path / "r.pdf", f"--id={identifier}")
    refused(result, tmp_path / "r.pdf", "an id has 1 to 64 letters")
    assert "\u202e" not in result.err


@pytest.mark.parametrize("identifier", ["a/../b", "a//b", "a..b"])
def test_an_id_that_climbs(identifier, record, pki, tmp_path):
    result = command("report", record, pki, tmp_path / "r.pdf", f"--id={identifier}")
    refused(result, tmp_path / "r.pdf", "an id has 1 to 64 letters")


@pytest.mark.parametrize("identifier", ["CERT-20260305-0123456789ab", "cert-1", "VDOC-1"])
def test_an_id_of_another_kind(identifier, record, pki, tmp_path):
    """A report is not called as certificates are."""
    result = command("report", record, pki, tmp_path / "r.pdf", "--id", identifier)
    refused(result, tmp_path / "r.pdf", "is reserved for a")


# Files that change.


@pytest.mark.parametrize(
    "name",
    ["results.json", "messages.log", "getconfiguration.json", "octt-configuration.json", "ex-22-duo-3.1.0.bin",
     "pics.yaml"],
)  # fmt: skip
def test_a_file_that_was_changed_after_the_record(name, record, pki, tmp_path):
    file = record.parent / name
    content = file.read_bytes()
    file.write_bytes(content + b"\n" if name != "pics.yaml" else content.replace(b"RT-0: Yes", b"RT-0: No"))
    assert file.read_bytes() != content
    report = tmp_path / "r.pdf"
    result = command("report", record, pki, report)
    if name == "ex-22-duo-3.1.0.bin":  # its hash is what is reported: the verdict says that it is another
        assert ", pass, signed" not in done(result)
        refused(command("certify", report, pki, tmp_path / "c.pdf"), tmp_path / "c.pdf", "only a pass")
    else:
        refused(result, report)


def test_a_run_without_its_last_tests(pki, tmp_path):
    dossier = example()
    dossier.rows[:] = [row for row in dossier.rows if row["testCaseName"] != "TC_010_CS"]
    said = done(command("report", dossier.write(tmp_path), pki, tmp_path / "r.pdf"))
    assert ", incomplete, signed" in said
    assert id_in(said).startswith("TR-")
    refused(command("certify", tmp_path / "r.pdf", pki, tmp_path / "c.pdf"), tmp_path / "c.pdf", "only a pass")


# What certkit itself might do wrong.


@pytest.mark.parametrize(
    ("what", "why"),
    [
        (lambda content: content + b"\n", "file"),
        (lambda content: content.replace(b"/FlateDecode", b"/FlateDecodd", 1), ""),
    ],
    ids=["something after the end", "another byte"],
)
def test_what_would_not_be_verified_is_not_handed_out(what, why, record, pki, tmp_path, monkeypatch):
    def changed(*given: Any, **more: Any) -> bytes:
        return what(sign_document(*given, **more))

    monkeypatch.setattr("certkit.cli.signing.sign_document", changed)
    result = command("report", record, pki, tmp_path / "r.pdf")
    refused(
        result, tmp_path / "r.pdf", f"the signed document cannot be verified, so nothing was written: {why}", code=2
    )


def test_pages_of_something_else_are_not_handed_out(record, pki, tmp_path, monkeypatch):
    from certkit.attestation import layout_1

    right = layout_1.render
    calls: list[Any] = []

    def wrong(document: Any, rulebook: Any) -> bytes:
        calls.append(document)
        title: Any = {**document, "title": "Certificate"} if len(calls) == 1 else document
        return right(title, rulebook)

    monkeypatch.setattr(layout_1, "render", wrong)
    result = command("report", record, pki, tmp_path / "r.pdf")
    refused(result, tmp_path / "r.pdf", "the signed document cannot be verified, so nothing was written", code=2)
