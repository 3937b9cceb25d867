"""``certkit declare``: a Vendor Declaration of Conformance."""

from __future__ import annotations

from certkit.attestation.attest import declare as declaration_of
from certkit.attestation.attest import evidence_refusals
from certkit.attestation.kinds import Kind
from certkit.cli.options import (
    EditionOption,
    ForceOption,
    KeyOption,
    PassphraseFileOption,
    ReadingOption,
    RecordArgument,
    SigningTrustOption,
    readings_of,
)
from certkit.cli.signing_options import (
    DocumentOption,
    IdOption,
    LevelOption,
    P7sOption,
    SigningOptions,
    TsaOption,
    judged_record,
    judged_when_issued,
)
from certkit.edition.choose import rulebooks
from certkit.loading import load


def declare(
    record: RecordArgument,
    key: KeyOption,
    output: DocumentOption,
    passphrase_file: PassphraseFileOption = None,
    id: IdOption = "",  # the option's name
    level: LevelOption = "",
    tsa: TsaOption = "",
    trust: SigningTrustOption = None,
    p7s: P7sOption = "",
    reading: ReadingOption = None,
    edition: EditionOption = None,
    force: ForceOption = False,
) -> int:
    """Sign a Vendor Declaration of Conformance.

    Needs the key of a test tool and a declaration run that passes. Only for members of a product family other than its
    representative product. A declaration says nothing about performance. If it is refused, every reason is listed with
    its place in the procedure.

    \b
    Examples:
      certkit declare record.yaml --key file:tool.p12 -o declaration.pdf
    """  # noqa: D301
    judged = judged_record(record, rulebooks(edition, readings_of(reading)))
    evidence_refusals(Kind.DECLARATION, judged)
    options = SigningOptions(key, passphrase_file, output, id, level, tsa, trust, p7s, force)
    signed: int = load("certkit.cli.signing:sign_attestation")(
        Kind.DECLARATION, options, lambda issue: declaration_of(judged_when_issued(judged, issue), issue)
    )
    return signed
