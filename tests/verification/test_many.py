"""Many documents in one call: links as a fixpoint, and documents that stop the process that verifies them."""

import itertools
import json
import os
import pty
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from unittest import mock

import pytest

from certkit.cli import output
from certkit.verification import many
from certkit.verification import steps as limits
from certkit.verification.links import to_judge, with_links
from certkit.verification.model import StepName, Verdict
from certkit.verification.verify import verify_document
from certkit.verification.workers import Limits, Stopped, work_on
from tests.attestation.commands import Sealed, sealed_documents
from tests.cli.program import certkit
from tests.signing.pkis import quick_pki, written
from tests.verification.signed import data, first_failure, reason, sign_data, signed, verify

QUICK = Limits(5, 5, 200_000_000)


@pytest.fixture(scope="module")
def pki(tmp_path_factory):
    return written(quick_pki(), tmp_path_factory.mktemp("pki") / "rehearsal")


@pytest.fixture(scope="module")
def chain(pki, tmp_path_factory) -> Sealed:
    return sealed_documents(pki, tmp_path_factory.mktemp("documents"))


def verified(pki, *names, stdin=b""):
    result = certkit(
        "verify", *names, "--trust", pki.path / "trust", "--offline", "--rehearsal", "-f", "json", stdin=stdin
    )
    return result.code, {found["file"]: found for found in json.loads(result.out)["documents"]}


def links_step(found):
    return found["steps"][10]


class TestLinks:
    def test_what_stands_on_a_bad_document_is_bad_whatever_the_order(self, pki, chain):
        """The representative's certificate fails, because the report beside it fails; and so the member's does."""
        report = replace(verify(signed("report")), sha256="a" * 64, verdict=Verdict.NOT_VERIFIED, attested=None)
        tested = referring(verify(signed("certificate")), "b" * 64, report)
        declared = replace(verify(signed("declaration")), sha256="c" * 64)
        member = referring(verify(signed("member")), "d" * 64, declared, tested)
        for order in itertools.permutations([report, tested, declared, member]):
            found = {one.sha256: one for one in with_links(order, lambda *_: "")}
            assert reason(found[tested.sha256])[1] == "links.not-verified"
            assert first_failure(found[member.sha256])[1].startswith("the representative certificate")
            assert found[declared.sha256].verdict is Verdict.REHEARSAL

    def test_a_circle_verifies_nothing(self):
        first, second = verify(signed("certificate")), verify(signed("report"))
        link = {**first.attested.links[0], "sha256": first.sha256}
        circle = replace(second, sha256=digest_of(first, 0), attested=replace(second.attested, links=(link,)))
        for found in with_links([first, circle]):
            assert reason(found) == ("links", "links.circle", {})

    def test_one_content_signed_twice_is_no_contradiction(self):
        found = with_links([verify(sign_data(data("report"))), verify(sign_data(data("report")))])
        assert len({one.sha256 for one in found}) == 2
        assert {one.verdict for one in found} == {Verdict.REHEARSAL}

    def test_another_report_under_the_id_that_it_names(self):
        """Nobody is left with a certificate that passes beside a report that is not the one it was made of."""
        report, certificate = verify(signed("report")), verify(signed("certificate"))
        (link,) = certificate.attested.links
        named = replace(report, sha256="a" * 64, attested=replace(report.attested, id=link["id"]))
        for order in ([named, certificate], [certificate, named]):
            found = {one.sha256: one for one in with_links(order)}
            same = {"file": "document.pdf", "id": link["id"], "relation": "report"}
            assert reason(found[certificate.sha256]) == ("links", "links.same-reference", same)
            assert found[named.sha256].verdict is Verdict.REHEARSAL
        unlike = replace(named, attested=replace(named.attested, kind="declaration"))
        official = replace(named, verdict=Verdict.VERIFIED)
        unrelated = replace(named, attested=replace(named.attested, id="TR-OTHER"))
        for other in (unrelated, unlike, official):
            assert with_links([other, certificate])[1].verdict is Verdict.REHEARSAL

    def test_the_command_says_so(self, pki, chain, tmp_path):
        first, second = tmp_path / "first.pdf", tmp_path / "second.pdf"
        for file, document in ((first, chain.report), (second, chain.declaration)):
            command = ["certify", document, "--key", f"file:{pki.path / 'certification-body.p12'}", "-o", file]
            command += ["--trust", pki.path / "trust", "--offline", "--id", "EX-1"]
            command += ["--representative", chain.representative] if document is chain.declaration else []
            with mock.patch.dict(os.environ, CERTKIT_PASSPHRASE="correct horse"):
                assert certkit(*command).code == 0
        code, found = verified(pki, first, second)
        assert code == 1
        for file, other in ((first, second), (second, first)):
            assert found[str(file)]["verdict"] == "not verified"
            assert links_step(found[str(file)])["message"] == (
                f"{other} has the same id EX-1 by the same issuer, and other data"
            )
        assert verified(pki, first)[0] == 0

    def test_a_changed_copy_takes_nothing_from_the_true_one(self, pki, chain, tmp_path):
        copy = tmp_path / "copy.pdf"
        copy.write_bytes(chain.report.read_bytes() + b"\n")
        _, found = verified(pki, chain.report, copy)
        assert [one["verdict"] for one in found.values()] == ["rehearsal", "not verified"]

    def test_only_what_is_given_whole_is_judged(self, chain):
        found = [verify(file.read_bytes()) for file in (chain.member, chain.declaration)]
        assert list(to_judge(found)) == []


def referring(found, sha256, *others):
    """It, as if it referred to these documents."""
    links = [
        {**link, "sha256": other.sha256, "payload_sha256": other.attested.payload_sha256 if other.attested else "?"}
        for link, other in zip(found.attested.links, others, strict=True)
    ]
    return replace(found, sha256=sha256, attested=replace(found.attested, links=tuple(links)))


def digest_of(found, number):
    return found.attested.links[number]["sha256"]


class TestStandardInput:
    def test_it_is_read_among_many(self, pki, chain, tmp_path):
        names = []
        for number in range(7):
            names.append(tmp_path / f"{number}.pdf")
            names[-1].write_bytes(chain.report.read_bytes())
        code, found = verified(pki, *names, "-", stdin=chain.report.read_bytes())
        assert code == 0
        assert found["<stdin>"]["verdict"] == "rehearsal"

    def test_what_refers_to_it_is_compared_with_it(self, pki, chain):
        _, found = verified(pki, "-", chain.representative, stdin=chain.report.read_bytes())
        assert links_step(found[str(chain.representative)])["status"] == "passed"

    def test_twice_is_a_mistake(self, pki):
        result = certkit("verify", "-", "-", "--trust", pki.path / "trust")
        assert (result.code, result.out) == (2, "")
        assert "standard input (-) is named 2 times" in result.err


def misbehave(how):
    """Verification that does this with every document whose bytes are ``b"bad"``."""
    true = verify_document

    def misbehaving(content, source, request):
        if content == b"bad":
            request.watch(StepName.STRUCTURE)
            how()
        return true(content, source, request)

    return mock.patch.object(many, "verify_document", misbehaving)


def spin():
    while True:
        pass


BAD = {
    "it never ends": (spin, "it takes more than 3 seconds (the limit for one document)"),
    "it waits for ever": (lambda: time.sleep(600), "it takes more than 3 seconds (the limit for one document)"),
    "it is killed": (lambda: os.kill(os.getpid(), signal.SIGKILL), "its process died (SIGKILL)"),
    "it crashes": (lambda: os.kill(os.getpid(), signal.SIGSEGV), "its process died (SIGSEGV)"),
    "it exits": (lambda: os._exit(0), "its process died (without a signal)"),
    "it raises": (lambda: sys.exit("\x1b[2J"), "its process died (without a signal)"),
}


@pytest.mark.parametrize(("name", "several"), [*((name, True) for name in BAD), ("it is killed", False)])
def test_a_document_that_stops_its_process_fails_alone(name, several, pki, chain, tmp_path, monkeypatch):
    how, message = BAD[name]
    monkeypatch.setattr(limits, "SECONDS", 3)
    monkeypatch.setattr(limits, "WAITING", 4)
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"bad")
    others = [chain.report, chain.representative, chain.declaration, chain.member] if several else []
    with misbehave(how):
        code, found = verified(pki, bad, *others)
    assert code == 1
    assert [one["verdict"] for one in found.values()] == ["not verified"] + ["rehearsal"] * len(others)
    step = found[str(bad)]["steps"][0]
    assert step["message"] == f"its verification was stopped in step 2, structure: {message}"


def test_memory_has_a_limit():
    def work(size, begin):
        try:
            return len(bytearray(size))
        except MemoryError:
            return "too much"

    found = dict(work_on([1_000, 2_000_000_000, 1_000], work, QUICK, 1))
    assert found == {0: 1_000, 1: "too much", 2: 1_000}


def test_a_step_that_takes_too_much_memory_says_so():
    def too_much(content):
        raise MemoryError

    with mock.patch("certkit.verification.verify.check_file", too_much):
        found = verify(b"%PDF-1.7")
    assert reason(found) == ("file", "step.memory", {"megabytes": 1000})


def test_a_command_that_builds_on_a_document_has_the_same_limits(pki, tmp_path):
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"bad")
    with misbehave(lambda: os._exit(3)):
        result = certkit("extract", bad, "--trust", pki.path / "trust", "--offline")
    assert (result.code, result.out) == (1, "")


def test_every_worker_can_die():
    def work(number, begin):
        begin(number % 13 + 1)
        os._exit(1)

    found = dict(work_on(range(20), work, QUICK, 2))
    assert found == {number: Stopped(too_long=False, step=number % 13 + 1) for number in range(20)}


def test_what_libraries_print_in_a_worker_goes_nowhere(capfd):
    def work(text, begin):
        os.write(2, text.encode())
        print(text)
        print(text, file=sys.stderr)
        return text

    assert dict(work_on(["\x1b[2J VERIFIED"], work, QUICK, 1)) == {0: "\x1b[2J VERIFIED"}
    assert capfd.readouterr() == ("", "")


def test_the_bad_ones_are_named_last(pki, chain, tmp_path):
    for number in range(12):
        (tmp_path / f"{number:02}.pdf").write_bytes(b"no PDF" if number in (3, 7) else chain.report.read_bytes())
    result = certkit("verify", tmp_path, "--trust", pki.path / "trust", "--offline", "--rehearsal")
    lines = result.out.splitlines()
    order = [*(number for number in range(12) if number not in (3, 7)), 3, 7]
    assert [line for line in lines if line.startswith(str(tmp_path))] == [f"{tmp_path}/{n:02}.pdf" for n in order]
    assert sum(line.startswith("NOT VERIFIED: step 1") for line in lines[lines.index(f"{tmp_path}/03.pdf") :]) == 2
    assert lines[-1] == "0 of 12 verified, 10 of a rehearsal, 2 NOT VERIFIED"
    assert result.err == ""


def test_what_is_equal_in_many_verifications_is_kept_once(pki, chain, tmp_path):
    for number in range(4):
        (tmp_path / f"{number}.pdf").write_bytes(chain.report.read_bytes())
    options = many.Options(datetime(2030, 1, 1, tzinfo=UTC), str(pki.path / "trust"), offline=True)
    found, _ = many.verify_each([str(path) for path in sorted(tmp_path.iterdir())], options, None, output.progress)
    assert [one.file for one in found] == [str(tmp_path / f"{number}.pdf") for number in range(4)]
    for steps in zip(*(one.steps for one in found), strict=True):
        assert len({id(step) for step in steps}) == 1
    assert len({id(one.signer) for one in found}) == len({id(one.at) for one in found}) == 1


def test_progress_is_shown_on_a_terminal_alone(pki, tmp_path):
    for number in range(30):
        (tmp_path / f"{number}.pdf").write_bytes(b"no PDF")
    terminal, inside = pty.openpty()
    program = [
        sys.executable,
        "-m",
        "certkit",
        "verify",
        str(tmp_path),
        "--trust",
        str(pki.path / "trust"),
        "--offline",
    ]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=inside) as running:
        os.close(inside)
        assert running.stdout is not None
        out = running.stdout.read()
    shown = b""
    while True:
        try:
            shown += os.read(terminal, 10_000)
        except OSError:
            break
    os.close(terminal)
    assert b"30/30" in shown
    assert b"\x1b" not in out
