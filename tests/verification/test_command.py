"""``certkit verify`` as a user calls it: exit codes, output, links, evidence, many documents."""

import csv
import io
import json
from dataclasses import replace
from datetime import timedelta
from importlib.metadata import version
from unittest import mock

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from certkit.attestation.layout_1 import signature_page
from certkit.attestation.layouts import LAYOUTS
from certkit.signing.pki import make_list, make_pki
from certkit.verification.links import with_links
from certkit.verification.model import Verdict
from tests.attestation.commands import sealed_documents
from tests.attestation.pages.documents import render
from tests.cli.program import certkit
from tests.docs.test_schemas import complaints
from tests.signing.pkis import BEGAN, NOW, quick_pki, trust_of, written
from tests.signing.tsa import serving
from tests.verification.signed import data, first_failure, reason, sign_data, signed, step, verify
from tests.verification.test_drawn import append, rewritten

DER = Encoding.DER
NEEDS = f"it needs a newer certkit than {version('certkit')}"


@pytest.fixture(scope="module")
def trust(tmp_path_factory):
    return written(quick_pki(), tmp_path_factory.mktemp("pki") / "rehearsal").path / "trust"


@pytest.fixture(scope="module")
def official(tmp_path_factory):
    return written(quick_pki(rehearsal=False), tmp_path_factory.mktemp("pki") / "official").path / "trust"


@pytest.fixture
def certificate(tmp_path):
    path = tmp_path / "certificate.pdf"
    path.write_bytes(signed("certificate", "B-LTA"))
    return path


def test_a_rehearsal_is_no_good_unless_it_is_asked_for(certificate, trust):
    result = certkit("verify", certificate, "--trust", trust, "--offline")
    assert result.code == 1
    assert "REHEARSAL: certificate CERT-" in result.out
    asked = certkit("verify", certificate, "--trust", trust, "--offline", "--rehearsal")
    assert (asked.code, asked.out) == (0, result.out)


def test_an_official_one(tmp_path, official):
    path = tmp_path / "c.pdf"
    path.write_bytes(signed("certificate", "B-LTA", rehearsal=False))
    result = certkit("verify", path, "--trust", official, "--offline")
    assert result.code == 0
    last = result.out.split("\n\n")[-1]
    assert "\nVERIFIED: certificate CERT-" in result.out
    assert last.endswith("UTC.\n")


def test_under_another_root_it_is_not_verified(certificate, official):
    result = certkit("verify", certificate, "--offline", "--trust", official)
    assert result.code == 1
    assert "\nNOT VERIFIED: step 4, time and level of the signature: failed" in result.out
    assert "Do not rely on this document" in result.out.replace("\n  ", " ")


@pytest.mark.parametrize(
    ("at", "code"),
    [("2020-01-01", 1), (f"{NOW + timedelta(minutes=1):%Y-%m-%dT%H:%M:%SZ}", 0)],
    ids=["long before", "in a minute"],
)
def test_as_of_a_time(certificate, trust, at, code):
    assert certkit("verify", certificate, "--trust", trust, "--offline", "--rehearsal", "--at", at).code == code


def test_a_time_that_is_none(certificate, trust):
    result = certkit("verify", certificate, "--trust", trust, "--at", "soon")
    assert result.code == 2
    assert "'soon' is not a time" in result.err


def test_what_cannot_be_read(certificate, trust, tmp_path):
    result = certkit("verify", certificate, tmp_path / "missing.pdf", "--trust", trust, "--offline", "--rehearsal")
    assert result.code == 2
    assert "missing.pdf" in result.err
    assert "1 not readable" in result.out
    assert certkit("verify", certificate, "--trust", tmp_path / "none").code == 2
    (tmp_path / "empty").mkdir()
    assert certkit("verify", tmp_path / "empty", "--trust", trust).code == 2


def test_from_standard_input(trust):
    content = signed("certificate", "B-LTA")
    result = certkit("verify", "-", "--trust", trust, "--offline", "--rehearsal", stdin=content)
    assert result.code == 0


def test_json_is_as_described(certificate, trust, tmp_path):
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(certificate.read_bytes() + b"\n")
    result = certkit("verify", certificate, broken, tmp_path / "no.pdf", "--trust", trust, "--offline", "-f", "json")
    document = json.loads(result.out)
    assert complaints("verification", document) == []
    good, bad = document["documents"]
    assert good["verdict"] == "rehearsal"
    assert good["attested"]["kind"] == "certificate"
    assert (bad["verdict"], bad["attested"]) == ("not verified", None)
    assert len(document["unreadable"]) == 1
    assert document["summary"] == {"verified": 0, "rehearsal": 1, "not derived": 0, "not verified": 1}


def test_a_name_with_escape_sequences_is_inert(tmp_path, trust):
    path = tmp_path / "a\x1b[31mVERIFIED\x1b[0m\r.pdf"
    path.write_bytes(b"no PDF")
    result = certkit("verify", path, "--trust", trust, "--offline")
    assert "\x1b" not in result.out
    assert "\r" not in result.out


@pytest.fixture
def three(certificate, tmp_path):
    """One that verifies as a rehearsal, one that is broken, one that is missing."""
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(certificate.read_bytes() + b"\n")
    return [certificate, broken, tmp_path / "missing.pdf"]


def test_a_table_has_one_row_for_each_document(three, trust):
    result = certkit("verify", *three, "--trust", trust, "--offline", "-f", "csv")
    assert result.code == 2
    heading, *rows = csv.reader(io.StringIO(result.out, newline=""))
    assert heading == ["file", "kind", "id", "product", "version", "verdict", "reason"]
    good, bad, missing = rows
    assert [row[5] for row in rows] == ["rehearsal", "not verified", "unreadable"]
    assert good[1:5] == ["certificate", data()["id"], "Example Charging GmbH EX-22 Duo", "3.1.0"]
    assert bad[1:5] == missing[1:5] == [""] * 4
    assert bad[6].startswith("step 1, ")


def test_quiet_shows_what_is_not_verified_alone(three, trust):
    options = ("--trust", trust, "--offline", "--rehearsal", "--quiet")
    alone = certkit("verify", three[0], *options)
    assert (alone.code, alone.out, alone.err) == (0, "", "")
    both = certkit("verify", *three[:2], *options, "--no-steps")
    assert both.code == 1
    assert both.out.startswith(str(three[1]))
    assert both.out.endswith("0 of 2 verified, 1 of a rehearsal, 1 NOT VERIFIED\n")
    table = certkit("verify", *three[:2], *options, "-f", "csv")
    assert [row.split(",")[0] for row in table.out.splitlines()] == ["file", str(three[1])]
    assert certkit("verify", three[0], *options, "-f", "json").code == 2


def test_of_many_the_bad_ones_come_last(tmp_path, trust):
    for number in range(12):
        (tmp_path / f"{number:02}.pdf").write_bytes(signed("certificate", "B-LTA") if number % 3 else b"no PDF")
    result = certkit("verify", tmp_path, "--trust", trust, "--offline", "--no-steps")
    blocks = result.out.split("\n\n")
    assert ["NOT VERIFIED" in block for block in blocks] == [False] * 8 + [True] * 5  # the last one counts


def test_several_hundred_in_one_call(tmp_path, trust):
    for number in range(300):
        (tmp_path / f"{number:03}.pdf").write_bytes(b"no PDF" if number % 50 else signed("certificate", "B-LTA"))
    result = certkit("verify", tmp_path, "--trust", trust, "--offline", "--no-steps")
    assert result.code == 1
    assert result.out.endswith("0 of 300 verified, 6 of a rehearsal, 294 NOT VERIFIED\n")


class TestLinks:
    """Documents that stand on each other, given together."""

    def test_a_whole_chain(self, tmp_path):
        pki = written(quick_pki(), tmp_path / "pki")
        (tmp_path / "documents").mkdir()
        chain = sealed_documents(pki, tmp_path / "documents")
        result = certkit("verify", *chain, "--trust", pki.path / "trust", "--offline", "-f", "json")
        steps = [
            {one["name"]: one["status"] for one in found["steps"]} for found in json.loads(result.out)["documents"]
        ]
        assert [one["links"] for one in steps] == ["passed"] * 4

    def test_one_that_is_not_verified(self):
        certificate, report = verify(signed("certificate")), verify(b"no PDF")
        link = certificate.document["links"][0]
        found, _ = with_links([certificate, replace(report, sha256=link["sha256"])])
        assert reason(found) == ("links", "links.not-verified", {"name": f"the report {link['id']}"})
        assert found.document is None
        assert found.payload == b""

    def test_one_with_other_data(self):
        certificate, other = verify(signed("certificate")), verify(signed("declaration"))
        link = certificate.document["links"][0]
        found, _ = with_links([certificate, replace(other, sha256=link["sha256"])])
        assert reason(found) == ("links", "links.other-data", {"name": f"the report {link['id']}"})


class TestEvidence:
    def test_the_files_and_then_one_of_them_changed(self, tmp_path):
        from tests.verdict.dossiers import example

        example().write(tmp_path)
        found = verify(signed("report"), evidence=str(tmp_path))
        assert step(found, "evidence")[0] == "passed", step(found, "evidence")
        file = next(tmp_path.glob("results*"))
        file.write_bytes(file.read_bytes().replace(b'"pass"', b'"fail"', 1) + b"\n")
        changed = verify(signed("report"), evidence=str(tmp_path))
        assert first_failure(changed)[0] == "evidence"
        assert changed.document is None


class TestAnotherRenderer:
    """Where another version of a library wrote it, everything that is drawn is compared."""

    def drawn(self, **versions):
        document = data()
        return data(renderer={**document["renderer"], **versions})

    @pytest.mark.parametrize("versions", [{}, {"reportlab": "3.0"}, {"certkit": "0.0.9"}])
    def test_the_same_bytes_are_enough(self, versions):
        found = verify(sign_data(self.drawn(**versions)))
        assert step(found, "pages") == ("passed", "drawn again, byte for byte")

    @pytest.mark.parametrize("versions", [{}, {"reportlab": "3.0"}])
    def test_the_same_pages_in_other_bytes(self, versions):
        document = self.drawn(**versions)
        found = verify(sign_data(document, pdf=rewritten(content=render(document), compress_streams=False)))
        assert step(found, "pages") == (
            "passed",
            "drawn again: everything drawn is the same, another version of a library wrote it",
        )

    @pytest.mark.parametrize("versions", [{}, {"reportlab": "3.0"}, {"certkit": "0.0.9"}])
    def test_a_page_with_something_over_it(self, versions):
        document = self.drawn(**versions)
        covered = rewritten(append(b"1 1 1 rg 0 0 600 900 re f"), render(document))
        found = verify(sign_data(document, pdf=covered))
        assert first_failure(found) == (
            "pages",
            "the pages are not those that the data gives: page 1 draws an area at 0.00, 0.00 besides",
        )

    def test_another_signature(self):
        document = self.drawn(reportlab="3.0")
        content = sign_data(document, picture=signature_page(["Somebody"]))
        name, message = first_failure(verify(content))
        assert name == "pages"
        assert message.startswith("the visible signature does not show what the data says: the picture draws 'S' at ")

    def test_another_layout_is_not_checked(self):
        with mock.patch.dict(LAYOUTS, {99: LAYOUTS[1]}):
            content = sign_data(self.drawn(layout=99))
        found = verify(content)
        assert found.verdict is Verdict.NOT_DERIVED
        assert step(found, "pages") == (
            "not checked",
            f"it uses layout 99; it needs a newer certkit than {version('certkit')}",
        )


def test_lists_are_fetched_unless_it_is_offline():
    lists: dict[str, x509.CertificateRevocationList] = {}

    def answer(body):
        name = server.asked[-1][0].strip("/")
        return 200, "application/pkix-crl", lists[name].public_bytes(DER)

    with serving(answer) as server:
        made = make_pki(BEGAN, crl_url=server.url, list_days=0)
        lists["root.crl"] = make_list(made.root, [], NOW, number=2)
        lists["issuing-ca.crl"] = make_list(made.authority, [], NOW, number=2)
        content = sign_data(data(pki=made), pki=made)
        bare = trust_of(made)._replace(crls=())
        assert step(verify(content, made, trust=bare), "revocation")[0] == "not checked"
        assert server.asked == []
        from certkit.verification.many import _fetch

        found = verify(content, made, trust=bare, fetch=_fetch)
        assert found.verdict is Verdict.REHEARSAL
        assert {path for path, _ in server.asked} == {"/root.crl", "/issuing-ca.crl"}


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("=1+1.pdf", "'=1+1.pdf"),
        ("\uff1d1+1.pdf", "'\uff1d1+1.pdf"),
        ("\xa0=1+1.pdf", "\\xa0=1+1.pdf"),
        ("a\x1b[31mb\nc.pdf", "a\\x1b[31mb\\x0ac.pdf"),
        ("\u202efdp.exe.pdf", "\\u202efdp.exe.pdf"),
    ],
)
def test_a_name_in_the_table_is_neither_a_formula_nor_a_command_to_the_terminal(
    name, cell, tmp_path, monkeypatch, trust
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_bytes(b"no PDF")
    result = certkit("verify", name, "--trust", trust, "--offline", "-f", "csv")
    _, (file, *_) = csv.reader(io.StringIO(result.out, newline=""))
    assert (result.code, file) == (1, cell)
