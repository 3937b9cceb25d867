"""``certkit declare``: a Vendor Declaration of Conformance."""

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


def declare(
    record: Annotated[str, typer.Argument(metavar="RECORD", help="The record of a declaration run, as record.yaml.")],
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
    """Seal a Vendor Declaration of Conformance (8.3).

    With the key of a test tool. Only for a member of a product family that is not its representative product, on a
    declaration run that passes. It says nothing about performance (9.4). What is in the way is told with its place in
    the procedure, all of it.

    \b
    Examples:
      certkit declare record.yaml --key file:tool.p12 -o declaration.pdf
    """  # noqa: D301
    from certkit.attestation.attest import declare, evidence_refusals
    from certkit.attestation.kinds import Kind
    from certkit.cli.attesting import Sealing, judged_record, judged_when_issued, seal_document
    from certkit.cli.input import rulebooks

    judged = judged_record(record, rulebooks(edition, readings_of(reading)))
    evidence_refusals(Kind.DECLARATION, judged)
    sealing = Sealing(key, passphrase_file, output, id, level, tsa, trust, p7s, force)
    return seal_document(Kind.DECLARATION, sealing, lambda issue: declare(judged_when_issued(judged, issue), issue))
