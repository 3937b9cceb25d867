"""What ``certkit declare``, ``report`` and ``certify`` share: from a dossier or a document to a sealed file."""

from __future__ import annotations

import hashlib
import io
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from certkit.attestation.kinds import KINDS, Kind
from certkit.cli import output
from certkit.cli.errors import GOOD, say
from certkit.cli.passphrase import asking
from certkit.errors import CertkitError
from certkit.files.read import STDIN, read_file
from certkit.text.terminal import safe

if TYPE_CHECKING:
    from certkit.attestation.attest import Judged
    from certkit.attestation.model import Issue
    from certkit.attestation.v1.model import AttestationDocument
    from certkit.cli.input import Load
    from certkit.signing.keys import SigningKey
    from certkit.trust.store import Trust

OutputOption = Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="The sealed document, a PDF.")]
IdOption = Annotated[
    str,
    typer.Option(
        "--id",
        metavar="ID",
        help="Its id, unique at its issuer. By default made of day and evidence.",
        show_default=False,
    ),
]
LevelOption = Annotated[
    str,
    typer.Option(
        "--level",
        metavar="LEVEL",
        help="Of the seal: B-B, B-T, B-LT or B-LTA. By default the least that the policy allows, with --tsa as for "
        "an official document.",
        show_default=False,
    ),
]
TsaOption = Annotated[
    str,
    typer.Option(
        "--tsa",
        metavar="URL",
        help="The time-stamp authority, needed from B-T on: a URL, or file:REHEARSAL/tsa for a rehearsal.",
        show_default=False,
    ),
]
TrustOption = Annotated[
    str,
    typer.Option(
        "--trust", metavar="DIR", help="Roots, intermediates and revocation lists to be believed.", show_default=False
    ),
]
P7sOption = Annotated[
    str,
    typer.Option(
        "--p7s", metavar="FILE", help="Also sign the data by itself, as CAdES beside the PDF.", show_default=False
    ),
]


class Sealing(NamedTuple):
    """What to seal with and where to, as the options say; empty for what is not given."""

    key: str
    passphrase_file: str | None
    output: str
    id: str
    level: str
    tsa: str
    trust: str
    p7s: str
    force: bool


def judged_record(name: str, load: Load) -> Judged:
    """The dossier of a record, as an attestation carries it, and what follows from it.

    Raises:
        CertkitError: the record or its PICS cannot be read, or the edition is none that comes with certkit, so that
            nobody could derive it again.
    """
    from certkit.attestation.rederive import judge
    from certkit.attestation.v1.write import evidence_document
    from certkit.measurement.derive import Measuring
    from certkit.verdict.read_dossier import read_dossier

    content = read_file(name, sys.stdin.buffer)
    dossier, rulebook = read_dossier(name, io.BytesIO(content) if name == STDIN else io.BytesIO(), load, Measuring)
    for file in dossier.files:
        if dossier.pics is None and file.problem:
            raise CertkitError(f"{file.name}: {file.problem}", hint="without a PICS nothing can be attested", file=name)
    return judge(evidence_document(dossier, rulebook, content), at=_now())


def judged_when_issued(judged: Judged, issue: Issue) -> Judged:
    """The same evidence, judged for the time of issue, as every verifier judges it.

    It was judged before a passphrase was typed, and what is dated in between counts only now.
    """
    from certkit.attestation.rederive import judge

    return judge(judged.document, at=issue.at)


def seal_document(kind: Kind, sealing: Sealing, attest: Callable[[Issue], AttestationDocument]) -> int:
    """Open the key, make the document of what may be attested, draw it, seal it, and write it."""
    from certkit.attestation.layouts import CURRENT, layout, renderer
    from certkit.attestation.model import Issue
    from certkit.attestation.rederive import pinned
    from certkit.attestation.v1.read import hold_against_schema, read_attestation
    from certkit.formats.canonical_json import canonical_json
    from certkit.signing.keys import open_key
    from certkit.signing.policy import check_level, check_may_sign
    from certkit.signing.sign import check_tsa, sign_detached, sign_document
    from certkit.trust.store import load_trust

    _refuse_targets(sealing)
    trust = load_trust(sealing.trust) if sealing.trust else None
    if sealing.tsa:
        check_tsa(sealing.tsa)
    with open_key(sealing.key, asking(sealing.passphrase_file)) as key:
        at = _now().replace(microsecond=0)  # not before the passphrase is typed, which can take long
        role = check_may_sign(key, kind.value, at, trust)
        level = sealing.level or _least_level(key, kind, stamped=bool(sealing.tsa))
        check_level(key, kind.value, level)
        issue = Issue(at, role.name, key.name, key.is_rehearsal, renderer(_version()), sealing.id)
        data = canonical_json(attest(issue))
        hold_against_schema(data)
        document = read_attestation(data)  # as every verifier will read it
        pages = layout(CURRENT)
        pdf = pages.render(document, pinned(document["evidence"]))
        sealed = sign_document(
            pdf,
            key,
            kind=kind.value,
            at=at,
            level=level,
            picture=pages.signature_page(pages.signature_lines(document)),
            page=pages.SIGNATURE_PAGE,
            box=pages.SIGNATURE_BOX,
            tsa=sealing.tsa or None,
            trust=trust,
            now=_now,
        )
        _verify_own(sealed, key, trust)
        beside = None
        if sealing.p7s:
            beside = sign_detached(data, key, kind=kind.value, at=at, tsa=sealing.tsa or None, trust=trust, now=_now)
    output.save(sealing.output, sealed, force=sealing.force)
    if beside is not None:
        output.save(sealing.p7s, beside, force=sealing.force)
    _tell(document, sealing.output, sealed, level)
    return GOOD


def _now() -> datetime:
    return datetime.now(UTC)


def _verify_own(sealed: bytes, key: SigningKey, trust: Trust | None) -> None:
    """What is handed out has been verified once, as far as that does not depend on whom a verifier believes.

    It is verified as of now, as any verifier does: since signing began, time stamps and lists have come in that are
    later than the time in the signature.

    Without a trust folder the key's own chain stands for it; a time stamp's is not known then, and what builds on the
    time is left out.

    Raises:
        CertkitError: it is not what a verifier accepts.
    """
    from certkit.signing.policy import whole_chain
    from certkit.trust.store import Trust
    from certkit.verification.model import EARLIER, StepName, StepStatus, sentence
    from certkit.verification.verify import Request, verify_document

    own = {StepName.FILE, StepName.STRUCTURE, StepName.SIGNATURE, StepName.PAYLOAD, StepName.PAGES, StepName.DERIVATION}
    chain = tuple(whole_chain(key, trust))
    believed = trust or Trust(roots=chain[-1:], intermediates=chain[:-1])
    found = verify_document(sealed, "the sealed document", Request(believed, key.policy, _now()))
    for step in found.steps:
        left_out = trust is None and step.message == sentence(EARLIER)
        if step.name in own and step.status is not StepStatus.PASSED and not left_out:
            message = (
                f"what was sealed would not be verified, so nothing was written: {step.name.value}, {step.message}"
            )
            raise CertkitError(message, hint="please report this as a bug of certkit")


def _refuse_targets(sealing: Sealing) -> None:
    """Before anybody types a passphrase: the files to be written are not there yet, and can be written."""
    for name in (sealing.output, sealing.p7s):
        if name:
            output.refuse_overwriting(name, force=sealing.force)


def _least_level(key: SigningKey, kind: Kind, *, stamped: bool) -> str:
    """The least that the policy allows. A rehearsal that has a time-stamp authority is one of the real thing."""
    rule = key.policy.kinds[kind.value]
    return rule.rehearsal_level if key.is_rehearsal and not stamped else rule.minimum_level


def _version() -> str:
    from importlib.metadata import version

    return version("certkit")


def _tell(document: AttestationDocument, name: str, sealed: bytes, level: str) -> None:
    where = "" if name == STDIN else f"wrote {safe(name)}: "
    issuer = document["issuer"]
    rehearsal = "REHEARSAL, " if document["rehearsal"] else ""

    title = KINDS[Kind(document["kind"])].title
    digest = hashlib.sha256(sealed).hexdigest()
    say(
        f"{where}{rehearsal}{title} {document['id']}, {document['derived']['outcome']}, "
        f"sealed {level} by {safe(issuer['name'])} ({issuer['role']}), SHA-256 {digest}"
    )
