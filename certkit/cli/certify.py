"""``certkit certify``: a certificate, based on a verified report or declaration."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Annotated

import typer

from certkit.attestation.attest import Linked, evidence_refusals
from certkit.attestation.attest import certify as certificate_of
from certkit.attestation.kinds import Kind
from certkit.attestation.model import Issue
from certkit.attestation.rederive import judge
from certkit.attestation.v1.model import AttestationDocument
from certkit.cli.options import ForceOption, KeyOption, OfflineOption, PassphraseFileOption, TrustOption, trust_of
from certkit.cli.signing_options import (
    DocumentOption,
    IdOption,
    LevelOption,
    P7sOption,
    SigningOptions,
    TsaOption,
    judged_when_issued,
)
from certkit.errors import Refused
from certkit.loading import load
from certkit.verification.model import Verdict


def certify(
    document: Annotated[
        str, typer.Argument(metavar="DOCUMENT", help="A laboratory's report, or the declaration of a family member.")
    ],
    key: KeyOption,
    output: DocumentOption,
    representative: Annotated[
        str,
        typer.Option(
            "--representative",
            metavar="CERTIFICATE",
            help="Certificate of the family's representative product; for a declaration.",
            show_default=False,
        ),
    ] = "",
    passphrase_file: PassphraseFileOption = None,
    id: IdOption = "",  # the option's name
    level: LevelOption = "",
    tsa: TsaOption = "",
    trust: TrustOption = None,
    p7s: P7sOption = "",
    offline: OfflineOption = False,
    force: ForceOption = False,
) -> int:
    """Sign a certificate.

    Needs the key of a certification body. The report or declaration is verified first, as certkit verify does, and
    plan and verdict are derived again. A certificate is valid for exactly the hardware and the version that were tested
    or declared.

    \b
    Examples:
      certkit certify report.pdf --key file:body.p12 -o certificate.pdf
      certkit certify declaration.pdf --representative certificate.pdf --key file:body.p12 -o member.pdf
    """  # noqa: D301
    believed = trust_of(trust)
    source = _linked(document, believed, offline=offline)
    tested = _linked(representative, believed, offline=offline) if representative else None
    evidence_refusals(Kind.CERTIFICATE, source.judged)
    options = SigningOptions(key, passphrase_file, output, id, level, tsa, trust, p7s, force)

    def attest(issue: Issue) -> AttestationDocument:
        return certificate_of(source._replace(judged=judged_when_issued(source.judged, issue)), issue, tested)

    signed: int = load("certkit.cli.signing:sign_attestation")(Kind.CERTIFICATE, options, attest)
    return signed


def _linked(name: str, trust: str | None, *, offline: bool) -> Linked:
    """A verified document, with the plan and the verdict that were derived again from its evidence.

    Raises:
        Refused: it is not verified.
    """
    options = load("certkit.verification.many:Options")(datetime.now(UTC), trust, offline)
    verification = load("certkit.verification.many:verify_one")(name, options, sys.stdin.buffer)
    if verification.verdict is Verdict.NOT_DERIVED:
        message = f"it is signed and intact, but was not derived again here: {verification.lacks[0].message}"
        raise Refused(message, file=verification.file)
    if verification.document is None:
        failed = "".join(f"\n  {step.number}. {step.name.value}: {step.message}" for step in verification.causes)
        hint = "certkit verify shows every step"
        message = f"it is not verified, so no certificate can be based on it:{failed}\n  help: {hint}"
        raise Refused(message, file=verification.file)
    return Linked(
        verification.document, verification.sha256, judge(verification.document["evidence"], at=verification.at)
    )
