"""``certkit report``: the test report of a laboratory."""

from __future__ import annotations

from certkit.attestation.attest import evidence_refusals
from certkit.attestation.attest import report as report_of
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


def report(
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
    """Sign a test report.

    Needs the key of a laboratory. A run that failed or is incomplete can be reported too; the report then states it. A
    report is refused only if the evidence cannot be bound to what was tested: without a PICS, or with files other than
    those of the record.

    \b
    Examples:
      certkit report record.yaml --key file:laboratory.p12 -o report.pdf
      certkit report record.yaml --key 'pkcs11:token=lab' --tsa http://tsa.example/ --level B-LTA -o report.pdf
    """  # noqa: D301
    judged = judged_record(record, rulebooks(edition, readings_of(reading)))
    evidence_refusals(Kind.REPORT, judged)
    options = SigningOptions(key, passphrase_file, output, id, level, tsa, trust, p7s, force)
    signed: int = load("certkit.cli.signing:sign_attestation")(
        Kind.REPORT, options, lambda issue: report_of(judged_when_issued(judged, issue), issue)
    )
    return signed
