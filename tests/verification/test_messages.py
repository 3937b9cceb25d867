"""The sentences of a verification: each one's words, and that the code gives each exactly the arguments it has."""

# ruff: noqa: E501

import ast
from pathlib import Path

import pytest

from certkit.messages import VERIFICATION, words_of
from certkit.verification.model import StepName, sentence

ROOT = Path(__file__).parents[2]
SOURCES = [*(ROOT / "certkit/verification").glob("*.py"), ROOT / "certkit/cli/verify.py"]
CALLS = {"Failed", "NotChecked", "NotHere", "sentence"}
# fmt: off
TABLE: list[tuple[str, dict, str]] = [
    ("title.file", {}, "the file is one PDF, with nothing before or after it"),
    ("title.structure", {}, "one signature, one attachment, and no change after signing"),
    ("title.signature", {}, "the signature is intact and covers the document"),
    ("title.time", {}, "time and level of the signature"),
    ("title.chain", {}, "the signer's certificate leads to a trusted root"),
    ("title.role", {}, "the signer may sign this kind of document"),
    ("title.revocation", {}, "no certificate is revoked (current CRLs)"),
    ("title.payload", {}, "the attached data is well formed"),
    ("title.issuer", {}, "the data names the signer as its issuer"),
    ("title.pages", {}, "the pages show the attached data and nothing else"),
    ("title.links", {}, "the documents it refers to match their digests"),
    ("title.derivation", {}, "plan and verdict were derived again and are the same"),
    ("title.evidence", {}, "the evidence is what the dossier's files say"),
    ("step.earlier", {}, "an earlier step did not pass"),
    ("step.memory", {"megabytes": 64}, "it takes more than 64 MB of memory (the limit for one document)"),
    ("step.seconds", {"seconds": 2}, "it takes more than 2 seconds (the limit for one document)"),
    ("step.crashed", {"problem": "something is wrong"}, "it cannot be examined (something is wrong)"),
    ("step.died", {"signal": "SIGKILL"}, "its process died (SIGKILL)"),
    ("step.stopped", {"number": 7, "name": "structure", "reason": sentence("step.seconds", seconds=30)}, "its verification was stopped in step 7, structure: it takes more than 30 seconds (the limit for one document)"),
    ("step.stopped-early", {"reason": sentence("step.seconds", seconds=30)}, "its verification was stopped before the first step: it takes more than 30 seconds (the limit for one document)"),
    ("file.passed", {"bytes": 1}, "1 byte"),
    ("file.too-large", {"megabytes": 64}, "the file has more than 64 MB"),
    ("file.begins-late", {}, "something comes before the PDF"),
    ("file.not-pdf", {}, "this is not a PDF"),
    ("file.other-pdf", {}, "this PDF is not a document that certkit verifies"),
    ("file.goes-on", {}, "something comes after the end of the PDF, or its end is missing"),
    ("structure.passed", {"revisions": 2, "bytes": 1}, "2 revisions, 1 byte attached"),
    ("structure.pdf", {"problem": "something is wrong"}, "something is wrong"),
    ("structure.not-signed", {}, "it is not signed"),
    ("structure.several-signatures", {"count": 2}, "it has 2 signatures; it must have one"),
    ("structure.attachment-list", {}, "its attachments are not listed as certkit lists them"),
    ("structure.attachments", {"count": 2}, "it has 2 attachments; it must have one"),
    ("structure.attachment-name", {}, "its attachment is not the attested data"),
    ("structure.attachment-unassociated", {}, "its attachment is not an associated file of the document"),
    ("structure.attachment-form", {}, "its attachment is not written as certkit writes it"),
    ("structure.attachment-size", {"megabytes": 64}, "the attached data has more than 64 MB"),
    ("structure.attachment-values", {"values": 2}, "the attached data has more than 2 values"),
    ("update.not-covered", {}, "something was added after the signature that no time stamp covers"),
    ("update.misplaced", {"what": "the signature", "revision": "revision 2"}, "the signature is not where it belongs in revision 2"),
    ("update.not-dictionary", {"what": "the signature"}, "the signature is not a dictionary"),
    ("update.not-stream", {"what": "the signature"}, "the signature is not a stream"),
    ("update.replaces-dictionary", {"revision": "revision 2"}, "revision 2 replaces a dictionary with something else"),
    ("update.replaces", {"revision": "revision 2", "number": 7}, "revision 2 replaces object 7"),
    ("update.unneeded", {"revision": "revision 2", "number": 7}, "revision 2 has object 7, which it does not need"),
    ("update.other-field", {}, "the form has a field that is neither the signature nor a time stamp"),
    ("update.no-page", {}, "the signature is on no page"),
    ("update.annotated", {}, "the page of the signature had annotations before it was signed"),
    ("update.no-place", {}, "the signature has no place on its page"),
    ("update.no-element", {}, "the document keeps no place for the signature in its structure"),
    ("update.appearances", {}, "the signature has no appearance, or more than one"),
    ("update.not-pades", {}, "the signature is not a PAdES signature (ETSI.CAdES.detached)"),
    ("update.permits-changes", {}, "the signature does not forbid all changes (DocMDP 1)"),
    ("update.signing-time", {}, "the signature does not write its time as certkit writes it"),
    ("update.drawing", {}, "the field of the signature draws something besides the picture of the signature"),
    ("update.entry-before", {"key": "Names"}, "the document had /Names before it was signed"),
    ("update.not-certification", {}, "the signature does not certify the document"),
    ("update.extensions", {}, "the catalog names extensions of PDF that signing does not need"),
    ("update.other-annotation", {}, "the page of the signature has an annotation that is neither the signature nor a time stamp"),
    ("update.data-removed", {"revision": "revision 2"}, "revision 2 removes validation data"),
    ("update.data-twice", {}, "the validation data has an entry twice"),
    ("update.adds-nothing", {"revision": "revision 2"}, "revision 2 adds neither a time stamp nor validation data"),
    ("update.stamp-name", {}, "the field of a time stamp has a name that signing does not write"),
    ("update.reference", {"what": "the signature"}, "the signature is missing, or is not a reference"),
    ("update.entry-more", {"what": "the catalog", "key": "Names"}, "the catalog has an entry more (/Names)"),
    ("update.entry-missing", {"what": "the catalog", "key": "Names"}, "the catalog lacks an entry (/Names)"),
    ("update.entry-other", {"what": "the catalog", "key": "Names"}, "the catalog has another /Names than signing writes"),
    ("update.no-range", {"what": "the signature"}, "the signature does not say which bytes it signs"),
    ("update.range", {"what": "the signature"}, "the signature does not cover the whole document"),
    ("update.contents", {"what": "the signature"}, "the signature is not written as certkit writes it"),
    ("signature.passed", {"digest": "SHA-256"}, "intact, SHA-256"),
    ("signature.room", {"what": "the signature"}, "the signature holds more than a signature, or is not in the strict encoding (DER)"),
    ("signature.encoding", {"what": "the signature", "problem": "something is wrong"}, "the signature holds more than a signature, or is not in the strict encoding (DER): something is wrong"),
    ("signature.form", {"what": "the signature", "problem": "something is wrong"}, "the signature does not have the expected form: something is wrong"),
    ("signature.several-signers", {"what": "the signature"}, "the signature has several signers"),
    ("signature.other-content", {"what": "the signature"}, "the signature signs something of another kind"),
    ("signature.digest", {}, "the document is not the one that was signed: its digest differs"),
    ("signature.wrong-key", {"what": "the signature"}, "the signature was not made with the key of its certificate"),
    ("signature.signs-time", {"what": "the signature"}, "the signature signs a signing time, which PAdES forbids"),
    ("signature.signs-sha1", {"what": "the signature"}, "the signature names its certificate by SHA-1 (signing-certificate)"),
    ("signature.signs-unknown", {"what": "the signature"}, "the signature signs an attribute that is not known, or the same one twice"),
    ("signature.other-algorithms", {"what": "the signature"}, "the signature names other algorithms than it signs"),
    ("signature.algorithm", {"what": "the signature", "algorithm": "sha1"}, "the signature uses sha1, which is not accepted"),
    ("signature.two-digests", {"what": "the signature", "one": "sha256", "other": "sha384"}, "the signature uses two digests, sha256 and sha384"),
    ("signature.many-certificates", {"what": "the signature", "most": 2}, "the signature carries more than 2 certificates"),
    ("signature.signer-name", {"what": "the signature"}, "the signature does not name exactly one of its certificates as the signer's"),
    ("signature.unreadable-certificate", {"what": "the signature"}, "the signature carries a certificate that cannot be read"),
    ("signature.certificate-digest", {"what": "the signature"}, "the signature names its certificate by a digest that is not accepted, or not in the expected form"),
    ("signature.certificate-name", {"what": "the signature"}, "the signature does not name its certificate (signing-certificate)"),
    ("signature.unsigned-attribute", {"what": "the signature"}, "the signature carries something unknown beside what it signs"),
    ("signature.foreign-certificate", {"what": "the signature"}, "the signature carries a certificate that does not belong to it"),
    ("time.proven", {"level": "B-T", "moment": "2026-03-01 10:00:00 UTC"}, "level B-T, signed no later than 2026-03-01 10:00:00 UTC"),
    ("time.unproven", {"level": "B-T", "moment": "2026-03-01 10:00:00 UTC"}, "level B-T, no time stamp: certificates are checked as of 2026-03-01 10:00:00 UTC"),
    ("time.order", {"what": "the time stamp", "moment": "2026-03-01 10:00:00 UTC", "after": "2026-03-02 10:00:00 UTC"}, "the time stamp is of 2026-03-01 10:00:00 UTC, later than what has to come after it (2026-03-02 10:00:00 UTC)"),
    ("time.rehearsal", {"what": "the time stamp"}, "the time stamp comes from a rehearsal, which proves nothing for an official document"),
    ("time.many-kept", {"most": 2}, "the document carries more than 2 certificates or CRLs"),
    ("time.unreadable-crl", {}, "the document carries a CRL that cannot be read"),
    ("time.foreign-certificate", {}, "the document carries a certificate that belongs to none of its chains"),
    ("time.foreign-crl", {}, "the document carries a CRL that belongs to none of its chains"),
    ("time.not-authority", {"what": "the time stamp", "problem": "is a certification authority's"}, "the time stamp was not made by a time-stamp authority: the certificate is a certification authority's"),
    ("time.authority-not-valid", {"what": "the time stamp", "moment": "2026-03-01 10:00:00 UTC"}, "the time stamp is of 2026-03-01 10:00:00 UTC, when its certificate was not valid"),
    ("time.digest", {"what": "the time stamp"}, "the time stamp uses a digest that is not accepted"),
    ("time.other-data", {"what": "the time stamp"}, "the time stamp is of something else"),
    ("time.accuracy", {"what": "the time stamp"}, "the time stamp is not accurate to a minute"),
    ("time.other-authority", {"what": "the time stamp"}, "the time stamp names another authority than its certificate"),
    ("time.other-time", {"what": "the time stamp"}, "the time stamp was signed at another time than it states"),
    ("chain.passed", {"names": "Example Laboratory ← Example Root CA"}, "Example Laboratory ← Example Root CA"),
    ("chain.no-root", {"what": "the signature", "problem": "leads to no trusted root", "issuer": "Example CA"}, "the certificate of the signature leads to no trusted root (it was issued by Example CA)"),
    ("chain.not-valid", {"what": "the signature", "moment": "2026-03-01 10:00:00 UTC", "name": "Example Laboratory", "problem": "is a certification authority's"}, "the certificate of the signature is not valid at 2026-03-01 10:00:00 UTC: the certificate of Example Laboratory is a certification authority's"),
    ("role.passed", {"role": "laboratory"}, "laboratory"),
    ("role.none", {"name": "Example Laboratory"}, "the certificate of Example Laboratory has no role of the signing policy"),
    ("role.certificate", {"name": "Example Laboratory", "problem": "is a certification authority's"}, "the certificate of Example Laboratory is a certification authority's"),
    ("role.issuer", {"name": "Example Laboratory", "role": "laboratory"}, "Example Laboratory may not issue certificates for the role laboratory"),
    ("role.key", {"kind": "P-256", "bits": 2}, "the signer's key is not accepted (P-256, 2 bits)"),
    ("role.digest", {"kind": "P-256", "digest": "sha1"}, "a P-256 key may not be used with sha1"),
    ("revocation.passed", {"moment": "2026-03-01 10:00:00 UTC", "notes": "; a CRL was not used"}, "CRLs of 2026-03-01 10:00:00 UTC or later; a CRL was not used"),
    ("revocation.revoked", {"name": "Example Laboratory", "moment": "2026-03-01 10:00:00 UTC"}, "the certificate of Example Laboratory was revoked 2026-03-01 10:00:00 UTC"),
    ("revocation.revoked-unusable", {"name": "Example Laboratory", "moment": "2026-03-01 10:00:00 UTC", "issuer": "Example CA", "problem": "is a delta CRL"}, "the certificate of Example Laboratory was revoked 2026-03-01 10:00:00 UTC, by a CRL of Example CA that cannot be used otherwise: it is a delta CRL"),
    ("revocation.later", {"name": "Example Laboratory", "moment": "2026-03-01 10:00:00 UTC"}, "Example Laboratory was revoked 2026-03-01 10:00:00 UTC, after the time that counts"),
    ("revocation.no-current", {"issuer": "Example CA", "moment": "2026-03-01 10:00:00 UTC", "name": "Example Laboratory", "notes": "; a CRL was not used"}, "no CRL of Example CA is current at 2026-03-01 10:00:00 UTC, so it is unknown whether Example Laboratory was revoked; a CRL was not used"),
    ("revocation.newest", {"moment": "2026-03-01 10:00:00 UTC"}, "the newest one was current until 2026-03-01 10:00:00 UTC"),
    ("revocation.expired", {"name": "Example Laboratory", "end": "2026-02-01 10:00:00 UTC", "moment": "2026-03-01 10:00:00 UTC"}, "Example Laboratory expired 2026-02-01 10:00:00 UTC, and no CRL from before that shows that it was good at 2026-03-01 10:00:00 UTC"),
    ("payload.passed", {"kind": "report", "id": "EX-1"}, "report EX-1"),
    ("payload.later", {"version": 2, "need": "it needs a newer certkit"}, "the payload is of version 2; it needs a newer certkit"),
    ("payload.schema", {"problem": "something is wrong"}, "something is wrong"),
    ("issuer.passed", {"name": "Example Laboratory", "role": "laboratory"}, "Example Laboratory, laboratory"),
    ("issuer.kind", {"kind": "report", "role": "laboratory"}, "a report must not be signed by a laboratory"),
    ("issuer.other", {"name": "Example Laboratory", "role": "laboratory"}, "the data names Example Laboratory (laboratory) as its issuer, but somebody else signed it"),
    ("issuer.rehearsal", {"said": "official"}, "the data says that it is official, the signer's certificate says otherwise"),
    ("issuer.level", {"kind": "report", "least": "B-LT", "level": "B-T"}, "a report needs level B-LT, this one has B-T"),
    ("issuer.other-time", {"issued": "2026-03-02 10:00:00 UTC"}, "the data says that it was issued 2026-03-02 10:00:00 UTC, the signature states another time"),
    ("issuer.issued-later", {"issued": "2026-03-02 10:00:00 UTC", "moment": "2026-03-01 10:00:00 UTC"}, "the data says that it was issued 2026-03-02 10:00:00 UTC, but it was signed 2026-03-01 10:00:00 UTC"),
    ("issuer.issued-ahead", {"issued": "2026-03-02 10:00:00 UTC", "moment": "2026-03-01 10:00:00 UTC"}, "the data says that it was issued 2026-03-02 10:00:00 UTC, which is later than the time of verification, 2026-03-01 10:00:00 UTC"),
    ("issuer.signed-late", {"issued": "2026-03-02 10:00:00 UTC", "moment": "2026-03-01 10:00:00 UTC"}, "the data says that it was issued 2026-03-02 10:00:00 UTC, but it was signed only 2026-03-01 10:00:00 UTC"),
    ("pages.same-bytes", {}, "drawn again, byte for byte"),
    ("pages.same-drawing", {}, "drawn again: everything drawn is the same, another version of a library wrote it"),
    ("pages.layout", {"layout": 2, "need": "it needs a newer certkit"}, "it uses layout 2; it needs a newer certkit"),
    ("pages.not-here", {"problem": "something is wrong"}, "something is wrong"),
    ("pages.not-drawn", {"problem": "something is wrong"}, "it cannot be drawn again: something is wrong"),
    ("pages.differ", {"problem": "something is wrong"}, "the pages are not those that the data gives: something is wrong"),
    ("pages.signature-page", {}, "the signature is not on the page that has room for it"),
    ("pages.signature-place", {}, "the signature covers another part of the page than the one reserved for it"),
    ("pages.signature-size", {}, "the picture of the signature has another size or place in its field than signing gives it"),
    ("pages.signature-unreadable", {"problem": "something is wrong"}, "the visible signature cannot be compared with the data: something is wrong"),
    ("pages.signature-entries", {}, "the picture of the signature has other entries than signing writes"),
    ("pages.signature-differs", {"problem": "something is wrong"}, "the visible signature does not show what the data says: something is wrong"),
    ("links.none", {}, "it refers to no other document"),
    ("links.passed", {"names": "Example Laboratory ← Example Root CA"}, "Example Laboratory ← Example Root CA"),
    ("links.missing", {"names": ("the report EX-1", "the declaration EX-2")}, "the report EX-1 and the declaration EX-2 are not given"),
    ("links.not-derived", {"names": ("the report EX-1", "the declaration EX-2")}, "the report EX-1 and the declaration EX-2 are not derived again here"),
    ("links.not-verified", {"name": "the report EX-1"}, "the report EX-1 is not verified itself"),
    ("links.other-data", {"name": "the report EX-1"}, "the report EX-1 has other data than this document states"),
    ("links.circle", {}, "it refers to itself, through the documents that it refers to"),
    ("links.same-id", {"file": "other.pdf", "id": "EX-1"}, "other.pdf has the same id EX-1 by the same issuer, and other data"),
    ("links.same-reference", {"file": "other.pdf", "id": "EX-1", "relation": "report"}, "other.pdf has the id EX-1 of the report that it refers to, and other data"),
    ("links.refused", {"reason": "the verdict is another"}, "the verdict is another"),
    ("derivation.passed", {"cases": 2, "outcome": "pass"}, "2 test cases, verdict pass"),
    ("derivation.differs", {"first": "the plan differs"}, "the plan differs"),
    ("derivation.differ", {"first": "the plan differs", "more": 2}, "the plan differs, and 2 more"),
    ("derivation.not-here", {"problem": "something is wrong"}, "something is wrong"),
    ("evidence.passed", {"files": 2}, "2 files"),
    ("evidence.not-comparable", {"problem": "something is wrong"}, "it cannot be compared with the files: something is wrong"),
    ("evidence.not-given", {}, "the dossier was not given (--evidence)"),
    ("evidence.differs", {"first": "the plan differs"}, "the plan differs"),
    ("evidence.differ", {"first": "the plan differs", "more": 2}, "the plan differs, and 2 more"),
]
# fmt: on
EXAMPLES = {key: (arguments, words) for key, arguments, words in TABLE}


@pytest.mark.parametrize("key", EXAMPLES)
def test_the_words(key):
    arguments, words = EXAMPLES[key]
    assert sentence(key, **arguments) == words


def test_every_sentence_is_in_the_table():
    assert list(EXAMPLES) == list(words_of(VERIFICATION).keys)


def test_every_step_has_a_title():
    assert {f"title.{name.value}" for name in StepName} == {key for key in EXAMPLES if key.startswith("title.")}


def calls():
    """Each place that says a sentence: the keys it can have, and the names of its arguments."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS and node.args:
                keys = {leaf.value for leaf in ast.walk(node.args[0]) if isinstance(leaf, ast.Constant)}
                arguments = {keyword.arg for keyword in node.keywords}
                yield f"{path.name}:{node.lineno}", keys & set(EXAMPLES), arguments


def test_every_place_gives_a_sentence_its_arguments():
    """A sentence that lacks an argument would fail the step, whatever the document: found here and not by a user."""
    for place, keys, arguments in calls():
        for key in keys:
            assert arguments == set(EXAMPLES[key][0]), (place, key)


def test_every_sentence_is_said_somewhere():
    text = "".join(path.read_text(encoding="utf-8") for path in SOURCES)
    made = {f"{step}.{end}" for step in ("derivation", "evidence") for end in ("differs", "differ")}
    titles = {f"title.{name.value}" for name in StepName}
    assert {key for key in EXAMPLES if f'"{key}"' not in text} == made | titles
