"""``certkit report``: a laboratory's test report."""

from __future__ import annotations

from typing import Annotated

import typer

from certkit.cli.attesting import (
    IdOption,
    LevelOption,
    OutputOption,
    P7sOption,
    TrustOption,
    TsaOption,
)
from certkit.cli.options import EditionOption, ForceOption, ReadingOption, readings_of
from certkit.cli.passphrase import KeyOption, PassphraseFileOption


def report(
    record: Annotated[str, typer.Argument(metavar="RECORD", help="The record of a certification run, as record.yaml.")],
    key: KeyOption,
    output: OutputOption,
    passphrase_file: PassphraseFileOption = None,
    id: IdOption = "",  # the option's name
    level: LevelOption = "",
    tsa: TsaOption = "",
    trust: TrustOption = "",
    p7s: P7sOption = "",
    reading: ReadingOption = None,
    edition: EditionOption = None,
    force: ForceOption = False,
) -> int:
    """Seal a test report, with the key of a laboratory (8.2).

    Also of a run that failed or is incomplete; the report then says so plainly. It is refused only where the evidence
    cannot be bound to what was tested: no PICS, or files that are not those of the record.

    \b
    Examples:
      certkit report record.yaml --key file:laboratory.p12 -o report.pdf
      certkit report record.yaml --key 'pkcs11:token=lab' --tsa http://tsa.example/ --level B-LTA -o report.pdf
    """  # noqa: D301
    from certkit.attestation.attest import evidence_refusals, report
    from certkit.attestation.kinds import Kind
    from certkit.cli.attesting import Sealing, judged_record, judged_when_issued, seal_document
    from certkit.cli.input import rulebooks

    judged = judged_record(record, rulebooks(edition, readings_of(reading)))
    evidence_refusals(Kind.REPORT, judged)
    sealing = Sealing(key, passphrase_file, output, id, level, tsa, trust, p7s, force)
    return seal_document(Kind.REPORT, sealing, lambda issue: report(judged_when_issued(judged, issue), issue))
