"""``certkit certify``: a certificate, of a verified report or declaration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from certkit.cli.attesting import (
    IdOption,
    LevelOption,
    OutputOption,
    P7sOption,
    TrustOption,
    TsaOption,
)
from certkit.cli.options import ForceOption
from certkit.cli.passphrase import KeyOption, PassphraseFileOption

if TYPE_CHECKING:
    from certkit.attestation.attest import Linked
    from certkit.attestation.model import Issue
    from certkit.attestation.v1.model import AttestationDocument


def certify(
    document: Annotated[
        str, typer.Argument(metavar="DOCUMENT", help="A laboratory's report, or the declaration of a family member.")
    ],
    key: KeyOption,
    output: OutputOption,
    representative: Annotated[
        str,
        typer.Option(
            "--representative",
            metavar="CERTIFICATE",
            help="For a declaration: the certificate of the family's representative product.",
            show_default=False,
        ),
    ] = "",
    passphrase_file: PassphraseFileOption = None,
    id: IdOption = "",  # the option's name
    level: LevelOption = "",
    tsa: TsaOption = "",
    trust: TrustOption = "",
    p7s: P7sOption = "",
    offline: Annotated[bool, typer.Option("--offline", help="Fetch no revocation lists for what is verified.")] = False,
    force: ForceOption = False,
) -> int:
    """Seal a certificate, of a report or a declaration (5.5).

    With the key of a certification body (7.1.4, 8.2, 9.4). First the documents on which it stands are verified as
    certkit verify does, and derived again. A certificate holds for exactly the hardware and version that were tested or
    declared.

    \b
    Examples:
      certkit certify report.pdf --key file:body.p12 -o certificate.pdf
      certkit certify declaration.pdf --representative certificate.pdf --key file:body.p12 -o member.pdf
    """  # noqa: D301
    from certkit.attestation.attest import certify, evidence_refusals
    from certkit.attestation.kinds import Kind
    from certkit.cli.attesting import Sealing, judged_when_issued, seal_document

    source = _linked(document, trust, offline=offline)
    tested = _linked(representative, trust, offline=offline) if representative else None
    evidence_refusals(Kind.CERTIFICATE, source.judged)
    sealing = Sealing(key, passphrase_file, output, id, level, tsa, trust, p7s, force)

    def attest(issue: Issue) -> AttestationDocument:
        return certify(source._replace(judged=judged_when_issued(source.judged, issue)), issue, tested)

    return seal_document(Kind.CERTIFICATE, sealing, attest)


def _linked(name: str, trust: str, *, offline: bool) -> Linked:
    """A document that has been verified, and so derived again from its evidence, with what follows from that.

    Raises:
        Refused: it is not verified.
    """
    from certkit.attestation.attest import Linked
    from certkit.attestation.rederive import judge
    from certkit.cli.verifying import Options, verified
    from certkit.errors import Refused
    from certkit.verification.model import Verdict

    verification = verified(name, Options(trust=trust or None, offline=offline))
    if verification.verdict is Verdict.NOT_DERIVED:
        message = f"it is signed and intact, but was not derived again here: {verification.lacks[0].message}"
        raise Refused(message, file=verification.file)
    if verification.document is None:
        failed = "".join(f"\n  {step.number}. {step.name.value}: {step.message}" for step in verification.causes)
        way_out = "certkit verify shows every step" if trust else "--trust DIR names the roots to be believed"
        message = f"it is not verified, so nothing may stand on it:{failed}\n  help: {way_out}"
        raise Refused(message, file=verification.file)
    return Linked(
        verification.document, verification.sha256, judge(verification.document["evidence"], at=verification.at)
    )
