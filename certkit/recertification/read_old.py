"""Reads the signed document of earlier tests. Its data counts only once the document is verified."""

from __future__ import annotations

from typing import BinaryIO

from certkit.attestation.rederive import judge
from certkit.errors import Refused
from certkit.recertification.model import Earlier
from certkit.verification.many import Options, verify_one
from certkit.verification.model import Verdict


def read_old(name: str, options: Options, stdin: BinaryIO, *, rehearsal: bool) -> Earlier:
    """The document, verified, with its evidence judged again as of its issue.

    Args:
        rehearsal: accept a document of a rehearsal.

    Raises:
        CertkitError: the file or the trust store cannot be read.
        Refused: the document is not verified, or belongs to a rehearsal that is not accepted. Nothing of it is shown.
    """
    verification = verify_one(name, options, stdin)
    file = verification.file
    if verification.verdict is Verdict.NOT_DERIVED:
        reason = verification.lacks[0].message
        raise Refused(f"it is signed and intact, but was not derived again here: {reason}", file=file)
    document = verification.document
    if document is None:
        steps = "".join(f"\n  {step.number}. {step.name.value}: {step.message}" for step in verification.causes)
        message = f"it is NOT VERIFIED, so nothing is compared with it:{steps}\n  help: certkit verify shows every step"
        raise Refused(message, file=file)
    if verification.verdict is Verdict.REHEARSAL and not rehearsal:
        message = "it belongs to a rehearsal: this is not an official document"
        raise Refused(message, hint="use --rehearsal to compare with it", file=file)
    evidence = judge(document["evidence"], at=verification.at)
    return Earlier(file, verification.sha256, document, evidence)
